from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SECTIONS = ("header", "figures", "steps", "contacts", "group", "systems", "files", "timeline")
# how a customer is reached and named, in this order
FACTS = ("phone", "email", "website", "contact_address", "vat", "ref", "industry_id",
         "customer_source")  # fmt: skip
# a field with one of a few values, beside the name
MARKS = ("customer_stage", "customer_rfm_segment", "customer_priority_proposed")


class CustomerProfile(models.AbstractModel):
    """All that is known of one customer, on one screen, of what its user may read.

    Each section is a method ``_section_<name>`` that takes the customer; one that returns None is
    not shown at all: its app is not installed, or the user may not read it.
    """

    _name = "customer.profile"
    _description = "Customer Profile"

    @api.model
    @api.readonly
    def get_profile(self, partner_id: int) -> dict:
        """The profile of a customer; of a contact person, that of its company.

        :return: ``id``, ``name``, ``currency_id`` of all amounts, and the sections by name
        :raise AccessError: the user has no role of this addon, or may not see the customer
        :raise UserError: there is no such customer
        """
        customer = self._customer(partner_id)
        profile = {
            "id": customer.id,
            "name": customer.display_name,
            "currency_id": self.env.company.currency_id.id,
        }
        for name in self._sections():
            section = getattr(self, f"_section_{name}")(customer)
            if section is not None:
                profile[name] = section
        return profile

    @api.model
    def _sections(self) -> tuple[str, ...]:
        return SECTIONS

    @api.model
    def _customer(self, partner_id):
        """See :meth:`get_profile`."""
        if not self.env.user.has_group("customer_master.group_viewer"):
            raise AccessError(self.env._("Profiles are for users of Customer Master."))
        known = isinstance(partner_id, int) and self.env["res.partner"].browse(partner_id).exists()
        if not known:
            raise UserError(self.env._("There is no such customer any more."))
        known.check_access("read")
        customer = known.commercial_partner_id or known
        customer.check_access("read")
        return customer.with_context(active_test=False)

    # -- for the sections ------------------------------------------------------------------

    @api.model
    def _may_read(self, model, name=None) -> bool:
        """Whether there is such a model, and a field, and the user may read it."""
        Model = self.env.get(model)
        if Model is None or not Model.has_access("read"):
            return False
        return not name or name in Model._fields and self._may_see(Model, Model._fields[name])

    @api.model
    def _may_see(self, Model, field) -> bool:
        """Whether the user may read a field, and what it is made of where it is not stored."""
        if not Model._has_field_access(field, "read"):
            return False
        sources = () if field.store else self.pool.field_depends.get(field, ())
        names = {path.split(".")[0] for path in sources}
        return all(self._may_see(Model, Model._fields[name]) for name in names)

    @api.model
    def _of(self, customer, name="partner_id") -> Domain:
        """Records of the customer and of its contacts."""
        return Domain(f"{name}.commercial_partner_id", "=", customer.id)

    @api.model
    def _family(self, customer):
        """The customer and its contacts, archived ones too."""
        return customer.search(Domain("commercial_partner_id", "=", customer.id))

    @api.model
    def _figure(self, name, label, value, kind, **more) -> dict:
        """A figure.

        :param kind: how ``value`` is shown: ``money``, ``integer``, ``percent``, ``date``
        :param more: ``note``, ``level`` ("danger", "warning"), and what opens its records:
            ``model`` and ``domain``, ``model`` and ``id``, or ``timeline``, a list of its kinds
        """
        more = {key: given for key, given in more.items() if given is not None}
        if "domain" in more:
            more["domain"] = list(more["domain"])
        return {"name": name, "label": label, "value": value, "kind": kind, **more}

    # -- who it is -------------------------------------------------------------------------

    @api.model
    def _section_header(self, customer) -> dict:
        names = (*FACTS, *MARKS, "customer_priority", "customer_completeness",
                 "customer_missing", "user_id", "customer_access", "category_id",
                 "customer_category_ids")  # fmt: skip
        readable = {name for name in names if self._may_read("res.partner", name)}
        customer.fetch(readable)
        header = {
            "active": customer.active,
            "is_company": customer.is_company,
            "badges": customer.customer_badges,
            "facts": self._facts(customer, readable),
            "marks": [
                self._mark(customer, name)
                for name in MARKS
                if name in readable and self._shows_mark(customer, name)
            ],
            "can_edit": customer.has_access("write"),
            "can_log": self._may_log(customer),
            "can_print": bool(customer._customer_card_template()),
        }
        if "customer_priority" in readable:
            header["priority"] = self._fact(customer, "customer_priority")
            header["priority"]["key"] = customer.customer_priority
        if "customer_completeness" in readable and customer.customer_is_customer:
            header["completeness"] = customer.customer_completeness
            header["missing"] = "customer_missing" in readable and customer.customer_missing
        if "user_id" in readable:
            # the name of a colleague is no secret, wherever he works
            user = customer.user_id.sudo()
            header["user"] = {"id": user.id, "name": user.name} if user else False
        if "customer_access" in readable:
            header["restricted"] = customer.customer_access in ("team", "users")
        shown = [badge["id"] for badge in customer.customer_badges or ()]
        if "category_id" in readable:
            header["tags"] = self._chips(customer.category_id - customer.category_id.browse(shown))
        if "customer_category_ids" in readable:
            header["categories"] = self._chips(customer.customer_category_ids)
        return header

    @api.model
    def _chips(self, records) -> list[dict]:
        return [{"id": one.id, "name": one.name, "color": one.color} for one in records]

    @api.model
    def _may_log(self, customer) -> bool:
        Log = self.env["customer.interaction.log"]
        return Log.has_access("create") and customer.has_access("write")

    @api.model
    def _facts(self, customer, readable) -> list[dict]:
        facts = [self._fact(customer, name) for name in FACTS if name in readable]
        for fact in facts:
            if fact["name"] == "contact_address":
                fact["value"] = self._address(customer)
        return [fact for fact in facts if fact["value"]]

    @api.model
    def _address(self, contact) -> str:
        """Where it is, on one line, without its name."""
        lines = contact._display_address(without_company=True).split("\n")
        return ", ".join(line.strip() for line in lines if line.strip())

    @api.model
    def _shows_mark(self, customer, name) -> bool:
        if name == "customer_priority_proposed":
            return customer[name] and customer[name] != customer.customer_priority
        return bool(customer[name])

    @api.model
    def _mark(self, customer, name) -> dict:
        mark = self._fact(customer, name)
        if name == "customer_priority_proposed":
            mark["value"] = f"{mark['label']}: {mark['value']}"
        elif name == "customer_rfm_segment" and self._may_read("res.partner", "customer_rfm"):
            mark["value"] = f"{mark['value']} {customer['customer_rfm'] or ''}".strip()
        return mark

    @api.model
    def _fact(self, customer, name) -> dict:
        field = customer._fields[name]
        value = customer[name]
        if field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value)
        elif field.relational:
            value = value.sudo().display_name
        return {"name": name, "label": field._description_string(self.env), "value": value}

    @api.model
    def _section_timeline(self, customer) -> dict:
        return self.env["customer.timeline"].get_page(customer.id)
