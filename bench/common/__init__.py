"""What the benchmarks share.

A benchmark compares Odoo with the addon against its *peer*, Odoo without it, in one process and
one run: both sides are measured in turns, so that a busy machine slows both.
"""

import sys
from pathlib import Path

# devtools, which makes the databases
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from . import client  # noqa: E402
from .customers import customers  # noqa: E402
from .databases import Peers, environment  # noqa: E402
from .fill import Places, insert_customers, spread_categories  # noqa: E402
from .report import Report, Row, options, say  # noqa: E402
from .timing import MINIMUM_ROUNDS, Pair, alternate, fresh, timed  # noqa: E402
