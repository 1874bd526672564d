from collections import Counter

from markupsafe import Markup

from odoo import fields, models


def html_list(title, rows):
    """A titled list of texts; nothing where there are none."""
    if not rows:
        return Markup("")
    items = Markup("").join(Markup("<li>%s</li>") % row for row in rows)
    return Markup("<h5>%s</h5><ul>%s</ul>") % (title, items)


class CustomerOperation(models.Model):
    _inherit = "customer.operation"

    preview = fields.Html(compute="_compute_preview", sanitize=False)

    def _compute_preview(self):
        for operation in self:
            shown = operation.state == "draft"
            operation.preview = shown and operation._preview_html()

    def _preview_html(self):
        if self.kind == "restore":
            return self._service()._preview(self)
        return self.kind == "merge" and self._preview_merge()

    def _preview_merge(self):
        """What all groups together would move, and what would stay."""
        moves, collisions, warnings = Counter(), Counter(), Counter()
        for group in self.customer_preview()["groups"]:
            moves.update({row["label"]: row["count"] for row in group["moves"]})
            collisions.update({row["label"]: row["count"] for row in group["collisions"]})
            warnings.update(group["warnings"])
        return (
            html_list(self.env._("Please note"), list(warnings))
            + html_list(self.env._("Moves to the kept contact"), _counts(moves))
            + html_list(self.env._("Stays with the old contact"), _counts(collisions))
        )


def _counts(counter):
    return [f"{label}: {count}" for label, count in counter.most_common()]
