"""What a salesperson waits for in the customer list and in a drop-down, for each setting of
visibility, against an administrator in the same run."""

import sys

from common.databases import Peers, environment
from common.fill import insert_customers
from common.report import Report, Row, options
from common.timing import timed
from common.truth import customer_list
from matching import partner_row

ROUNDS = 9
TERMS = ("an", "Shenzhen", "科技", "gmbh", "zz no such")
SETTINGS = ("all", "own")


class Bench:
    def __init__(self, peers: Peers, report: Report, size: int):
        self.peers, self.report, self.size = peers, report, size

    def prepare(self) -> None:
        self.peers.make_core()
        with environment(self.peers.core, commit=True) as env:
            insert_customers(env, map(partner_row, customer_list(self.size)))
        self.peers.install_addon()
        with environment(self.peers.addon, commit=True) as env:
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
        self.peers.vacuum()

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
    parser = options(__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--reuse", action="store_true", help="the databases left by --keep")
    chosen = parser.parse_args()
    report = Report(f"Access to {chosen.customers} customers: an administrator and a salesperson")
    with Peers(f"cm_access_{chosen.customers}", keep=chosen.keep) as peers:
        bench = Bench(peers, report, chosen.customers)
        if not (chosen.reuse and peers.exist()):
            bench.prepare()
        for setting in SETTINGS:
            bench.compare(setting)
    return report.finish(chosen.json)


if __name__ == "__main__":
    sys.exit(main())
