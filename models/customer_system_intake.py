import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from odoo import Command, api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.inbound import CONFLICT, TAKE, decide, is_known, note, says_new
from .customer_intake import Work
from .customer_mapping import EXTERNAL_ID
from .res_partner_contact_person import OF_PERSON

CONTACTS = "child_ids"
TURN = "customer_master.turn_of_systems"


@dataclass(eq=False, kw_only=True)
class Sent(Work):
    """A record of another system while it is worked on.

    :param id: of the ``customer.inbound.record``
    :param changed: when single values were changed there, by place in the record, then by field
    :param link: row of the crosswalk: changed_on, known, archived
    :param origins: of the values that the customer has, by field
    :param differing: fields in which both sides differ, and what happens to each
    :param earlier: another record of the same call looks like the same customer
    """

    id: int
    external_id: str
    action: str
    changed_on: datetime
    data: dict
    retired: tuple = ()
    changed: dict = field(default_factory=dict)
    link: dict = field(default_factory=dict)
    origins: dict = field(default_factory=dict)
    differing: dict = field(default_factory=dict)
    earlier: bool = False

    @property
    def conflicts(self):
        """``{field: value that was sent}``, of contact persons ``{"id/field": value}``."""
        found = {n: self.vals[n] for n, what in self.differing.items() if what == CONFLICT}
        for person in self.contacts:
            found |= {person.place(name): value for name, value in person.conflicts.items()}
        return found

    def place(self, name):
        """What a value is called among those of the customer: that of a contact person has the
        person in front."""
        return f"{self.partner}/{name}" if self.is_person else name

    def values(self):
        """All values, also of contact persons, by place."""
        return {one.place(n): v for one in (self, *self.contacts) for n, v in one.vals.items()}

    def changed_at(self, name):
        """When a value was changed there, as far as it is known."""
        return self.changed.get(name, self.changed_on)


class CustomerSystem(models.Model):
    """What a system says to the intake of customers."""

    _inherit = "customer.system"

    def _intake_keys(self):
        return [EXTERNAL_ID, *self.inbound_mapping_id._version()._key_targets()]

    def _intake_similar(self):
        return self.matching

    def _intake_subfields(self):
        return self.inbound_mapping_id._version()._subfields()

    def _intake_person(self, work, texts):
        return Sent(
            number=work.number,
            id=work.id,
            external_id=work.external_id,
            action=work.action,
            changed_on=work.changed_on,
            data={},
            texts=texts,
            is_person=True,
        )

    def _know_contacts(self, works):
        persons = [(work, p) for work in works for p in work.contacts if p.partner]
        origins = self.env["customer.field.origin"]._of([p.partner for _work, p in persons])
        for work, person in persons:
            person.link = {"known": work.link.get("known")}
            person.origins = origins.get(person.partner, {})

    def _intake_new(self):
        return {**super()._intake_new(), "company_id": self.company_id.id}

    def _intake_source(self):
        return "other"

    def _intake_companies(self):
        return [False, *(self.company_id or self.user_id.company_ids).ids]

    def _intake_reach(self):
        # the system works in superuser mode: no rule keeps companies apart
        return Domain("company_id", "in", self._intake_companies())

    def _intake_how(self, work, partner, name):
        value = work.vals[name]
        if self._new_value(partner, name, value, "overwrite") is None:
            return "keep"
        own = self.inbound_mapping_id._version()._policies()
        places = (CONTACTS, OF_PERSON.get(name)) if work.is_person else (name,)
        told = next((own[place] for place in places if place in own), None)
        exception = None if work.is_person else self._policies().get(name)
        policy = exception or {"create": "keep"}.get(told, told)
        what = decide(
            policy or self.policy,
            blank=self._new_value(partner, name, value, "fill") is not None,
            changed_there=says_new(
                work.link.get("known"), work.place(name), value, work.changed_at(name)
            ),
            origin=work.origins.get(name),
            system=self.id,
            changed_on=work.changed_at(name),
            order=self._order_of_systems(),
        )
        work.differing[name] = what
        return "overwrite" if what == TAKE else "keep"

    def _changes(self, work, partner):
        work.vals = {**self._blanks(work), **work.vals}
        changes = super()._changes(work, partner)
        if work.link.get("archived") and not partner.active and not self._still_archived(work):
            changes["active"] = True  # it was archived there and is not any more
        return changes

    def _still_archived(self, work):
        """Whether it is archived there, and this was said before it was."""
        link = work.link
        return bool(link.get("archived")) and is_known(
            link.get("known"), "active", True, work.changed_on
        )

    def _policies(self):
        return {line.field: line.policy for line in self.policy_ids}

    @api.model
    @tools.ormcache()
    def _order_of_systems(self):
        systems = self.sudo().with_context(active_test=False).search([("id", "!=", 0)])
        return {system: at for at, system in enumerate(systems.ids)}

    def _intake_operation(self):
        """The operation of what was received today, undone as a whole or customer by customer."""
        operation = self.operation_id
        today = fields.Date.context_today(self)
        if operation.state != "done" or operation.done_on.date() != fields.Date.today():
            operation = self.env["customer.operation"].create(
                {
                    "name": self.env._(
                        "Received from %(system)s on %(day)s", system=self.name, day=today
                    ),
                    "kind": "receive",
                    "state": "done",
                    "user_id": (self.user_id or self.env.user).id,
                    "company_ids": [Command.set(self.company_id.ids)],
                    "done_on": fields.Datetime.now(),
                }
            )
            # past write(), which would make all processes forget what they keep in memory
            self.env.cr.execute(
                SQL(
                    "UPDATE customer_system SET operation_id = %s WHERE id = %s",
                    operation.id,
                    self.id,
                )
            )
            self.invalidate_recordset(["operation_id"], flush=False)
        return operation

    # -- external ids ----------------------------------------------------------------------

    def _customers_by_external_id(self, names):
        found = self.env["customer.external.id"]._customers_of(self, names)
        return {name: [partner] for name, partner in found.items()}

    def _register_ids(self, ids):
        works = {work.external_id: work for work in ids}
        made = self.env["customer.external.id"]._link(
            self, {name: ids[work] for name, work in works.items()}
        )
        return {works[name]: {"links": [row]} for name, row in made.items()}

    # -- new customers ---------------------------------------------------------------------

    def _create_works(self, works):
        self._take_turn()
        return super()._create_works(works)

    def _take_turn(self):
        """Let one system at a time make customers.

        Another one that makes some waits here for the commit, fails, and is tried anew by the
        server: then it finds what the first one has made.
        """
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET write_date = now() WHERE key = %s", [TURN]
        )

    # -- finding ---------------------------------------------------------------------------

    def _near(self, rule, works, packed):
        near = super()._near(rule, works, packed)
        # records of the same call that share a key with an earlier one
        owners = defaultdict(list)
        for at, work in enumerate(works):
            text, keys = packed[work]
            others = dict.fromkeys(o for key in keys for o in owners[key])
            near[at] += [(-1 - other, packed[works[other]][0]) for other in others]
            for key in keys:
                if len(owners[key]) < rule.settings.cap:
                    owners[key].append(at)
        return near

    def _likely(self, works, packed):
        likely = {}
        for work, hits in super()._likely(works, packed).items():
            work.earlier = any(one < 0 for one, _score, _certain in hits)
            likely[work] = [hit for hit in hits if hit[0] > 0]
        seen = set()
        for work in works:
            codes = {(name, work.keys[name]) for name in work.keys if name != EXTERNAL_ID}
            work.earlier = work.earlier or not seen.isdisjoint(codes)
            seen |= codes
        return likely

    def _judge(self, work, by_key, likely):
        # it is looked at once the earlier one is a customer
        return None if work.earlier else super()._judge(work, by_key, likely)

    # -- what is remembered ----------------------------------------------------------------

    def _remember_state(self, works):
        """What the system has said, and which values are its own from now on."""
        tracked = self.env["customer.field.origin"]._tracked()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_external_id l
                   SET changed_on = v.changed_on, known = v.known, archived = v.archived
                  FROM unnest(%s::text[], %s::timestamp[], %s::jsonb[], %s::boolean[])
                       AS v(name, changed_on, known, archived)
                 WHERE l.system_id = %s AND l.external_id = v.name
                """,
                [work.external_id for work in works],
                [work.changed_on for work in works],
                [json.dumps(note(w.link.get("known"), w.values(), w.changed_on)) for w in works],
                [self._still_archived(work) for work in works],
                self.id,
            )
        )
        self.env["customer.external.id"].invalidate_model()
        origins = {}
        for work in works:
            for one in (work, *work.contacts):
                taken = [
                    name
                    for name in one.vals
                    if name in tracked
                    and one.differing.get(name, TAKE) == TAKE
                    # what was the same before belongs to who had it
                    and (work.outcome == "create" or name in one.differing)
                ]
                if taken:
                    origins[one.partner] = {name: (self.id, one.changed_at(name)) for name in taken}
        self.env["customer.field.origin"]._store(origins)
