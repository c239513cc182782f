"""The options that commands share, each said once, and the types of their values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

from qcrules.errors import UsageError, nearest
from qcrules.text import Lang, Text

from .base import Command, Parameter

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType


def argument(name: str, metavar: Text, **how: Any) -> Parameter:
    """An argument; ``how`` is click's."""
    return lambda lang: click.Argument([name], metavar=metavar(lang), **how)


def option(names: str, help: Text, metavar: Text | None = None, **how: Any) -> Parameter:
    """An option by its names, as in ``-o --output``, with its help in the language of the user; ``how`` is click's."""

    def spoken(lang: Lang) -> click.Option:
        shown = None if metavar is None else metavar(lang)
        return click.Option(names.split(), help=help(lang), metavar=shown, **how)

    return spoken


def flag(names: str, help: Text, **how: Any) -> Parameter:
    """An option without a value."""
    return option(names, help, is_flag=True, **how)


# -- types of values ------------------------------------------------------------------------------------------


class SpokenType(ParamType):
    """A type of values that says what is wrong in the language of the command."""

    name = "words"

    def refuse(self, words: Text, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        """Say what is wrong with a value."""
        self.fail(words(_lang_of(ctx)), param, ctx)


def _lang_of(ctx: click.Context | None) -> Lang:
    return ctx.command.lang if ctx is not None and isinstance(ctx.command, Command) else "en"


class OneWord(SpokenType):
    """One of a few words; a wrong one is answered with the nearest right one."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            expected, hint = ", ".join(self.words), nearest(str(value), self.words)
            words = Text(
                f"`{value}` не подходит: ожидается одно из: {expected}{hint.ru}",
                f"`{value}` is not one of: {expected}{hint.en}",
            )
            self.refuse(words, param, ctx)
        return str(value)


class Whole(SpokenType):
    """A whole number within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        words = str(value).strip()
        if not (words.isascii() and words.isdigit() and self.least <= int(words[:9]) <= self.most):
            bounds = f"{self.least}–{self.most}"
            wrong = Text(
                f"`{value}`: нужно целое число, {bounds}", f"`{value}`: expected a whole number, {bounds}"
            )
            self.refuse(wrong, param, ctx)
        return int(words)


class CalendarDay(SpokenType):
    """A day, written 2014-01-10; with ``time`` also a minute, 2014-01-10 10:00."""

    def __init__(self, *, time: bool = False) -> None:
        self.time = time

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        day = Text("ГГГГ-ММ-ДД", "YYYY-MM-DD")
        return (Text(f'"{day.ru}[ ЧЧ:ММ]"', f'"{day.en}[ HH:MM]"') if self.time else day)(_lang_of(ctx))

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        if isinstance(value, date):
            return value
        try:
            moment = self._parsed(str(value).strip())
        except ValueError:
            shape = Text.same("2014-01-10")
            if self.time:
                shape = Text("2014-01-10 или «2014-01-10 10:00»", '2014-01-10 or "2014-01-10 10:00"')
            words = Text(
                f"`{value}` — не дата; пишите год-месяц-день: {shape.ru}",
                f"`{value}` is not a date; write year-month-day: {shape.en}",
            )
            self.refuse(words, param, ctx)
        from qcrules.time.months import IN_YEARS, YEARS  # only who gives a day needs the calendar

        if moment.year not in YEARS:
            words = Text(
                f"`{value}` вне {IN_YEARS.ru} годов, их знает календарь",
                f"`{value}` is outside {IN_YEARS.en}, the years that the calendar knows",
            )
            self.refuse(words, param, ctx)
        return moment

    def _parsed(self, words: str) -> date | datetime:
        if len(words) == len("2014-01-10") and words[4] == words[7] == "-":
            return date.fromisoformat(words)
        if self.time and len(words) == len("2014-01-10 10:00") and words[10] in " T":
            return datetime.fromisoformat(words)
        raise ValueError(words)


def chosen_readings(pairs: Iterable[str]) -> dict[str, str]:
    """``K=V`` pairs. UsageError where one is no pair, or the same reading has two options."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise UsageError.of(
                f"--reading: `{pair}` — ожидается ЧТЕНИЕ=ВАРИАНТ",
                f"--reading: `{pair}`: expected READING=OPTION",
            )
        if found.setdefault(name, value) != value:
            raise UsageError.of(
                f"--reading: чтение `{name}` задано дважды: `{found[name]}` и `{value}`",
                f"--reading: `{name}` is given twice: `{found[name]}` and `{value}`",
            )
    return found


# -- options ------------------------------------------------------------------------------------------------------

FILE, FOLDER = Text("ФАЙЛ", "FILE"), Text("ПАПКА", "FOLDER")
FILES = argument("files", Text(f"{FILE.ru}...", f"{FILE.en}..."), nargs=-1, required=True)

LANG = option(
    "--lang",
    Text("Язык ответа.", "The language of the answer."),
    type=OneWord("ru", "en"),
    expose_value=False,
)
"""Read before everything else (language.py), so that a command never sees it."""

RULES = option("--rules", Text("Другой свод правил.", "Another pack of rules."), FOLDER)
OUTPUT = option("-o --output", Text("Записать ответ в файл.", "Write the answer to a file."), FILE)
READING = option(
    "--reading",
    Text("Выбрать вариант чтения; можно повторять.", "Choose an option of a reading; repeatable."),
    Text("ЧТЕНИЕ=ВАРИАНТ", "READING=OPTION"),
    multiple=True,
)
CALENDAR = option(
    "--calendar",
    Text("Календарь рабочих дней; по умолчанию kz.", "The calendar of working days; default kz."),
    Text("kz|weekends|СТРАНА", "kz|weekends|COUNTRY"),
)


def forms_of_answer(*words: str) -> Parameter:
    """``--format``, the first word being the default."""
    help = Text(f"Вид ответа, по умолчанию {words[0]}.", f"The form of the answer; default {words[0]}.")
    return option("--format form", help, type=OneWord(*words), default=words[0])


def engines(*words: str) -> Parameter:
    """``--engine``, the first word being the default."""
    help = Text("Движок; по умолчанию лучший из доступных.", "The engine; by default the best at hand.")
    return option("--engine", help, type=OneWord(*words), default=words[0])
