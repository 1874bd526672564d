from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Field

from .customer_mapping import EXTERNAL_ID, TYPES

# what no mapping reads: files, and what only programs understand
UNREADABLE = {"binary", "json", "properties", "properties_definition", "reference",
              "many2one_reference"}  # fmt: skip
NOBODY = "."  # groups of fields that only code reads
MAX_STEPS = 4
# fields that lead to a company; all others that lead to contacts may lead to persons
COMPANIES = {("res.partner", "commercial_partner_id"), ("res.partner", "parent_id"),
             ("res.partner", "customer_merged_into_id"), ("res.company", "partner_id")}  # fmt: skip
PERSON = "customer_contact_"  # what fields of contact persons on the customer begin with
# fields of contact persons that records of other systems fill
PERSON_FIELDS = ("name", "email", "phone", "function", "type", "street", "street2", "zip", "city",
                 "country_id", "state_id", "lang", "ref", "comment")  # fmt: skip


@dataclass(frozen=True)
class FieldPath:
    """A dotted path of fields from a customer on.

    :param fields: one for each step
    :param levels: lists that the value stands in: steps that hold several records
    """

    fields: tuple[Field, ...]
    levels: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


class CustomerMappingPath(models.AbstractModel):
    """Paths of fields that mappings name: ``country_id.code``, ``child_ids.email``."""

    _name = "customer.mapping.path"
    _description = "Fields of Mappings"

    @api.model
    def _parse(self, target) -> FieldPath | None:
        """The fields of a path; nothing where one does not exist or can't be read."""
        model = self.env["res.partner"]
        found = []
        names = (target or "").split(".")
        for at, name in enumerate(names):
            field = model._fields.get(name)
            if field is None or field.type in UNREADABLE or at >= MAX_STEPS:
                return None
            found.append(field)
            if field.relational:
                model = self.env[field.comodel_name]
            elif at < len(names) - 1:
                return None
        return FieldPath(
            tuple(found), sum(field.type in ("one2many", "many2many") for field in found)
        )

    @api.model
    def _readable(self, path) -> bool:
        """Whether the user may read each field of the path; some, like secrets, nobody may."""
        return all(
            field.groups != NOBODY
            and self.env[field.model_name]._has_field_access(field, "read")
            and self.env[field.model_name].has_access("read")
            for field in path.fields
        )

    @api.model
    def _fillable(self, target) -> bool:
        """Whether records of other systems can fill the field."""
        name, _dot, rest = target.partition(".")
        if target == EXTERNAL_ID:
            return True
        if name == "child_ids":
            return rest in PERSON_FIELDS
        path = self._parse(target)
        if path is None or name not in self.env["customer.mapping"]._targets():
            return False
        last = path.fields[-1]
        return len(path.fields) == 1 or (len(path.fields) == 2 and last.type in TYPES)

    # -- personal data ---------------------------------------------------------------------

    @api.model
    def _personal(self, path) -> bool:
        """Whether the value of the path is personal data, or made from some. A contact person
        is, whatever is told of him."""
        if path.names[0].startswith(PERSON) or any(map(self._leads_to_persons, path.fields)):
            return True
        names = self.env["customer.field.guard"]._names()["personal"]
        return bool(names) and any(self._made_from(field, names, set()) for field in path.fields)

    def _leads_to_persons(self, field):
        if field.comodel_name == "res.partner":
            return (field.model_name, field.name) not in COMPANIES
        # who logs in as this contact, not the salesperson
        return field.comodel_name == "res.users" and field.type in ("one2many", "many2many")

    def _made_from(self, field, names, seen):
        if field in seen:
            return False
        seen.add(field)
        if field.model_name == "res.partner" and field.name in names:
            return True
        return any(
            self._made_from(one, names, seen)
            for dependency in self.env.registry.field_depends.get(field, ())
            for one in self._fields_of(field.model_name, dependency)
        )

    def _fields_of(self, model_name, dotted):
        """The fields of a path from any model on, as far as they are known."""
        found = []
        for name in dotted.split("."):
            field = self.env[model_name]._fields.get(name) if model_name else None
            if field is None:
                break
            found.append(field)
            model_name = field.comodel_name
        return found

    # -- changes ---------------------------------------------------------------------------

    @api.model
    def _stored_sources(self, name) -> set[str]:
        """Names of the stored fields of customers that a field of theirs follows."""
        field = self.env["res.partner"]._fields.get(name)
        if field is None:
            return set()
        if field.store or not field.compute:
            return {name}
        found, seen, left = set(), {field}, [field]
        while left:
            for dependency in self.env.registry.field_depends.get(left.pop(), ()):
                source = self.env["res.partner"]._fields.get(dependency.partition(".")[0])
                if source is None or source in seen:
                    continue
                seen.add(source)
                if source.store or not source.compute:
                    found.add(source.name)
                else:
                    left.append(source)
        return found
