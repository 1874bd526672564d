"""A headless Chromium, driven by its DevTools protocol, for ``screenshots.py``."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

WAIT_SECONDS = 60
FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--remote-debugging-port=0",
)


class BrowserError(Exception):
    """The page is not as expected."""


class Page:
    """One tab."""

    def __init__(self, address: str):
        self._socket = websocket.create_connection(
            address, suppress_origin=True, timeout=WAIT_SECONDS
        )
        self._last = 0
        self.call("Page.enable")

    def call(self, method: str, **parameters) -> dict:
        """Call a method of the protocol.

        Of the events that come meanwhile only one is of interest: the browser asks whether to
        leave what was typed, and waits for the answer.
        """
        wanted = self._send(method, parameters)
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == wanted:
                break
            if answer.get("method") == "Page.javascriptDialogOpening":
                self._send("Page.handleJavaScriptDialog", {"accept": True})
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _send(self, method: str, parameters: dict) -> int:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        return self._last

    def evaluate(self, expression: str):
        """Return the value of a JavaScript expression; a promise is awaited."""
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def wait(self, expression: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait until the expression is true; a page that is being left has none yet."""
        end = time.monotonic() + seconds
        while True:
            with contextlib.suppress(BrowserError):
                if self.evaluate(f"Boolean({expression})"):
                    return
            if time.monotonic() > end:
                raise BrowserError(f"Waited in vain for: {expression}")
            time.sleep(0.1)

    def wait_for(self, selector: str) -> None:
        """Wait until an element is there."""
        self.wait(f"document.querySelector({json.dumps(selector)})")

    def open(self, url: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=url)

    def click(self, selector: str) -> None:
        """Click the first element, as soon as it is there."""
        self.wait_for(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Replace the text of an input as a keyboard (or an input method) does."""
        self.wait_for(selector)
        self.evaluate(
            f"(e => {{ e.focus(); e.select(); }})(document.querySelector({json.dumps(selector)}))"
        )
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press and release a key that has no character but Enter."""
        text = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def upload(self, selector: str, path: str) -> None:
        """Choose a file in an input."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", files=[path], nodeId=node)

    def leave(self, selector: str) -> None:
        """Have the input lose the focus, which takes over what was typed."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).blur()")

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """Set the size of the window; a phone has a touch screen of two pixels a dot."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def picture(self) -> bytes:
        """The window as a PNG file."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


@contextlib.contextmanager
def browser(program: str):
    """Run Chromium and yield its page; nothing of it stays behind."""
    profile = Path(tempfile.mkdtemp(prefix="customer_master_browser_"))
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [program, *FLAGS, *root, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Page(_page_address(process, profile / "DevToolsActivePort"))
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def _page_address(process: subprocess.Popen, port_file: Path) -> str:
    """Address of the first tab, which Chromium tells by way of a file in its profile."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BrowserError(f"The browser ended by itself (exit code {process.returncode}).")
        with contextlib.suppress(OSError, ValueError, StopIteration):
            port = int(port_file.read_text().split()[0])
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=5) as answer:
                tabs = json.load(answer)
            return next(t["webSocketDebuggerUrl"] for t in tabs if t["type"] == "page")
        time.sleep(0.1)
    raise BrowserError(f"The browser did not start within {WAIT_SECONDS} s.")
