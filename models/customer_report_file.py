import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.report.definition import FORMAT, VERSION

LARGEST = 1_000_000  # bytes of a file
KEPT = ("period", "priority", "amount_min", "amount_max", "domain")
TRANSLATED = ("name", "description", "header")
CHOICES = ("kind", "use", "paper", "layout", "landscape", "logo", "chart")


class CustomerReportTemplate(models.Model):
    """Templates as files, to be taken to another database. Nothing in a file is run."""

    _inherit = "customer.report.template"

    def action_export_file(self):
        """Download this template."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/customer_master/report_template/{self.id}",
            "target": "download",
        }

    def _file(self) -> bytes:
        self.ensure_one()
        values = self._definition_values()
        values.pop("title")
        for name in TRANSLATED:
            values[name] = self._texts(self, name)
        for column, line in zip(self.column_ids.sorted(), values["columns"], strict=True):
            line["label"] = self._texts(column, "label")
        conditions = {name: self[name] or "" for name in KEPT}
        for name in ("date_from", "date_to"):
            conditions[name] = fields.Date.to_string(self[name]) or ""
        named, roles = self._named()
        content = {"format": FORMAT, "version": VERSION, **values}
        content |= {"conditions": {**conditions, **named}, "roles": roles}
        return json.dumps(content, ensure_ascii=False, indent=2).encode()

    @api.model
    def _texts(self, record, name) -> dict[str, str]:
        """A text in the languages that it has."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        texts = {code: record.with_context(lang=code)[name] for code in codes}
        return {code: text for code, text in texts.items() if text}

    # -- reading -------------------------------------------------------------------------------

    @api.model
    def _from_file(self, data):
        """A new template of the content of a file.

        :param data: base64
        :raise UserError: it can't be used; it says what is wrong with which field
        """
        self._check_steward()
        content = self._content(data)
        texts = {name: self._languages(content.get(name)) for name in TRANSLATED}
        labels = [
            self._languages(column.get("label")) if isinstance(column, dict) else {}
            for column in content.get("columns") or ()
        ]
        flat = {**content, "title": "", "header": ""}
        flat["columns"] = [
            {**column, "label": ""} if isinstance(column, dict) else column
            for column in content.get("columns") or ()
        ]
        definition = self._parsed(flat)
        self._check_columns(definition)
        conditions = self._file_conditions(content, definition) | self._found(content)
        values = {name: getattr(definition, name) or False for name in CHOICES}
        values["column_ids"] = [
            Command.create(self._column_values(column, at))
            for at, column in enumerate(definition.columns)
        ]
        name = self._chosen(texts["name"]) or self.env._("Imported Template")
        template = self.create({**values, **conditions, "name": name})
        for field, known in texts.items():
            template._translate(field, known)
        for column, known in zip(template.column_ids.sorted(), labels, strict=True):
            self._translate_record(column, "label", known)
        return template

    @api.model
    def _content(self, data) -> dict:
        raw = base64.b64decode(data or b"")
        if len(raw) > LARGEST:
            raise UserError(self.env._("This file is too large for a report template."))
        try:
            content = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise UserError(self.env._("This file is no report template.")) from None
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise UserError(self.env._("This file is no report template."))
        if content.get("version") != VERSION:
            raise UserError(
                self.env._("This file was made by a newer version and can't be read here.")
            )
        if not isinstance(content.get("columns"), list):
            raise UserError(self.env._("This file is no report template."))
        return content

    @api.model
    def _check_columns(self, definition):
        """
        :raise UserError: names the fields that are not known here, or that the user may not read
        """
        Builder = self.env["customer.report.builder"]
        problems = [Builder._shown(definition.kind, column)[1] for column in definition.columns]
        problems = list(dict.fromkeys(filter(None, problems)))
        if problems:
            raise UserError(self.env._("The template can't be used here:\n%s", "\n".join(problems)))

    @api.model
    def _file_conditions(self, content, definition) -> dict:
        given = content.get("conditions") or {}
        if not isinstance(given, dict):
            raise UserError(self.env._("The conditions can't be read."))
        given = {name: given.get(name) for name in (*KEPT, "date_from", "date_to")}
        conditions = self._conditions_of(given)
        self.env["customer.report.source"]._domain(definition, conditions)
        values = {name: getattr(conditions, name) or False for name in given}
        return {**values, "period": conditions.period}

    @api.model
    def _column_values(self, column, at):
        values = {name: getattr(column, name) for name in ("digits", "width", "chart")}
        for name in ("measure", "path", "format", "total", "sort"):
            values[name] = getattr(column, name) or False
        return {**values, "group": str(column.group) if column.group else False, "sequence": at}

    # -- texts in several languages ------------------------------------------------------------

    @api.model
    def _languages(self, texts) -> dict[str, str]:
        """The texts of a file in the languages that are known here."""
        if isinstance(texts, str):
            return {self.env.lang or "en_US": texts[:200]}
        if not isinstance(texts, dict):
            return {}
        known = {code for code, _name in self.env["res.lang"].get_installed()}
        return {
            code: text[:200]
            for code, text in texts.items()
            if code in known and isinstance(text, str) and text.strip()
        }

    @api.model
    def _chosen(self, texts):
        return texts.get(self.env.lang) or texts.get("en_US") or next(iter(texts.values()), "")

    def _translate(self, field, texts):
        self._translate_record(self, field, texts)

    @api.model
    def _translate_record(self, record, field, texts):
        if not texts:
            return
        record[field] = self._chosen(texts)
        for code, text in texts.items():
            record.with_context(lang=code)[field] = text
