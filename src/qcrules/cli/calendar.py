"""``qcrules calendar YEAR``: working days and days off, with reasons."""

from __future__ import annotations

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .chosen import chosen_calendar
from .options import CALENDAR, OUTPUT, RULES, argument, forms_of_answer
from .output import answer, look
from .words import said


def calendar(
    lang: Lang, year: str, calendar: str | None, rules: str | None, form: str, output: str | None
) -> int:
    """Every day of a year, in order."""
    from qcrules.render import json
    from qcrules.render import year as renderer

    if not (year.isascii() and year.isdigit() and len(year) == 4 and year > "0000"):
        raise UsageError(Problem(said("not-a-year", year)))
    days = chosen_calendar(calendar, rules)
    if form == "json":
        answer(json.dumps(renderer.as_list(days, int(year), lang)), output)
    else:
        answer(renderer.render(days, int(year), lang, **look(output)), output)
    return 0


COMMAND = CommandTable(calendar, (argument("year"), CALENDAR, RULES, forms_of_answer("text", "json"), OUTPUT))
