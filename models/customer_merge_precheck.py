from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# external ids of these modules stand for what Odoo itself needs
CORE_MODULES = ["base", "mail", "website", "portal"]


class CustomerMerge(models.AbstractModel):
    """Which groups can't be merged, and why."""

    _inherit = "customer.merge"

    def _blocked(self, groups) -> dict[int, str]:
        """Reasons by line id, of those of ``groups`` that must not be merged."""
        blocked = {}
        self.env.flush_all()
        for check in (
            # first, since the others name customers
            self._check_access,
            self._check_members,
            self._check_users,
            self._check_companies,
            self._check_own,
            self._check_loops,
            self._check_entries,
            self._check_hooks,
        ):
            left = [group for group in groups if group.line not in blocked]
            if left:
                blocked.update(check(left))
        return blocked

    def _lines_of(self, groups, sources_only=False):
        return {
            member: group.line
            for group in groups
            for member in (group.sources if sources_only else group.members)
        }

    def _check_members(self, groups):
        rows = {
            row[0]: row[1:]
            for row in self.env.execute_query(
                SQL(
                    """SELECT id, active, customer_merged_into_id, complete_name FROM res_partner
                        WHERE id = ANY(%s)""",
                    list(self._lines_of(groups)),
                )
            )
        }
        seen, blocked = set(), {}
        for group in groups:
            merged = [rows[m][2] for m in group.members if m in rows and rows[m][1]]
            if len(set(group.members)) < 2 or not rows.keys() >= set(group.members):
                reason = self.env._("There are no longer two customers to merge.")
            elif merged:
                reason = self.env._("Merged already: %s.", ", ".join(merged))
            elif not rows[group.master][0]:
                reason = self.env._(
                    "“%s” is archived; please keep another one.", rows[group.master][2]
                )
            elif not seen.isdisjoint(group.members):
                reason = self.env._("One of the customers is in another group as well.")
            else:
                seen.update(group.members)
                continue
            blocked[group.line] = reason
        return blocked

    def _check_access(self, groups):
        if self.env.uid == 1:  # the system itself
            return {}
        lines = self._lines_of(groups)
        members = self.env["res.partner"].with_context(active_test=False).sudo(False).browse(lines)
        members = members.exists()
        allowed = members._filtered_access("write")._filtered_access("read")
        return {lines[partner.id]: self._told_no_access() for partner in members - allowed}

    def _told_no_access(self):
        return self.env._("You may not change all of these customers.")

    def _check_users(self, groups):
        users, lines = defaultdict(list), self._lines_of(groups)
        for partner_id, login in self.env.execute_query(
            SQL("SELECT partner_id, login FROM res_users WHERE partner_id = ANY(%s)", list(lines))
        ):
            users[lines[partner_id]].append(login)
        return {
            line: self.env._(
                "Several of them have a user: %s. At most one may.", ", ".join(sorted(logins))
            )
            for line, logins in users.items()
            if len(logins) > 1
        }

    def _check_companies(self, groups):
        lines = self._lines_of(groups)
        company = dict(
            self.env.execute_query(
                SQL("SELECT id, company_id FROM res_partner WHERE id = ANY(%s)", list(lines))
            )
        )
        blocked, narrow = {}, {}
        for group in groups:
            companies = {company[member] for member in group.members} - {None}
            if len(companies) > 1:
                blocked[group.line] = self.env._("They belong to different companies.")
            elif company[group.master]:
                narrow.update({s: company[group.master] for s in group.sources if not company[s]})
        for source in self._used_elsewhere(narrow):
            blocked[lines[source]] = self.env._(
                "There are documents of another company than that of the customer that is kept."
            )
        return blocked

    def _used_elsewhere(self, narrow):
        """Sources with documents or users of another company.

        :param narrow: {source id: id of the one company that the survivor belongs to}
        """
        if not narrow:
            return set()
        columns = [
            column
            for column in self._columns()
            if column.kind == "fk"
            and column.model in self.env
            and (field := self.env[column.model]._fields.get("company_id"))
            and field.store
            and column.table != "res_partner"
        ]
        asked = SQL(
            "unnest(%s::int[], %s::int[]) AS m(src, company)", list(narrow), list(narrow.values())
        )
        return {
            row[0]
            for row in self.env.execute_query(
                SQL(" UNION ").join(
                    SQL(
                        """SELECT m.src FROM %s t JOIN %s ON m.src = t.%s
                            WHERE t.company_id <> m.company""",
                        column.sql_table,
                        asked,
                        column.sql_name,
                    )
                    for column in columns
                )
            )
        }

    def _check_own(self, groups):
        """Partners of our own companies, and what Odoo itself refers to."""
        lines = self._lines_of(groups, sources_only=True)
        blocked = {}
        for (partner_id,) in self.env.execute_query(
            SQL(
                """SELECT res_id FROM ir_model_data
                    WHERE model = 'res.partner' AND module = ANY(%s) AND res_id = ANY(%s)""",
                CORE_MODULES,
                list(lines),
            )
        ):
            blocked[lines[partner_id]] = self.env._(
                "One of them is needed by Odoo itself; please keep that one."
            )
        for partner_id, name in self.env.execute_query(
            SQL("SELECT partner_id, name FROM res_company WHERE partner_id = ANY(%s)", list(lines))
        ):
            blocked[lines[partner_id]] = self.env._(
                "One of them is our own company “%s”; please keep that one.", name
            )
        return blocked

    # -- parents ---------------------------------------------------------------------------

    def _parents(self, ids):
        """{id: id of its parent} of partners and of all above them."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH RECURSIVE up AS (
                        SELECT id, parent_id FROM res_partner WHERE id = ANY(%s)
                         UNION SELECT p.id, p.parent_id
                                 FROM res_partner p JOIN up ON p.id = up.parent_id
                    ) SELECT id, parent_id FROM up
                    """,
                    list(ids),
                )
            )
        )

    def _check_loops(self, groups):
        parents = self._parents(self._lines_of(groups))
        blocked, becomes = {}, {s: g.master for g in groups for s in g.sources}
        for group in groups:
            above = {a for member in group.members for a in _above(member, parents, {})}
            if not above.isdisjoint(group.members):
                blocked[group.line] = self.env._(
                    "One of them is a contact or branch of another one of them."
                )
            # only several merges at once can make this loop
            elif group.master in _above(group.master, parents, becomes):
                blocked[group.line] = self.env._(
                    "Merged together with another group, a customer would become its own parent. "
                    "Please merge this group later."
                )
            else:
                continue
            for source in group.sources:
                becomes.pop(source)
        return blocked


def _above(node, parents, becomes):
    """All that are above ``node`` in the tree; ``node`` itself where there is a loop."""
    found = set()
    while (node := parents.get(node)) and (node := becomes.get(node, node)) not in found:
        found.add(node)
    return found
