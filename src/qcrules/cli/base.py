"""Click in two languages: commands whose help, and errors whose words, are Russian or English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import click

from qcrules.errors import nearest
from qcrules.text import Lang, Text
from qcrules.time.months import IN_YEARS, YEARS

_USAGE = Text("Использование:", "Usage:")
_OPTIONS = Text("Параметры", "Options")
_COMMANDS = Text("Команды", "Commands")
_HELP = Text("Показать эту справку.", "Show this message and exit.")


class _Spoken(click.Command):
    """What a command and a group have in common: help in the language of the user."""

    def __init__(self, lang: Lang, *args: Any, **kwargs: Any) -> None:
        self.lang: Lang = lang
        kwargs.setdefault(
            "context_settings", {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        )
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP(self.lang)
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        if self.lang == "ru":
            for english, russian in (
                ("[OPTIONS]", "[ПАРАМЕТРЫ]"),
                ("COMMAND [ARGS]...", "КОМАНДА …"),
            ):
                pieces = pieces.replace(english, russian)
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE(self.lang) + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for param in options if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section(_OPTIONS(self.lang)):
                formatter.write_dl(records)


class Command(_Spoken):
    """One command."""


class Group(_Spoken, click.Group):
    """A group of commands, listed with one line each."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Spoken.format_options(self, ctx, formatter)
        with formatter.section(_COMMANDS(self.lang)):
            formatter.write_dl([(name, self.short_help_of(name)) for name in self.list_commands(ctx)])

    def short_help_of(self, name: str) -> str:
        """What a command does, in a line, without importing it."""
        raise NotImplementedError


class Choice(click.ParamType[str]):
    """One of a few words; a wrong one is answered with the nearest right one."""

    name = "choice"

    def __init__(self, words: Sequence[str], lang: Lang) -> None:
        self.words, self.lang = tuple(words), lang

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "|".join(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            self._refuse(value, param, ctx)
        return str(value)

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        expected, hint = ", ".join(self.words), nearest(str(value), self.words)
        self.fail(
            Text(
                f"`{value}` не подходит: ожидается одно из: {expected}{hint.ru}",
                f"`{value}` is not one of: {expected}{hint.en}",
            )(self.lang),
            param,
            ctx,
        )


class Day(click.ParamType[date]):
    """A day, written 2014-01-10; with ``time=True`` also a minute, 2014-01-10 10:00."""

    name = "day"

    def __init__(self, lang: Lang, *, time: bool = False) -> None:
        self.lang, self.time = lang, time

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        day = Text("ГГГГ-ММ-ДД", "YYYY-MM-DD")(self.lang)
        return Text(f'"{day}[ ЧЧ:ММ]"', f'"{day}[ HH:MM]"')(self.lang) if self.time else day

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        if isinstance(value, date):
            return value
        try:
            moment = self._parsed(str(value).strip())
        except ValueError:
            self._refuse(value, param, ctx)
        if moment.year not in YEARS:
            outside = Text(f"`{value}` вне {IN_YEARS.ru} годов", f"`{value}` is outside {IN_YEARS.en}")
            known = Text("их знает календарь", "the years that the calendar knows")
            self.fail(f"{outside(self.lang)}, {known(self.lang)}", param, ctx)
        return moment

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        shape = Text("2014-01-10", "2014-01-10")
        if self.time:
            shape = Text("2014-01-10 или «2014-01-10 10:00»", '2014-01-10 or "2014-01-10 10:00"')
        self.fail(
            Text(
                f"`{value}` — не дата; пишите год-месяц-день: {shape.ru}",
                f"`{value}` is not a date; write year-month-day: {shape.en}",
            )(self.lang),
            param,
            ctx,
        )

    def _parsed(self, words: str) -> date | datetime:
        if len(words) == len("2014-01-10") and words[4] == words[7] == "-":
            return date.fromisoformat(words)
        if self.time and len(words) == len("2014-01-10 10:00") and words[10] in " T":
            return datetime.fromisoformat(words)
        raise ValueError(words)


def new(
    lang: Lang, name: str, about: Text, callback: Callable[..., Any], *params: click.Parameter
) -> Command:
    """A command with its parameters; ``--lang`` comes with every one."""
    return Command(lang, name=name, help=about(lang), callback=callback, params=[*params, lang_option(lang)])


def option(lang: Lang, *names: str, help: Text, **how: Any) -> click.Option:
    """An option with its help in the language of the user."""
    return click.Option(list(names), help=help(lang), **how)


def lang_option(lang: Lang) -> click.Option:
    """``--lang``; read before everything else (language.py), so a command never sees it."""
    return option(
        lang,
        "--lang",
        type=Choice(("ru", "en"), lang),
        expose_value=False,
        help=Text("Язык ответа.", "The language of the answer."),
    )


def format_option(lang: Lang, *words: str) -> click.Option:
    """``--format``, the first word being the default."""
    return option(
        lang,
        "--format",
        "form",
        type=Choice(words, lang),
        default=words[0],
        help=Text(f"Вид ответа, по умолчанию {words[0]}.", f"The form of the answer; default {words[0]}."),
    )


def reading_option(lang: Lang) -> click.Option:
    """``--reading NAME=OPTION``, repeatable: the option of a reading that counts."""
    return option(
        lang,
        "--reading",
        multiple=True,
        metavar=Text("ЧТЕНИЕ=ВАРИАНТ", "READING=OPTION")(lang),
        help=Text("Выбрать вариант чтения; можно повторять.", "Choose an option of a reading; repeatable."),
    )


def engine_option(lang: Lang, *engines: str) -> click.Option:
    """``--engine``, one of those."""
    return option(
        lang,
        "--engine",
        type=Choice(engines, lang),
        default=engines[0],
        help=Text("Движок; по умолчанию лучший из доступных.", "The engine; by default the best at hand."),
    )


def output_option(lang: Lang) -> click.Option:
    """``-o FILE``: written whole or not at all."""
    return option(
        lang,
        "-o",
        "--output",
        metavar=Text("ФАЙЛ", "FILE")(lang),
        help=Text("Записать ответ в файл.", "Write the answer to a file."),
    )


def usage_words(wrong: click.UsageError, lang: Lang) -> str:
    """A usage error for a person: what is wrong, and where the help is."""
    path = wrong.ctx.command_path if wrong.ctx else "qcrules"
    hint = Text(f"Справка: {path} --help", f"Try: {path} --help")
    return f"{_usage_sentence(wrong)(lang)}\n{hint(lang)}"


def _usage_sentence(wrong: click.UsageError) -> Text:
    match wrong:
        case click.MissingParameter():
            name = _name(wrong)
            return Text(f"Не хватает {name}.", f"{name} is missing.")
        case click.BadParameter(param=click.Parameter(type=click.FloatRange() | click.IntRange() as span)):
            name = _name(wrong)
            return Text(
                f"{name}: нужно число от {span.min} до {span.max}",
                f"{name}: expected a number from {span.min} to {span.max}",
            )
        case click.BadParameter():
            return Text.same(f"{_name(wrong)}: {wrong.message}")
        case click.NoSuchOption():
            near = f" ({', '.join(wrong.possibilities)}?)" if wrong.possibilities else ""
            return Text(
                f"Нет параметра {wrong.option_name}{near}.", f"No such option: {wrong.option_name}{near}."
            )
        case click.exceptions.NoSuchCommand(ctx=click.Context(command=click.Group() as group) as here):
            near_one = nearest(wrong.command_name, group.list_commands(here))
            return Text(
                f"Нет команды `{wrong.command_name}`{near_one.ru}.",
                f"No such command: `{wrong.command_name}`{near_one.en}",
            )
        case click.BadOptionUsage() if "does not take" in wrong.message:
            return Text(f"Параметр {wrong.option_name} пишется без значения.", wrong.message)
        case click.BadOptionUsage():
            return Text(f"Параметру {wrong.option_name} нужно значение.", wrong.message)
    words = wrong.format_message()
    if "extra argument" in words:
        extra = words.partition("(")[2].rpartition(")")[0]
        return Text(f"Лишнее в команде: {extra}.", f"Unexpected: {extra}.")
    if words.startswith("Missing command"):
        return Text("Не хватает команды.", words)
    return Text.same(words)


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Argument):
        return wrong.param.human_readable_name.removesuffix("...")
    return max(wrong.param.opts, key=len)
