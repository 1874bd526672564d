from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from .customer_assignment_mixin import domain_literal

MODELS = {
    "customer": "res.partner",
    "contact": "res.partner",
    "sales": "res.partner",
    "sales_category": "res.partner",
    "duplicate": "customer.match.pair",
    "issue": "customer.quality.issue",
}
SALES = ("sales", "sales_category")
# customers that are rows since there are orders or invoices
OF_DOCUMENTS = ("ordered", "open")


class CustomerReportSource(models.AbstractModel):
    """Which records a report has, by its conditions, and how those are told."""

    _name = "customer.report.source"
    _description = "Records of Reports"

    @api.model
    def _domain(self, definition, conditions) -> Domain:
        """The records that are rows, or whose sales are.

        :raise UserError: the conditions can't be used
        """
        kind = definition.kind
        start, end = conditions.bounds(self.env)
        customers = self._customers(conditions, start, end)
        within = self.env["customer.report.sales"]._within("create_date", start, end)
        if kind in SALES:
            customers &= self._sales_domain(conditions, start, end)
        elif kind == "customer":
            customers &= self.env["res.partner"]._customer_domain()
            customers &= self._use(definition.use, within, start, end)
        domain = self._of_customers(kind, customers)
        if kind not in SALES and kind != "customer":
            domain &= within
        return domain & self._further(kind, conditions)

    @api.model
    def _model(self, definition):
        """The model to search for the records. Where documents make the rows, customers that were
        archived since are among them, so that totals are those of the documents."""
        kind, use = definition.kind, definition.use
        Model = self.env[MODELS[kind]]
        if kind in SALES or (kind == "customer" and use in OF_DOCUMENTS):
            return Model.with_context(active_test=False)
        return Model

    @api.model
    def _further(self, kind, conditions):
        domain = conditions.literal(self.env)
        try:
            domain.validate(self.env[MODELS[kind]])
        except Exception as error:  # a domain fails in many ways; each is its author's
            raise UserError(self.env._("The further conditions can't be used: %s", error)) from None
        return domain

    @api.model
    def _customers(self, conditions, start, end) -> Domain:
        """What the conditions ask of a customer."""
        domain = Domain.TRUE
        if conditions.partner_ids:
            domain &= Domain("id", "in", conditions.partner_ids)
        Category = self.env["customer.category"].browse(conditions.category_ids).exists()
        for categories in Category.grouped("dimension_id").values():
            domain &= Domain("customer_category_ids", "child_of", categories.ids)
        if conditions.tag_ids:
            domain &= Domain("category_id", "in", conditions.tag_ids)
        if conditions.user_ids:
            domain &= Domain("user_id", "in", conditions.user_ids)
        if conditions.priority:
            domain &= Domain("customer_priority", ">=", conditions.priority)
        least, most = conditions.amount_min, conditions.amount_max
        if least > 0:
            domain &= self._ordering(start, end, least, most)
        elif least or most:
            # who ordered nothing has a revenue of 0, which is between the limits
            domain &= ~self._ordering(start, end) | self._ordering(start, end, least, most)
        return domain

    @api.model
    def _ordering(self, *limits):
        return self.env["customer.report.sales"]._ordering(*limits)

    @api.model
    def _sales_domain(self, conditions, start, end):
        return self._ordering(start, end)

    @api.model
    def _use(self, use, within, start, end):
        """What the period asks of a customer."""
        if use == "created":
            return within
        if use == "ordered":
            return self._ordering(start, end)
        if use == "inactive":
            return ~self._ordering(start, end)
        if use == "open":
            return self.env["customer.report.measure"]._owing()
        return Domain.TRUE

    @api.model
    def _of_customers(self, kind, customers) -> Domain:
        """The records of the customers that meet a domain."""
        if kind == "contact":
            domain = Domain("parent_id", "!=", False) & Domain("type", "=", "contact")
            domain &= Domain("is_company", "=", False)
            domain &= Domain("commercial_partner_id.customer_rank", ">", 0)
            return domain & self._through("commercial_partner_id", customers)
        if kind == "issue":
            return self._through("partner_id.commercial_partner_id", customers)
        if kind == "duplicate":
            return self._through("left_id", customers) | self._through("right_id", customers)
        return customers

    @api.model
    def _through(self, path, customers):
        for name in reversed(path.split(".")):
            customers = Domain.TRUE if customers.is_true() else Domain(name, "any", customers)
        return customers

    # -- how they are told -------------------------------------------------------------------

    @api.model
    def _told(self, definition, conditions) -> list[tuple[str, str]]:
        """The conditions, as people read them: (label, text)."""
        Mixin = self.env["customer.report.conditions"]
        described = Mixin.fields_get()
        told = []
        if period := self._period(definition, conditions, described):
            told.append(period)
        if definition.kind == "customer" and definition.use == "open":
            told.append(self._use_told(definition))
        if conditions.partner_ids:
            count = str(len(conditions.partner_ids))
            told.append((self.env._("Selected customers"), count))
        told += [
            (described[name]["string"], text)
            for name, text in self._texts(definition.kind, conditions, described)
            if text
        ]
        told.append((self.env._("Companies"), ", ".join(self.env.companies.mapped("name"))))
        return told

    @api.model
    def _use_told(self, definition):
        use = self.env["customer.report.template"].fields_get(["use"])["use"]
        return use["string"], dict(use["selection"])[definition.use]

    @api.model
    def _period(self, definition, conditions, described):
        start, end = (
            format_date(self.env, day) if day else "…" for day in conditions.bounds(self.env)
        )
        label = described["period"]["string"]
        if definition.kind == "customer" and definition.use in ("created", "ordered", "inactive"):
            label = self._use_told(definition)[1]
        if start == end == "…":
            every = dict(described["period"]["selection"])["all"]
            return (label, every)
        return (label, f"{start} – {end}")

    @api.model
    def _texts(self, kind, conditions, described):
        def names(model, ids):
            return ", ".join(self.env[model].browse(ids).exists().mapped("display_name"))

        currency = self.env.company.currency_id
        yield "category_ids", names("customer.category", conditions.category_ids)
        yield "tag_ids", names("res.partner.category", conditions.tag_ids)
        yield "user_ids", names("res.users", conditions.user_ids)
        yield "priority", dict(described["priority"]["selection"]).get(conditions.priority)
        for name in ("amount_min", "amount_max"):
            value = getattr(conditions, name)
            yield name, value and format_amount(self.env, value, currency)
        yield "domain", self._further_told(kind, conditions)

    @api.model
    def _further_told(self, kind, conditions) -> str:
        text = (conditions.domain or "").strip()
        if not text or text == "[]":
            return ""
        try:
            domain = domain_literal(self.env, text)
            return self.env["customer.condition.text"]._text(MODELS[kind], domain)
        except (ValueError, TypeError, KeyError):  # it is used as it stands, so it can be told so
            return text
