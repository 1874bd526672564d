"""The lists with a known truth by which the matching is judged in ``bench/``."""

from collections import Counter, defaultdict

from ...bench.common.truth import FIELDS, customer_list, write

SIZE = 3000


def rows(seed=1):
    return list(customer_list(SIZE, seed))


def test_same_rows_for_the_same_seed():
    assert rows() == rows()
    assert rows() != rows(2)


def test_shape():
    found = rows()
    assert [row["id"] for row in found] == [str(number) for number in range(1, SIZE + 1)]
    assert all(tuple(row) == tuple(FIELDS) for row in found)
    assert all(row["name"] and row["cluster"] and row["kind"] for row in found)
    share = sum(bool(row["is_company"]) for row in found) / SIZE
    assert 0.5 < share < 0.7
    chinese = sum(any("一" <= char <= "鿿" for char in row["name"]) for row in found)
    assert 0.3 < chinese / SIZE < 0.5


def test_truth():
    """Duplicates have the number of their original; what only looks like one has its own."""
    found = rows()
    clusters = defaultdict(list)
    for row in found:
        clusters[row["cluster"]].append(row)
    duplicates = [row for row in found if row["kind"].startswith("dup:")]
    assert 0.1 < len(duplicates) / SIZE < 0.2
    for members in clusters.values():
        kinds = Counter(row["kind"].partition(":")[0] for row in members)
        others = sum(count for kind, count in kinds.items() if kind != "dup")
        # relatives of exactly one name are the same person, as far as anybody can tell
        assert others == 1 or set(kinds) <= {"orig", "dup", "relative"}
        assert len({row["is_company"] for row in members}) == 1
    traps = Counter(row["kind"] for row in found)
    assert all(traps[kind] > SIZE / 300 for kind in ("branch", "tenant", "contact"))
    assert traps["relative"]


def test_a_duplicate_still_says_so():
    """Something of the original is left in each, or nobody could find it."""
    clusters = defaultdict(list)
    for row in rows():
        clusters[row["cluster"]].append(row)
    names = ("name", "phone", "email", "vat", "street")
    for members in clusters.values():
        for row in members:
            if row["kind"].startswith("dup:"):
                others = [other for other in members if other is not row]
                assert not others or any(
                    row[name] and row[name] == other[name] for other in others for name in names
                )


def test_file(tmp_path):
    write(50, 3, tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(FIELDS)
    assert len(lines) == 51
