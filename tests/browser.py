"""A headless Chromium that tests may drive: the DevTools protocol over a pipe, without any library."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One page of it; ``asked``: every address that it has asked for; ``wrong``: what its scripts threw."""

    def __init__(self, to: int, back: int) -> None:
        self.to, self.back, self.number = os.fdopen(to, "wb"), os.fdopen(back, "rb"), 0
        self.session: str | None = None
        self.asked: list[str] = []
        self.wrong: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Network.enable")
        self.send("Page.enable")
        self.send("Runtime.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and what came of it."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if self.session is not None:
            message["sessionId"] = self.session
        self.to.write(json.dumps(message).encode() + b"\0")
        self.to.flush()
        while True:
            answer = self.heard()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                found: dict[str, Any] = answer["result"]
                return found

    def heard(self) -> dict[str, Any]:
        words = bytearray()
        while (sign := self.back.read(1)) != b"\0":
            assert sign, "the browser is gone"
            words += sign
        found: dict[str, Any] = json.loads(words)
        if found.get("method") == "Network.requestWillBeSent":
            self.asked.append(found["params"]["request"]["url"])
        if found.get("method") == "Runtime.exceptionThrown":
            self.wrong.append(found["params"]["exceptionDetails"])
        return found

    def run(self, code: str) -> Any:
        """What a piece of JavaScript comes to."""
        found = self.send("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, code: str) -> None:
        """Wait until it is true, however long that takes; a page that goes wrong meanwhile is told at once."""
        while not self.run(f"Boolean({code})"):
            assert not self.wrong, self.wrong
            time.sleep(0.2)

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))


@contextmanager
def browser(width: int = 1280, height: int = 900) -> Iterator[Browser]:
    """A browser that goes away at the end."""
    assert CHROMIUM is not None
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        os.set_inheritable(theirs_in, True)
        os.set_inheritable(theirs_out, True)
        command = [
            *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"),
            *("--remote-debugging-pipe", f"--window-size={width},{height}", "--no-first-run"),
        ]
        script = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        ran = subprocess.Popen(
            ["bash", "-c", script, "bash", *command],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        page = None
        try:
            page = Browser(ours_out, ours_in)
            yield page
        finally:
            ran.terminate()
            ran.wait(20)
            if page is not None:
                page.to.close()
                page.back.close()
