from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.mapping import Line, ValueProblem, suggest
from ..engine.mapping.headers import plain_header
from ..engine.mapping.transform import ALWAYS, make_transform

EXTERNAL_ID = "id"
# what a customer can be given, in the order in which it is offered
TARGETS = (
    *("name", "is_company", "ref", EXTERNAL_ID, "vat", "company_registry"),
    *("phone", "email", "website"),
    *("country_id", "state_id", "city", "zip", "street", "street2"),
    *("customer_contact_name", "customer_contact_function"),
    *("customer_contact_phone", "customer_contact_email"),
    *("user_id", "customer_category_ids", "category_id", "customer_priority", "industry_id"),
    *("lang", "customer_employees", "customer_annual_revenue", "property_payment_term_id"),
    *("function", "comment"),
)
# types of an administrator's own fields that can be filled from a text
TYPES = {"char", "text", "html", "integer", "float", "monetary", "boolean", "date", "selection",
         "many2one", "many2many"}  # fmt: skip
SAMPLE = 200  # rows that columns are judged by


class CustomerMapping(models.Model):
    """Which value of a table, or of a record of another system, is which field of a customer.

    Those of tables are remembered for tables with the same columns; those of records are used in
    both directions.
    """

    _name = "customer.mapping"
    _description = "Field Mapping"
    _order = "write_date desc, id desc"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("table", "Tables"), ("record", "Other systems")],
        string="For",
        required=True,
        default="table",
    )
    # of the header, see engine.mapping.signature
    signature = fields.Char(index=True, readonly=True, copy=False)
    line_ids = fields.One2many("customer.mapping.line", "mapping_id", string="Columns", copy=True)
    # of the lines as they are; empty where nobody has needed one since they changed
    version_id = fields.Many2one("customer.mapping.version", readonly=True, copy=False)

    def write(self, vals):
        if any(mapping.kind != vals.get("kind", mapping.kind) for mapping in self):
            raise UserError(
                self.env._("A mapping for tables can't become one for other systems, nor back.")
            )
        return super().write(vals)

    # -- fields of customers ---------------------------------------------------------------

    @api.model
    def _targets(self) -> dict[str, str]:
        """Fields of customers that the user may fill, and what they are called."""
        Partner = self.env["res.partner"]
        own = [
            name
            for name, field in Partner._fields.items()
            if field.manual and field.store and not field.compute and field.type in TYPES
        ]
        names = dict.fromkeys((*self._fillable(), *sorted(own)))
        labels = {EXTERNAL_ID: self.env._("ID in Another System")}
        for name in names:
            field = Partner._fields.get(name)
            if name in labels or not field or not Partner._has_field_access(field, "write"):
                continue
            labels[name] = field._description_string(self.env)
        return {name: labels[name] for name in names if name in labels}

    @api.model
    def _fillable(self) -> tuple[str, ...]:
        """Names of the usual fields that come from outside."""
        dimensions = self.env["customer.dimension"]._partner_fields().values()
        return (*TARGETS, *dimensions)

    @api.model
    def get_targets(self):
        """(name, what it is called) of the fields that a table can fill, for the screen."""
        self.browse().check_access("read")
        return list(self._targets().items())

    @api.model
    def _labels(self, targets) -> dict[str, str]:
        """Plain headers that mean fields: what these are called in the installed languages."""
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for name in targets:
                if name != EXTERNAL_ID:
                    label = env["res.partner"]._fields[name]._description_string(env)
                    found.setdefault(plain_header(label), name)
                found.setdefault(plain_header(name), name)
        return found

    # -- suggestions -----------------------------------------------------------------------

    @api.model
    def _for_table(self, name, signature, header, rows):
        """The mapping of tables with this header: a remembered one, or a new suggestion.

        :param rows: some rows, lists of texts
        """
        mapping = self.search([("signature", "=", signature)], limit=1)
        if not mapping:
            targets = self._targets()
            found = suggest(header, rows, list(targets), self._labels(targets))
            mapping = self.create(
                {
                    "name": name,
                    "signature": signature,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "sequence": number,
                                "column": one.column,
                                "target": one.field or False,
                                "is_key": one.field in ("ref", "vat", EXTERNAL_ID),
                            }
                        )
                        for number, one in enumerate(found)
                    ],
                }
            )
        for line in mapping.line_ids.filtered("column"):
            at = header.index(line.column) if line.column in header else None
            values = (row[at] for row in rows) if at is not None else ()
            line.example = next(filter(None, values), False)
        return mapping

    def _engine_lines(self) -> list[Line]:
        return [line._engine_line() for line in self.line_ids if line.target]

    # -- versions --------------------------------------------------------------------------

    def _lines_changed(self):
        changed = self.exists().filtered("version_id")
        if changed:
            changed.sudo().version_id = False

    def _lines_now(self) -> list[dict]:
        """The lines as a version has them."""
        self.ensure_one()
        return [
            {**vars(line._engine_line()), "key": line.is_key, "policy": line.policy or ""}
            for line in self.sudo().line_ids
            if line.target or (line.column and (line.transform in ALWAYS or line.default))
        ]

    def _sources(self) -> set[str]:
        """Stored fields of customers whose change changes what other systems get. Asked while a
        user saves something, it makes no version, which others might make at the same moment."""
        return self.env["customer.mapping.version"].new({"lines": self._lines_now()})._depends_on()

    def _version(self):
        """The version of the lines as they are: the same one as long as they don't change."""
        self.ensure_one()
        mapping = self.sudo()
        if not mapping.version_id:
            versions = self.env["customer.mapping.version"].sudo()
            mapping.version_id = versions._of(mapping, mapping._lines_now())
        return mapping.version_id.sudo(self.env.su)

    def _problem(self) -> str:
        """A sentence that says why the mapping can't be used, or nothing."""
        for line in self.line_ids.filtered("target"):
            try:
                make_transform(line.transform or "", line.argument or "")
            except ValueProblem:
                return self.env._(
                    "What is done to the column “%s” can't be used: please look at how it is "
                    "written.",
                    line.column or line.target,
                )
        if "name" not in self.line_ids.mapped("target") and not self.line_ids.filtered("is_key"):
            return self.env._("Please say which column has the names of the customers.")
        return ""
