"""Every screen, dialog and setting of the addon opens in the browser, for every role that has it:
in both languages, on desktop and phone. Run by ``./dev test screens``."""

from .common import ROLES
from .screens_case import DESKTOP, PHONE, ScreensCase


def a_walk(role):
    def test(self):
        # whoever sets up in Chinese has the settings of the whole system too
        self.walk(role, settings=role == "administrator" and self.lang == "zh_CN")

    return test


def of_every_role(case):
    """Give the class a test for each role."""
    for role in ROLES:
        setattr(case, f"test_{role}", a_walk(role))
    return case


@of_every_role
class TestWalk(ScreensCase):
    browser_size = DESKTOP


@of_every_role
class TestWalkChinese(ScreensCase):
    browser_size = DESKTOP
    lang = "zh_CN"


@of_every_role
class TestWalkPhone(ScreensCase):
    browser_size = PHONE
    touch_enabled = True


@of_every_role
class TestWalkPhoneChinese(ScreensCase):
    browser_size = PHONE
    touch_enabled = True
    lang = "zh_CN"
