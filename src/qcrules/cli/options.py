"""Options and arguments, and the types of their values; what is said of them stands in ``commands.md``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

from qcrules.errors import Problem, UsageError, nearest
from qcrules.text import Lang, Text

from .base import Command, Parameter, SpokenOption
from .words import said, words_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType


def argument(name: str, **how: Any) -> Parameter:
    """An argument; ``how`` is click's."""

    def spoken(command: str, lang: Lang) -> click.Argument:
        _, value = words_of(command, name)
        return click.Argument([name], metavar=value(lang), **how)

    return spoken


def option(names: str, **how: Any) -> Parameter:
    """An option by its names, as in ``-o --output``; one without dashes is that of the parameter. ``how``: click's."""

    def spoken(command: str, lang: Lang) -> click.Option:
        help, value = words_of(command, " ".join(one for one in names.split() if one.startswith("-")))
        words = help.filled(how.get("default"))(lang)
        return SpokenOption(names.split(), words, metavar=value(lang) or None, **how)

    return spoken


def flag(names: str, **how: Any) -> Parameter:
    """An option without a value."""
    return option(names, is_flag=True, **how)


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

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "|".join(self.words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # only a shell asks

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            near = nearest(str(value), self.words)
            self.refuse(said("no-such-word", value, ", ".join(self.words), near), param, ctx)
        return str(value)


class Whole(SpokenType):
    """A whole number within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        words = str(value).strip()
        if not (words.isascii() and words.isdigit() and self.least <= int(words[:9]) <= self.most):
            self.refuse(said("not-whole", value, self.least, self.most), param, ctx)
        return int(words)


class CalendarDay(SpokenType):
    """A day, written 2014-01-10 or 10.01.2014; with ``time`` also a minute, 2014-01-10 10:00."""

    def __init__(self, *, time: bool = False) -> None:
        self.time = time

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        ctx = ctx or click.get_current_context(silent=True)  # click gives it from 8.2 on
        return said("moment" if self.time else "day")(_lang_of(ctx))

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        if isinstance(value, date):
            return value
        try:
            moment = self._parsed(str(value).strip())
        except ValueError:
            from qcrules.facts.moments import advice

            self.refuse(said("not-a-moment" if self.time else "not-a-day", value, advice(value)), param, ctx)
        from qcrules.time.months import IN_YEARS, YEARS  # only who gives a day needs the calendar

        if moment.year not in YEARS:
            self.refuse(said("outside-the-years", value, IN_YEARS), param, ctx)
        return moment

    def _parsed(self, words: str) -> date | datetime:
        from qcrules.facts.moments import one_moment, read_day  # as records write it, in every place

        return (one_moment if self.time else read_day)(words)


def chosen_readings(pairs: Iterable[str]) -> dict[str, str]:
    """``K=V`` pairs. UsageError where one is no pair, or the same reading has two options."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise UsageError(Problem(said("not-a-reading", pair)))
        if found.setdefault(name, value) != value:
            raise UsageError(Problem(said("reading-twice", name, found[name], value)))
    return found


# -- options that commands share ------------------------------------------------------------------------------

FILES = argument("files", nargs=-1, required=True)
LANG = option("--lang", type=OneWord("ru", "en"), expose_value=False)
"""Read before everything else (language.py), so that a command never sees it."""

RULES, OUTPUT, CALENDAR = option("--rules"), option("-o --output"), option("--calendar")
READING = option("--reading", multiple=True)
AS_OF = option("--as-of", type=CalendarDay())
NULLS = option("--nulls", type=OneWord("unknown", "absent"))
VERBOSE = flag("-v --verbose")


def forms_of_answer(*words: str) -> Parameter:
    """``--format``, the first word being the default."""
    return option("--format form", type=OneWord(*words), default=words[0])


def engines(*words: str) -> Parameter:
    """``--engine``, the first word being the default."""
    return option("--engine", type=OneWord(*words), default=words[0])
