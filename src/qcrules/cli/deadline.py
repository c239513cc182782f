"""``qcrules deadline``: one term, explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from qcrules.text import Lang, Text

from .base import CommandTable
from .options import CALENDAR, OUTPUT, RULES, CalendarDay, OneWord, flag, forms_of_answer, option
from .output import answer, look
from .packs import chosen_calendar

if TYPE_CHECKING:
    from qcrules.time.counting import Roll


def deadline(
    lang: Lang,
    base: date | datetime,
    term: str,
    before: bool,
    count_first_day: bool,
    roll: Roll,
    calendar: str | None,
    rules: str | None,
    day_off: tuple[date, ...],
    form: str,
    output: str | None,
) -> int:
    """Reckon one term and show how."""
    from qcrules.render import deadline as face
    from qcrules.render import json
    from qcrules.time.counting import Counting
    from qcrules.time.term import Term

    days = chosen_calendar(calendar, rules).with_days_off(day.toordinal() for day in day_off)
    counting = Counting(Term.parse(term), before, count_first_day, roll)
    it = face.ReckonedTerm(counting, counting.reckon(base, days), days)
    if form == "json":
        answer(json.dumps(face.as_dict(it, lang)), output)
    else:
        answer(face.render(it, lang, **look(output)), output)
    return 0


COMMAND = CommandTable(
    Text(
        "Посчитать один срок и показать, как: событие, первый день, каждый пропущенный день с причиной, конец.",
        "Reckon one term and show how: the event, the first day, every day passed over and why, the end.",
    ),
    deadline,
    (
        option(
            "--from base",
            Text(
                "День события; для срока в часах и время.", "The day of the event; with the time for hours."
            ),
            type=CalendarDay(time=True),
            required=True,
        ),
        option(
            "--term",
            Text("Срок словами, по-русски или по-английски.", "The term in words, Russian or English."),
            Text('"3 рабочих дня"', '"3 working days"'),
            required=True,
        ),
        flag("--before", Text("Считать назад, до события.", "Count back, before the event.")),
        flag(
            "--count-first-day",
            Text("День события — первый день срока.", "The day of the event is the first day of the term."),
        ),
        option(
            "--roll",
            Text(
                "Последний день, если он выходной: вперёд, назад, без переноса (по умолчанию).",
                "A last day on a day off moves on, back, or not at all (the default).",
            ),
            type=OneWord("forward", "back", "none"),
            default="none",
        ),
        CALENDAR,
        RULES,
        option(
            "--day-off",
            Text("Ещё один выходной; можно повторять.", "One more day off; repeatable."),
            type=CalendarDay(),
            multiple=True,
        ),
        forms_of_answer("text", "json"),
        OUTPUT,
    ),
)
