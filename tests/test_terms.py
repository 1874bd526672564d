"""The export of terms overlooks some, without a word."""

import ast
import json
import re
from pathlib import Path

import polib

from odoo.tests import BaseCase
from odoo.tools.misc import file_path

ADDON = Path(file_path("customer_master/__manifest__.py")).parent
TERM = re.compile(r'\b_t\(\s*("(?:[^"\\]|\\.)*")')
MARKS = {"_", "_lt"}


def terms(tree):
    """(line, text, whether it is inside of an f-string) of the texts to be translated."""
    inside = {
        id(part)
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for part in ast.walk(text)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
        text = call.args[0]
        if name in MARKS and isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield call.lineno, text.value, id(call) in inside


class TestTerms(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pot = polib.pofile(str(ADDON / "i18n" / "customer_master.pot"))
        cls.known = {entry.msgid for entry in pot}

    def test_terms_of_the_web_client_are_exported(self):
        lost = [
            f"{path.name}: {term}"
            for path in (ADDON / "static" / "src").rglob("*.js")
            for term in map(json.loads, TERM.findall(path.read_text()))
            if term not in self.known
        ]
        self.assertFalse(lost)

    def test_terms_of_python_are_exported(self):
        """What stands inside of an f-string never is."""
        lost = [
            f"{path.relative_to(ADDON)}:{line}: {term}"
            for folder in ("models", "wizards", "controllers", "reports")
            for path in sorted((ADDON / folder).rglob("*.py"))
            for line, term, in_fstring in terms(ast.parse(path.read_text()))
            if in_fstring or term not in self.known
        ]
        self.assertFalse(lost)
