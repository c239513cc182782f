"""Click in two languages: commands whose help, and errors whose words, are Russian or English."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import click
from attrs import frozen

from qcrules.errors import nearest
from qcrules.text import Lang, Text

Parameter = Callable[[Lang], click.Parameter]
"""A parameter of a command, before its language is known."""

_USAGE = Text("Использование:", "Usage:")
_OPTIONS = Text("Параметры", "Options")
_COMMANDS = Text("Команды", "Commands")
_SOME_OPTIONS = Text("[ПАРАМЕТРЫ]", "[OPTIONS]")
_SOME_COMMAND = Text("КОМАНДА …", "COMMAND [ARGS]...")
_HELP = Text("Показать эту справку.", "Show this message and exit.")


class Command(click.Command):
    """A command that speaks one language, its help and its complaints too."""

    allow_extra_args = True  # so that it complains of them itself

    def __init__(self, lang: Lang, **kwargs: Any) -> None:
        self.lang: Lang = lang
        look = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        super().__init__(context_settings=look, options_metavar=_SOME_OPTIONS(lang), **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP(self.lang)
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{_USAGE(self.lang)} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(_OPTIONS(self.lang)):
            formatter.write_dl([record for param in options if (record := param.get_help_record(ctx))])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as wrong:
            raise click.UsageError(self._value_of(wrong)(self.lang)) from None
        if rest and not isinstance(self, click.Group):
            extra = " ".join(rest)
            ctx.fail(Text(f"Лишнее в команде: {extra}.", f"Unexpected: {extra}.")(self.lang))
        return rest

    def _value_of(self, wrong: click.BadOptionUsage) -> Text:
        """What is wrong where an option has a value that it should not have, or has none."""
        name = wrong.option_name
        options = [one for one in self.params if isinstance(one, click.Option) and name in one.opts]
        if any(one.is_flag for one in options):
            return Text(f"Параметр {name} пишется без значения.", wrong.message)
        return Text(f"Параметру {name} нужно значение.", wrong.message)


class CommandGroup(Command, click.Group):
    """A group of commands, listed with one line each; a command is made when it is asked for."""

    def __init__(
        self, lang: Lang, commands: dict[str, Text], make: Callable[[str], Command], **kwargs: Any
    ) -> None:
        self.lines, self.make = commands, make
        super().__init__(
            lang,
            no_args_is_help=True,
            invoke_without_command=True,
            callback=self.needs_command,
            subcommand_metavar=_SOME_COMMAND(lang),
            **kwargs,
        )

    def needs_command(self) -> None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            ctx.fail(Text("Не хватает команды.", "Missing command.")(self.lang))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command:
        if cmd_name not in self.lines:
            near = nearest(cmd_name, self.lines)
            words = Text(f"Нет команды `{cmd_name}`{near.ru}.", f"No such command: `{cmd_name}`{near.en}")
            ctx.fail(words(self.lang))
        return self.make(cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(_COMMANDS(self.lang)):
            formatter.write_dl([(name, line(self.lang)) for name, line in self.lines.items()])


@frozen
class CommandTable:
    """A command before its language is known: what it is for, the function that does it, and its parameters.

    The function takes the language and the parameters by name, and gives the exit status.
    """

    about: Text
    does: Callable[..., int]
    parameters: tuple[Parameter, ...]

    def spoken(self, lang: Lang, name: str) -> Command:
        """The command in one language."""
        params = [one(lang) for one in self.parameters]
        return Command(
            lang, name=name, help=self.about(lang), callback=partial(self.does, lang), params=params
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
        case click.NoSuchOption(option_name=name):
            near = f" ({', '.join(wrong.possibilities)}?)" if wrong.possibilities else ""
            return Text(f"Нет параметра {name}{near}.", f"No such option: {name}{near}.")
    return Text.same(wrong.format_message())


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Argument):
        return wrong.param.human_readable_name.removesuffix("...")
    return max(wrong.param.opts, key=len)
