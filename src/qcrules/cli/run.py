"""From arguments to an exit status: the one place where errors become words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from qcrules.errors import QcrulesError
from qcrules.text import Lang

from .base import Command, CommandGroup, usage_words
from .language import spoken
from .options import LANG, flag
from .output import complain, forget_stdout, report_crash
from .words import words_of

_COMMANDS = ("check", "plan", "batch", "form", "test", "rule", "deadline", "calendar", "packs", "new", "lint")


def run(arguments: Sequence[str]) -> int:
    """One command line; what goes wrong is said on stderr in the language of the user."""
    lang = spoken(arguments)
    _prepare_streams()
    try:
        with program(lang).make_context("qcrules", list(arguments)) as context:
            status = context.command.invoke(context)
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as wrong:
        complain(usage_words(wrong, lang))
        return 2
    except click.Abort:
        return 130
    except QcrulesError as wrong:
        complain(wrong.words(lang))
        return 2
    except BrokenPipeError:
        forget_stdout()
        return 0
    except Exception as crash:
        report_crash(crash, lang)
        return 2


def program(lang: Lang) -> CommandGroup:
    """The whole command line in one language; a command is imported when it is asked for, so `--help` is quick."""

    def made(name: str) -> Command:
        module = import_module(f".{name}", __package__)
        command: Command = module.COMMAND.spoken(name, lang)
        command.params.append(LANG(name, lang))
        return command

    group = CommandGroup(lang, _COMMANDS, made, name="qcrules", help=words_of("qcrules", "about")[0](lang))
    group.params += [VERSION("qcrules", lang), LANG("qcrules", lang)]
    return group


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"qcrules {version('qcrules')}")
        except PackageNotFoundError:
            click.echo("qcrules")
        ctx.exit()


VERSION = flag("--version", is_eager=True, expose_value=False, callback=_show_version)


def _prepare_streams() -> None:
    """Answers are UTF-8 when they go to a file or a pipe; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
