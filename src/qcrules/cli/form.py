"""``qcrules form 1-mk|2-mk``: an empty report form for Excel."""

from __future__ import annotations

from qcrules.text import Lang, Text

from .base import CommandTable
from .options import RULES, Whole, argument, option
from .output import write_whole


def form(lang: Lang, form: str, year: int, month: int, services: int, rules: str | None, output: str) -> int:
    """Write the form."""
    from qcrules.forms import write_form
    from qcrules.judge.rulebook import load_rules

    pack = load_rules(rules).core
    write_whole(output, write_form(form, year, month, pack.vocabulary, pack.folder, services))
    return 0


COMMAND = CommandTable(
    Text(
        "Записать пустую форму отчёта (1-mk, 2-mk) за месяц в книгу Excel: как в приложении к Правилам, с формулами "
        "в строках «всего» и пояснением каждой строки. Заполненную форму проверит `qcrules check`.",
        "Write an empty report form (1-mk, 2-mk) for a month as an Excel workbook: as the annex prints it, with "
        "formulas in the rows of totals and the explanation of each row. `qcrules check` reads it back when it is "
        "filled.",
    ),
    form,
    (
        argument("form", Text.same("1-mk|2-mk")),
        option(
            "--year",
            Text("Отчётный год.", "The year reported."),
            Text("ГГГГ", "YYYY"),
            type=Whole(1991, 2100),
            required=True,
        ),
        option(
            "--month",
            Text("Отчётный месяц, от 1 до 12.", "The month reported, 1 to 12."),
            Text("ММ", "MM"),
            type=Whole(1, 12),
            required=True,
        ),
        option(
            "--services",
            Text(
                "Сколько строк для услуг под 3.1 и 3.2; по умолчанию 3.",
                "Rows for services under 3.1 and 3.2; default 3.",
            ),
            Text.same("N"),
            type=Whole(1, 500),
            default=3,
        ),
        RULES,
        option(
            "-o --output",
            Text("Куда записать книгу.", "Where to write the workbook."),
            Text("ФАЙЛ.xlsx", "FILE.xlsx"),
            required=True,
        ),
    ),
)
