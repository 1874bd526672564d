"""Names that stand in each other's place, and companies that were entered as persons."""

from .model import Suggestion, Values
from .people import is_company_name, is_job, is_person_name, is_titled_person


def swapped(values: Values) -> list[Suggestion]:
    """A person's name where the company or the job belongs and the reverse; companies entered as
    persons and persons as companies.

    Silent unless both sides look like the other one; a legal form or a title must say what is a
    company and what is a person.
    """
    name, job, company = values.name, values.function, values.company_name
    if job and is_job(name) and is_person_name(job):
        return [Suggestion("swapped", "name", {"name": job, "function": name}, "swapped_job", 0.97)]
    if values.is_contact:
        return _contact(values)
    if values.is_company:
        if is_titled_person(name) and not values.vat and not values.company_registry:
            return [Suggestion("swapped", "is_company", {"is_company": False}, "is_person", 0.85)]
        return []
    if not is_company_name(name):
        return []
    if company:
        if is_person_name(company) and not is_company_name(company):
            new = {"name": company, "company_name": name}
            return [Suggestion("swapped", "name", new, "swapped_company", 0.97)]
        return []
    if job and is_person_name(job):
        new = {"name": job, "company_name": name, "function": False}
        return [Suggestion("swapped", "name", new, "person_in_job", 0.9)]
    return [Suggestion("swapped", "is_company", {"is_company": True}, "is_company", 0.95)]


def _contact(values: Values) -> list[Suggestion]:
    """A contact person that is called like its company, with its own name as the job."""
    same = values.company is not None and values.name == values.company.name
    if same and is_company_name(values.name) and is_person_name(values.function):
        new = {"name": values.function, "function": False}
        return [Suggestion("swapped", "name", new, "person_in_job", 0.95)]
    return []
