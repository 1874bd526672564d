"""Records from a CSV file: columns by their names, whatever their order; unknown ones take part
too.
"""

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .record import COMPANY, PERSON, UNKNOWN, Record
from .settings import FUZZY, MAX_EXTRAS, ExtraField

# Ways to call a column -> what it is; compared in lower case without blanks, "-" and "_".
_NAMES = {
    "name": "name fullname displayname customer company companyname 名称 姓名",
    "given": "firstname givenname forename",
    "family": "lastname surname familyname",
    "street": "street street1 address address1 streetaddress 地址",
    "city": "city town suburb 城市",
    "zip": "zip zipcode postcode postalcode postcodefake 邮编",
    "country": "country countrycode countryid 国家",
    "phone": "phone telephone tel phonenumber 电话",
    "phone2": "mobile mobilephone phone2 手机",
    "email": "email mail emailaddress 邮箱",
    "website": "website web url homepage 网站",
    "tax_id": "vat taxid tin vatnumber 税号",
    "birthdate": "birthdate dob dateofbirth birthday 生日",
    "is_company": "iscompany company",
    "id": "id recid uniqueid",
    "truth": "cluster truth",
}
_COLUMNS = {alias: field for field, aliases in _NAMES.items() for alias in aliases.split()}
# Never evidence: how a row was made, where it is from, what follows from other columns.
_IGNORED = frozenset("kind state source note comment created updated writedate createdate".split())


@dataclass(frozen=True)
class CsvFile:
    """What a file holds; ``truth`` numbers the customers, or is ``None`` where nobody knows."""

    ids: list[str]
    records: list[Record]
    extras: tuple[ExtraField, ...]
    truth: np.ndarray | None


def read_csv(path: Path) -> CsvFile:
    """Read a file in UTF-8, plain or compressed by gzip.

    :raise ValueError: there is no column with names
    """
    with _open(path) as handle:
        reader = csv.DictReader(handle)
        header = list(reader.fieldnames or [])
        columns, extras = _columns(header)
        if not {"name", "given", "family"} & set(columns):
            raise ValueError("The file needs a column name, or first_name and last_name.")
        records = []
        ids: list[str] = []
        truth: list[str] = []
        for number, row in enumerate(reader):
            get = {field: (row[column] or "").strip() for field, column in columns.items()}.get
            records.append(_record(get, columns, tuple((row[name] or "") for name in extras)))
            ids.append(get("id") or str(number + 1))
            truth.append(get("truth") or "")
    numbers = None
    if "truth" in columns:
        # A row without a value is a customer of its own.
        known = [value or f"\0{row}" for row, value in enumerate(truth)]
        numbers = np.unique(known, return_inverse=True)[1]
    return CsvFile(ids, records, tuple(ExtraField(name, FUZZY) for name in extras), numbers)


def _open(path: Path) -> io.TextIOBase:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return open(path, encoding="utf-8-sig", newline="")


def _columns(header: list[str]) -> tuple[dict[str, str], list[str]]:
    columns: dict[str, str] = {}
    extras = []
    for name in header:
        plain = name.lower().replace("_", "").replace("-", "").replace(" ", "")
        field = _COLUMNS.get(plain)
        if field == "name" and field in columns:
            field = None
        if field and field not in columns:
            columns[field] = name
        elif plain not in _IGNORED and not plain.endswith("id"):
            extras.append(name)
    return columns, extras[:MAX_EXTRAS]


def _record(get, columns: dict[str, str], extras: tuple[str, ...]) -> Record:
    kind = UNKNOWN
    if "is_company" in columns:
        kind = COMPANY if (get("is_company") or "0").lower() not in ("0", "false", "no") else PERSON
    elif "given" in columns or "family" in columns:
        kind = PERSON
    country = get("country") or ""
    return Record(
        name=get("name") or "",
        kind=kind,
        given=get("given") or "",
        family=get("family") or "",
        street=get("street") or "",
        city=get("city") or "",
        zip=get("zip") or "",
        country=country if len(country) == 2 else "",
        phones=tuple(phone for phone in (get("phone"), get("phone2")) if phone),
        email=get("email") or "",
        website=get("website") or "",
        tax_id=get("tax_id") or "",
        birthdate=get("birthdate") or "",
        extras=extras,
    )
