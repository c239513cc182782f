"""From arguments to an exit status: the one place where errors become words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from qcrules.errors import QcrulesError
from qcrules.text import Lang, Text

from .base import Command, Group, lang_option, usage_words
from .language import spoken
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


class _Commands(Group):
    """The group that imports a command only when it is asked for, so that ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f".{cmd_name}", __package__)
        command: Command = module.command(self.lang)
        return command

    def short_help_of(self, name: str) -> str:
        return _COMMANDS[name](self.lang)


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


def program(lang: Lang) -> Group:
    """The whole command line in one language."""

    def version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            from importlib.metadata import PackageNotFoundError
            from importlib.metadata import version as installed

            try:
                click.echo(f"qcrules {installed('qcrules')}")
            except PackageNotFoundError:
                click.echo("qcrules")
            ctx.exit()

    group = _Commands(lang, name="qcrules", help=_ABOUT(lang), no_args_is_help=True)
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=version,
            help=Text("Показать версию.", "Show the version.")(lang),
        )
    )
    group.params.append(lang_option(lang))
    return group


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
