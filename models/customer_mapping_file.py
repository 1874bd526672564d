from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..engine.mapping.mapping_file import MappingFileProblem, read_mapping, write_mapping

# in the file: in the model
NAMES = {"column": "column", "field": "target", "direction": "direction",
         "transform": "transform", "argument": "argument", "default": "default",
         "required": "required", "key": "is_key", "policy": "policy"}  # fmt: skip


class CustomerMapping(models.Model):
    """Mappings as files."""

    _inherit = "customer.mapping"

    def action_download(self):
        """The mapping as a file."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/customer_master/mapping/{self.id}/file",
            "target": "self",
        }

    def _file_content(self):
        lines = [{key: line[name] or "" for key, name in NAMES.items()} for line in self.line_ids]
        return write_mapping(self.name, self.kind, lines)

    @api.model
    def _from_file(self, content):
        """A new mapping from a file.

        :raise UserError: a sentence that says why it can't be
        """
        try:
            name, kind, lines = read_mapping(content)
        except MappingFileProblem as problem:
            raise UserError(self._file_problem(problem)) from None
        commands = []
        for number, line in enumerate(lines):
            vals = {NAMES[key]: value or False for key, value in line.items()}
            vals["direction"] = line["direction"] or "both"
            commands.append(Command.create({**vals, "sequence": number}))
        try:
            with self.env.cr.savepoint():
                mapping = self.create({"name": name, "kind": kind, "line_ids": commands})
                if problem := mapping._problem():
                    raise UserError(problem)
        except ValidationError:
            raise
        except ValueError as error:
            raise UserError(
                self.env._("The file has a value that no mapping can have: %s", error)
            ) from None
        return mapping

    def _file_problem(self, problem):
        said = {
            "large": self.env._("The file is too large for a mapping."),
            "json": self.env._("The file can't be read: it is no mapping, or it is damaged."),
            "format": self.env._("This file is no mapping of Customer Master."),
            "lines": self.env._("The file has no lines, or too many."),
            "line": self.env._("Line %s of the mapping in the file can't be read."),
        }
        sentence = said[problem.code]
        return sentence % problem.detail if problem.detail else sentence
