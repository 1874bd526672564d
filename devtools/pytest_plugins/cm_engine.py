"""Lets pytest run ``tests/engine`` where there is no Odoo, and keeps it that way.

The root of the checkout is the addon's package, and its ``__init__`` imports the models and with
them Odoo. pytest imports the packages above a test first. So bare packages stand in for the addon
and for ``tests`` here, and only ``engine`` and the tests themselves are loaded for real.
"""

import importlib.abc
import os
import sys
import types


class _NoOdoo(importlib.abc.MetaPathFinder):
    """``engine/`` is pure: an import of Odoo fails even on a machine that has it installed."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "odoo":
            raise ImportError("engine/ must not need Odoo: it imported " + name)
        return None


def _bare_package(name: str, folder: str) -> None:
    module = types.ModuleType(name)
    module.__path__ = [folder]
    sys.modules[name] = module


sys.meta_path.insert(0, _NoOdoo())
_ROOT = os.environ["CM_ADDON_PATH"]
_bare_package("customer_master", _ROOT)
_bare_package("customer_master.tests", os.path.join(_ROOT, "tests"))
