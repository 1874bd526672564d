from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class CustomerReportTemplate(models.Model):
    """Records that a template names: their ids mean nothing in another database. A file tells
    categories and tags by their names from the top, users by their logins, roles by XML id."""

    _inherit = "customer.report.template"

    def _named(self) -> tuple[dict, list[str]]:
        """What conditions and roles are made of: the part of the conditions, and the roles."""
        # all of them, also what this user may not see: with less the report would show more
        template = self.sudo().with_context(lang="en_US", active_test=False)
        roles = template.group_ids.get_external_id()
        conditions = {
            "categories": [
                [category.dimension_id.code, *self._names_from_top(category)]
                for category in template.category_ids
            ],
            "tags": [self._names_from_top(tag) for tag in template.tag_ids],
            "salespersons": template.user_ids.mapped("login"),
        }
        return conditions, [roles[group.id] or group.name for group in template.group_ids]

    @api.model
    def _names_from_top(self, record) -> list[str]:
        names = []
        while record:
            names.insert(0, record.name)
            record = record.parent_id
        return names

    @api.model
    def _found(self, content) -> dict:
        """The values of the records that a file names.

        :raise UserError: says which are not here
        """
        conditions = content.get("conditions") or {}
        named = {
            "category_ids": (conditions.get("categories"), self._category_named),
            "tag_ids": (conditions.get("tags"), self._tag_named),
            "user_ids": (conditions.get("salespersons"), self._user_named),
            "group_ids": (content.get("roles"), self._role_named),
        }
        values, missing = {}, []
        for field, (entries, find) in named.items():
            if not isinstance(entries or [], list):
                raise UserError(self.env._("The conditions can't be read."))
            ids = []
            for entry in entries or []:
                words = [entry] if isinstance(entry, str) else entry
                if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
                    raise UserError(self.env._("The conditions can't be read."))
                found = find(words)
                ids += found.ids
                if not found:
                    missing.append(self.env._("There is no “%s” here.", " / ".join(words)[:200]))
            values[field] = [Command.set(ids)]
        if missing:
            problems = "\n".join(missing)
            raise UserError(self.env._("The template can't be used here:\n%s", problems))
        return values

    @api.model
    def _category_named(self, words):
        dimension, *names = words or [""]
        return self._with_names("customer.category", names, [("dimension_id.code", "=", dimension)])

    @api.model
    def _tag_named(self, words):
        return self._with_names("res.partner.category", words)

    @api.model
    def _with_names(self, model, names, domain=Domain.TRUE):
        Model = self.env[model].with_context(lang="en_US", active_test=False)
        named = Domain("name", "=", names[-1] if names else False)
        found = Model.search(named & Domain(domain))
        return found.filtered(lambda record: self._names_from_top(record) == names)[:1]

    @api.model
    def _user_named(self, words):
        Users = self.env["res.users"].with_context(active_test=False)
        return Users.search([("login", "=", " ".join(words)), ("share", "=", False)])

    @api.model
    def _role_named(self, words):
        group = self.env.ref(" ".join(words), raise_if_not_found=False)
        return group if group and group._name == "res.groups" else self.env["res.groups"]
