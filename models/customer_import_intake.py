from odoo import Command, fields, models
from odoo.tools import SQL

from .customer_mapping import EXTERNAL_ID
from .res_partner_contact_person import OF_PERSON


class CustomerImport(models.Model):
    """What an import says to the intake of customers."""

    _name = "customer.import"
    _inherit = ["customer.import", "customer.intake"]

    def _intake_keys(self):
        return self.plan["keys"]

    def _intake_similar(self):
        return self.matching

    def _intake_policy(self):
        return self.policy

    def _intake_how(self, work, partner, name):
        place = OF_PERSON.get(name) if work.is_person else name
        how = self.plan["policies"].get(place) or self.existing
        return "keep" if how == "create" else how

    def _intake_new(self):
        company = {"company_id": self.company_id.id} if self.private else {}
        return {**super()._intake_new(), **company}

    def _intake_source(self):
        return "import"

    def _intake_operation(self):
        """The operation of this import, made with its first change.

        It is done from the start, as each slice is; as long as the import runs it can't be undone.
        """
        record = self.sudo()
        if not record.operation_id:
            record.operation_id = (
                self.env["customer.operation"]
                .sudo()
                .create(
                    {
                        "name": self.env._("Import of %s", self.name),
                        "kind": "import",
                        "state": "done",
                        "user_id": self.user_id.id,
                        "company_ids": [Command.link(record.company_id.id)],
                        "done_on": fields.Datetime.now(),
                    }
                )
            )
        return record.operation_id

    # -- external ids ----------------------------------------------------------------------

    def _customers_by_external_id(self, names):
        full = {self._external_id(name): name for name in names}
        if not full:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT d.module || '.' || d.name, d.res_id
                     FROM ir_model_data d JOIN res_partner p ON p.id = d.res_id
                    WHERE d.model = 'res.partner' AND (d.module, d.name) IN %s""",
                tuple(tuple(one.split(".", 1)) for one in full),
            )
        )
        found = {full[name]: [res_id] for name, res_id in rows}
        for system, theirs in self._by_system(full).items():
            customers = self.env["customer.external.id"]._customers_of(system, theirs)
            found |= {full[theirs[name]]: [one] for name, one in customers.items()}
        return found

    def _by_system(self, names):
        """Those of the full external ids whose source is another system:
        ``{system: {id there: full id}}``."""
        systems = self.env["customer.system"].sudo()
        systems = systems.search([("code", "in", [name.split(".", 1)[0] for name in names])])
        codes = {system.code: system for system in systems}
        found = {}
        for name in names:
            code, theirs = name.split(".", 1)
            if code in codes:
                found.setdefault(codes[code], {})[theirs] = name
        return found

    def _external_id(self, name):
        """The full external id; one without the name of a source is one of imports, as in
        core's import."""
        name = name.strip()
        return name if "." in name else f"__import__.{name}"

    def _register_ids(self, ids):
        names = {
            work: self._external_id(work.texts[EXTERNAL_ID]).replace(" ", "_").split(".", 1)
            for work in ids
            if work.texts.get(EXTERNAL_ID)
        }
        links = {}
        full = {".".join(name): work for work, name in names.items()}
        for system, theirs in self._by_system(full).items():
            own = {there: full[name] for there, name in theirs.items()}
            rows = (
                self.env["customer.external.id"]
                .sudo()
                ._link(system, {there: ids[work] for there, work in own.items()})
            )
            links |= {own[there]: {"links": [row]} for there, row in rows.items()}
            names = {work: name for work, name in names.items() if work not in own.values()}
        data = self.env["ir.model.data"].sudo()
        data = data.create(
            [
                {"module": module, "name": name, "model": "res.partner", "res_id": ids[work]}
                for work, (module, name) in names.items()
            ]
        )
        return links | {work: {"ids": [one]} for work, one in zip(names, data.ids, strict=True)}
