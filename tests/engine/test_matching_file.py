"""The engine on a CSV file."""

import csv
import io

import numpy as np
import pytest
from customer_master.engine.matching.csv_file import read_csv
from customer_master.engine.matching.report import match_file, write_pairs

BRANDS = "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Kapok Larch".split()


def _write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def customers(tmp_path):
    rows = []
    for number, brand in enumerate(BRANDS):
        row = {
            "id": f"a{number}",
            "cluster": str(number),
            "is_company": "1",
            "name": f"{brand} Trading Ltd",
            "city": "Leeds",
            "street": f"{number + 10} Mill Road",
            "phone": f"+44 113 49{number:02}{number:02}{number:02}",
        }
        rows.append(row)
        if number % 2:
            rows.append({**row, "id": f"b{number}", "name": f"{brand} Trading", "street": ""})
    return _write(tmp_path / "customers.csv", rows)


def test_figures(customers):
    report, found = match_file(customers)
    assert report["f1"] == report["cluster_f1"] == 1.0 and report["pairs"] == 6
    assert {"precision", "recall", "best_f1", "best_threshold", "seconds", "peak_mb"} <= set(report)
    out = io.StringIO()
    write_pairs(out, found)
    lines = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert {(line["id_1"], line["id_2"]) for line in lines} == {
        (f"a{n}", f"b{n}") for n in range(1, 12, 2)
    }
    assert all(line["cluster"] == line["id_1"] for line in lines)


def test_decisions_are_told_apart(customers):
    report, _found = match_file(customers, decisions=10)
    after = report["after_decisions"]
    assert 0 < after["decisions"] <= 10 and after["f1"] >= 0.0


def test_columns_by_name(tmp_path):
    rows = [
        {
            "First Name": "Ann",
            "last_name": "Lee",
            "E-Mail": "a@x.com",
            "dob": "1980-01-02",
            "Hobby": "chess",
            "kind": "dup",
        }
    ]
    file = read_csv(_write(tmp_path / "f.csv", rows))
    record = file.records[0]
    assert (record.given, record.family, record.email, record.birthdate, record.kind) == (
        "Ann",
        "Lee",
        "a@x.com",
        "1980-01-02",
        "p",
    )
    assert [extra.name for extra in file.extras] == ["Hobby"] and record.extras == ("chess",)
    assert file.truth is None


def test_kinds(tmp_path):
    rows = [{"name": "A", "is_company": "1"}, {"name": "B", "is_company": ""}]
    assert [record.kind for record in read_csv(_write(tmp_path / "f.csv", rows)).records] == [
        "c",
        "p",
    ]
    assert read_csv(_write(tmp_path / "g.csv", [{"name": "A"}])).records[0].kind == "u"


def test_rows_without_truth_stand_alone(tmp_path):
    rows = [
        {"name": "A", "cluster": ""},
        {"name": "B", "cluster": ""},
        {"name": "C", "cluster": "1"},
    ]
    assert len(np.unique(read_csv(_write(tmp_path / "f.csv", rows)).truth)) == 3


def test_a_file_without_names(tmp_path):
    with pytest.raises(ValueError, match="name"):
        read_csv(_write(tmp_path / "f.csv", [{"city": "Leeds"}]))


def test_empty_file(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("name,cluster\n")
    report, _found = match_file(path)
    assert report["pairs"] == 0
