"""The try-it page in a real browser: the same findings as the command line, and nothing fetched from elsewhere."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, browser

import qcrules
from qcrules.web.browser import answered, blank, drawn, filled, kinds, quoted, rulebook
from qcrules.web.entry import form, put

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


@pytest.mark.long
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
    for kind, _ in kinds("ru", book):
        assert json.loads(answered(blank(kind, "ru", book), "ru", book))["violated"] == 0


def fields_of(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every field of a form by its path, through objects and items."""
    found = {}
    rows = list(form["fields"])
    while rows:
        row = rows.pop()
        found[row["path"]] = row
        rows += row.get("fields", [])
        rows += [one for item in row.get("items", []) for one in item]
    return found


def test_the_form_says_what_the_text_says(book) -> None:
    for case in sorted((ROOT / "examples").glob("*.yaml")):
        text = case.read_text("utf-8")
        found = fields_of(form(text, "ru", book))
        recorded = qcrules.check(case).basis.facts.recorded
        for path, one in recorded.items():
            if path in found and not one.field.type.has_fields:
                known = "none" if one.value is None else "unknown" if one.value in ("", "?") else "value"
                assert (path, found[path]["said"]) == (path, known)
    shown = fields_of(form(EXAMPLE.read_text("utf-8"), "ru", book))
    assert shown["notice.delivered_at"]["value"] == "2014-04-02"
    assert shown["grounds[1].kind"] | {"options": []} == {
        "path": "grounds[1].kind",
        "label": "вид",
        "type": "choice",
        "options": [],
        "said": "value",
        "value": "plan",
    }
    assert shown["decision.outcomes"]["value"] == ["recommendation_letter"]


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("{order_handed_at: 2014-05-02 09:30}", "order_handed_at", "2014-05-02 09:30"),
        ("{objections: {to_violations: [a, b]}}", "objections.to_violations", "a; b"),
        ("{order_handed_at: 2014-02-30}", "order_handed_at", "2014-02-30"),
        ("{shown: {order: perhaps}}", "shown.order", "perhaps"),
        ("{kind: plannned}", "kind", ""),
        ("{kind: {planned: yes}}", "kind", ""),
        ("{decision: {outcomes: [[take_note]]}}", "decision.outcomes", []),
    ],
)
def test_the_form_shows_what_is_no_value_as_it_stands(book, words: str, path: str, value: Any) -> None:
    """A choice has no such option; what is wrong with it the answer says."""
    found = fields_of(json.loads(drawn(f"inspection: {words}\n", "en", book)))[path]
    assert (found["said"], found["value"]) == ("value", value)


@pytest.mark.parametrize("words", ["kind", "[1]", "inspection: [1]", "nothing: {}", "inspection: ["])
def test_what_is_no_record_has_no_form(book, words: str) -> None:
    problem, *_ = json.loads(drawn(words, "en", book))["problems"]
    assert problem["message"]


def test_of_several_the_form_changes_the_first(book) -> None:
    text = "inspection:\n  notice:\n    - {sent_at: 2014-03-01}\n    - {sent_at: 2014-03-02}\n"
    for said, after in (("2014-03-05", "2014-03-05"), ("2014-02-30", "'2014-02-30'")):
        changed = put(text, "notice.sent_at", "value", said, book)
        assert changed == text.replace("2014-03-01", after)


NOTICE = "    вручено: 2014-04-02                       # за 26 дней до начала\n"


@pytest.mark.parametrize(
    ("path", "said", "value", "before", "after"),
    [
        ("notice.delivered_at", "value", "2014-03-28", "вручено: 2014-04-02  ", "вручено: 2014-03-28  "),
        ("notice.delivered_at", "none", "", "вручено: 2014-04-02  ", "вручено: —           "),
        ("notice.delivered_at", "unknown", "", NOTICE, ""),
        ("kind", "value", "unplanned", "вид: плановая", "вид: внеплановая"),
        ("shown.checklist", "value", "yes", "проверочный лист: нет", "проверочный лист: да "),
        ("measures.items[2].responsible", "value", "отдел", "исполнитель: —      ", "исполнитель: отдел  "),
        ("act.drawn_up_at", "value", "2014-05-24 09:00", "2014-05-23 17:00", "2014-05-24 09:00"),
    ],
)
def test_a_field_of_the_form_changes_its_line_alone(
    book, path: str, said: str, value: str, before: str, after: str
) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert text.count(before) >= 1
    assert put(text, path, said, value, book) == text.replace(before, after, 1)


def test_what_is_not_there_is_written_in_the_language_of_the_record(book) -> None:
    text = "inspection:\n  act:\n  notice: ?\n"
    text = put(text, "grounds", "item", "", book)
    text = put(text, "grounds[1].kind", "value", "plan", book)
    assert put(text, "letter", "none", "", book) == (
        "inspection:\n  act:\n  notice: '?'\n  grounds:\n    - kind: plan\n  letter: null\n"
    )
    assert put("проверка:\n  вид: плановая\n", "act.states_time", "value", "yes", book) == (
        "проверка:\n  вид: плановая\n  акт:\n    указано время: да\n"
    )
    large = "Проверка:\n  Вид: Плановая\n"
    assert fields_of(form(large, "ru", book))["kind"]["value"] == "planned"
    assert put(large, "kind", "value", "unplanned", book) == "Проверка:\n  Вид: внеплановая\n"
    two = "inspection:\n  inspectors:\n    - name: A\n    - name: B\n"
    assert put(two, "inspectors[1]", "no-item", "", book) == "inspection:\n  inspectors:\n    - name: B\n"
    assert "problems" in json.loads(filled("inspection: [", "en", book, "kind", "value", "planned"))
    found = json.loads(filled("inspection:\n  kind: planned\n", "en", book, "kind", "unknown", ""))
    assert fields_of(found["form"])["kind"]["said"] == "unknown"


MOVE = """(() => {
  const one = [...document.querySelectorAll('#dates input')].find((el) => el.value === '2014-04-02');
  one.value = '2014-03-28';
  one.dispatchEvent(new Event('change'));
})()"""
FILL = """(() => {
  document.getElementById('as-form').click();
  return new Promise((done) => {
    const look = () => {
      const one = document.getElementById('form-notice.delivered_at');
      if (!one) return requestAnimationFrame(look);
      const was = one.value;
      one.value = '2014-04-02';
      one.dispatchEvent(new Event('change'));
      done(was);
    };
    look();
  });
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
            page.until("document.body && document.body.dataset.ready === 'yes'")
            want = qcrules.check(EXAMPLE, lang="ru")
            assert page.run("document.body.dataset.violated") == str(len(want.violations))
            report = page.run("document.getElementById('report').srcdoc")
            page.until("document.body.dataset.whole === '1'")
            assert "(на 4 календарных дня раньше)" in page.run("document.getElementById('report').srcdoc")
            for finding in want.violations:
                assert finding.message.split(";")[0][:40] in report
            page.run(MOVE)  # the notice was in time
            page.until("document.getElementById('moved').textContent.includes('p10-planned-notice')")
            assert page.run(FILL) == "2014-03-28"
            page.until("document.getElementById('moved').textContent.includes('→ нарушение')")
            assert "вручено: 2014-04-02" in page.run("document.getElementById('words').value")
            page.picture(tmp_path / "form.png")
            page.run(SPOIL)
            page.until("document.getElementById('wrong').textContent.includes('строка 2')")
            page.run(ENGLISH)
            page.until("document.getElementById('wrong').textContent.includes('line 2')")
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
