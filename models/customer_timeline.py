from dataclasses import dataclass
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

LIMIT = 30
MOST = 200
# in this order; at the same moment, the last comes first
SOURCES = ("created", "stage", "owner", "operation", "message", "interaction", "event",
           "order_message", "invoice_message", "order", "payment", "invoice")  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a part of the timeline comes from."""

    kinds: tuple[str, ...]  # that its rows can have
    query: SQL  # selects date (a timestamp), kind and id


class CustomerTimeline(models.AbstractModel):
    """What happened with a customer, the newest first, of what the user may read.

    Each source has two methods: ``_source_<name>`` takes the customer and returns a
    :class:`Source`, or None where there is nothing that the user may read; ``_rows_<name>``
    describes rows by their ids. Sources are put together and cut by the database, so a page costs
    the same, however many rows there are before it.
    """

    _name = "customer.timeline"
    _description = "Timeline of a Customer"

    @api.model
    @api.readonly
    def get_page(self, partner_id: int, kinds=None, cursor=None, limit: int = LIMIT) -> dict:
        """The next rows after those that a caller has.

        :param kinds: names of kinds to have only those
        :param cursor: what came with the page before, None for the first one
        :return: ``rows``; ``cursor`` of the next page, False where this is the last; with the
            first page, ``kinds`` that there are at all, as pairs of name and label
        :raise AccessError: the user has no role of this addon, or may not see the customer
        :raise UserError: no such customer, kind or cursor
        """
        customer = self.env["customer.profile"]._customer(partner_id)
        sources = self._sources(customer)
        labels = self._kinds()
        wanted = self._wanted(kinds, labels)
        if not isinstance(limit, int) or not 0 < limit <= MOST:
            limit = LIMIT
        found = self._find(sources, wanted, self._position(cursor), limit + 1)
        rows = self._describe(found[:limit])
        last = found[limit - 1] if len(found) > limit else None
        page = {"rows": rows, "cursor": [last[0].isoformat(), last[1], last[3]] if last else False}
        if not cursor:
            there = self._kinds_there(sources)
            page["kinds"] = [[kind, label] for kind, label in labels.items() if kind in there]
        return page

    @api.model
    def _kinds(self) -> dict[str, str]:
        return {
            "order": self.env._("Orders"),
            "invoice": self.env._("Invoices"),
            "payment": self.env._("Payments"),
            "mail": self.env._("Emails"),
            "call": self.env._("Calls"),
            "meeting": self.env._("Meetings and Visits"),
            "note": self.env._("Notes"),
            "task": self.env._("Other Activities"),
            "owner": self.env._("Salespersons"),
            "stage": self.env._("Stages"),
            "merge": self.env._("Merges"),
            "import": self.env._("Imports"),
            "change": self.env._("Data Changes"),
        }

    @api.model
    def _wanted(self, kinds, labels) -> set[str]:
        if not kinds:
            return set(labels)
        if not isinstance(kinds, list) or not set(map(str, kinds)) <= set(labels):
            raise self._wrong()
        return set(kinds)

    @api.model
    def _wrong(self):
        return UserError(self.env._("This choice does not exist. Load the page again."))

    @api.model
    def _position(self, cursor):
        """Moment, number of the source and id, after which rows are wanted."""
        if not cursor:
            return None
        try:
            moment, source, last = cursor
            return datetime.fromisoformat(moment), SOURCES.index(source), int(last)
        except (TypeError, ValueError) as error:
            raise self._wrong() from error

    @api.model
    def _sources(self, customer) -> dict[str, Source]:
        sources = {name: getattr(self, f"_source_{name}")(customer) for name in SOURCES}
        return {name: source for name, source in sources.items() if source}

    @api.model
    def _find(self, sources, kinds, position, limit) -> list[tuple]:
        """Moment, source, kind and id of rows, the newest first."""
        parts = [
            SQL(
                """(SELECT date, %(number)s AS number, kind, id FROM (%(query)s) %(name)s
                     WHERE kind IN %(kinds)s AND %(after)s
                  ORDER BY date DESC, id DESC LIMIT %(limit)s)""",
                number=SOURCES.index(name),
                query=source.query,
                name=SQL.identifier(name),
                kinds=tuple(kinds.intersection(source.kinds)),
                after=self._after(SOURCES.index(name), position),
                limit=limit,
            )
            for name, source in sources.items()
            if not kinds.isdisjoint(source.kinds)
        ]
        if not parts:
            return []
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT date, number, kind, id FROM (%s) row
                 ORDER BY date DESC, number DESC, id DESC LIMIT %s""",
                SQL(" UNION ALL ").join(parts),
                limit,
            )
        )
        return [(moment, SOURCES[number], kind, key) for moment, number, kind, key in rows]

    @api.model
    def _kinds_there(self, sources) -> set[str]:
        """The kinds of which there are rows."""
        parts = [
            SQL("SELECT kind FROM (%s) %s GROUP BY kind", source.query, SQL.identifier(name))
            for name, source in sources.items()
        ]
        return {kind for (kind,) in self.env.execute_query(SQL(" UNION ALL ").join(parts))}

    @api.model
    def _after(self, number, position) -> SQL:
        if not position:
            return SQL("date IS NOT NULL")
        moment, last_number, last = position
        if number == last_number:
            return SQL("(date, id) < (%s::timestamp, %s)", moment, last)
        compare = SQL("<=") if number < last_number else SQL("<")
        return SQL("date %s %s::timestamp", compare, moment)

    # -- rows ------------------------------------------------------------------------------

    @api.model
    def _describe(self, found) -> list[dict]:
        ids: dict[str, list[int]] = {}
        for _moment, source, _kind, key in found:
            ids.setdefault(source, []).append(key)
        told = {source: getattr(self, f"_rows_{source}")(keys) for source, keys in ids.items()}
        return [
            {
                "key": f"{source},{key}",
                "kind": kind,
                "date": fields.Datetime.to_string(moment),
                **told[source].get(key, {}),
            }
            for moment, source, kind, key in found
        ]

    @api.model
    def _row(self, title, record=None, **more) -> dict:
        """A row.

        :param record: what it opens
        :param more: ``text``, ``user``, ``amount`` with ``currency_id``, ``state`` with ``level``,
            ``day`` where the time of the day is not known
        """
        opens = {"model": record._name, "id": record.id} if record else {}
        return {"title": title, **opens, **{key: value for key, value in more.items() if value}}

    @api.model
    def _of(self, customer, name="partner_id"):
        return self.env["customer.profile"]._of(customer, name)

    @api.model
    def _may_read(self, model) -> bool:
        return self.env["customer.profile"]._may_read(model)

    @api.model
    def _select(self, model, domain, date, kind, active_test=False) -> SQL:
        """The rows of a model that the user may read.

        :param date, kind: SQL of the moment and of the kind, with the name of the table for
            ``%s``, or a kind
        """
        Model = self.env[model].with_context(active_test=active_test)
        query = Model._search(domain)
        query.order = None
        table = SQL.identifier(query.table)
        return query.select(
            SQL("%s AS date", date(table)), SQL("%s AS kind", kind), SQL("%s.id AS id", table)
        )
