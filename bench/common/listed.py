"""What benchmarks on a made-up customer list have in common."""

import argparse
from collections.abc import Callable

from .databases import Peers, environment
from .fill import insert_customers
from .report import Report, options
from .truth import customer_list, partner_row


class ListBench:
    """Both databases with the same ``size`` customers; the addon is installed on them."""

    def __init__(self, peers: Peers, report: Report, size: int):
        self.peers, self.report, self.size = peers, report, size

    def prepare(self) -> None:
        self.peers.make_core()
        with environment(self.peers.core, commit=True) as env:
            insert_customers(env, map(partner_row, customer_list(self.size)))
            self.fill(env)
        self.peers.install_addon()
        with environment(self.peers.addon, commit=True) as env:
            self.complete(env)
        self.peers.vacuum()

    def fill(self, env) -> None:
        """What else both databases need."""

    def complete(self, env) -> None:
        """What else the customers need, with the addon."""


def run(
    bench: type[ListBench],
    title: str,
    doc: str,
    work: Callable[[ListBench, argparse.Namespace], None],
    parts: tuple[str, ...] = (),
    customers: int = 100_000,
) -> int:
    """Prepare the databases unless they are there, do ``work`` and print the report.

    :param title: with one ``%s`` for the number of customers; its first word names the databases
    :param parts: names to choose from by ``--only``
    :return: the exit code
    """
    parser = options(doc)
    parser.add_argument("--customers", type=int, default=customers, metavar="N")
    parser.add_argument("--reuse", action="store_true", help="the databases left by --keep")
    if parts:
        parser.add_argument("--only", default=",".join(parts), metavar="A,B")
    chosen = parser.parse_args()
    report = Report(title % chosen.customers)
    prefix = f"cm_{title.split()[0].lower()}_{chosen.customers}"
    with Peers(prefix, keep=chosen.keep) as peers:
        made = bench(peers, report, chosen.customers)
        if not (chosen.reuse and peers.exist()):
            made.prepare()
        work(made, chosen)
    return report.finish(chosen.json)


def do_parts(bench: ListBench, chosen: argparse.Namespace) -> None:
    """The chosen parts, methods of the bench, in the order in which they are named."""
    for part in chosen.only.split(","):
        getattr(bench, part)()
