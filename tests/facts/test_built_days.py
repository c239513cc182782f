"""Days that a rule builds from numbers and periods: «дата: {день, месяц, год}»."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packs import GIST, load, write_pack

import qcrules
from qcrules import Finding, PackError, RecordError

HEAD = """\
id: plan
version: "1"
название: {ru: Правила плана, en: Rules of a plan}
язык: ru
календарь: weekends
действует: {с: 2010-01-01, по: 2020-12-31}
редакция_по: {plan: [sent_at]}
"""

VOCABULARY = """\
виды:
  plan:
    термин: план
    поля:
      year: {термин: год, тип: год}
      half: {термин: полугодие, тип: выбор, варианты: {"1": первое, "2": второе}}
      month: {термин: месяц, тип: месяц}
      sent_at: {термин: направлен, en: sent, тип: событие}
"""


def found(folder: Path, day: dict[str, Any], record: dict[str, Any], **more: Any) -> Finding:
    verb = {"что": "направлен", "чем": {"дата": day}, **more}
    rule = {"id": "p1-rule", "норма": "п.1", "суть": GIST, "требуется": {"не_позднее": verb}}
    book = load(folder, [rule], head=HEAD, vocabulary=VOCABULARY, front="вид: plan\n")
    [finding] = qcrules.check({"plan": record}, rules=book, as_of=date(2019, 1, 1)).findings
    return finding


@pytest.mark.parametrize(
    ("day", "record", "due"),
    [
        ({"день": 10, "месяц": 5, "год": "год"}, {"year": 2014}, date(2014, 5, 10)),
        ({"день": 10, "месяц": 12, "год": {"до": "год"}}, {"year": 2014}, date(2013, 12, 10)),
        ({"день": 1, "месяц": 1, "год": {"после": "год"}}, {"year": 2014}, date(2015, 1, 1)),
        ({"день": 5, "месяц": {"после": "месяц"}}, {"month": "2014-03"}, date(2014, 4, 5)),
        ({"день": 5, "месяц": {"после": "месяц"}}, {"month": "2013-12"}, date(2014, 1, 5)),
        ({"день": 20, "месяц": {"до": "месяц"}}, {"month": "2014-01"}, date(2013, 12, 20)),
        ({"день": "последний", "месяц": "месяц"}, {"month": "2016-02"}, date(2016, 2, 29)),
        ({"день": 31, "месяц": {"после": "месяц"}}, {"month": "2014-01"}, date(2014, 2, 28)),
        ({"день": 9, "месяц": 6, "год": 2015}, {}, date(2015, 6, 9)),
    ],
)
def test_the_day_and_both_sides_of_it(
    tmp_path: Path, day: dict[str, Any], record: dict[str, Any], due: date
) -> None:
    for number, (sent, verdict) in enumerate(
        ((due, "compliant"), (date.fromordinal(due.toordinal() + 1), "violated"))
    ):
        finding = found(tmp_path / str(number), day, {**record, "sent_at": sent.isoformat()})
        assert (str(finding.verdict), finding.due and finding.due.at) == (verdict, due)


def test_a_period_that_is_unknown_is_what_is_missing(tmp_path: Path) -> None:
    year = found(tmp_path / "y", {"день": 10, "месяц": 5, "год": "год"}, {"sent_at": "2014-05-01"})
    month = found(tmp_path / "m", {"день": 5, "месяц": {"после": "месяц"}}, {"sent_at": "2014-05-01"})
    assert [(str(one.verdict), [missing.field for missing in one.missing]) for one in (year, month)] == [
        ("undetermined", ["year"]),
        ("undetermined", ["month"]),
    ]


def test_a_period_that_is_none_gives_no_day_to_hold_to(tmp_path: Path) -> None:
    finding = found(tmp_path, {"день": 10, "месяц": 5, "год": "год"}, {"year": None, "sent_at": "2014-05-01"})
    assert str(finding.verdict) == "not_applicable"


@pytest.mark.parametrize(
    ("roll", "due"), [("вперёд", date(2014, 5, 12)), ("назад", date(2014, 5, 9)), ("нет", date(2014, 5, 10))]
)
def test_a_built_day_may_roll_and_says_from_where(tmp_path: Path, roll: str, due: date) -> None:
    record = {"year": 2014, "sent_at": "2014-06-01"}
    finding = found(tmp_path, {"день": 10, "месяц": 5, "год": "год"}, record, перенос=roll)
    assert finding.due is not None
    assert finding.due.at == due
    assert finding.due.rolled_from == (None if roll == "нет" else date(2014, 5, 10))


def test_a_definition_may_build_a_day(tmp_path: Path) -> None:
    starts = [
        {"если": {"полугодие": "первое"}, "это": {"дата": {"день": 1, "месяц": 1, "год": "год"}}},
        {"это": {"дата": {"день": 1, "месяц": 7, "год": "год"}}},
    ]
    definitions = {
        "план.начало": {
            "путь": "start",
            "термин": "начало",
            "тип": "дата",
            "норма": "п.1",
            "варианты": starts,
        }
    }
    verb = {"не_позднее": {"что": "направлен", "за": "1 календарный день", "до": "план.начало"}}
    rule = {"id": "p1-rule", "норма": "п.1", "суть": GIST, "требуется": verb}
    book = load(
        tmp_path, [rule], head=HEAD, vocabulary=VOCABULARY, front="вид: plan\n", definitions=definitions
    )
    verdicts = [
        str(
            qcrules.check(
                {"plan": {"year": 2014, "half": half, "sent_at": sent}}, rules=book, as_of=date(2019, 1, 1)
            )
            .findings[0]
            .verdict
        )
        for half, sent in (
            ("1", "2013-12-31"),
            ("1", "2014-01-01"),
            ("2", "2014-06-30"),
            ("2", "2014-07-01"),
            ("?", "2014-03-01"),
        )
    ]
    assert verdicts == ["compliant", "violated", "compliant", "violated", "undetermined"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ({"день": 32, "месяц": 5, "год": "год"}, "от 1 до 31"),
        ({"день": 1, "месяц": 13, "год": "год"}, "от 1 до 12"),
        ({"день": 1, "месяц": 5}, "нужен `год`"),
        ({"день": 1, "месяц": "месяц", "год": "год"}, "он не нужен"),
        ({"день": 1, "месяц": "год", "год": 2014}, "«год» — не месяц"),
        ({"месяц": 5, "год": 2014}, "нужны `день` и `месяц`"),
        ({"день": 1, "месяц": 5, "год": "направлен"}, "«направлен» — не год"),
    ],
)
def test_what_is_no_day_is_refused_in_words(tmp_path: Path, day: dict[str, Any], words: str) -> None:
    rule = {
        "id": "p1-rule",
        "норма": "п.1",
        "суть": GIST,
        "требуется": {"не_позднее": {"что": "направлен", "чем": {"дата": day}}},
    }
    folder = write_pack(tmp_path, [rule], head=HEAD, vocabulary=VOCABULARY, front="вид: plan\n")
    with pytest.raises(PackError) as error:
        qcrules.load_rules(folder)
    assert words in error.value.words("ru")


@pytest.mark.parametrize("year", [1990, 2101, "14", -1])
def test_a_year_that_the_calendar_does_not_know_is_refused_where_it_is_read(
    tmp_path: Path, year: Any
) -> None:
    with pytest.raises(RecordError):
        found(tmp_path, {"день": 10, "месяц": 5, "год": "год"}, {"year": year})
