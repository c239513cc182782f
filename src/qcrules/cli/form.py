"""``qcrules form 1-mk|2-mk``: an empty report form for Excel."""

from __future__ import annotations

from qcrules.text import Lang

from .base import CommandTable
from .options import RULES, Whole, argument, option
from .output import require_ending, write_whole


def form(lang: Lang, form: str, year: int, month: int, services: int, rules: str | None, output: str) -> int:
    """Write the form."""
    from qcrules.forms import write_form
    from qcrules.judge.rulebook import load_rules

    require_ending(output, "not-workbook", ".xlsx")
    pack = load_rules(rules).core
    write_whole(output, write_form(form, year, month, pack.vocabulary, pack.folder, services))
    return 0


COMMAND = CommandTable(
    form,
    (
        argument("form"),
        option("--year", type=Whole(1991, 2100), required=True),
        option("--month", type=Whole(1, 12), required=True),
        option("--services", type=Whole(1, 500), default=3),
        RULES,
        option("-o --output", required=True),
    ),
)
