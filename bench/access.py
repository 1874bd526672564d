"""What a salesperson waits for in the customer list and in a drop-down, for each setting of
visibility, against an administrator in the same run."""

import sys

from common.databases import environment
from common.listed import ListBench, run
from common.report import Row
from common.timing import timed

ROUNDS = 9
TERMS = ("an", "Shenzhen", "科技", "gmbh", "zz no such")
SETTINGS = ("all", "own")


class Bench(ListBench):
    def complete(self, env) -> None:
        """Ten salespersons."""
        sellers = env["res.users"].create(
            [
                {
                    "name": f"Seller {number}",
                    "login": f"seller_{number}",
                    "group_ids": [(4, env.ref("customer_master.group_sales").id)],
                }
                for number in range(10)
            ]
        )
        # a tenth is nobody's, the rest is shared among ten
        env.cr.execute(
            """UPDATE res_partner SET user_id = (%s::int[])[1 + id %% 11]
                WHERE customer_rank > 0""",
            [[*sellers.ids, None]],
        )

    def compare(self, setting: str) -> None:
        with environment(self.peers.addon) as env:
            env["ir.config_parameter"].sudo().set_param("customer_master.visibility", setting)
            env["ir.config_parameter"].sudo().set_param("customer_master.guard_customers", "True")
            env.flush_all()
            seller = env["res.users"].search([("login", "=", "seller_3")])
            self.row(f"list, {setting}", env, seller, self.open_list)
            self.row(f"drop-down, {setting}", env, seller, self.search_names)

    def row(self, measure, env, seller, work) -> None:
        admin = env.ref("base.user_admin")
        times = {admin: [], seller: []}
        for _round in range(ROUNDS):
            for user in times:
                env.invalidate_all()
                times[user].append(1000 * timed(work, env["res.partner"].with_user(user)))
        peer, own = (min(times[user]) for user in (admin, seller))
        self.report.add(Row(measure, peer, own, "ms", own / peer, "<= 1.3 x", own <= 1.3 * peer))

    @staticmethod
    def open_list(partners) -> None:
        names = ("customer_priority", "complete_name", "phone", "email", "user_id")
        partners.with_context(res_partner_search_mode="customer").web_search_read(
            partners._customer_domain(),
            {name: {} for name in names},
            limit=80,
            order="customer_priority desc, complete_name, id desc",
            count_limit=10_001,
        )

    @staticmethod
    def search_names(partners) -> None:
        for term in TERMS:
            partners.with_context(res_partner_search_mode="customer").name_search(term, limit=8)


def main() -> int:
    def work(bench, _chosen):
        for setting in SETTINGS:
            bench.compare(setting)

    return run(Bench, "Access to %s customers: an administrator and a salesperson", __doc__, work)


if __name__ == "__main__":
    sys.exit(main())
