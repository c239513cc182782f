"""Click in two languages: commands whose help, and errors whose words, are Russian or English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click
from attrs import frozen

from qcrules.errors import nearest
from qcrules.text import Lang, Text

from ..cached import cached_property
from .output import complain
from .words import said, words_of

Parameter = Callable[[str, Lang], click.Parameter]
"""A parameter before its command and its language are known."""


class SpokenOption(click.Option):
    """An option with the words of its help as they stand: click would clean them, and load `inspect` for that."""

    def __init__(self, names: Sequence[str], words: str, **how: Any) -> None:
        super().__init__(names, **how)
        self.help = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None or not isinstance(ctx.command, Command):
            return record
        words = record[1].replace("required]", f"{said('required')(ctx.command.lang)}]")
        return record[0], re.sub(r"(\d+)<=x<=(\d+)", r"\1–\2", words)


class Command(click.Command):
    """A command that speaks one language, its help and its complaints too."""

    allow_extra_args = True  # so that it complains of them itself

    def __init__(self, lang: Lang, **kwargs: Any) -> None:
        self.lang: Lang = lang
        look = {"max_content_width": 100}
        super().__init__(context_settings=look, options_metavar=said("some-options")(lang), **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return self.help_option

    @cached_property
    def help_option(self) -> click.Option:
        """The option ``--help``, in the words of the house."""
        names, words = ["-h", "--help", "asked"], said("help")(self.lang)
        return SpokenOption(
            names, words, is_flag=True, expose_value=False, is_eager=True, callback=_show_help
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{said('usage')(self.lang)} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(said("options")(self.lang)):
            formatter.write_dl([record for param in options if (record := param.get_help_record(ctx))])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for option in self.params if not ctx.resilient_parsing else ():
            once = isinstance(option, click.Option) and not (option.multiple or option.is_flag)
            if once and (twice := _twice(option, args)):
                raise click.UsageError(said("option-twice", twice)(self.lang))
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as wrong:
            raise click.UsageError(self._value_of(wrong)(self.lang)) from None
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            ctx.fail(said("extra", " ".join(rest))(self.lang))
        return rest

    def _value_of(self, wrong: click.BadOptionUsage) -> Text:
        """What is wrong where an option has a value that it should not have, or has none."""
        name = wrong.option_name
        options = [one for one in self.params if isinstance(one, click.Option) and name in one.opts]
        return said("no-value-wanted" if any(one.is_flag for one in options) else "value-wanted", name)


def _show_help(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _twice(option: click.Parameter, args: Sequence[str]) -> str:
    """The name of an option that is given twice, else nothing."""
    before = args[: args.index("--")] if "--" in args else args
    names = [one for one in before if one in option.opts or one.partition("=")[0] in option.opts]
    return names[1].partition("=")[0] if len(names) > 1 else ""


class CommandGroup(Command, click.Group):
    """A group of commands, listed with one line each; a command is made when it is asked for."""

    def __init__(
        self, lang: Lang, names: Sequence[str], make: Callable[[str], Command], **kwargs: Any
    ) -> None:
        self.names, self.make = names, make
        super().__init__(
            lang,
            invoke_without_command=True,
            callback=self.needs_command,
            subcommand_metavar=said("some-command")(lang),
            **kwargs,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            complain(ctx.get_help())
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def needs_command(self) -> None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            ctx.fail(said("no-command")(self.lang))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        if cmd_name not in self.names and ctx.resilient_parsing:  # a shell asks how it may go on
            return None
        if cmd_name not in self.names:
            ctx.fail(said("unknown-command", cmd_name, nearest(cmd_name, self.names))(self.lang))
        return self.make(cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(said("commands")(self.lang)):
            formatter.write_dl([(name, words_of("qcrules", name)[0](self.lang)) for name in self.names])


@frozen(eq=False, repr=False)
class CommandTable:
    """A command before its language is known: the function that does it, and its parameters.

    The function takes the language and the parameters by name, and gives the exit status.
    """

    does: Callable[..., int]
    parameters: tuple[Parameter, ...]

    def spoken(self, name: str, lang: Lang) -> Command:
        """The command in one language."""
        params = [one(name, lang) for one in self.parameters]
        about = words_of(name, "about")[0](lang)
        return Command(lang, name=name, help=about, callback=partial(self.does, lang), params=params)


def usage_words(wrong: click.UsageError, lang: Lang) -> str:
    """A usage error for a person: what is wrong, and where the help is."""
    path = wrong.ctx.command_path if wrong.ctx else "qcrules"
    return f"{_usage_sentence(wrong)(lang)}\n{said('try-help', path)(lang)}"


def _usage_sentence(wrong: click.UsageError) -> Text:
    match wrong:
        case click.MissingParameter():
            return said("missing", _name(wrong))
        case click.BadParameter(param=click.Parameter(type=click.FloatRange() | click.IntRange() as span)):
            return said("out-of-range", _name(wrong), span.min, span.max)
        case click.BadParameter():
            return Text.same(f"{_name(wrong)}: {wrong.message}")
        case click.NoSuchOption(option_name=name):
            near = f" ({', '.join(wrong.possibilities)}?)" if wrong.possibilities else ""
            return said("unknown-option", name, near)
    return Text.same(wrong.format_message())


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Argument):
        return wrong.param.human_readable_name.removesuffix("...")
    return max(wrong.param.opts, key=len)
