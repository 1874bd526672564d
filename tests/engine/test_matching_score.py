"""Comparison, weights, vetoes, explanation and look-up of made-up customers."""

from dataclasses import replace

import numpy as np
import pytest
from customer_master.engine.matching.compare import Comparer
from customer_master.engine.matching.explain import explain_pair
from customer_master.engine.matching.keys import blocking_keys
from customer_master.engine.matching.levels import CROWD, FIELDS
from customer_master.engine.matching.lookup import lookup
from customer_master.engine.matching.record import COMPANY, PERSON, Record
from customer_master.engine.matching.scan import key_matrix, scan, score_pairs
from customer_master.engine.matching.settings import ExtraField, default_settings
from customer_master.engine.matching.statistics import Statistics
from customer_master.engine.matching.table import make_table
from customer_master.engine.matching.values import match_values
from customer_master.engine.matching.veto import REASONS
from customer_master.engine.matching.weigh import Weigher
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from .test_matching_values import RECORDS

SETTINGS = default_settings()
# Names of other customers: what is rare can only be told in a list.
OTHERS = [
    Record(name=f"{brand}{trade}有限公司", kind=COMPANY, city="上海市")
    for brand in ("东方", "长江", "光明", "华联", "金星")
    for trade in ("贸易", "科技", "食品", "电子")
] + [
    Record(name=f"{given} {family}", kind=PERSON, city="Leeds")
    for given in ("John", "Mary", "Paul")
    for family in ("Smith", "Jones", "Brown")
]


def _pack(record):
    return match_values(record).pack()


def _score(one, two, size=10_000, settings=SETTINGS):
    packed = [_pack(one), _pack(two), *map(_pack, OTHERS)]
    comparer = Comparer(make_table(packed))
    # A list of this size in which words are as frequent as here.
    counts = comparer.statistics.counts * (size // len(packed))
    statistics = replace(comparer.statistics, size=size, counts=counts)
    comparer = Comparer(make_table(packed), statistics)
    scores, vetoed = score_pairs(comparer, Weigher(settings, statistics), np.array([[0, 1]]))
    return float(scores[0]), REASONS[int(vetoed[0])]


XINLONG = Record(
    name="深圳市鑫龙实业有限公司",
    kind=COMPANY,
    street="宝安区解放路503号2706室",
    city="深圳市",
    country="CN",
    phones=("0755-87142919",),
    email="info@xinlong.cn",
)
JOHN = Record(
    name="John Q Hartow",
    kind=PERSON,
    street="821 Mill Road",
    city="Denver",
    zip="80272",
    country="US",
    phones=("+1 303 7498142",),
    email="john.hartow@outlook.com",
)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "深圳鑫龍實業"},
        {"name": "鑫龙（深圳）实业股份有限公司", "phones": ("+86 755 87142919",)},
        {"name": "深圳鑫龙实业", "street": "", "email": ""},
        {"street": "福田区人民路1号", "email": ""},
    ],
)
def test_the_same_company(changes):
    assert _score(XINLONG, replace(XINLONG, **changes))[0] > 0


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Hartow, John"},
        {"name": "Jon Hartow", "phones": ()},
        {"street": "1 Lake Street", "zip": "80201", "phones": ()},
    ],
)
def test_the_same_person(changes):
    assert _score(JOHN, replace(JOHN, **changes))[0] > 0


def test_only_related():
    tenant = Record(
        name="深圳市大通物流有限公司",
        kind=COMPANY,
        street=XINLONG.street,
        city="深圳市",
        phones=XINLONG.phones,
    )
    assert _score(XINLONG, tenant)[0] < 0
    wife = replace(JOHN, name="Mary Hartow", email="")
    assert _score(JOHN, wife)[0] < 0
    assert _score(JOHN, replace(JOHN, name="Peter Vesely"))[0] < 0


def test_vetoes():
    assert _score(XINLONG, replace(XINLONG, kind=PERSON))[1] == "kind"
    assert _score(JOHN, replace(JOHN, name="John Q Hartow Jr."))[1] == ""
    father = replace(JOHN, name="John Q Hartow Sr.")
    assert _score(father, replace(JOHN, name="John Q Hartow Jr."))[1] == "generation"
    assert _score(XINLONG, replace(XINLONG, name=XINLONG.name + "北京分公司"))[1] == "branch"
    german = replace(XINLONG, country="DE", tax_id="DE136695976")
    assert _score(german, replace(german, tax_id="DE129274202"))[1] == "tax_id"
    without = replace(SETTINGS, vetoes=frozenset())
    assert _score(father, replace(JOHN, name="John Q Hartow Jr."), settings=without)[1] == ""


def test_a_larger_list_has_more_namesakes():
    one = Record(name="John Smith", kind=PERSON, city="Leeds")
    small, large = (_score(one, one, size)[0] for size in (100, 1_000_000))
    assert large < small


def test_a_phone_of_many_names_tells_less():
    packed = [_pack(XINLONG), _pack(replace(XINLONG, name="深圳鑫龙", street="", email=""))]
    brands = ("东方", "长江", "光明", "华联")
    packed += [
        _pack(Record(name=f"{brand}有限公司", kind=COMPANY, phones=XINLONG.phones))
        for brand in brands
    ]
    comparer = Comparer(make_table(packed))
    comparison = comparer.compare(np.array([0]), np.array([1]))
    weigher = Weigher(SETTINGS, replace(comparer.statistics, size=10_000))
    assert CROWD[comparison.levels["crowd"][0]] == "more names"
    shared = weigher.score(comparison).total[0]
    comparison.levels["crowd"][:] = CROWD.index("one name")
    assert shared < weigher.score(comparison).total[0] - 2


@hypothesis_settings(max_examples=60, deadline=None)
@given(RECORDS, RECORDS)
def test_the_order_of_a_pair_does_not_matter(one, two):
    assert _score(one, two) == pytest.approx(_score(two, one), abs=1e-3) or _score(
        one, two
    ) == _score(two, one)


def test_the_order_of_half_names_does_not_matter():
    one, two = Record(kind=PERSON, family="Alder"), Record(kind=PERSON, given="Alder")
    assert _score(one, two) == _score(two, one)
    chinese, pinyin = Record(name="王伟", kind=PERSON), Record(name="Wei Wang", kind=PERSON)
    assert _score(chinese, pinyin)[0] == pytest.approx(_score(pinyin, chinese)[0], abs=1e-3)


def test_explanation_adds_up():
    other = replace(XINLONG, name="深圳鑫龍實業", street="", extras=())
    packed = [_pack(XINLONG), _pack(other), *map(_pack, OTHERS)]
    statistics = Comparer(make_table(packed)).statistics
    explanation = explain_pair(packed[0], packed[1], SETTINGS, statistics)
    assert sum(row.bits for row in explanation.rows) == pytest.approx(explanation.score, abs=0.1)
    by_field = {row.field: row for row in explanation.rows}
    assert by_field["name"].level == "equal"
    assert (by_field["phone"].first, by_field["phone"].second) == ("75587142919", "75587142919")
    assert explanation.veto == ""


def test_lookup_finds_the_one():
    packed = [*map(_pack, OTHERS), _pack(replace(XINLONG, name="深圳鑫龍實業"))]
    statistics = replace(Comparer(make_table(packed)).statistics, size=10_000)
    hits = lookup(_pack(XINLONG), packed, SETTINGS, statistics)
    assert [hit.position for hit in hits] == [len(OTHERS)] and hits[0].score > 0
    assert lookup(_pack(XINLONG), [], SETTINGS, statistics) == []


def test_scan_and_decided_pairs():
    records = [
        XINLONG,
        JOHN,
        *OTHERS,
        replace(XINLONG, name="深圳鑫龍實業"),
        replace(JOHN, name="Hartow, John"),
    ]
    values = [match_values(record) for record in records]
    packed = [own.pack() for own in values]
    keys = key_matrix((blocking_keys(own) for own in values), len(values))
    last = len(records) - 1
    result = scan(packed, keys, SETTINGS)
    found = result.pairs[result.suggested(0.0)].tolist()
    assert [0, last - 1] in found and [1, last] in found
    assert result.clusters(0.0)[last] == 1
    result = scan(packed, keys, SETTINGS, different=np.array([[last, 1]]))
    assert [1, last] not in result.pairs[result.suggested(0.0)].tolist()
    assert result.clusters(0.0)[last] == last


def test_extra_fields_exact_or_fuzzy():
    one = replace(JOHN, extras=("painter",))
    near = replace(JOHN, extras=("paintr",))
    exact = default_settings((ExtraField("job", "exact"),))
    fuzzy = default_settings((ExtraField("job", "fuzzy"),))
    assert _score(one, near, settings=exact)[0] < _score(one, near, settings=fuzzy)[0]
    assert _score(one, near, settings=exact)[0] < _score(one, one, settings=exact)[0]


def test_statistics_survive_storing():
    statistics = Comparer(make_table(list(map(_pack, OTHERS)))).statistics
    again = Statistics.from_bytes(statistics.to_bytes())
    assert again.size == statistics.size and (again.counts == statistics.counts).all()


def test_levels_have_weights():
    weights = SETTINGS.weights
    assert all(set(weights[field]) == set(levels[1:]) for field, levels in FIELDS.items())
