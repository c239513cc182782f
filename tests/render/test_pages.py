"""Pages and pictures: they say what the findings say, stand alone, and show words from outside as words."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from commands import shell
from packs import by_turns

import qcrules
from qcrules.cached import cached_property
from qcrules.finding import Assessment, Verdict
from qcrules.render import annotated
from qcrules.render.html import filled
from qcrules.render.words import when
from qcrules.source.built_in import built_in_rules
from qcrules.source.pack import load_pack

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = sorted(EXAMPLES.glob("*.yaml"))
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} \u202eevil javascript:alert(1)"
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Parts(HTMLParser):
    """What a page holds: its words, its links, its ids; and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]

    @cached_property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def stands_alone(page: str) -> Parts:
    """The page loads nothing, runs nothing, and its links lead to what is there."""
    parts = Parts(page)
    assert parts.open == []
    assert not {tag for tag, _, _ in parts.attributes} & {"script", "img", "iframe", "link", "object", "form"}
    assert not [name for _, name, _ in parts.attributes if name.startswith("on") or name in ("src", "srcset")]
    ids = Counter(
        value
        for tag, name, value in parts.attributes
        if name == "id" and tag not in ("pattern", "lineargradient")
    )
    assert [name for name, times in ids.items() if times > 1] == []
    for target in parts.all("href"):
        assert target[:1] == "#", target
        assert target[1:] in ids, target
    for label in parts.all("aria-labelledby"):
        assert label in ids
    assert "url(" not in page.replace("url(#", "")
    return parts


@pytest.mark.long
@by_turns
def test_the_report_says_what_the_findings_say(case: Path, lang: qcrules.text.Lang) -> None:
    found = qcrules.check(case, lang=lang)
    parts = stands_alone(found.to_html())
    for finding in found.findings:
        assert " ".join(finding.message.split()) in parts.text
        if finding.verdict in (Verdict.VIOLATED, Verdict.PENDING):
            if finding.due is not None:
                assert when(finding.due.at, lang) in parts.text
            for one in finding.evidence:
                assert one.term(lang) in parts.text
                assert " ".join(one.words(lang).split()) in parts.text
        for lack in finding.missing:
            assert lack.decides(lang) in parts.text
    for verdict, number in found.summary.items():
        assert not number or re.search(rf"\b{number} ", parts.text), verdict
    assert found.pack["sha256"][:8] in parts.text


@pytest.mark.long
def test_the_law_and_the_lines_of_the_record_are_there() -> None:
    found = qcrules.check(EXAMPLES / "planned-with-violations.yaml", lang="ru")
    page = found.to_html()
    text = Parts(page).text
    assert "проверки не менее чем за тридцать календарных дней до начала самой проверки" in text
    assert "9) анализ причин некачественного оказания" in text
    assert (
        text.partition("Рекомендации")[0].count("8) сведения о результатах проверки") == 1
    )  # the point that is cited, not its neighbours
    (late,) = (one for one in found.violations if one.rule == "p10-planned-notice")
    place = next(one.place for one in late.evidence if one.field == "notice.delivered_at")
    assert place is not None
    assert f'href="#c1-L{place.line}"' in page
    line = re.search(rf'id="c1-L{place.line}".*', page)
    assert line is not None
    assert "вручено: 2014-04-02" in line[0]


@pytest.mark.long
def test_several_records_are_one_page_with_contents(tmp_path: Path) -> None:
    out = tmp_path / "all.html"
    got = shell("check", str(EXAMPLES), "--format", "html", "--lang", "ru", "-o", str(out))
    assert (got.status, got.out) == (1, "")
    parts = stands_alone(out.read_text("utf-8"))
    assert parts.text.count("По каким правилам проверено") >= len(CASES)
    assert {f"#c{number}" for number in range(1, len(CASES) + 1)} <= set(parts.all("href"))


def test_words_from_outside_are_only_words(tmp_path: Path) -> None:
    record = {
        "as_of": "2014-09-01",
        "inspection": {
            "id": HOSTILE,
            "kind": "planned",
            "order": {"issued_on": "2014-03-19"},
            "order_handed_at": "2014-05-02",
            "act": {
                "drawn_up_at": "2014-05-23",
                "violations": [{"description": HOSTILE, "legal_basis": None}],
            },
        },
    }
    case = tmp_path / "case.json"
    case.write_text(json.dumps(record), encoding="utf-8")
    page = qcrules.check(case).to_html()
    parts = stands_alone(page)
    assert "<script>alert(1)</script>" in parts.text
    assert "{{ 7*7 }}" in parts.text
    with pytest.raises(AssertionError):
        stands_alone(page.replace("&lt;script&gt;", "<script>"))


def test_a_picture_is_xml_that_names_every_term() -> None:
    got = shell("check", str(EXAMPLES / "planned-with-violations.yaml"), "--format", "svg", "--lang", "ru")
    assert got.status == 1
    picture = ElementTree.fromstring(got.out)
    words = " ".join("".join(picture.itertext()).split())
    for said in ("срок 29.03.2014 · исполнено 02.04.2014 · +4 календарных дня", "день проверки 01.09.2014"):
        assert said in words
    assert "вс 04.05.2014" not in words  # a working Sunday is not grey
    assert "чт 01.05.2014" in words


@pytest.mark.long
def test_a_picture_is_of_one_record_with_terms() -> None:
    got = shell("check", str(EXAMPLES), "--format", "svg")
    assert (got.status, got.err) == (2, "--format svg: exactly one record is needed; html shows several\n")


@pytest.mark.parametrize("form", ["html", "svg"])
def test_a_term_as_a_page_and_as_a_picture(form: str) -> None:
    asked = ("--from", "2013-12-27", "--term", "3 рабочих дня", "--lang", "ru", "--format", form)
    got = shell("deadline", *asked)
    assert got.status == 0
    assert "31.12.2013" in got.out
    assert "воскресенье" in got.out
    if form == "html":
        parts = stands_alone(got.out)
        assert "считается" in parts.text
        assert "P1300001322" in parts.text
    else:
        ElementTree.fromstring(got.out)


def test_an_assessment_shows_itself_after_it_was_sent_on() -> None:
    found = qcrules.check(EXAMPLES / "unplanned-hours.yaml")
    sent: Assessment = pickle.loads(pickle.dumps(found))
    assert sent == found
    assert sent.basis is None
    assert found.violations[0].message in Parts(sent._repr_html_()).text


def test_a_template_says_nothing_that_it_was_not_given() -> None:
    with pytest.raises(Exception, match="undefined"):
        filled("case.html", "en", title="x")


def test_the_annotated_text_holds_every_provision_its_readings_and_its_cases_folded() -> None:
    built_in_pack = load_pack(built_in_rules())
    page = annotated.html(built_in_pack, "ru")
    parts = stands_alone(page)
    titles = [pages[0].title for pages in annotated.by_paragraph(built_in_pack)]
    assert titles[0].startswith("Приказ")
    assert [title.partition(".")[0] for title in titles[1:3]] == ["п", "п"]
    numbers = [pages[0].number for pages in annotated.by_paragraph(built_in_pack)]
    assert numbers[1:26] == [str(number) for number in range(1, 26)]
    assert numbers[26] == "25-1"
    for paragraph in built_in_pack.pages:
        for words in paragraph.quote:
            assert " ".join(words.split()) in parts.text
    for reading in built_in_pack.readings.values():
        assert " ".join(reading.question.ru.split()) in parts.text
    assert "<details open" not in page


@pytest.mark.long
def test_a_first_day_is_no_term() -> None:
    """What may not be done before a day says so, in words and in the picture; done too early it is early, not late."""
    text = (EXAMPLES / "planned-with-violations.yaml").read_text("utf-8")
    in_time = qcrules.check(EXAMPLES / "planned-with-violations.yaml", lang="en")
    assert "not before 2014-01-01 · done 2014-04-28" in in_time.to_html()
    plan = text.replace("план с: 2014-01-01", "план с: 2014-05-01")
    early = qcrules.check(yaml.safe_load(plan), lang="en")
    (finding,) = (one for one in early.violations if one.due is not None and one.due.opens)
    told = next(one for one in early.to_dict()["findings"] if one["rule"] == finding.rule)
    assert told["due_detail"]["opens"] is True
    page = early.to_html()
    assert "not before 2014-05-01 · done 2014-04-28 · −3 calendar days" in page
    assert "<dt>too early by</dt><dd>−3 calendar days</dd>" in page


def test_a_right_that_nobody_used_is_not_late() -> None:
    found = qcrules.check(EXAMPLES / "planned-with-violations.yaml", lang="en")
    (right,) = (one for one in found.findings if one.rule == "p20-three-days")
    assert right.delay is not None
    assert "<dt>overrun</dt>" not in right._repr_html_()


def test_a_card_says_how_a_vague_term_was_reckoned_and_under_what() -> None:
    action = {"court_state": "MA", "served_on": "2024-03-26/2024-03-28", "answered_on": "2024-04-25"}
    found = qcrules.check(
        {"action": action}, rules=EXAMPLES / "packs" / "us-frcp", as_of="2024-05-10", lang="en"
    )
    said = Parts(found.to_html()).text
    reckoned = [
        "on the calendar",
        "US+US-MA",
        "counted under",
        "Rule 6(a)",
        "at the earliest",
        "Tu 2024-04-16",
    ]
    # 21 days after 26 March, and after 28 March; Massachusetts has no holiday on either day
    assert re.search(r"\s*".join(map(re.escape, [*reckoned, "due", "Th 2024-04-18"])), said)
