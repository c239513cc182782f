"""``qcrules deadline``: one term, explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from qcrules.text import Lang

from .base import CommandTable
from .chosen import chosen_calendar
from .options import CALENDAR, OUTPUT, RULES, CalendarDay, OneWord, flag, forms_of_answer, option
from .output import answer, look

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
    from qcrules.render import deadline as renderer
    from qcrules.render import json
    from qcrules.time.deadline import deadline as reckoned

    days = chosen_calendar(calendar, rules)
    it = reckoned(
        base,
        term,
        before=before,
        count_first_day=count_first_day,
        roll=roll,
        calendar=days,
        days_off=day_off,
        lang=lang,
    )
    if form == "json":
        answer(json.dumps(renderer.as_dict(it, lang)), output)
    elif form in ("html", "svg"):
        from qcrules.render import deadline_page

        answer((deadline_page.html if form == "html" else deadline_page.svg)(it, lang), output)
    else:
        answer(renderer.render(it, lang, **look(output)), output)
    return 0


COMMAND = CommandTable(
    deadline,
    (
        option("--from base", type=CalendarDay(time=True), required=True),
        option("--term", required=True),
        flag("--before"),
        flag("--count-first-day"),
        option("--roll", type=OneWord("forward", "back", "none"), default="none"),
        CALENDAR,
        RULES,
        option("--day-off", type=CalendarDay(), multiple=True),
        forms_of_answer("text", "json", "html", "svg"),
        OUTPUT,
    ),
)
