"""``qcrules calendar YEAR``: working days and days off, with reasons."""

from __future__ import annotations

from qcrules.errors import UsageError
from qcrules.text import Lang, Text

from .base import CommandTable
from .options import CALENDAR, OUTPUT, RULES, argument, forms_of_answer
from .output import answer, look
from .packs import chosen_calendar


def calendar(
    lang: Lang, year: str, calendar: str | None, rules: str | None, form: str, output: str | None
) -> int:
    """Every day of a year, in order."""
    from qcrules.render import json
    from qcrules.render import year as face

    if not (year.isascii() and year.isdigit() and len(year) == 4 and year > "0000"):
        raise UsageError.of(
            f"`{year}` — не год: пишите, например, 2013", f"`{year}` is not a year: write, say, 2013"
        )
    days = chosen_calendar(calendar, rules)
    if form == "json":
        answer(json.dumps(face.as_list(days, int(year), lang)), output)
    else:
        answer(face.render(days, int(year), lang, **look(output)), output)
    return 0


COMMAND = CommandTable(
    Text(
        "Рабочие и выходные дни года с причинами.",
        "The working days and the days off of a year, with reasons.",
    ),
    calendar,
    (
        argument("year", Text("ГОД", "YEAR")),
        CALENDAR,
        RULES,
        forms_of_answer("text", "json"),
        OUTPUT,
    ),
)
