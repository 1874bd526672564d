from odoo import api, models
from odoo.exceptions import UserError

from ..engine.access.policy import ROLES
from .customer_access import GROUPS
from .marker import Marker

GUARD = "customer_master.export_guard"
ROWS = "customer_master.export_rows"
DEFAULT_ROWS = 1000
REASON = "customer_export_reason"  # in the context of an export
# what every list of documents shows of a customer anyway
SHOWN = {"id", ".id", "name", "display_name"}
# a file is made of what is noted as printed already
PRINTED = Marker("customer_printed")


class CustomerExport(models.AbstractModel):
    """Who may take customers out as a file, and for which reason.

    It holds for the export function. Whoever may read customers can still read them one call
    after the other.
    """

    _name = "customer.export"
    _description = "Export of Customers"

    @api.model
    def _guarded(self) -> bool:
        return not self.env.su and self.env["ir.config_parameter"].sudo().get_param(GUARD) == "True"

    @api.model
    def _limit(self) -> int:
        """As many customers go without a reason."""
        return int(self.env["ir.config_parameter"].sudo().get_param(ROWS, DEFAULT_ROWS))

    @api.model
    def reason_needed(self, model, domain, record_ids, paths):
        """How many customers an export would hold, where it needs a reason, else 0.

        :param record_ids: the chosen records; if there are none, all of ``domain``
        :param paths: of the exported fields
        :raise AccessError: the user may not export customers
        """
        if not self._guarded():
            return 0
        Model = self.env[model]
        if record_ids:
            domain = [("id", "in", record_ids)]
            Model = Model.with_context(active_test=False)
        count = len(self._customers(self._reached(Model.search(domain), paths)))
        self._check_role(count)
        return count if count > self._limit() else 0

    # -- what is exported --------------------------------------------------------------------

    @api.model
    def _reached(self, records, paths):
        """The contacts whose values are exported with ``records``."""
        reached = self.env["res.partner"].sudo()
        if records._name == "res.partner":
            reached |= records.sudo()
        for path in paths:
            here = records.sudo()
            names = path.replace(":", "/").split("/")
            for name, rest in zip(names, names[1:], strict=False):
                field = here._fields.get(name)
                if not field or not field.relational:
                    break
                here = here.mapped(name)
                if here._name == "res.partner" and rest not in SHOWN:
                    reached |= here
        return reached

    @api.model
    def _customers(self, partners):
        """The customers, and contacts of customers, among ``partners`` that the user sees."""
        everybody = self.env["res.partner"].with_context(active_test=False)
        return everybody.search(
            [("id", "in", partners.ids), ("commercial_partner_id.customer_rank", ">", 0)]
        )

    # -- who may -----------------------------------------------------------------------------

    @api.model
    def _check_role(self, count):
        """:raise AccessError: the user's role may not export customers; it says which may"""
        Access = self.env["customer.access"]
        if not count or Access._reach("export"):
            return
        may = [
            self.env.ref(GROUPS[role]).sudo().name
            for role in ROLES
            if role in GROUPS and Access._reach_of((role,), "export")
        ]
        sentence = self.env._("Your role may not export customers. These may: %s", ", ".join(may))
        raise self.env["customer.audit"]._refusal(sentence, always=True)

    @api.model
    def _check(self, count):
        """:raise UserError: the user's role may not, or the reason is missing"""
        if not self._guarded():
            return
        self._check_role(count)
        if count > self._limit() and not self._reason():
            raise UserError(
                self.env._(
                    "Exporting more than %s customers needs a reason. Please export them from "
                    "the list, which asks for it.",
                    self._limit(),
                )
            )

    @api.model
    def _reason(self) -> str:
        reason = self.env.context.get(REASON)
        return reason.strip()[:500] if isinstance(reason, str) else ""

    @api.model
    def _told(self, records, paths) -> str:
        """What was exported, as people call it."""
        known = self.env[records._name].fields_get([path.split("/")[0] for path in paths])
        labels = []
        for path in paths:
            name, _, rest = path.partition("/")
            label = known[name]["string"] if name in known else name
            labels.append(f"{label}/{rest}" if rest else label)
        model = self.env["ir.model"]._get(records._name).sudo().name
        return f"{model}: {', '.join(labels)}"

    @api.model
    def _note(self, kind, customers, description):
        """Note an export or a print, a row for each company; an export that is guarded also
        where the audit is off."""
        Audit = self.env["customer.audit"]
        if not (Audit._on() or (kind == "export" and self._guarded())):
            return
        known = customers.sudo()
        # this alone: else all columns of all customers would be read, and kept in memory
        known.fetch(["company_id"])
        rows = [
            {
                "count": len(own),
                "description": description,
                "reason": self._reason() or None,
                "company_id": company.id or None,
                **(Audit._row(own) if len(own) == 1 else {}),
            }
            for company, own in known.grouped("company_id").items()
        ]
        Audit._note(kind, rows)

    @api.model
    def _note_cards(self, partners):
        """Note that the user gets the contact cards of ``partners``.

        :raise UserError: the user's role may not, or the reason is missing
        """
        if self.env.su or not (self._guarded() or self.env["customer.audit"]._on()):
            return
        customers = self._customers(partners)
        self._check(len(customers))
        model = self.env["ir.model"]._get(partners._name).sudo().name
        self._note("export", customers, f"{model}: vCard")


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        Export = self.env["customer.export"]
        if self.env.su or not (Export._guarded() or self.env["customer.audit"]._on()):
            return super().export_data(fields_to_export)
        customers = Export._customers(Export._reached(self, fields_to_export))
        Export._check(len(customers))
        result = super().export_data(fields_to_export)
        if customers:
            Export._note("export", customers, Export._told(self, fields_to_export))
        return result


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        self._customer_note_print(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # what is attached already is not rendered again
        self._customer_note_print(self._get_report(report_ref), res_ids)
        noted = PRINTED.on(self)
        return super(IrActionsReport, noted)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids
        )

    def _customer_note_print(self, report, ids):
        if PRINTED.said(self.env) or report.model != "res.partner" or not ids:
            return
        if self.env["customer.audit"]._on():
            Export = self.env["customer.export"]
            partners = self.env["res.partner"].browse(ids)
            Export._note("print", Export._customers(partners), report.name)
