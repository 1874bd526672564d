import json
import logging

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_list

from .customer_bisect import bisected
from .customer_mapping import EXTERNAL_ID
from .res_partner_contact_person import PERSONAL
from .res_partner_entry import LATER

_logger = logging.getLogger(__name__)

NAMED = 6  # changed fields that a reason names


class CustomerIntake(models.AbstractModel):
    """Writing what is to be written: as the user, in batches, journaled."""

    _inherit = "customer.intake"

    def _write_works(self, works):
        """Create and update customers; each of ``works`` ends with what became of it."""
        updates, creates, policy = [], [], self._intake_policy()
        for work in works:
            if work.outcome:
                continue
            if work.partner and policy == "create":
                work.end("skipped", self.env._("This customer exists already."), [work.partner])
            elif work.partner:
                updates.append(work)
            elif policy == "update":
                work.end("skipped", self.env._("There is no such customer."))
            elif not work.vals.get("name"):
                work.end("rejected", self.env._("The name of the customer is missing."))
            else:
                creates.append(work)
        bisected(self.env, updates, self._update, self._rejected)
        bisected(self.env, creates, self._create_works, self._rejected)

    def _rejected(self, works, error):
        [work] = works
        if not isinstance(error, UserError):
            _logger.warning("Customer %s of %s", work.number, self, exc_info=error)
        work.end("rejected", self._error_sentence(error))

    def _error_sentence(self, error):
        if isinstance(error, AccessError):
            return self.env._("You may not change this customer.")
        if isinstance(error, UserError):
            return str(error)
        return self.env._("It could not be stored: %s", str(error).partition("\n")[0])

    # -- new customers ---------------------------------------------------------------------

    def _create_works(self, works):
        Partner = self.env["res.partner"]
        new = self._intake_new()
        partners = Partner.create([{**self._commands(work.vals), **new} for work in works])
        ids = dict(zip(works, partners.ids, strict=True))
        persons = self._add_persons(ids)
        self._register_ids(ids)
        self.env.flush_all()
        made = self._service()._fingerprints([*partners.ids, *persons.values()])
        values = {work: {"made": {str(ids[work]): made[ids[work]]}} for work in works}
        for work, person in persons.items():
            values[work]["made"][str(person)] = made[person]
        self._lines(ids, values)
        for work in works:
            work.partner = ids[work]
            work.end("create")

    def _commands(self, vals):
        return {
            name: [Command.set(value)] if isinstance(value, list) else value
            for name, value in vals.items()
        }

    def _add_persons(self, ids):
        """Contact persons of the customers in ``ids``; ``{work: id}``."""
        works = [work for work in ids if work.contact]
        persons = self.env["res.partner"].create(
            [{**PERSONAL, **work.contact, "parent_id": ids[work]} for work in works]
        )
        return dict(zip(works, persons.ids, strict=True))

    # -- existing customers ----------------------------------------------------------------

    def _update(self, works):
        partners = self.env["res.partner"].browse([work.partner for work in works])
        allowed = set(partners._filtered_access("write").ids)
        changes = {}
        for work in works:
            partner = partners.browse(work.partner).with_prefetch(partners._prefetch_ids)
            changes[work] = self._changes(work, partner) if partner.id in allowed else None
        persons = self._new_persons([work for work in works if work.partner in allowed])
        unregistered = self._unregistered([work for work in works if work.partner in allowed])
        changed = [w for w in works if changes[w] or w in persons or w in unregistered]
        if changed:
            self._store_changes(changed, changes, persons, unregistered)
        for work in works:
            if changes[work] is None:
                work.end("rejected", self.env._("You may not change this customer."))
            elif work not in changed:
                work.end("unchanged")
            else:
                work.end("update", self._changed_labels(changes[work]))

    def _store_changes(self, works, changes, persons, unregistered):
        ids = {work: work.partner for work in works}
        lines = self._lines(ids, {})
        service = self._service()
        journaled = self.env["customer.operation.line"].sudo().concat(*lines.values())
        service._remember(journaled)
        partners = LATER.on(self.env["res.partner"]).browse(ids.values())
        for work, partner in zip(works, partners, strict=True):
            if changes[work]:
                partner.write(self._commands(changes[work]))
        service._settle(journaled, self._intake_source())
        self.env["customer.operation"].sudo()._journal_rows()
        made = self._add_persons({work: work.partner for work in persons})
        data = self._register_ids({work: work.partner for work in unregistered})
        self.env.flush_all()
        prints = service._fingerprints(made.values())
        for work, line in lines.items():
            values = {}
            if work in made:
                values["made"] = {str(made[work]): prints[made[work]]}
            values |= data.get(work, {})
            if values:
                line.values = values

    def _changes(self, work, partner):
        """What ``work`` changes in its customer, as values of ``write()``."""
        vals = dict(work.vals)
        if "phone" in vals and not vals.get("country_id") and partner.country_id:
            vals = {**vals, "phone": work.texts.get("phone") or vals["phone"]}
            vals = partner._customer_normalize(vals, partner.country_id.code)
        changes = {}
        for name, value in vals.items():
            if name == "is_company" and name not in work.texts:
                continue
            how = self._intake_how(work, partner, name)
            if how == "keep":
                continue
            new = self._new_value(partner, name, value, how)
            if new is not None:
                changes[name] = new
        if not partner.customer_rank and not partner.parent_id:
            changes["customer_rank"] = 1
        return changes

    def _new_value(self, partner, name, value, how):
        """The value that ``partner`` gets, ``None``: it keeps its own."""
        field, now = partner._fields[name], partner[name]
        if field.type == "many2many":
            missing = [one for one in value if one not in now.ids]
            if how == "overwrite":
                return value if set(value) != set(now.ids) else None
            return value if missing and not now else None
        if field.type == "many2one":
            now = now.id
        elif field.type == "date":
            now = fields.Date.to_string(now) if now else False
        blank = not now and field.type != "boolean"
        if name == "customer_priority":
            blank = now == "0"
        if now == value or (how == "fill" and not blank):
            return None
        return value

    def _new_persons(self, works):
        """Those of ``works`` whose contact person the customer does not have yet."""
        works = [work for work in works if work.contact]
        children = self.env["res.partner"].search_fetch(
            [("parent_id", "in", [work.partner for work in works])], ["name", "parent_id"]
        )
        known = {(child.parent_id.id, child.name) for child in children}
        return [work for work in works if (work.partner, work.contact["name"]) not in known]

    def _unregistered(self, works):
        """Those of ``works`` with an external id that nobody has."""
        named = {w: w.keys.get(EXTERNAL_ID) for w in works if w.texts.get(EXTERNAL_ID)}
        names = {work: self._external_id(work.texts[EXTERNAL_ID]) for work in named}
        known = self._customers_by_external_id(set(names.values()))
        return [work for work in names if names[work] not in known]

    def _changed_labels(self, changes):
        known = self.env["res.partner"]._fields
        labels = [known[name]._description_string(self.env) for name in changes]
        return format_list(self.env, labels[:NAMED]) if labels else ""

    # -- the operation ---------------------------------------------------------------------

    def _service(self):
        return self.env["customer.intake.service"]

    def _lines(self, ids, values):
        """A line of the operation for each work, different customers all; ``{work: line}``."""
        rows = dict(
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO customer_operation_line
                           (operation_id, partner_id, state, "values", create_uid, create_date,
                            write_uid, write_date)
                    SELECT %s, v.partner, 'done', v.made::jsonb, %s, now() AT TIME ZONE 'utc',
                           %s, now() AT TIME ZONE 'utc'
                      FROM unnest(%s::int[], %s::text[]) AS v(partner, made)
                 RETURNING partner_id, id
                    """,
                    self._intake_operation().id,
                    self.env.uid,
                    self.env.uid,
                    list(ids.values()),
                    [json.dumps(values[work]) if work in values else None for work in ids],
                )
            )
        )
        lines = self.env["customer.operation.line"].sudo()
        return {work: lines.browse(rows[partner]) for work, partner in ids.items()}
