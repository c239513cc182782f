"""From arguments to an exit status: the one place where errors become words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import click

from qcrules.errors import QcrulesError
from qcrules.text import Lang

from .base import Command, CommandGroup, usage_words
from .language import spoken
from .options import LANG, flag
from .output import answer, complain, report_crash
from .surroundings import forget_stdout, prepare_streams
from .words import said, words_of

_COMMANDS = (
    "check",
    "plan",
    "batch",
    "form",
    "draft",
    "test",
    "rule",
    "words",
    "schema",
    "deadline",
    "calendar",
    "packs",
    "new",
    "lint",
    "serve",
)
_MODULES = {"words": "vocabulary"}
"""The module of a command, where it is not called like it."""

COMPLETE = "_QCRULES_COMPLETE"
"""The variable by which a shell asks for completions."""


def run(arguments: Sequence[str]) -> int:
    """One command line; what goes wrong is said on stderr in the language of the user."""
    lang = spoken(arguments)
    prepare_streams()
    if asked := os.environ.get(COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(program(lang), {}, "qcrules", COMPLETE, asked)
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
    except OSError as wrong:
        forget_stdout()
        complain(
            said("system-refused", wrong.filename or "stdout", wrong.strerror or type(wrong).__name__)(lang)
        )
        return 2
    except MemoryError:
        complain(said("no-memory")(lang))
        return 2
    except Exception as crash:
        report_crash(crash, lang)
        return 2


def program(lang: Lang) -> CommandGroup:
    """The whole command line in one language; a command is imported when it is asked for, so `--help` is quick."""

    def made(name: str) -> Command:
        module = import_module(f".{_MODULES.get(name, name)}", __package__)
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
            answer(f"qcrules {version('qcrules')}\n")
        except PackageNotFoundError:
            answer("qcrules\n")
        ctx.exit()


VERSION = flag("--version", is_eager=True, expose_value=False, callback=_show_version)
