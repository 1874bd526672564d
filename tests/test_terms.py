"""The export of terms overlooks some of JavaScript, without a word."""

import json
import re
from pathlib import Path

import polib

from odoo.tests import BaseCase
from odoo.tools.misc import file_path

TERM = re.compile(r'\b_t\(\s*("(?:[^"\\]|\\.)*")')


class TestTerms(BaseCase):
    def test_terms_of_the_web_client_are_exported(self):
        pot = polib.pofile(file_path("customer_master/i18n/customer_master.pot"))
        known = {entry.msgid for entry in pot}
        lost = [
            f"{path.name}: {term}"
            for path in Path(file_path("customer_master/static/src")).rglob("*.js")
            for term in map(json.loads, TERM.findall(path.read_text()))
            if term not in known
        ]
        self.assertFalse(lost)
