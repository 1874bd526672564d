import pytest
from customer_master.engine.linking import (
    KINDS,
    Candidate,
    Line,
    decide,
    forms,
    judge,
    likeness,
)

MAIL = Line("email", sure=0.96)
TAX = Line("tax_id", sure=0.97)
NAME = Line("name", sure=0.8)


def candidate(number, customer=None, like=0.0, **values):
    own = {kind: forms(kind, [text], "DE") for kind, text in values.items()}
    return Candidate(number, customer or number, own, dict(values), like)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Anna <ANNA@Acme.de>", "anna@acme.de"),
        ("email_domain", "anna@mail.acme.de", "https://www.acme.de/x"),
        ("phone", "(030) 123-45 67", "+49 30 1234567"),
        ("tax_id", "DE 136 695 976", "136695976"),
        ("name", "Acme Machines GmbH", "ACME MACHINES"),
        ("street", "Hauptstraße 5", "Hauptstr. 5"),
        ("name", "深圳鑫龙实业有限公司", "深圳鑫龍實業有限公司"),
    ],
)
def test_same_however_written(kind, one, other):
    assert forms(kind, [one], "DE") & forms(kind, [other], "DE")


@pytest.mark.parametrize("mail", ["a@gmail.com", "b@qq.com", "c@163.com", "d@web.de", "no mail"])
def test_free_mailboxes_have_no_domain(mail):
    assert not forms("email_domain", [mail])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", " ", "\x00", "@", "+", "|" * 300, "\ud800", "，。"])
def test_any_text(kind, text):
    assert "" not in forms(kind, [text])


def test_doubts_are_multiplied():
    one = candidate(1, email="a@acme.de", name="Acme")
    judgement = judge([MAIL, NAME], [["A@acme.de"], ["ACME"]], one)
    assert judgement.score == pytest.approx(1 - 0.04 * 0.2)
    assert [reason.kind for reason in judgement.reasons] == ["email", "name"]
    assert judgement.reasons[0].text == "A@acme.de"


def test_one_kind_counts_once():
    one = candidate(1, email="a@acme.de")
    weak = Line("email", sure=0.5)
    assert judge([MAIL, weak], [["a@acme.de"]] * 2, one).score == pytest.approx(0.96)


def test_nothing_in_common():
    judgement = judge([MAIL], [["a@acme.de"]], candidate(1, email="b@acme.de"))
    assert (judgement.score, judgement.reasons, judgement.against) == (0.0, (), ())


def test_letter_by_letter():
    exact = Line("phone", "exact", 0.9)
    one = candidate(1, phone="+49 30 1234567")
    assert not judge([exact], [["0301234567"]], one, "DE").reasons
    assert judge([exact], [["+49 30 1234567"]], one, "DE").reasons


def test_alike():
    similar = Line("name", "similar")
    judgement = judge([similar], [["Akme"]], candidate(1, like=likeness(6)))
    assert judgement.score == pytest.approx(0.9846)
    assert likeness(0) == 0.5
    assert 0 < likeness(-1e9) < likeness(1e9) <= 1


def test_only_one_so_sure_is_certain():
    texts = [["a@acme.de"]]
    one, two = candidate(1, email="a@acme.de"), candidate(2, email="a@acme.de")
    alone = decide([judge([MAIL], texts, one)], 0.95, 0.5)
    assert alone.certain.judgement.candidate.id == 1
    both = decide([judge([MAIL], texts, c) for c in (one, two)], 0.95, 0.5)
    assert both.certain is None
    assert [found.doubt for found in both.found] == ["several", "several"]


def test_contacts_of_one_customer_are_no_doubt():
    found = [judge([MAIL], [["a@acme.de"]], candidate(n, 9, email="a@acme.de")) for n in (3, 2)]
    assert decide(found, 0.95, 0.5).certain.judgement.candidate.id == 2


def test_another_tax_id_speaks_against():
    lines, texts = [MAIL, TAX], [["a@acme.de"], ["DE129274202"]]
    one = judge(lines, texts, candidate(1, email="a@acme.de", tax_id="DE136695976"), "DE")
    decision = decide([one], 0.95, 0.5)
    assert (decision.certain, decision.found[0].doubt) == (None, "against")
    two = judge(lines, texts, candidate(2, email="a@acme.de"), "DE")
    assert decide([one, two], 0.95, 0.5).certain.judgement.candidate.id == 2


def test_ids_of_several_systems():
    """The ID of one system says nothing about that of another one."""
    shop, erp = (Line("external_id", sure=0.99, scope=scope) for scope in ("1:", "2:"))
    one = Candidate(1, 1, {"external_id": frozenset(("1:1001",))})
    assert judge([shop], [["1001"]], one).score == 0.99
    assert judge([erp], [["1001"]], one).score == 0
    assert judge([shop, erp], [["1001"], ["7"]], one).against == ()
    assert judge([shop], [["1002"]], one).against == ("external_id",)


def test_not_sure_enough():
    weak = judge([NAME], [["Acme"]], candidate(1, name="Acme"))
    assert decide([weak], 0.95, 0.9).found == ()
    assert [f.certain for f in decide([weak], 0.95, 0.8).found] == [False]
