"""Days that a rule builds: what tests/conformance/shop/04-built-days.md does not say of «дата: {день, месяц, год}»."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packs import load, of_the_shop, rule, write_pack

import qcrules
from qcrules import Finding, PackError, RecordError

MAY = {"день": 10, "месяц": 5, "год": "год"}


def by(day: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A plan is sent by a built day."""
    return rule(требуется={"не_позднее": {"что": "направлен", "чем": {"дата": day}, **more}})


def found(folder: Path, record: dict[str, Any], **more: Any) -> Finding:
    book = load(folder, [by(MAY, **more)], **of_the_shop("plan"))
    [finding] = qcrules.check({"plan": record}, rules=book, as_of=date(2019, 1, 1)).findings
    return finding


@pytest.mark.parametrize(
    ("roll", "due"), [("вперёд", date(2014, 5, 12)), ("назад", date(2014, 5, 9)), ("нет", date(2014, 5, 10))]
)
def test_a_built_day_may_roll_and_says_from_where(tmp_path: Path, roll: str, due: date) -> None:
    record = {"year": 2014, "sent": "2014-06-01"}
    finding = found(tmp_path, record, перенос=roll)
    assert finding.due is not None
    assert finding.due.at == due
    assert finding.due.rolled_from == (None if roll == "нет" else date(2014, 5, 10))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ({"день": 32, "месяц": 5, "год": "год"}, "от 1 до 31"),
        ({"день": 1, "месяц": 13, "год": "год"}, "от 1 до 12"),
        ({"день": 1, "месяц": 5}, "нужен `год`"),
        ({"день": 1, "месяц": "месяц", "год": "год"}, "он не нужен"),
        ({"день": 1, "месяц": "год", "год": 2014}, "«год» — не месяц"),
        ({"месяц": 5, "год": 2014}, "нужны `день` и `месяц`"),
        ({"день": 1, "месяц": 5, "год": "месяц"}, "«месяц» — не год"),
    ],
)
def test_what_is_no_day_is_refused_in_words(tmp_path: Path, day: dict[str, Any], words: str) -> None:
    folder = write_pack(tmp_path, [by(day)], **of_the_shop("plan"))
    with pytest.raises(PackError) as error:
        qcrules.load_rules(folder)
    assert words in error.value.words("ru")


@pytest.mark.parametrize("year", [1990, 2101, "14", -1])
def test_a_year_that_the_calendar_does_not_know_is_refused_where_it_is_read(
    tmp_path: Path, year: Any
) -> None:
    with pytest.raises(RecordError):
        found(tmp_path, {"year": year})


WORDS = [
    (
        {"день": 5, "месяц": {"после": "month"}},
        "5-е число месяца после «месяц»",
        "day 5 of the month after “month”",
    ),
    ({"день": "последний", "месяц": "month"}, "последний день месяца «месяц»", "the last day of “month”"),
    (
        {"день": "последний", "месяц": "lent_at"},
        "последний день месяца, на который приходится «выдана»",
        "the last day of the month of “lent”",
    ),
    (
        {"день": 31, "месяц": 12, "год": {"после": "lent_at"}},
        "31 декабря года после того, на который приходится «выдана»",
        "31 December of the year after that of “lent”",
    ),
    (
        {"день": 30, "месяц": 2, "год": 2014},
        "последний день февраля 2014 года",
        "the last day of February 2014",
    ),
]


@pytest.mark.parametrize(("day", "ru", "en"), WORDS)
def test_a_built_day_is_told_as_people_say_it(tmp_path: Path, day: dict[str, Any], ru: str, en: str) -> None:
    held = {"не_позднее": {"что": "returned_at", "чем": {"дата": day}}}
    [one] = load(tmp_path, [rule(требуется=held)]).core.rules["loan"].values()
    requirement = one.forms[()].requirement
    assert requirement is not None
    assert requirement.words.ru == f"«возвращена» — не позднее, чем {ru}"
    assert requirement.words.en == f"“returned” not later than {en}"
