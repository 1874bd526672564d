"""The tests of the web client's parts, static/tests/**/*.test.js, in a browser."""

import logging
import re

from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@customer_master"


def hoot_id(path):
    """How the address of the test page names a suite: its path, hashed."""
    number = 0
    for char in path:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


class Report(logging.Handler):
    """Takes the number of tests that passed, and what failed, from what the browser says."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self.errors = []

    def emit(self, record):
        message = record.getMessage()
        for number in re.findall(r"Passed (\d+) tests", message):
            self.passed += int(number)
        if record.levelno >= logging.ERROR:
            self.errors.append(message)


class HootCase(HttpCase):
    def run_suite(self, **params):
        """Run the addon's suite. One that no test belongs to anymore is a failure too."""
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
        self.assertGreater(report.passed, 0, "no test ran")


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
