"""``qcrules form 1-mk|2-mk``: an empty report form for Excel."""

from __future__ import annotations

from typing import Any

import click

from qcrules.text import Lang, Text
from qcrules.time.months import YEARS

from .base import Command, new, option
from .output import write_whole
from .packs import rules_option

_ABOUT = Text(
    "Записать пустую форму отчёта (1-mk, 2-mk) за месяц в книгу Excel: как в приложении к Правилам, с формулами "
    "в строках «всего» и пояснением каждой строки. Заполненную форму проверит `qcrules check`.",
    "Write an empty report form (1-mk, 2-mk) for a month as an Excel workbook: as the annex prints it, with formulas "
    "in the rows of totals and the explanation of each row. `qcrules check` reads it back when it is filled.",
)


class _Whole(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int, most: int, lang: Lang) -> None:
        self.least, self.most, self.lang = least, most, lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        words = str(value).strip()
        if words.isascii() and words.isdigit() and self.least <= int(words[:9]) <= self.most:
            return int(words)
        expected = Text("нужно целое число", "expected a whole number")(self.lang)
        return self.fail(f"`{value}`: {expected}, {self.least}–{self.most}", param, ctx)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def form(form: str, year: int, month: int, services: int, rules: str | None, output: str) -> int:
        from qcrules.forms import write_form
        from qcrules.judge.rulebook import load_rules

        pack = load_rules(rules).core
        write_whole(output, write_form(form, year, month, pack.vocabulary, pack.folder, services))
        return 0

    return new(
        lang,
        "form",
        _ABOUT,
        form,
        click.Argument(["form"], metavar="1-mk|2-mk"),
        option(
            lang,
            "--year",
            type=_Whole(YEARS[0], YEARS[-1], lang),
            required=True,
            metavar=Text("ГГГГ", "YYYY")(lang),
            help=Text("Отчётный год.", "The year reported."),
        ),
        option(
            lang,
            "--month",
            type=_Whole(1, 12, lang),
            required=True,
            metavar=Text("ММ", "MM")(lang),
            help=Text("Отчётный месяц, от 1 до 12.", "The month reported, 1 to 12."),
        ),
        option(
            lang,
            "--services",
            type=_Whole(1, 500, lang),
            default=3,
            metavar="N",
            help=Text(
                "Сколько строк для услуг под 3.1 и 3.2; по умолчанию 3.",
                "Rows for services under 3.1 and 3.2; default 3.",
            ),
        ),
        rules_option(lang),
        option(
            lang,
            "-o",
            "--output",
            required=True,
            metavar=Text("ФАЙЛ.xlsx", "FILE.xlsx")(lang),
            help=Text("Куда записать книгу.", "Where to write the workbook."),
        ),
    )
