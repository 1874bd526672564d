import hashlib
import json
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..engine.mapping import Exchange, Line
from .customer_mapping import EXTERNAL_ID


class CustomerMappingVersion(models.Model):
    """A mapping as it was at some time, so that a message keeps the one it was made with."""

    _name = "customer.mapping.version"
    _description = "Version of a Mapping"
    _order = "id desc"
    _same_unique = models.Constraint("UNIQUE(mapping_id, checksum)", "There is this version.")

    mapping_id = fields.Many2one(
        "customer.mapping", required=True, readonly=True, ondelete="cascade", index=True
    )
    number = fields.Integer(string="Version", required=True, readonly=True)
    checksum = fields.Char(required=True, readonly=True)
    # of each line what engine.mapping.Line has, and "key" and "policy"
    lines = fields.Json(required=True, readonly=True)

    @api.depends("mapping_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.mapping_id.name} {version.number}"

    def write(self, vals):
        if vals:
            raise AccessError(self.env._("A version of a mapping stays as it is."))
        return super().write(vals)

    @api.model
    def _of(self, mapping, lines):
        """The version of ``mapping`` with these lines, made where there is none."""
        checksum = hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()
        versions = self.search([("mapping_id", "=", mapping.id)])
        found = versions.filtered(lambda version: version.checksum == checksum)
        if found:
            return found
        # two at the same moment: the second one is tried anew by the server, and finds it
        self.env.cr.execute(
            SQL(
                """INSERT INTO customer_mapping_version (mapping_id, number, checksum, lines,
                          create_uid, create_date, write_uid, write_date)
                   VALUES (%(mapping)s, %(number)s, %(checksum)s, %(lines)s, %(uid)s,
                          now() AT TIME ZONE 'utc', %(uid)s, now() AT TIME ZONE 'utc')
              ON CONFLICT (mapping_id, checksum) DO NOTHING""",
                mapping=mapping.id,
                number=max(versions.mapped("number"), default=0) + 1,
                checksum=checksum,
                lines=json.dumps(lines),
                uid=self.env.uid,
            )
        )
        return self.search([("mapping_id", "=", mapping.id), ("checksum", "=", checksum)])

    @api.autovacuum
    def _gc_unused(self):
        """Forget versions that are neither the newest of their mapping nor used by anything."""
        used = [
            (model._table, field.name)
            for model in self.env.values()
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.type == "many2one" and field.store and field.comodel_name == self._name
        ]
        free = SQL(" AND ").join(
            SQL(
                "NOT EXISTS (SELECT FROM %s AS u WHERE %s = v.id)",
                SQL.identifier(table),
                SQL.identifier("u", name),
            )
            for table, name in used
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT v.id FROM customer_mapping_version AS v
                    WHERE %s AND v.create_date < now() AT TIME ZONE 'utc' - interval '1 day'""",
                free,
            )
        )
        self.browse([row[0] for row in rows]).unlink()

    # -- what it says ----------------------------------------------------------------------

    def _engine_lines(self, direction=""):
        """Its lines for the engine; those of one direction, or all."""
        names = Line.__dataclass_fields__
        return [
            Line(**{name: value for name, value in line.items() if name in names})
            for line in self.lines
            if not direction or line["direction"] in (direction, "both")
        ]

    def _key_targets(self) -> list[str]:
        """Fields of customers that say which customer a record is."""
        return [
            line["field"].partition(".")[0]
            for line in self.lines
            if line["key"] and line["direction"] != "out"
        ]

    def _policies(self) -> dict[str, str]:
        """What happens to values that existing customers have, by field, where a line says so."""
        return {
            line["field"].partition(".")[0]: line["policy"]
            for line in self.lines
            if line["policy"] and line["direction"] != "out"
        }

    def _subfields(self) -> dict[str, list[str]]:
        """For fields that lead to other records: the fields of these that texts are values of.

        ``{"country_id": ["code"]}``; fields whose texts are names of records are not in it.
        """
        found: dict[str, list[str]] = {}
        for line in self.lines:
            name, _dot, rest = line["field"].partition(".")
            if rest and name != "child_ids" and line["direction"] != "out":
                found.setdefault(name, []).append(rest)
        return found

    def _depends_on(self) -> set[str]:
        """Stored fields of customers whose change changes what other systems get."""
        Path = self.env["customer.mapping.path"]
        return {
            name
            for line in self._engine_lines("out")
            if line.field and line.field != EXTERNAL_ID
            for name in Path._stored_sources(line.field.partition(".")[0])
        }

    def _places(self, lines) -> dict[str, str]:
        """Fields of customers by their place in the record."""
        return {
            one.column: one.field.partition(".")[0] for one in lines if one.field and one.column
        }

    # -- in --------------------------------------------------------------------------------

    def _times(self, changed) -> dict:
        """Times by field of customers.

        :param changed: times by place in the record
        """
        places = self._places(self._engine_lines("in"))
        found: dict = {}
        for place, moment in changed.items():
            if name := places.get(place):
                found[name] = max(moment, found.get(name, moment))
        return found

    def _read(self, records) -> list:
        """``MappedRow`` of each external record: texts by field of a customer.

        Of a field that leads to other records the text is a value of ``_subfields()``, of one
        with several of them one value a line. Contact persons are in ``many["child_ids"]``.
        """
        exchange = Exchange(self._engine_lines("in"))
        return [self._flat(exchange.receive(record)) for record in records]

    def _read_back(self, records) -> list:
        """``MappedRow`` of each record that this version has made, should it come back; without
        what can't be read back."""
        lines = [
            replace(line, direction="both")
            for line in self._engine_lines("out")
            if line.direction == "both" or line.transform not in ("constant", "expression")
        ]
        exchange = Exchange([line for line in lines if line.field and line.column])
        return [self._flat(exchange.receive(record)) for record in records]

    def _flat(self, row):
        for path in [path for path in row.values if "." in path]:
            row.values.setdefault(path.partition(".")[0], row.values.pop(path))
        for name in [name for name in row.many if name != "child_ids"]:
            texts = [text for one in row.many.pop(name) for text in one.values()]
            row.values.setdefault(name, "\n".join(texts))
        blanks = {path.partition(".")[0] for path in row.blanks} - {"child_ids", EXTERNAL_ID}
        return replace(row, blanks=frozenset(blanks - row.values.keys()))
