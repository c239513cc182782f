"""The page on Python runs as it stands, block by block; and an answer says the same after it was written and read."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator
from packs import by_turns
from schemas import check_schema

import qcrules

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "how-to" / "python.md"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
ASSESSMENT = Draft202012Validator(
    json.loads((ROOT / "docs" / "reference" / "assessment.schema.json").read_text("utf-8"))
)


def test_every_block_of_the_page_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    assert len(blocks) >= 7
    scope: dict[str, object] = {"__name__": "page"}
    sys.modules["page"] = ModuleType("page")  # dataclasses look their module up
    try:
        for block in blocks:
            exec(compile(block, str(PAGE), "exec", dont_inherit=True), scope)
    finally:
        del sys.modules["page"]


def test_the_schema_of_an_answer_is_one() -> None:
    check_schema(ASSESSMENT.schema)


@pytest.mark.long
@by_turns
def test_an_answer_is_the_same_after_the_way_through_json(case: Path, lang: qcrules.text.Lang) -> None:
    found = qcrules.check(case, lang=lang)
    ASSESSMENT.validate(found.to_dict())
    again = qcrules.Assessment.from_json(found.to_json())
    assert again.to_json() == found.to_json()
    assert [one.verdict for one in again.findings] == [one.verdict for one in found.findings]
    for finding in found.violations:
        assert finding.message.split()[0] in again.to_html()


def test_what_is_no_answer_is_refused() -> None:
    for words in ("", "{}", "[]", '{"schema": "qcrules/assessment/1"}'):
        with pytest.raises(qcrules.RecordError):
            qcrules.Assessment.from_json(words)
    spoiled = qcrules.check(EXAMPLES[0]).to_dict()
    spoiled["findings"][0]["verdict"] = "guilty"
    with pytest.raises(qcrules.RecordError, match="guilty"):
        qcrules.Assessment.from_dict(spoiled)


def test_a_frame_is_of_whatever_library_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found = qcrules.check(EXAMPLES[0])
    polars = ModuleType("polars")
    polars.DataFrame = list  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", polars)
    assert found.to_frame() == found.to_rows()
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(qcrules.UsageError, match="pandas or polars"):
        found.to_frame()


def test_findings_and_provisions_show_themselves() -> None:
    found = qcrules.check(ROOT / "examples" / "planned-with-violations.yaml", lang="ru")
    for finding in found.violations:
        assert finding.citation in finding._repr_html_()
    shown = qcrules.load_rules().provision("п.18")
    assert "5 рабочих дней" in shown._repr_html_()
    assert shown.to_dict()["rules"][0]["id"].startswith("p18")
    with pytest.raises(qcrules.UsageError):
        qcrules.load_rules().provision("п.180")
    assert isinstance(qcrules.__version__, str)


def test_a_term_says_itself_and_is_a_page() -> None:
    found = qcrules.deadline(date(2014, 5, 2), "3 working days", lang="en")
    assert str(found) == "Tu 2014-05-06 — 3 working days after Fr 2014-05-02"
    assert str(found) in found.to_html()


def test_a_term_starts_on_a_date() -> None:
    assert qcrules.deadline(date(2014, 5, 2), "3 working days").due == date(2014, 5, 6)
    with pytest.raises(qcrules.UsageError, match="a date or datetime is needed, not `2013-12-27`"):
        qcrules.deadline("2013-12-27", "3 working days")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pack", "rule", "levels"),
    [
        ("kz-401-v", "p10-reply", ("11", "10", 1, None, None)),
        (str(ROOT / "examples/packs/us-frcp"), "r06-mail", (None, "6", "d", None, None)),
    ],
)
def test_every_level_of_a_citation_is_told(pack: str, rule: str, levels: tuple[object, ...]) -> None:
    book = qcrules.load_rules(pack)
    found = qcrules.check({next(iter(book.core.rules)): {}}, rules=book, as_of="2024-03-01")
    ASSESSMENT.validate(found.to_dict())
    [one] = [one for one in found.to_dict()["findings"] if one["rule"] == rule]
    assert tuple(one[name] for name in ("article", "paragraph", "part", "point", "subpoint")) == levels
    assert qcrules.Assessment.from_json(found.to_json()).to_dict() == found.to_dict()


def test_what_a_prompt_shows_of_an_answer_is_short() -> None:
    book = qcrules.load_rules()
    answer = qcrules.check({"act": {"drawn_up_at": "2014-02-03"}}, rules=book, as_of="2014-03-01")
    counts = [f"{many} {verdict}" for verdict, many in answer.summary.items() if many]
    assert repr(answer) == f"<act on 2014-03-01: {', '.join(counts)}>"
    assert repr(book) == f"<Rulebook kz-06-7-63 {answer.pack['version']}>"
