"""The try-it page in a real browser: the same findings as the command line, and nothing fetched from elsewhere."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import CHROMIUM, browser

import qcrules
from qcrules.web.browser import answered, blank, quoted, rulebook

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "try"
EXAMPLE = ROOT / "examples" / "planned-with-violations.yaml"
made = pytest.mark.skipif(
    CHROMIUM is None or not (PAGE / "qcrules.zip").exists(), reason="needs Chromium and `make try`"
)


@pytest.fixture(scope="module")
def book():
    name = "kz-06-7-63"
    return rulebook(name, json.loads(json.dumps(quoted(name))))


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("case", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_the_browser_is_answered_is_what_a_check_says(book, case: Path, lang: qcrules.text.Lang) -> None:
    found = json.loads(answered(case.read_text("utf-8"), lang, book))
    want = qcrules.check(case, lang=lang)
    assert [key for key, _ in found["verdicts"].values()] == list(
        {f"{one.citation} {one.rule} {one.item}": str(one.verdict) for one in want.findings}.values()
    )
    assert found["violated"] == len(want.violations)
    lines = case.read_text("utf-8").split("\n")
    assert all(one["day"] in lines[one["line"] - 1] for one in found["dates"])
    assert "/tmp" not in found["html"]


def test_what_is_wrong_has_its_line(book) -> None:
    (problem,) = json.loads(answered("inspection:\n  kindd: planned\n", "en", book))["problems"]
    assert problem["line"] == 2
    assert "did you mean `kind`?" in problem["message"]
    assert "problems" in json.loads(answered("inspection: [", "en", book))
    assert json.loads(answered(blank("inspection", "ru", book), "ru", book))["violated"] == 0


MOVE = """(() => {
  const one = [...document.querySelectorAll('#dates input')].find((el) => el.value === '2014-04-02');
  one.value = '2014-03-28';
  one.dispatchEvent(new Event('change'));
})()"""
SPOIL = """(() => {
  document.getElementById('words').value = 'проверка:\\n  видд: плановая\\n';
  document.getElementById('check').click();
})()"""
ENGLISH = """(() => {
  const one = document.getElementById('lang');
  one.value = 'en';
  one.dispatchEvent(new Event('change'));
})()"""


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: object) -> None:
        pass


@made
def test_the_page_in_a_browser(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(PAGE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    try:
        with browser() as page:
            page.send("Page.navigate", url=home)
            page.until("document.body && document.body.dataset.ready === 'yes'", 240)
            want = qcrules.check(EXAMPLE, lang="ru")
            assert page.run("document.body.dataset.violated") == str(len(want.violations))
            report = page.run("document.getElementById('report').srcdoc")
            page.until("document.body.dataset.whole === '1'", 120)
            assert "(на 4 календарных дня раньше)" in page.run("document.getElementById('report').srcdoc")
            for finding in want.violations:
                assert finding.message.split(";")[0][:40] in report
            page.run(MOVE)  # the notice was in time
            page.until("document.getElementById('moved').textContent.includes('p10-planned-notice')", 60)
            page.run(SPOIL)
            page.until("document.getElementById('wrong').textContent.includes('строка 2')", 60)
            page.run(ENGLISH)
            page.until("document.getElementById('wrong').textContent.includes('line 2')", 60)
            page.picture(tmp_path / "page.png")
            assert page.asked
            assert {
                one.split("?")[0]
                for one in page.asked
                if not one.startswith((home, "about:", "blob:", "data:"))
            } == set()
    finally:
        server.shutdown()
        server.server_close()
