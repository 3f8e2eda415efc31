"""Headless Chromium, driven over a pipe by the DevTools protocol: no port, no driver, no network.

`Browser` starts one; `open` gives a page of it that remembers what went wrong: messages on the console, exceptions, and
every address that was asked for.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE_SECONDS = 60
KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), " ": (32, " ")}

Message = dict[str, Any]


def executable() -> str | None:
    """The path of an installed Chromium; None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _pipe() -> tuple[int, int]:
    """The two ends of a pipe, with numbers that are not wanted for anything else."""
    ends = os.pipe()
    read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return read, write


class Browser:
    """One Chromium, ended with the block. Answers and events come in the order in which it sends them."""

    def __enter__(self) -> Browser:
        self._folder = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        to_read, self._to_write = _pipe()
        self._to_read, to_write = _pipe()
        command = [executable() or NAMES[0], *FLAGS, f"--user-data-dir={self._folder.name}", "about:blank"]
        # The protocol is spoken on the descriptors 3 and 4. Other shells than Bash know no descriptors above 9.
        shell = ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "bash", *command]
        self._process = subprocess.Popen(shell, pass_fds=(to_read, to_write), stdout=-3, stderr=-3, stdin=-3)
        os.close(to_read)
        os.close(to_write)
        self._rest, self._numbers, self._pages = b"", itertools.count(1), dict[str, Page]()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            self.ask("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._to_write)
        os.close(self._to_read)
        self._folder.cleanup()

    def open(self, address: str, width: int, height: int = 900, dark: bool = False) -> Page:
        """A new page of this size in CSS pixels, loaded."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self._pages[session] = Page(self, session, target)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.ask(f"{domain}.enable")
        page.resize(width, height)
        page.prefer("dark" if dark else "light")
        page.ask("Page.navigate", {"url": address})
        page.wait_for("document.readyState === 'complete'")
        return page

    def ask(self, method: str, parameters: Message | None = None, session: str | None = None) -> Message:
        """Sends a command and waits for its result; raises AssertionError when it is refused."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters or {}} | (
            {"sessionId": session} if session else {}
        )
        os.write(self._to_write, json.dumps(message).encode() + b"\0")
        for answer in self._messages():
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            if page := self._pages.get(answer.get("sessionId", "")):
                page.take(answer)
        raise AssertionError(f"{method}: the browser has ended")

    def _messages(self) -> Iterator[Message]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            while b"\0" in self._rest:
                first, _, self._rest = self._rest.partition(b"\0")
                yield json.loads(first)
            if not select.select([self._to_read], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"the browser did not answer within {PATIENCE_SECONDS} s")
            chunk = os.read(self._to_read, 1 << 20)
            if not chunk:
                return
            self._rest += chunk


class Page:
    """One page: `complaints` are errors and warnings, `addresses` all that it asked for."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser, self._session, self._target = browser, session, target
        self.complaints: list[str] = []
        self.addresses: list[str] = []

    def ask(self, method: str, parameters: Message | None = None) -> Message:
        """A command to this page."""
        return self._browser.ask(method, parameters, self._session)

    def take(self, event: Message) -> None:
        """Keeps what an event says."""
        said = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(said["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if said["type"] in ("error", "warning", "assert"):
                self.complaints.append(json.dumps(said["args"]))
            case "Log.entryAdded":
                self.complaints.append(said["entry"]["text"])
            case "Network.requestWillBeSent":
                self.addresses.append(said["request"]["url"])

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, of what it promises if it is a promise."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True}
        found = self.ask("Runtime.evaluate", asked)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Waits until an expression is true."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < deadline, f"{condition}: not within {PATIENCE_SECONDS} s"
            time.sleep(0.02)

    def resize(self, width: int, height: int) -> None:
        """The window's size in CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", size)

    def prefer(self, scheme: str, medium: str = "") -> None:
        """What the system prefers, `dark` or `light`; `medium` may be print."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", {"media": medium, "features": features})

    def press(self, key: str) -> None:
        """A key on whatever has the focus."""
        code, text = KEYS[key]
        about = {"key": key, "windowsVirtualKeyCode": code, "text": text}
        self.ask("Input.dispatchKeyEvent", {"type": "keyDown" if text else "rawKeyDown", **about})
        self.ask("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "windowsVirtualKeyCode": code})

    def click(self, selector: str) -> None:
        """A click of the mouse on the middle of the first such element."""
        place = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
            " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            spot = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
            self.ask("Input.dispatchMouseEvent", {"type": kind, **spot})

    def picture(self, path: Path, whole: bool = True) -> Path:
        """A PNG of the page, or of its window."""
        found = self.ask("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole})
        path.write_bytes(b64decode(found["data"]))
        return path

    def paper(self) -> bytes:
        """The page as PDF."""
        return b64decode(self.ask("Page.printToPDF", {"printBackground": True})["data"])

    def close(self) -> None:
        """Ends the page; the browser goes on."""
        self._browser.ask("Target.closeTarget", {"targetId": self._target})
