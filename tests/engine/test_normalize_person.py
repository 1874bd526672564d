"""Names of persons."""

import pytest
from customer_master.engine.normalize.person_name import PersonName, parse_person
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Santoro, Giuseppe", "santoro", "joseph"),
        ("Mrs. Anna Blanco", "blanco", "ann"),
        ("Dr. Bob O'Neil", "oneil", "robert"),
        ("Jan van der Berg", "vanderberg", "john"),
        ("Jürgen Müller", "muller", "jurgen"),
        ("欧阳 文先生", "欧阳", "文"),
        ("王志祥", "王", "志祥"),
        ("張偉總經理", "张", "伟"),
        ("Cher", "cher", ""),
    ],
)
def test_parts(name, family, given):
    found = parse_person(name)
    assert (found.family, found.given) == (family, given)


def test_generation():
    assert parse_person("Paul Simon Jr.").generation == "2"
    assert parse_person("Paul Simon Sr.").generation == "1"
    assert parse_person("Paul Simon II").family == "simon"


def test_parts_of_the_source_win():
    assert parse_person("Smith Bill", "Bill", "Smith") == PersonName("smith", "william", "", "")
    assert parse_person("Bill", "Bill", "") == PersonName("", "william", "", "")


@pytest.mark.parametrize(
    ("one", "other"), [("Bill", "William"), ("Peggy", "Margaret"), ("Ned", "Edward")]
)
def test_nicknames(one, other):
    assert parse_person(f"{one} Smith") == parse_person(f"{other} Smith")


@given(st.text(max_size=60))
def test_any_text_gives_parts(text):
    assert all(isinstance(part, str) for part in vars(parse_person(text)).values())
