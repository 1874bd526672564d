"""Lets plain pytest import tests of the checkout without what the addon itself imports.

The root of the checkout is the addon's package, and its ``__init__`` imports the models and with
them Odoo. pytest imports the packages above a test first. So bare packages stand in for the addon
and for ``tests`` here, and only the tests themselves and what they name are loaded for real.
"""

import os
import sys
import types


def _bare_package(name: str, folder: str) -> None:
    module = types.ModuleType(name)
    module.__path__ = [folder]
    sys.modules[name] = module


_ROOT = os.environ["CM_ADDON_PATH"]
_bare_package("customer_master", _ROOT)
_bare_package("customer_master.tests", os.path.join(_ROOT, "tests"))
