"""Lets pytest run ``tests/engine`` where there is no Odoo, and keeps it that way."""

import importlib.abc
import sys

pytest_plugins = ("cm_bare",)


class _NoOdoo(importlib.abc.MetaPathFinder):
    """``engine/`` is pure: an import of Odoo fails even on a machine that has it installed."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "odoo":
            raise ImportError("engine/ must not need Odoo: it imported " + name)
        return None


sys.meta_path.insert(0, _NoOdoo())
