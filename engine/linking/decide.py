"""Which candidate it is, which ones are only suggested."""

from dataclasses import dataclass

from .judge import Judgement

SHOWN = 3  # suggestions for one record


@dataclass(frozen=True)
class Found:
    """``doubt``: why it is not certain though sure enough: ``several`` or ``against``, or ""."""

    judgement: Judgement
    certain: bool
    doubt: str = ""


@dataclass(frozen=True)
class Decision:
    """``found``: at most one that is certain, or some to choose from, the likeliest first."""

    found: tuple[Found, ...] = ()

    @property
    def certain(self) -> Found | None:
        return next((one for one in self.found if one.certain), None)


def decide(judgements: list[Judgement], certain: float, suggest: float) -> Decision:
    """The best judgement of each customer is what counts.

    Certain is only who is sure enough, has nothing that speaks against them, and is the only one
    so sure.

    :param certain, suggest: scores from which on
    """
    best: dict[int, Judgement] = {}
    for one in sorted(judgements, key=lambda j: (-j.score, j.candidate.id)):
        if one.score >= suggest:
            best.setdefault(one.candidate.customer, one)
    ranked = sorted(best.values(), key=lambda j: (bool(j.against), -j.score, j.candidate.id))
    sure = [one for one in ranked if one.score >= certain]
    able = [one for one in sure if not one.against]
    if len(able) == 1:
        return Decision((Found(able[0], True),))
    return Decision(tuple(Found(one, False, _doubt(one, sure, able)) for one in ranked[:SHOWN]))


def _doubt(one: Judgement, sure: list[Judgement], able: list[Judgement]) -> str:
    if one.against:
        return "against"
    return "several" if one in sure and len(able) > 1 else ""
