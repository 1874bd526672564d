"""What speaks for a candidate, what against, and how sure that makes."""

from dataclasses import dataclass

from .evidence import EXACT, SIMILAR, Candidate, Line, forms

# two different ones are two different customers
IDENTIFYING = frozenset(("tax_id", "ref", "external_id"))
LIKE = "like"
MOST = 0.999


@dataclass(frozen=True)
class Agreement:
    """One piece of evidence: a kind, or ``LIKE``; the text of the record, and how sure it makes."""

    kind: str
    text: str
    sure: float


@dataclass(frozen=True)
class Judgement:
    """``against``: kinds by which the candidate is somebody else."""

    candidate: Candidate
    score: float
    reasons: tuple[Agreement, ...]
    against: tuple[str, ...]


def judge(
    lines: list[Line], texts: list[list[str]], candidate: Candidate, country: str = ""
) -> Judgement:
    """How sure it is that a record belongs to ``candidate``.

    Each agreement leaves so much doubt; together they leave the product of the doubts. Several
    lines of one kind count once.

    :param texts: of the record, for each of ``lines``
    """
    reasons: dict[str, Agreement] = {}
    against = []
    for line, own in zip(lines, texts, strict=True):
        if line.logic == SIMILAR:
            continue
        mine = {line.scope + form for form in forms(line.kind, own, country)}
        theirs = {f for f in candidate.forms.get(line.kind, ()) if f.startswith(line.scope)}
        same = mine & theirs
        if same and line.logic == EXACT and line.kind in candidate.texts:
            typed = candidate.texts[line.kind].strip()
            same = same if typed in [text.strip() for text in own] else set()
        if same:
            known = reasons.get(line.kind)
            if known is None or known.sure < line.sure:
                reasons[line.kind] = Agreement(line.kind, own[0].strip(), line.sure)
        elif mine and theirs and line.kind in IDENTIFYING:
            against.append(line.kind)
    if candidate.like:
        text = next((t for line, own in zip(lines, texts, strict=True)
                     if line.logic == SIMILAR for t in own), "")  # fmt: skip
        reasons[LIKE] = Agreement(LIKE, text, candidate.like)
    doubt = 1.0
    for reason in reasons.values():
        doubt *= 1 - reason.sure
    score = min(round(1 - doubt, 4), MOST) if reasons else 0.0
    ordered = tuple(sorted(reasons.values(), key=lambda reason: -reason.sure))
    return Judgement(candidate, score, ordered, tuple(dict.fromkeys(against)))
