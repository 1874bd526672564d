import json
import logging

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_list

from .customer_bisect import bisected
from .customer_mapping import EXTERNAL_ID
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
        for work in works:  # one that failed with others is done again
            for person in work.contacts:
                person.partner = 0
        persons = self._add_contacts(ids)
        self._register_ids(ids)
        self.env.flush_all()
        own = {work: [ids[work], *persons.get(work, ())] for work in works}
        made = self._service()._fingerprints([one for numbers in own.values() for one in numbers])
        self._lines(ids, {work: {"made": {str(i): made[i] for i in own[work]}} for work in works})
        for work in works:
            work.partner = ids[work]
            work.end("create")

    def _commands(self, vals):
        return {
            name: [Command.set(value)] if isinstance(value, list) else value
            for name, value in vals.items()
        }

    # -- existing customers ----------------------------------------------------------------

    def _update(self, works):
        partners = self.env["res.partner"].browse([work.partner for work in works])
        allowed = set(partners._filtered_access("write").ids)
        own = [work for work in works if work.partner in allowed]
        self._match_contacts(own)
        self._know_contacts(own)
        changes = {}
        for work in own:
            for one in (work, *(p for p in work.contacts if p.partner)):
                partner = partners.browse(one.partner).with_prefetch(partners._prefetch_ids)
                changes[one] = self._changes(one, partner)
        unregistered = self._unregistered(own)
        persons = {w for w in own if any(changes.get(p, True) for p in w.contacts)}
        changed = [w for w in own if changes[w] or w in persons or w in unregistered]
        if changed:
            self._store_changes(changed, changes, unregistered)
        for work in works:
            if work not in changes:
                work.end("rejected", self.env._("You may not change this customer."))
            elif work not in changed:
                work.end("unchanged")
            else:
                work.end("update", self._changed_labels(changes[work], work in persons))

    def _store_changes(self, works, changes, unregistered):
        ids = {work: work.partner for work in works}
        lines = self._lines(ids, {})
        service = self._service()
        journaled = self.env["customer.operation.line"].sudo().concat(*lines.values())
        service._remember(journaled)
        partners = LATER.on(self.env["res.partner"])
        everybody = [one for work in works for one in (work, *work.contacts) if changes.get(one)]
        for one in everybody:
            partners.browse(one.partner).with_prefetch([o.partner for o in everybody]).write(
                self._commands(changes[one])
            )
        service._settle(journaled, self._intake_source())
        self.env["customer.operation"].sudo()._journal_rows()
        made = self._add_contacts(ids)
        data = self._register_ids({work: work.partner for work in unregistered})
        self.env.flush_all()
        prints = service._fingerprints([one for numbers in made.values() for one in numbers])
        for work, line in lines.items():
            values = {}
            if work in made:
                values["made"] = {str(one): prints[one] for one in made[work]}
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

    def _unregistered(self, works):
        """Those of ``works`` with an external id that nobody has."""
        named = {w: w.keys.get(EXTERNAL_ID) for w in works if w.texts.get(EXTERNAL_ID)}
        names = {work: self._external_id(work.texts[EXTERNAL_ID]) for work in named}
        known = self._customers_by_external_id(set(names.values()))
        return [work for work in names if names[work] not in known]

    def _changed_labels(self, changes, persons):
        known = self.env["res.partner"]._fields
        labels = [known[name]._description_string(self.env) for name in changes]
        if persons:
            labels.append(self.env._("Contact Persons"))
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
