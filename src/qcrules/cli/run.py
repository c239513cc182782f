"""From arguments to an exit status: the one place where errors become words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from qcrules.errors import QcrulesError
from qcrules.text import Lang, Text

from .base import Command, CommandGroup, usage_words
from .language import spoken
from .options import LANG, flag
from .output import complain, forget_stdout, report_crash

_COMMANDS = {
    "check": Text(
        "проверить записи: что соблюдено, нарушено, ещё не истекло", "check records against the law"
    ),
    "batch": Text("проверить реестр: таблицу записей", "check a register: a table of records"),
    "form": Text("записать пустую форму отчёта в Excel", "write an empty report form for Excel"),
    "test": Text("прогнать случаи правил и файлов", "run the cases of packs and case files"),
    "rule": Text("показать норму, её прочтение и случаи", "show a provision, its encoding and its cases"),
    "deadline": Text("посчитать один срок и объяснить его", "reckon one term and explain it"),
    "calendar": Text("рабочие и выходные дни года", "the working days and days off of a year"),
    "new": Text("начать страницу или свод правил: черновик", "begin a page or a pack: a draft"),
    "lint": Text(
        "исправны ли правила и охвачена ли каждая норма", "is the pack sound, is every unit claimed"
    ),
}
_ABOUT = Text(
    "Приказ № 06-7/63 (2013) о контроле качества государственных услуг как исполнимое право. "
    "Код возврата: 0 — нарушений нет, 1 — есть нарушение, 2 — ошибка во вводе.",
    "Kazakhstan's order No. 06-7/63 (2013) on quality control of public services, as executable law. "
    "Exit status: 0 nothing violated, 1 something violated, 2 wrong input.",
)


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
    except click.exceptions.NoArgsIsHelpError as asked:
        complain(asked.format_message())
        return 2
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
        command: Command = module.COMMAND.spoken(lang, name)
        command.params.append(LANG(lang))
        return command

    group = CommandGroup(lang, _COMMANDS, made, name="qcrules", help=_ABOUT(lang))
    group.params += [VERSION(lang), LANG(lang)]
    return group


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"qcrules {version('qcrules')}")
        except PackageNotFoundError:
            click.echo("qcrules")
        ctx.exit()


VERSION = flag(
    "--version",
    Text("Показать версию.", "Show the version."),
    is_eager=True,
    expose_value=False,
    callback=_show_version,
)


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
