from dataclasses import dataclass, field

from odoo import models
from odoo.fields import Domain

CANDIDATES = 5


@dataclass(eq=False)
class Work:
    """A customer on its way in, while it is worked on.

    :param texts: what the mapping made of what came, by field
    :param vals: the same as ``create()`` takes it
    :param keys: values by field that identify an existing customer
    :param blanks: fields that are said to have no value
    :param contacts: contact persons, works of their own with ``is_person`` set; ``partner`` is the
        contact once it is known
    :param decision: what a person said of it: ``customer`` (``decided`` is which one), ``new``,
        ``skip``
    :param outcome: once it is known: create, update, unchanged, ambiguous, skipped, rejected, ...
    """

    number: int
    decision: str = ""
    decided: int = 0
    texts: dict = field(default_factory=dict)
    blanks: frozenset = frozenset()
    vals: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    contacts: list = field(default_factory=list)
    is_person: bool = False
    outcome: str = ""
    reason: str = ""
    partner: int = 0
    candidates: list = field(default_factory=list)

    def end(self, outcome, reason="", candidates=()):
        self.outcome, self.reason = outcome, reason
        self.candidates = list(dict.fromkeys(candidates))[:CANDIDATES]


class CustomerIntake(models.AbstractModel):
    """How customers come in from outside, by a file or by another system.

    ``_bring_over`` makes values of texts, ``_match`` finds the customers, ``_write_works`` writes
    and journals. Each step takes a list of ``Work`` that are different customers, in a fixed
    number of statements; a work that has an outcome is left alone. Models that inherit from it
    have a field ``company_id`` and say the rest by the methods of this file.
    """

    _name = "customer.intake"
    _description = "Intake of Customers"

    def _intake_keys(self) -> list[str]:
        """Fields that identify an existing customer."""
        raise NotImplementedError

    def _intake_similar(self) -> bool:
        """Whether customers are recognised by what they look like."""
        raise NotImplementedError

    def _intake_policy(self) -> str:
        """``both``, ``create`` (new customers only) or ``update`` (existing ones only)."""
        return "both"

    def _intake_how(self, work, partner, name) -> str:
        """What happens to the value ``name`` of an existing customer or contact person: ``fill``
        (only a blank one), ``overwrite``, or ``keep``."""
        raise NotImplementedError

    def _intake_subfields(self) -> dict[str, list[str]]:
        """For fields that lead to records: the fields of these by whose values they are named;
        those left out are named as people call them."""
        return {}

    def _intake_person(self, work, texts) -> Work:
        """The work of a contact person of the customer of ``work``."""
        return Work(work.number, texts=texts, is_person=True)

    def _know_contacts(self, works):
        """Called before contacts that exist are changed, once it is known which ones they are."""

    def _intake_new(self) -> dict:
        """Values that each new customer gets."""
        return {"customer_rank": 1}

    def _intake_source(self) -> str:
        """What has changed the customers, as issues of data quality tell it."""
        raise NotImplementedError

    def _intake_companies(self) -> list:
        """Whose customers are looked at: ids of companies, False for those of all."""
        return [False, self.company_id.id]

    def _intake_reach(self) -> Domain:
        """Customers that may be the one of a work, besides what the user may see."""
        return Domain.TRUE

    def _intake_statistics(self, rule):
        """Frequencies of words by which ``rule`` judges."""
        return self.env["customer.match.key"]._statistics(rule.id, rule.scanned_on)

    def _intake_operation(self):
        """The operation that journals what is written, made with the first change."""
        raise NotImplementedError

    def _external_id(self, name) -> str:
        """The external id ``name`` in full."""
        return name.strip()

    def _customers_by_external_id(self, names) -> dict[str, list[int]]:
        """``{external id: [customer id]}`` of those that are known."""
        raise NotImplementedError

    def _register_ids(self, ids) -> dict:
        """Remember the external ids of works.

        :param ids: ``{work: customer id}``
        :return: by work what the journal is to keep of it, for the undo
        """
        raise NotImplementedError
