"""The tests of the web client's parts, static/tests/**/*.test.js, in a browser."""

import logging
import re
from pathlib import Path

from odoo.tests import HttpCase, no_retry, tagged
from odoo.tools import file_path

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@customer_master"


def hoot_id(path):
    """How the address of the test page names a suite: its path, hashed."""
    number = 0
    for char in path:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


def suites():
    """One for each file of tests; they have the same path."""
    root = Path(file_path("customer_master/static/tests"))
    return {
        f"{SUITE}/{path.relative_to(root).as_posix().removesuffix('.test.js')}"
        for path in root.rglob("*.test.js")
    }


class Report(logging.Handler):
    """Takes the tests that passed, and what failed, from what the browser says."""

    def __init__(self):
        super().__init__()
        self.passed = []
        self.errors = []

    def emit(self, record):
        message = record.getMessage()
        self.passed += re.findall(r'Test "(.+?)" passed', message)
        if record.levelno >= logging.ERROR:
            self.errors.append(message)


class HootCase(HttpCase):
    def run_suite(self, **params):
        """Run the addon's suite. A file without a test that passed is a failure too."""
        expected = suites()
        # the page runs the tests of all addons where it doesn't know the one that is asked for
        self.assertTrue(expected, "there is no file of tests")
        query = {"headless": "", "loglevel": "2", "timeout": "15000", **params}
        query["id"] = hoot_id(SUITE)
        report = Report()
        browser = self._logger.getChild("browser")
        browser.addHandler(report)
        browser.setLevel(logging.INFO)  # also where the run itself shows less
        try:
            self.browser_js(
                "/web/tests?" + "&".join(f"{name}={value}" for name, value in query.items()),
                "",
                "",
                login="admin",
                timeout=600,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=unit_test_error_checker,
            )
        except AssertionError as error:
            raise AssertionError("\n".join([*report.errors, str(error)])) from None
        finally:
            browser.removeHandler(report)
        for suite in sorted(expected):
            ran = [test for test in report.passed if test.startswith(f"{suite}/")]
            self.assertTrue(ran, f"no test of {suite} ran")


@tagged("post_install", "-at_install", "customer_master")
class TestHootDesktop(HootCase):
    browser_size = "1366,768"

    @no_retry
    def test_unit_desktop(self):
        self.run_suite(preset="desktop")


@tagged("post_install", "-at_install", "customer_master")
class TestHootMobile(HootCase):
    browser_size = "375,667"
    touch_enabled = True

    @no_retry
    def test_unit_mobile(self):
        self.run_suite(preset="mobile", tag="-headless")
