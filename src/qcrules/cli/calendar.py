"""``qcrules calendar YEAR``: working days and days off, with reasons."""

from __future__ import annotations

import click

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .base import Command, format_option, new, output_option
from .calendars import calendar_option, chosen_calendar
from .output import answer, colour, width
from .packs import rules_option

_ABOUT = Text(
    "Рабочие и выходные дни года с причинами.", "The working days and the days off of a year, with reasons."
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def calendar(year: str, calendar: str | None, rules: str | None, form: str, output: str | None) -> int:
        from qcrules.render import json
        from qcrules.render import year as face

        number, days = _year(year), chosen_calendar(calendar, rules)
        if form == "json":
            answer(json.dumps(face.as_list(days, number, lang)), output)
        else:
            answer(face.render(days, number, lang, width=width(output), colour=colour(output)), output)
        return 0

    return new(
        lang,
        "calendar",
        _ABOUT,
        calendar,
        click.Argument(["year"], metavar=Text("ГОД", "YEAR")(lang)),
        calendar_option(lang),
        rules_option(lang),
        format_option(lang, "text", "json"),
        output_option(lang),
    )


def _year(words: str) -> int:
    if words.isascii() and words.isdigit() and len(words) == 4 and words > "0000":
        return int(words)
    raise UsageError(
        Problem(
            Text(f"`{words}` — не год: пишите, например, 2013", f"`{words}` is not a year: write, say, 2013")
        )
    )
