import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..engine.mapping import PathProblem, ValueProblem
from .customer_mapping_sql import NAME, ROWS, SCHEMA, NotInView, column_name

ADMINISTRATOR = "customer_master.group_administrator"


class CustomerMapping(models.Model):
    """A mapping published as a view of the database, for tools that read by SQL.

    The view reads from a function whose body is a text: PostgreSQL knows of no column that it
    needs, so Odoo can change and drop columns, upgrade and uninstall, as if it were not there. A
    view on a function can't be written to either. It is run with the rights of Odoo's database
    user; who may read the view needs no right on Odoo's tables.
    """

    _inherit = "customer.mapping"

    view_name = fields.Char(copy=False, help="Small letters, digits and underscores.")
    view_company_id = fields.Many2one(
        "res.company",
        string="Customers of",
        copy=False,
        default=lambda self: self.env.company,
        help="The view has customers of this company and of all companies.",
    )
    view_personal = fields.Boolean(
        string="With Personal Data",
        copy=False,
        help="Otherwise a mapping with personal data can't be published.",
    )
    view_on = fields.Boolean(string="Published", readonly=True, copy=False)
    # the query of the view that is there
    view_query = fields.Text(readonly=True, copy=False, groups="base.group_system")
    view_problem = fields.Char(readonly=True, copy=False)
    view_full_name = fields.Char(string="Name for SQL", compute="_compute_view_full_name")

    _view_name_unique = models.UniqueIndex(
        "(view_name) WHERE view_name IS NOT NULL", "There is a view with this name already."
    )

    @api.depends("view_name")
    def _compute_view_full_name(self):
        for mapping in self:
            mapping.view_full_name = mapping.view_name and f"{SCHEMA}.{mapping.view_name}"

    @api.constrains("view_name")
    def _check_view_name(self):
        for mapping in self.filtered("view_name"):
            if not NAME.fullmatch(mapping.view_name):
                raise ValidationError(
                    self.env._(
                        "“%s”: the name of a view has small letters, digits and underscores, and "
                        "begins with a letter.",
                        mapping.view_name,
                    )
                )

    # -- actions ---------------------------------------------------------------------------

    def action_publish(self):
        """Make the view.

        :raise UserError: a sentence that says why it can't be
        """
        self._check_administrator()
        for mapping in self:
            mapping.sudo()._make_view()
            if mapping.view_problem:
                raise UserError(mapping.view_problem)

    def action_unpublish(self):
        """Drop the view."""
        self._check_administrator()
        self.sudo()._drop_view()
        self.sudo().write({"view_on": False, "view_query": False, "view_problem": False})

    def _check_administrator(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(self.env._("Only an administrator can publish a mapping."))

    # -- making and dropping ---------------------------------------------------------------

    def _make_view(self):
        """Make the view as the mapping is now; where that can't be, there is none, and
        ``view_problem`` says why."""
        self.ensure_one()
        query, problem = None, ""
        try:
            query = self._view_query()
        except UserError as error:
            problem = str(error)
        if query and self.view_on and query == self.view_query and not self.view_problem:
            return
        try:
            with self.env.cr.savepoint():
                grants = self._drop_view()
                if query:
                    self._create_view(query, grants)
        except psycopg2.Error as error:
            problem = self.env._(
                "The database does not make the view: %s", str(error).partition("\n")[0]
            )
        self.write(
            {"view_on": True, "view_query": not problem and query, "view_problem": problem or False}
        )

    def _view_query(self):
        if self.kind != "record" or not self.view_name or not self.view_company_id:
            raise UserError(
                self.env._("Please give the view a name and a company before you publish it.")
            )
        Path = self.env["customer.mapping.path"]
        try:
            lines = self._version()._engine_lines("out")
            lines = [line for line in lines if line.column]
            columns = [column_name(line.column) for line in lines]
            twice = next((name for name in columns if columns.count(name) > 1), None)
            if twice or not lines:
                raise UserError(
                    self.env._("“%s” is written by two lines; a view needs one for each.", twice)
                    if twice
                    else self.env._("The mapping sends nothing.")
                )
            for line in lines:
                path = Path._parse(line.field) if line.field else None
                if path and not self.view_personal and Path._personal(path):
                    raise NotInView("personal", line)
            query = self.env["customer.mapping.sql"]._select(lines, self.view_company_id)
        except NotInView as problem:
            raise UserError(self._view_sentence(problem)) from None
        except (ValueProblem, PathProblem):
            raise UserError(self._problem()) from None
        return self.env.cr.mogrify(query).decode()

    def _view_sentence(self, problem):
        code, line = problem.args
        said = {
            "personal": self.env._(
                "“%s” is personal data. Please say that the view has personal data, or take it out."
            ),
            "computed": self.env._("“%s” is stored nowhere, so a view can't have it."),
            "change": self.env._("What is done to “%s” can't be done by a view."),
            "lists": self.env._("“%s” has lists in lists; a view can't have them."),
            "gone": self.env._("“%s” is filled from a field that is not there any more."),
            "long": self.env._("“%s” is too long for a name of a column."),
        }
        return said[code] % line.column

    def _create_view(self, query, grants):
        cr, name = self.env.cr, self.view_name
        # translators of tables need no name before they are asked for
        cr.execute(SQL("SELECT * FROM (%s) AS q LIMIT 0", SQL(query.replace("%", "%%"))))
        columns = [(column.name, column.type_code) for column in cr.description]
        types = dict(
            self.env.execute_query(
                SQL(
                    "SELECT oid, format_type(oid, NULL) FROM pg_type WHERE oid IN %s",
                    tuple(code for _name, code in columns),
                )
            )
        )
        table = SQL(", ").join(
            SQL("%s %s", SQL.identifier(column), SQL(types[code])) for column, code in columns
        )
        for schema in (SCHEMA, ROWS):
            cr.execute(SQL("CREATE SCHEMA IF NOT EXISTS %s", SQL.identifier(schema)))
        cr.execute(
            SQL(
                """CREATE FUNCTION %s() RETURNS TABLE (%s) LANGUAGE sql STABLE SECURITY DEFINER
                   SET search_path = public, pg_temp AS %s""",
                SQL.identifier(ROWS, name),
                table,
                query,
            )
        )
        view = SQL.identifier(SCHEMA, name)
        cr.execute(SQL("CREATE VIEW %s AS SELECT * FROM %s()", view, SQL.identifier(ROWS, name)))
        for role in grants:
            cr.execute(
                SQL(
                    "GRANT SELECT ON %s TO %s",
                    view,
                    SQL.identifier(role) if role else SQL("PUBLIC"),
                )
            )

    def _drop_view(self):
        """Drop the views of the mappings.

        :return: who could read them: names of database users, "" for everybody
        """
        grants = []
        for name in filter(None, self.mapped("view_name")):
            rows = self.env.execute_query(
                SQL(
                    """SELECT COALESCE(r.rolname, '')
                         FROM pg_class c
                         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = %s
                   CROSS JOIN LATERAL aclexplode(c.relacl) AS a
                    LEFT JOIN pg_roles r ON r.oid = a.grantee
                        WHERE c.relname = %s AND a.privilege_type = 'SELECT'
                          AND a.grantee <> c.relowner""",
                    SCHEMA,
                    name,
                )
            )
            grants += [role for (role,) in rows]
            if self._view_schema_exists():
                self.env.cr.execute(
                    SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(ROWS, name))
                )
        return grants

    def _view_schema_exists(self):
        return bool(
            self.env.execute_query(SQL("SELECT FROM pg_namespace WHERE nspname = %s", ROWS))
        )

    @api.model
    def _drop_schemas(self):
        """For the end of the addon."""
        for schema in (SCHEMA, ROWS):
            self.env.cr.execute(SQL("DROP SCHEMA IF EXISTS %s CASCADE", SQL.identifier(schema)))

    # -- following changes -----------------------------------------------------------------

    def _lines_changed(self):
        result = super()._lines_changed()
        for mapping in self.exists().sudo().filtered("view_on"):
            mapping._make_view()
        return result

    def write(self, vals):
        names = {"view_name", "view_company_id", "view_personal", "active"} & vals.keys()
        if {"view_on", "view_query", "view_problem"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("A view is published by its button."))
        if names and not self.env.su and names != {"active"}:
            self._check_administrator()
        published = self.sudo().filtered("view_on") if names else self.browse()
        published._drop_view()
        result = super().write(vals)
        for mapping in published:
            if not mapping.active:
                mapping.write({"view_on": False, "view_query": False, "view_problem": False})
            else:
                mapping.view_query = False
                mapping._make_view()
        return result

    def unlink(self):
        self.sudo().filtered("view_on")._drop_view()
        return super().unlink()

    @api.model
    def _fields_gone(self, gone):
        """Drop the views that read a field that is going: ``gone`` is (model, name) pairs."""
        # also while the addon goes, whose own columns go one after the other
        if not self._view_schema_exists():
            return
        Path = self.env["customer.mapping.path"]
        for mapping in self.sudo().search([("view_on", "=", True)]):
            for line in mapping.line_ids.filtered("target"):
                path = Path._parse(line.target)
                if path and gone & {(field.model_name, field.name) for field in path.fields}:
                    mapping._drop_view()
                    sentence = mapping._view_sentence(NotInView("gone", line))
                    mapping.write({"view_query": False, "view_problem": sentence})
                    break

    @api.autovacuum
    def _gc_views(self):
        """Make views anew whose fields are stored in another way since an upgrade, or whose
        defaults have changed."""
        for mapping in self.sudo().search([("view_on", "=", True)]):
            mapping._make_view()


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    def unlink(self):
        self.env["customer.mapping"]._fields_gone({(field.model, field.name) for field in self})
        self.env["customer.match.field"]._fields_gone(self)
        return super().unlink()

    def write(self, vals):
        if "name" in vals:
            self.env["customer.mapping"]._fields_gone(
                {(field.model, field.name) for field in self if field.name != vals["name"]}
            )
        return super().write(vals)
