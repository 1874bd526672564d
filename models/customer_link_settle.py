import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.matching.record import COMPANY, Record
from ..engine.matching.values import match_values
from .customer_bisect import bisected, reason_of

_logger = logging.getLogger(__name__)

BROKEN = 20  # records of one call that can't be read
# fields of a new customer by kind of evidence
MADE_OF = {"name": "name", "email": "email", "phone": "phone", "tax_id": "vat", "ref": "ref",
           "street": "street", "zip": "zip", "city": "city"}  # fmt: skip


class CustomerLink(models.AbstractModel):
    """What follows from what was found: links, suggestions, new customers."""

    _inherit = "customer.link"

    @api.model
    def _link(self, rule, records, operation=None):
        """Link those of ``records`` that are certain and keep suggestions for the others.

        To be called with the rights of who answers for the rule.

        :param operation: the one that the links are added to, else a new one is made
        :return: (number of links, of suggestions, the operation or none)
        """
        lines, rows = [], []

        def look(some):
            found = self._outcome(rule, some)
            lines.extend(found[0])
            rows.extend(found[1])

        self._for_readable(rule, records, look)
        Suggestion = self.env["customer.link.suggestion"].sudo()
        Suggestion._store(rule, records.ids, rows)
        if not lines:
            return 0, len(rows), operation
        service = self.sudo()
        if not operation:
            name = self.env._("Links by “%s”", rule.sudo().name)
            operation = service._plan("link", name, [])
        made = (
            self.env["customer.operation.line"]
            .sudo()
            .create([{"operation_id": operation.id, **line} for line in lines])
        )
        service._do(made)
        operation.customer_count += len(made.partner_id)
        operation._finish()
        done = len(made.filtered(lambda line: line.state == "done"))
        return done, len(rows), operation

    @api.model
    def _for_readable(self, rule, records, work):
        """Do ``work(records)``, and where it fails without those on which it does: what they
        refer to is hidden, or a field of another addon fails on them.

        :param work: a function that only reads
        :raise UserError: there are so many of these that it is the rule
        """
        broken = []

        def failed(one, error):
            broken.append(one.id)
            reason = reason_of(error)
            if len(broken) > BROKEN:
                raise UserError(
                    self.env._(
                        "The rule “%(name)s” can't read its records: %(problem)s",
                        name=rule.sudo().name,
                        problem=reason,
                    )
                )
            _logger.warning("Link rule %s can't read %s: %s", rule.id, one, reason)

        bisected(self.env, records, work, failed)

    def _outcome(self, rule, records):
        """(values of lines of an operation, rows of suggestions) of what is found."""
        settled = rule.sudo()
        barred = self.env["customer.link.suggestion"]._dismissed(rule, records.ids)
        lines, rows = [], []
        for asked, decision in self._find(rule, records):
            record = asked.record
            found = [
                one
                for one in decision.found
                if (record.id, one.judgement.candidate.id) not in barred
            ]
            at_once = settled.action == "link"
            if at_once and found and found[0].certain:
                partner = self.env["res.partner"].browse(found[0].judgement.candidate.id)
                lines.append(self._line(record, settled.field_name, partner, rule=rule.id))
            elif found:
                rows += [self._row(asked, one) for one in found]
            elif settled.create_missing and not decision.found and (record.id, 0) not in barred:
                if vals := self._new_customer(asked):
                    none = self.env["res.partner"]
                    if at_once:
                        more = {"rule": rule.id, "create": vals}
                        lines.append(self._line(record, settled.field_name, none, **more))
                    else:
                        told = [["new", vals["name"], 0]]
                        rows.append((record.id, None, asked.company or None, 0.5, told, vals))
        return lines, rows

    def _row(self, asked, found):
        judgement = found.judgement
        partner = judgement.candidate.id
        told = self._told(found)
        return asked.record.id, partner, asked.company or None, judgement.score, told, None

    def _new_customer(self, asked):
        """Values of the customer that is to be made; none without a name."""
        vals = {
            name: asked.by_kind[kind][0]
            for kind, name in MADE_OF.items()
            if asked.by_kind.get(kind)
        }
        if not vals.get("name"):
            return {}
        legal = match_values(Record(name=vals["name"], kind=COMPANY)).mark
        vals["is_company"] = bool(legal or vals.get("vat"))
        if country := next(iter(asked.by_kind.get("country", ())), None):
            ids = self.env["customer.correction"]._country_ids()
            vals |= {"country_id": ids[country.upper()]} if country.upper() in ids else {}
        if asked.company:
            vals["company_id"] = asked.company
        return vals
