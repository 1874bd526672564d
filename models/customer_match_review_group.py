from collections import defaultdict

from odoo import fields, models

from ..engine.matching.explain import explain_pair
from .customer_match_text import explanation_rows, likelihood
from .customer_merge import Group

MOST_EXPLAINED = 30  # pairs of one group
# shown wherever one of the customers has a value, in this order; other fields only where the
# customers differ
MAIN = (
    "name", "user_id", "ref", "vat", "company_registry", "is_company", "parent_id", "function",
    "phone", "email", "website", "street", "street2", "city", "zip", "state_id", "country_id",
    "industry_id", "customer_priority", "customer_employees", "customer_annual_revenue",
    "comment",
)  # fmt: skip
# where on earth it is follows from the address; the others mean nothing to people
HIDDEN = {"partner_latitude", "partner_longitude", "properties", "signup_type"}


def first(one, uses):
    """Sorts the customer first that is proposed as the master, by its id and its uses."""
    return -uses["orders"]["count"] - uses["invoices"]["count"], one


class CustomerMatchPair(models.Model):
    """What the review screen shows of a group of duplicates."""

    _inherit = "customer.match.pair"

    def _review_group(self):
        """The group of these open pairs, as the review screen shows it.

        :return: ``pairs`` (ids), ``members`` (dicts as of ``_review_members``, the one that is
            proposed as the master first), ``fields`` (as of ``_review_fields``) and ``why``: the
            likeliest pairs, each with ``left, right, likelihood, certain, rows``
        """
        partners = self._review_partners()
        members = self._review_members(partners)
        return {
            "pairs": self.ids,
            "members": members,
            "fields": self._review_fields([member["id"] for member in members]),
            "why": self._review_why(),
        }

    def _review_pairs_called_same(self):
        """The pairs of the group that are called duplicates already and wait to be merged."""
        if not self[:1].cluster:
            return self.browse()
        return self.search(
            [
                *self._review_domain("same"),
                ("rule_id", "=", self[:1].rule_id.id),
                ("cluster", "=", self[:1].cluster),
            ]
        )

    def _review_partners(self):
        """All active customers of the group."""
        pairs = self | self._review_pairs_called_same()
        return pairs.left_id | pairs.right_id

    # -- members ---------------------------------------------------------------------------

    def _review_members(self, partners):
        """Each of the customers: ``id, name, badges, company, created``, and ``orders``,
        ``invoices``, ``activities`` with ``count`` and ``last`` (a date or false), and ``last``,
        when it was last used.

        The one with the most orders and invoices comes first, the oldest of several.
        """
        uses = self._review_uses(partners)
        told = [
            {
                "id": partner.id,
                "name": partner.display_name,
                "badges": partner.customer_badges or [],
                "company": partner.sudo().company_id.name or "",
                "created": fields.Date.to_string(partner.create_date),
                **uses[partner.id],
            }
            for partner in partners
        ]
        return sorted(told, key=lambda member: first(member["id"], member))

    def _review_uses(self, partners):
        """{customer id: its orders, invoices and activities}, also those that the user may not
        read: a merge moves all of them."""
        ids = partners.ids
        orders = self._review_counts(
            "sale.order",
            [("partner_id.commercial_partner_id", "in", ids), ("state", "!=", "cancel")],
            "partner_id",
            "date_order:max",
        )
        invoices = self._review_counts(
            "account.move",
            [
                ("commercial_partner_id", "in", ids),
                ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
                ("state", "!=", "cancel"),
            ],
            "commercial_partner_id",
            "invoice_date:max",
        )
        activities = self._review_counts(
            "mail.activity",
            [("res_model", "=", "res.partner"), ("res_id", "in", ids)],
            "res_id",
            "date_deadline:max",
        )
        return {
            one: {
                "orders": orders[one],
                "invoices": invoices[one],
                "activities": activities[one],
                "last": max(filter(None, (orders[one]["last"], invoices[one]["last"])), default=""),
            }
            for one in ids
        }

    def _review_counts(self, model, domain, by, last):
        """{customer id: ``count`` and ``last``} of the records of ``model``; those of a contact
        person count for the company."""
        found = self.env[model].sudo()._read_group(domain, [by], ["__count", last])
        counts = defaultdict(lambda: {"count": 0, "last": ""})
        for key, count, date in found:
            one = key if isinstance(key, int) else key.commercial_partner_id.id
            date = fields.Date.to_string(date) or "" if date else ""
            counts[one] = {
                "count": counts[one]["count"] + count,
                "last": max(counts[one]["last"], date),
            }
        return counts

    # -- values ----------------------------------------------------------------------------

    def _review_fields(self, members):
        """Rows of values that the user may read.

        :return: dicts with ``field, label, unit`` (of fields that are taken together, as of an
            address), ``differs``, ``values`` ({member id: text}) and ``kept``: {id of the
            master: [id of the member whose value is proposed or false, text]}
        """
        Merge = self.env["customer.merge"]
        Partner = self.env["res.partner"]
        rules = self.env["customer.survivorship.rule"]._engine_rules(Merge._value_fields())
        unit = {name: rule.fields[0] for rule in rules for name in rule.fields}
        # what would survive, whichever of them is the master
        proposals = Merge._preview_values(
            [Group(one, one, tuple(m for m in members if m != one)) for one in members]
        )
        rows, kept = {}, defaultdict(dict)
        for master, values in proposals.items():
            for row in values:
                rows[row["field"]] = row
                kept[row["field"]][str(master)] = [row["from"], row["kept"]]
        order = {name: number for number, name in enumerate(MAIN)}
        told = []
        for name, row in sorted(rows.items(), key=lambda item: order.get(item[0], len(MAIN))):
            differs = len(set(row["values"].values())) > 1
            readable = Partner._has_field_access(Partner._fields[name], "read")
            if readable and name not in HIDDEN and (differs or name in order):
                told.append(
                    {
                        "field": name,
                        "label": row["label"],
                        "unit": unit[name],
                        "differs": differs,
                        "values": row["values"],
                        "kept": kept[name],
                    }
                )
        return told

    # -- evidence --------------------------------------------------------------------------

    def _review_why(self):
        return [
            {
                "left": pair.left_id.id,
                "right": pair.right_id.id,
                "likelihood": likelihood(self.env, pair.score),
                "certain": pair.certain,
                "rows": explanation_rows(self.env, reasons),
            }
            for pair, reasons in self[:MOST_EXPLAINED]._explained()
        ]

    def _explained(self):
        """Each pair with the reasons for its score; none where the user may not read one side."""
        readable = (self.left_id | self.right_id)._filtered_access("read")
        packed = self.env["customer.match.key"]._packed(readable.ids)
        rules = {
            rule: (rule._settings(), rule._engine_statistics()) for rule in self.sudo().rule_id
        }
        for pair in self:
            sides = packed.get(pair.left_id.id), packed.get(pair.right_id.id)
            known = all(sides) and pair.rule_id
            yield pair, explain_pair(*sides, *rules[pair.sudo().rule_id]).rows if known else ()
