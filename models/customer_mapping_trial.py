import json

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.mapping import (
    Exchange,
    FileProblem,
    PathProblem,
    ValueProblem,
    open_table,
)

MAX_SAMPLE = 100_000  # characters


class CustomerMapping(models.Model):
    """*Try It*: what a mapping makes of a sample, and of a customer. Nothing is stored."""

    _inherit = "customer.mapping"

    def action_try(self):
        """The dialog that shows what the mapping does."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "customer_mapping_trial",
            "name": self.env._("Try It: %s", self.name),
            "target": "new",
            "params": {"mapping_id": self.id},
            "context": {"dialog_size": "extra-large"},
        }

    def try_sample(self, text):
        """What each field of a customer becomes by a sample: JSON, or a table as CSV.

        :return: ``{"problem": sentence, "rows": [{"field", "value", "problem"}]}``
        """
        self.ensure_one()
        self.check_access("read")
        try:
            if problem := self._problem():
                raise UserError(problem)
            record = self._sample_record(str(text or "").strip())
            lines = [line for line in self._engine_lines() if line.field]
            row = Exchange(lines).receive(record)
        except UserError as error:
            return {"problem": str(error), "rows": []}
        rows = [
            {"field": self._label(name), "value": value, "problem": ""}
            for name, value in row.values.items()
        ]
        for name, records in row.many.items():
            for number, one in enumerate(records, 1):
                rows += [
                    {
                        "field": f"{self._label(f'{name}.{rest}' if rest else name)} ({number})",
                        "value": value,
                        "problem": "",
                    }
                    for rest, value in one.items()
                ]
        rows += [
            {"field": self._label(one.field), "value": "", "problem": self._row_sentence(one)}
            for one in row.problems
        ]
        return {"problem": "", "rows": rows}

    def try_customer(self, partner_id):
        """The external record of a customer, as the user may see it.

        :return: ``{"problem": sentence, "record": JSON text, "problems": sentences}``
        """
        self.ensure_one()
        self.check_access("read")
        partner = self.env["res.partner"].browse(int(partner_id)).exists()
        if not partner or not partner.has_access("read"):
            return {"problem": self.env._("This customer can't be shown."), "record": ""}
        if problem := self._problem():
            return {"problem": problem, "record": "", "problems": []}
        [row] = self._version()._render_rows(partner)
        return {
            "problem": "",
            "record": json.dumps(row.record, ensure_ascii=False, indent=2, default=str),
            "problems": [self._row_sentence(one) for one in row.problems],
        }

    @api.model
    def _sample_record(self, text):
        """The first record of a sample."""
        if not text:
            raise UserError(self.env._("Please paste a record, as JSON or as CSV with a header."))
        if len(text) > MAX_SAMPLE:
            raise UserError(self.env._("The sample is too long. One record is enough."))
        if text[0] in "[{":
            try:
                data = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise UserError(self.env._("This is no complete JSON: %s", error)) from None
            data = data[0] if isinstance(data, list) and data else data
            if not isinstance(data, dict):
                raise UserError(self.env._("A record is written in braces: {…}"))
            return data
        try:
            table = open_table(text.encode())
            row = next(table.rows, None)
        except FileProblem as problem:
            raise UserError(self.env["customer.import"]._file_sentence(problem)) from None
        return dict(zip(table.header, row.cells, strict=True)) if row else {}

    @api.model
    def _label(self, target):
        """What people call a field."""
        path = self.env["customer.mapping.path"]._parse(target)
        if path is None:
            return self.env["customer.mapping"]._targets().get(target, target)
        return " / ".join(field._description_string(self.env) for field in path.fields)

    @api.model
    def _row_sentence(self, problem):
        place = problem.column or self._label(problem.field)
        if problem.code == "missing":
            return self.env._("%s is missing.", place)
        if problem.code == "nested":
            return self.env._("%s has several values in it; please name one of them.", place)
        if problem.code == "expression":
            return self.env._("The expression for %s has no result here.", place)
        return self.env._("%(field)s: “%(text)s” can't be read.", field=place, text=problem.value)

    # -- problems of the mapping itself ----------------------------------------------------

    def _problem(self):
        if self.kind != "record":
            return super()._problem()
        Path = self.env["customer.mapping.path"]
        for line in self.line_ids:
            try:
                Exchange([line._engine_line()])
            except PathProblem:
                return self.env._(
                    "“%s” is no place in a record. It is written like address.city, emails[0] or "
                    "contacts[].email.",
                    line.column,
                )
            except ValueProblem:
                return self.env._(
                    "What is done to “%s” can't be used: please look at how it is written.",
                    line.column or line.target,
                )
            if line.target and line.direction != "out" and not Path._fillable(line.target):
                return self.env._(
                    "“%s” can't be received, only sent. Please say so in its line.",
                    self._label(line.target),
                )
            if line.transform == "expression" and line.direction == "both":
                return self.env._(
                    "An expression works one way: please say whether “%s” is received or sent.",
                    line.column or line.target,
                )
        return ""
