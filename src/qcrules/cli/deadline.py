"""``qcrules deadline``: one term, explained."""

from __future__ import annotations

from datetime import date, datetime

from qcrules.text import Lang, Text
from qcrules.time.term import Roll

from .base import Choice, Command, Day, format_option, new, option, output_option
from .calendars import calendar_option, chosen_calendar
from .output import answer, colour, width
from .packs import rules_option

_ABOUT = Text(
    "Посчитать один срок и показать, как: событие, первый день, каждый пропущенный день с причиной, конец.",
    "Reckon one term and show how: the event, the first day, every day passed over and why, the end.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def deadline(
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
        from qcrules.render import deadline as face
        from qcrules.render import json
        from qcrules.time.term import Term, reckon

        length = Term.parse(term)
        days = chosen_calendar(calendar, rules).with_days_off(day.toordinal() for day in day_off)
        found = reckon(length, base, days, before=before, count_first_day=count_first_day, roll=roll)
        it = face.Deadline(length, found, days, before, count_first_day, roll)
        if form == "json":
            answer(json.dumps(face.as_dict(it, lang)), output)
        else:
            answer(face.render(it, lang, width=width(output), colour=colour(output)), output)
        return 0

    return new(
        lang,
        "deadline",
        _ABOUT,
        deadline,
        option(
            lang,
            "--from",
            "base",
            type=Day(lang, time=True),
            required=True,
            help=Text(
                "День события; для срока в часах и время.", "The day of the event; with the time for hours."
            ),
        ),
        option(
            lang,
            "--term",
            required=True,
            metavar=Text('"3 рабочих дня"', '"3 working days"')(lang),
            help=Text("Срок словами, по-русски или по-английски.", "The term in words, Russian or English."),
        ),
        option(
            lang,
            "--before",
            is_flag=True,
            help=Text("Считать назад, до события.", "Count back, before the event."),
        ),
        option(
            lang,
            "--count-first-day",
            is_flag=True,
            help=Text(
                "День события — первый день срока.", "The day of the event is the first day of the term."
            ),
        ),
        option(
            lang,
            "--roll",
            type=Choice(("forward", "back", "none"), lang),
            default="none",
            help=Text(
                "Последний день, если он выходной: вперёд, назад, без переноса (по умолчанию).",
                "A last day on a day off moves on, back, or not at all (the default).",
            ),
        ),
        calendar_option(lang),
        rules_option(lang),
        option(
            lang,
            "--day-off",
            type=Day(lang),
            multiple=True,
            help=Text("Ещё один выходной; можно повторять.", "One more day off; repeatable."),
        ),
        format_option(lang, "text", "json"),
        output_option(lang),
    )
