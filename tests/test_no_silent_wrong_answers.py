"""Rules that were once accepted and silently wrong: each is refused with its reason, or decided as it is said."""

from __future__ import annotations

import json

import pytest
from commands import shell

PACK = """\
id: tiny
version: "1"
title: tiny
language: en
calendar: weekends
in_force: {from: 2020-01-01}
bearers: {authority: {id: authority, en: the authority}}
"""
WORDS = """\
kinds:
  request:
    en: request
    fields:
      received_at: {en: received, type: event}
      answered_at: {en: answered, type: event}
      heard_on: {en: heard, type: event}
      number: {type: number}
      note: {type: text}
      visits: {type: list, fields: {on: {type: event}, by: {type: text}, month: {type: month}}}
      letters: {type: list, fields: {sent_on: {type: event}, read_on: {type: event}}}
"""
TERM = "{not_later: {what: answered_at, within: 10 working days, after: received_at}}"
LATE = '  violated: "due {due}, done {actual}, late {delay}"\n'


def rule(require, name="r1", more=""):
    return (
        f"- id: {name}\n  provision: s.1\n  gist: it is so\n  bearer: authority\n{more}  require: {require}\n"
    )


def answer(folder, rules, record, as_of="2020-06-01"):
    """The findings of a record by rule, or what was said of the rules."""
    page = "---\nid: p01\nparagraph: s.1\n---\n# s.1. Title\n\n## Text\n> A request is answered.\n\n"
    page += f"## Interpretation\nIt is answered.\n\n## Rule\n```yaml\n{rules}```\n\n"
    page += "## Cases\n| case | received_at | r1 |\n|---|---|---|\n| x | — | undetermined |\n"
    files = {
        "pack.yaml": PACK,
        "vocabulary.yaml": WORDS,
        "calendar.yaml": "[]\n",
        "p01.md": page,
        "source.md": "# t\n\n### s.1\n\nA request is answered.\n",
        "one.json": json.dumps({"as_of": as_of, "request": record}),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    got = shell("check", str(folder / "one.json"), "--rules", str(folder), "--format", "json", "--lang", "en")
    if got.status == 2:
        assert "p01.md:" in got.err
        return " ".join(got.err.split())
    return {one["rule"]: one for one in json.loads(got.out)[0]["findings"]}


REFUSED = {
    "hours have no first day": (
        "{not_later: {what: answered_at, within: 24 hours, after: received_at, first_day: counted}}",
        "a term in hours has no first day",
    ),
    "a list is no number": ("{no_more: {what: visits, than: 2}}", "`{count: LIST}` says how many"),
    "an event is no number": ("{no_more: {what: received_at, than: 2}}", "its type is event"),
    "a text is no number": ("{at_least: {what: note, than: 2}}", "its type is text"),
    "a text is not compared": ("{equals: {what: note, to: note}}", "`note` is not compared with anything"),
    "a list is not compared": ("{equals: {what: visits, to: visits}}", "its type is list"),
    "kinds of values": (
        "{equals: {what: received_at, to: number}}",
        "of type event, the other of type number",
    ),
    "a sum of texts": ("{no_more: {what: {sum: {in: visits, what: visits.by}}, than: 2}}", "is no number"),
    "the outer item within an inner list": (
        "{at_least_one: {in: letters, where: {not_later: {what: letters.sent_on, than: visits.on}}}}",
        "belongs to an item of the outer list",
    ),
}


@pytest.mark.parametrize(("require", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_decided_is_refused_with_the_reason(tmp_path, require, words):
    more = "  for_each: visits\n" if "letters" in require else ""
    assert words in answer(tmp_path, rule(require, more=more), {})


def test_a_message_of_a_term_that_there_is_none_is_refused(tmp_path):
    rules = rule("{no_more: {what: {count: visits}, than: 2}}") + LATE
    assert "holds nothing against a day or a term" in answer(tmp_path, rules, {})


DAYS = {"received_at": "2020-02-03", "answered_at": "2020-03-06", "heard_on": "2020-03-05"}
TOLD = {
    "an alternative of a term and a day": (
        "{any: [{not_later: {what: answered_at, within: 5 calendar days, after: received_at}},"
        " {not_later: {what: answered_at, than: heard_on}}]}",
        DAYS,
    ),
    "a day": ("{not_later: {what: answered_at, than: heard_on}}", DAYS),
    "the month of an item": (
        "{not_later: {what: visits.on, than: {day: {day: 5, month: visits.month}}}}",
        {"visits": [{"on": "2020-03-06", "month": "2020-03"}]},
    ),
    "one item is enough": (
        "{at_least_one: {in: letters, where:"
        " {not_later: {what: letters.sent_on, within: 31 calendar days, after: received_at}}}}",
        {"received_at": "2020-02-03", "letters": [{"sent_on": "2020-03-06"}]},
    ),
}


@pytest.mark.parametrize(("require", "record"), TOLD.values(), ids=TOLD)
def test_the_due_day_and_the_delay_are_those_of_the_moment_that_governs(tmp_path, require, record):
    more = "  for_each: visits\n" if "visits" in require else ""
    found = answer(tmp_path, rule(require, more=more) + LATE, record)["r1"]
    assert (found["verdict"], found["delay"]["value"]) == ("violated", 1)
    assert found["due"] == "2020-03-05"
    assert found["message"] == "due 2020-03-05, done 2020-03-06, late 1 calendar day"


def test_a_roll_in_hours_keeps_the_hour(tmp_path):
    hours = "{not_later: {what: answered_at, within: 24 hours, after: received_at, roll: forward}}"
    record = {"received_at": "2020-02-07 10:00", "answered_at": "2020-02-10 10:30"}  # from a Friday
    found = answer(tmp_path, rule(hours), record)["r1"]
    assert (found["verdict"], found["due"]) == ("violated", "2020-02-10T10:00")


def test_time_alone_violates_only_what_is_pending(tmp_path):
    rules = rule(TERM) + rule("{not: {verdict: r1}}", "r2")
    record = {"received_at": "2020-02-03", "answered_at": None}
    early, late = (answer(tmp_path, rules, record, day) for day in ("2020-02-05", "2020-03-05"))
    assert [early[name]["verdict"] for name in ("r1", "r2")] == ["pending", "pending"]
    assert late["r1"]["verdict"] == "violated"
    assert late["r2"]["rests_on"][0]["rule"] == "r1"


def test_on_the_second_day_of_ten_nobody_is_late(tmp_path):
    rules = rule("{has: heard_on}", more=f"  if: {{not: {TERM}}}\n")
    record = {"received_at": "2020-02-03", "answered_at": None, "heard_on": None}
    verdicts = [answer(tmp_path, rules, record, day)["r1"]["verdict"] for day in ("2020-02-05", "2020-03-05")]
    assert verdicts == ["not_applicable", "pending"]


SOME = "{at_least_one: {in: letters, where: {not_later: {what: letters.sent_on, within: 3 calendar days, after: %s}}}}"


def test_what_no_longer_can_be_met_is_not_still_due(tmp_path):
    """Another letter may still be sent: not by the day of one that is over."""
    rules = rule(SOME % "letters.read_on")
    over = {"read_on": "2020-02-03", "sent_on": "2020-02-20"}
    found = answer(tmp_path, rules, {"letters": [over]})["r1"]
    assert (found["verdict"], found["due"]) == ("pending", None)
    found = answer(tmp_path, rules, {"letters": [over, {"read_on": "2020-05-31", "sent_on": None}]})["r1"]
    assert (found["verdict"], found["due"]) == ("pending", "2020-06-03")


def test_what_was_not_done_at_all_is_late_as_of_today(tmp_path):
    rules = rule(SOME % "received_at") + '  not_done: "not done by {due}, late {delay}"\n'
    found = answer(tmp_path, rules, {"received_at": "2020-02-03", "letters": None})["r1"]
    assert found["message"] == "not done by 2020-02-06, late 116 calendar days"


def test_a_message_of_a_delay_is_not_told_where_nothing_was_late(tmp_path):
    rules = rule("{all: [" + TERM + ", {no_more: {what: number, than: 2}}]}") + LATE
    found = answer(tmp_path, rules, {**DAYS, "answered_at": "2020-02-05", "number": 3})["r1"]
    assert (found["verdict"], found["message"]) == ("violated", "Not complied with: “it is so”")
