"""The smallest change: with it the provision is complied with, and with none that is smaller; said alike everywhere."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from commands import shell
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import by_turns, judged, load, only, rule
from properties import examples

import qcrules
from qcrules.ahead.change import WhatIf, _ChangeSearch, smallest_changes
from qcrules.ahead.edit import changed
from qcrules.finding import Assessment, Finding, Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = timedelta(days=1)
CASES = [
    EXAMPLES / f"{name}.yaml"
    for name in ("planned-with-violations", "refusals", "unplanned-hours", "running")
]
DAYS = st.dates(date(2014, 3, 1), date(2014, 6, 30))


def one_of(assessment: Assessment, finding: Finding) -> Finding:
    """The same provision in another answer."""
    return next(one for one in assessment.findings if (one.rule, one.item) == (finding.rule, finding.item))


def holds(found: Assessment) -> int:
    """Each change complies, and none that is smaller does; how many were held to that."""
    judgement, held = found.basis, 0
    for finding in found.findings:
        if (
            finding.verdict not in (Verdict.VIOLATED, Verdict.PENDING)
            or finding.force is not qcrules.finding.Force.MANDATORY
        ):
            continue
        search = _ChangeSearch.of(judgement, finding)
        for change in smallest_changes(judgement, finding):
            kind = judgement.given.kind.key
            again = qcrules.check(
                {kind: change.record},
                as_of=change.as_of,
                complete=judgement.settings.complete_of(judgement.given),
            )
            assert one_of(again, finding).verdict is Verdict.COMPLIANT
            held += 1
            if len(change.changes) > 1:
                assert search.singles() == []
                continue
            (fact,) = change.changes
            if fact.moved is None:
                continue
            field = next(one for one in search.facts() if search.path(one) == fact.path)
            now = search.now(field)
            assert now is not None
            for days in range(1, min(-(-fact.size // DAY), 41)):
                for by in (-days, days):
                    smaller = search.change(field, now + by * DAY, now)
                    assert smaller is None or search.verdict((smaller,)) is not Verdict.COMPLIANT
    return held


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_change_complies_and_no_smaller_one_does(case: Path) -> None:
    assert holds(qcrules.check(case)) >= 1


@pytest.mark.long
@settings(deadline=None, max_examples=examples(4))
@given(
    delivered=DAYS, start=DAYS, drawn_up=DAYS, served=DAYS, considered=DAYS, sent=DAYS, written=st.booleans()
)
def test_so_it_is_of_any_record(
    delivered: date, start: date, drawn_up: date, served: date, considered: date, sent: date, written: bool
) -> None:
    record = {
        "kind": "planned",
        "order": {"issued_on": "2014-02-20", "ends_on": str(start + 20 * DAY)},
        "notice": {"delivered_at": str(delivered), "form": "written" if written else "oral"},
        "order_handed_at": str(start),
        "act": {"drawn_up_at": str(drawn_up), "served_at": str(served)},
        "decision": {"considered_on": str(considered), "outcomes": ["recommendation_letter"]},
        "letter": {"sent_on": str(sent)},
    }
    holds(qcrules.check({"inspection": record}, as_of=date(2014, 9, 1)))


@pytest.mark.long
def test_what_is_said_of_a_late_notice() -> None:
    found = qcrules.check(EXAMPLES / "planned-with-violations.yaml", lang="ru")
    (late,) = (one for one in found.violations if one.rule == "p10-planned-notice")
    assert [one.ru for one in WhatIf.of(found).words(late)] == [
        "Было бы соблюдено, если бы: «извещение.вручено» — 29.03.2014 вместо «02.04.2014» "
        "(на 4 календарных дня раньше).",
        "Было бы соблюдено, если бы: «приказ вручён» — 02.05.2014 09:30 вместо «28.04.2014 09:30» "
        "(на 4 календарных дня позже).",
    ]


@pytest.mark.long
def test_where_nothing_would_do_that_is_said() -> None:
    found = qcrules.check(EXAMPLES / "monitoring-1mk.yaml")
    words = {word.en for one in found.violations for word in WhatIf.of(found).words(one)}
    assert "No change of one or two recorded facts would bring compliance here." in words


def test_the_change_is_in_every_form() -> None:
    case = str(EXAMPLES / "unplanned-hours.yaml")
    said = "«извещение.вручено» — 11.02.2014 09:30 вместо «11.02.2014 14:10» (на 4 часа 40 мин раньше)"
    for form in ("text", "html"):
        got = shell("check", case, "--what-if", "--format", form, "--lang", "ru")
        assert said in " ".join(got.out.split())
    data = json.loads(shell("check", case, "--what-if", "--format", "json", "--lang", "ru").out)
    late = next(one for one in data[0]["findings"] if one["rule"] == "p10-unplanned-notice")
    assert said in late["changes"][0]["message"]
    assert late["changes"][0]["facts"][0]["value"] == "2014-02-11T09:30"
    assert "changes" not in shell("check", case, "--format", "json").out


@pytest.mark.long
@by_turns
def test_an_answer_becomes_a_case_that_passes_and_would_notice(case: Path, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "saved.case.yaml"
    assert shell("check", str(case), "--save-case", str(out), "--lang", lang).status in (0, 1)
    assert shell("test", str(out)).status == 0
    words = out.read_text("utf-8")
    kept, other = ("соответствует", "нарушение") if lang == "ru" else ("compliant", "violated")
    out.write_text(words.replace(f": {kept}\n", f": {other}\n", 1), "utf-8")
    assert shell("test", str(out)).status == 1


def test_a_fact_is_changed_under_the_key_that_the_record_gives_it() -> None:
    """Capital letters and spaces are the record's own: the fact is not given a second time beside them."""
    record = {
        "проверка": {
            "Вид": "Плановая",
            "Приказ  вручён": "2014-04-28",
            "Извещение": {"Вручено": "2014-04-02"},
        }
    }
    root = qcrules.load_rules().core.vocabulary.kinds["inspection"].root
    moved = changed(record["проверка"], root, {"notice.delivered_at": "2014-03-28", "kind": "unplanned"})
    assert moved == {
        "Вид": "unplanned",
        "Приказ  вручён": "2014-04-28",
        "Извещение": {"Вручено": "2014-03-28"},
    }
    assessment = qcrules.check(record, as_of=date(2014, 9, 1))
    (late,) = (one for one in assessment.violations if one.rule == "p10-planned-notice")
    assert WhatIf.of(assessment).changes(late)


def test_what_a_null_says_is_the_same_in_a_changed_record(tmp_path: Path):
    """With the payment alone nobody knows whether it would comply: read as «there is none» it crashed."""
    unmarked = {"все": [{"paid": "да"}, {"не": {"есть": "remark"}}]}
    book = load(tmp_path, [rule(требуется=unmarked)])
    unpaid = {"paid": False, "remark": None}
    found = {}
    for nulls in ("absent", "unknown"):
        assessment = judged(book, unpaid, nulls=nulls)
        found[nulls] = [one.en for one in WhatIf.of(assessment).words(only(assessment))]
    assert found["absent"] == ["It would be complied with if: “paid” were yes instead of “no”."]
    assert found["unknown"] == ["No change of one or two recorded facts would bring compliance here."]


def test_of_many_items_each_has_its_own_change(tmp_path: Path):
    """A change is judged on what its rule reads: the item alone, or all where the rule asks of the others, too."""
    answered = {
        "не_позднее": {"что": "claims.reply.sent_at", "через": "3 рабочих дня", "после": "claims.made_at"}
    }
    one_in_time = {"хотя_бы_один": {"в": "claims", "где": {"claims.upheld": "да"}}}
    rules = [
        rule("p1-answered", для_каждого="claims", требуется=answered),
        rule(
            "p1-upheld", для_каждого="claims", требуется={"любое": [{"claims.kind": "damage"}, one_in_time]}
        ),
    ]
    claim = {"made_at": "2014-03-04", "kind": "loss", "upheld": False, "reply": {"sent_at": "2014-03-12"}}
    assessment = judged(load(tmp_path, rules), {"claims": [claim] * 3, "guests": ["Ahat"]})
    changes = {(one.rule, one.item): WhatIf.of(assessment).changes(one) for one in assessment.violations}
    for number in (1, 2, 3):
        here = f"claims[{number}]"
        moved = [change.changes[0] for change in changes["p1-answered", here] or ()]
        assert [(one.path, one.value.isoformat()) for one in moved] == [
            (f"{here}.made_at", "2014-03-07"),
            (f"{here}.reply.sent_at", "2014-03-07"),
        ]
        other = [change.changes[0] for change in changes["p1-upheld", here] or ()]
        assert [(one.path, one.value) for one in other] == [
            (f"{here}.kind", "damage"),
            (f"{here}.upheld", True),
        ]
        for change in (*(changes["p1-answered", here] or ()), *(changes["p1-upheld", here] or ())):
            assert len(change.record["claims"]) == 3
