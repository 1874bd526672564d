"""An install, upgrade or uninstall must leave no WARNING or ERROR in Odoo's log."""

import re
from collections.abc import Iterable

_PROBLEM = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (WARNING|ERROR|CRITICAL) ")
_LINE = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) ")
# What Odoo itself says on machines like ours, and what no addon can change.
_CORE_NOISE = (
    re.compile(r"partner_autocomplete|iap_tools"),
    re.compile(r"Running as user 'root'"),
)


def problems(log: Iterable[str]) -> list[str]:
    """The lines of trouble in a log, each with its traceback."""
    found: list[str] = []
    inside = False
    for line in log:
        if _LINE.match(line):
            inside = bool(_PROBLEM.match(line)) and not any(
                noise.search(line) for noise in _CORE_NOISE
            )
        if inside:
            found.append(line.rstrip())
    return found
