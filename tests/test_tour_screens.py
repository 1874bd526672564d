"""The screens of two roles in the browser; ``./dev test screens`` has those of all."""

from .screens_case import DESKTOP, PHONE, ScreensCase


class TestScreensInChinese(ScreensCase):
    browser_size = DESKTOP
    lang = "zh_CN"

    def test_administrator(self):
        self.walk("administrator", settings=True)


class TestScreensOnPhone(ScreensCase):
    browser_size = PHONE
    touch_enabled = True

    def test_sales(self):
        self.walk("sales")
