from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .customer_match_review_group import first


class CustomerMatchPair(models.Model):
    """Decisions on groups of duplicates: on the review screen, and on all certain ones."""

    _inherit = "customer.match.pair"

    @api.model
    def customer_review_decide(self, decision, pair_ids, master=False, values=None, column=False):
        """Decide on a group that this user looks at.

        :param decision: ``merge`` all into ``master``; ``different``: no two are the same;
            ``split``: the customer ``column`` is none of them; ``later``: ask again at the end
        :param pair_ids: the pairs of the group, as ``customer_review_next`` told them
        :param values: for ``merge``: {field: id of the member whose value was picked by hand}
        :return: a dict with ``gone`` where somebody else decided or is deciding; ``blocked``, a
            sentence, where a merge is not possible; ``operation``, the id of the merge;
            ``decided``, the pairs that were called different; ``group``, what is left of it
            after a split
        :raise AccessError: the user is no data steward
        """
        self.check_access("write")
        pairs = self._review_still_open(pair_ids)
        if not pairs:
            return {"gone": True}
        if decision == "merge":
            return pairs._review_merge(master, values or {})
        if decision == "different":
            pairs.action_different()
            return {"decided": pairs.ids}
        if decision == "split":
            return pairs._review_split(column)
        if decision == "later":
            pairs._put_off()
            return {}
        raise ValidationError(self.env._("There is no such decision."))

    def _review_still_open(self, pair_ids):
        """The pairs, reserved for this user; none where one of them is no longer to decide."""
        wanted = self._review_ids(pair_ids)
        pairs = self.search([("id", "in", wanted), *self._review_domain()])
        complete = wanted and len(pairs) == len(wanted)
        return pairs if complete and pairs._reserve() else self.browse()

    def _review_merge(self, master, values):
        members = self._review_partners()
        if master not in members.ids:
            raise ValidationError(self.env._("The customer to keep is not one of this group."))
        Operation = self.env["customer.operation"]
        operation = Operation.browse(
            Operation.customer_plan_merge(
                [{"master": master, "members": members.ids, "values": values}]
            )
        )
        operation.action_do()
        line = operation.line_ids
        if line.state == "done":
            return {"operation": operation.id}
        reason = line.reason
        # nothing was changed, so there is nothing to keep a record of
        operation.sudo().unlink()
        return {"blocked": reason}

    def _review_split(self, column):
        pairs = self | self._review_pairs_called_same()
        apart = pairs.filtered(lambda pair: column in (pair.left_id.id, pair.right_id.id))
        if not apart:
            raise ValidationError(self.env._("This customer is not one of this group."))
        apart.action_different()
        left = self - apart
        return {
            "decided": apart.ids,
            # what is left may be several groups now
            "group": left and self._review_rest(left),
        }

    def _review_rest(self, left):
        pairs = self._review_pairs_of(left[0].id)
        return pairs._reserve() and pairs._review_group()

    @api.model
    def customer_review_reopen(self, pair_ids):
        """Take back that these pairs were called different."""
        self.check_access("write")
        pairs = self.search(
            [("id", "in", self._review_ids(pair_ids)), *self._review_domain("different")]
        )
        pairs.action_reopen()
        for rule, own in pairs.sudo().grouped("rule_id").items():
            if rule:
                self._regroup(rule, (own.left_id | own.right_id).ids)
        return True

    # -- all certain ones ------------------------------------------------------------------

    def action_merge_certain(self):
        """Plan one merge of all customers that are duplicates for certain, to be looked at.

        On the pairs that are selected, else on all that wait.

        :return: the action that opens the preview
        :raise UserError: there is none
        """
        self.check_access("write")
        domain = [("certain", "=", True), *self._review_domain()]
        if self:
            domain.append(("id", "in", self.ids))
        pairs = self.search(domain)
        groups = (pairs - pairs._taken())._certain_groups()
        if not groups:
            raise UserError(self.env._("None of these are duplicates for certain."))
        uses = self._review_uses(self.env["res.partner"].browse(m for g in groups for m in g))
        operation_id = self.env["customer.operation"].customer_plan_merge(
            [
                {"master": min(group, key=lambda one: first(one, uses[one])), "members": group}
                for group in groups
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.operation",
            "res_id": operation_id,
            "views": [(False, "form")],
        }

    def _certain_groups(self):
        """Ids of the customers that these pairs connect within their groups, as lists."""
        home = {}
        for pair in self:
            group = (pair.rule_id.id, pair.cluster or -pair.id)
            left = home.setdefault((group, pair.left_id.id), {pair.left_id.id})
            right = home.setdefault((group, pair.right_id.id), {pair.right_id.id})
            if left is not right:
                left |= right
                home.update({(group, member): left for member in right})
        return sorted(sorted(group) for group in {id(g): g for g in home.values()}.values())
