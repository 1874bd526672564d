from odoo import api, models


class CustomerLink(models.AbstractModel):
    """What speaks for a customer, as sentences in the language of the user."""

    _inherit = "customer.link"

    @api.model
    def _told(self, found) -> list:
        """What is stored of why a customer was found: ``[[kind, text, sure], ...]``; doubts are
        rows with the kind ``doubt`` or ``against``."""
        judgement = found.judgement
        rows = [[reason.kind, reason.text, reason.sure] for reason in judgement.reasons]
        rows += [["against", kind, 0] for kind in judgement.against]
        return rows + [["doubt", found.doubt, 0]] if found.doubt == "several" else rows

    @api.model
    def _sentence(self, told) -> str:
        """The sentence of what :meth:`_told` stored."""
        labels = dict(
            self.env["customer.link.rule.line"]._fields["kind"]._description_selection(self.env)
        )
        parts = []
        for kind, text, sure in told or ():
            if kind == "new":
                parts.append(self.env._("Nobody fits: “%s” would be a new customer.", text))
            elif kind == "against":
                parts.append(
                    self.env._("But the customer has another value of %s.", labels.get(text, text))
                )
            elif kind == "doubt":
                parts.append(self.env._("But another customer fits as well."))
            elif kind == "like":
                percent = round(100 * sure)
                parts.append(
                    self.env._("Looks like “%(text)s” (%(sure)s %%).", text=text, sure=percent)
                )
            else:
                parts.append(
                    self.env._("Same %(kind)s: %(text)s.", kind=labels.get(kind, kind), text=text)
                )
        return " ".join(parts)
