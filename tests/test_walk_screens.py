"""Every screen of the addon opens in the browser, for every role that has it: in both languages, on
desktop and phone. Run by ``./dev test screens``."""

from .screens_case import ScreensCase

DESKTOP, PHONE = "1400x900", "390x844"


class TestWalk(ScreensCase):
    browser_size = DESKTOP

    def test_administrator(self):
        self.walk("administrator")

    def test_viewer(self):
        self.walk("viewer")


class TestWalkChinese(ScreensCase):
    browser_size = DESKTOP
    lang = "zh_CN"

    def test_steward(self):
        self.walk("steward")


class TestWalkPhone(ScreensCase):
    browser_size = PHONE
    touch_enabled = True

    def test_sales(self):
        self.walk("sales")


class TestWalkPhoneChinese(ScreensCase):
    browser_size = PHONE
    touch_enabled = True
    lang = "zh_CN"

    def test_administrator(self):
        self.walk("administrator")

    def test_finance(self):
        self.walk("finance")
