"""``qcrules check FILE…``: one assessment a record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from qcrules.errors import InputError, Problem, QcrulesError, UsageError
from qcrules.text import Lang, Text

from .base import Choice, Command, Day, format_option, new, option, output_option
from .output import answer, colour, complain, report_crash, width
from .packs import rules_option

if TYPE_CHECKING:
    from qcrules.check import EngineName
    from qcrules.finding import Assessment

_ABOUT = Text(
    "Проверить записи (файлы YAML или JSON) и сказать по каждому пункту правил, что соблюдено, "
    "что нарушено и на сколько, что ещё не истекло и чего не хватает для решения.",
    "Check records (YAML or JSON files) and say, paragraph by paragraph, what was complied with, what was "
    "violated and by how much, what is still due, and what cannot be decided.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def check(
        files: tuple[str, ...],
        reading: tuple[str, ...],
        form: str,
        output: str | None,
        verbose: bool,
        **how: Any,
    ) -> int:
        done, failed = _check_all(files, lang, _readings(reading), **how)
        if form == "json":
            from qcrules.render import json

            answer(json.render(done), output)
        elif done:
            from qcrules.render import text

            words = text.render(done, verbose=verbose, width=width(output), colour=colour(output))
            answer(words, output)
        if failed:
            return 2
        return 1 if any(assessment.violations for assessment in done) else 0

    file = Text("ФАЙЛ", "FILE")(lang)
    return new(
        lang,
        "check",
        _ABOUT,
        check,
        click.Argument(["files"], nargs=-1, required=True, metavar=f"{file}..."),
        option(
            lang,
            "--as-of",
            type=Day(lang),
            help=Text(
                "День проверки; иначе день из записи, иначе сегодня.",
                "The day of the check; else the record's, else today.",
            ),
        ),
        option(
            lang,
            "--reading",
            multiple=True,
            metavar=Text("ЧТЕНИЕ=ВАРИАНТ", "READING=OPTION")(lang),
            help=Text(
                "Выбрать вариант чтения; можно повторять.", "Choose an option of a reading; repeatable."
            ),
        ),
        option(
            lang,
            "--complete",
            is_flag=True,
            default=None,
            help=Text(
                "Считать, что чего нет в записи, того не было.", "What the record leaves out did not happen."
            ),
        ),
        rules_option(lang),
        option(
            lang,
            "--engine",
            type=Choice(("auto", "durable", "reference", "columnar"), lang),
            default="auto",
            help=Text(
                "Движок; по умолчанию лучший из доступных.", "The engine; by default the best at hand."
            ),
        ),
        option(
            lang,
            "-v",
            "--verbose",
            is_flag=True,
            help=Text(
                "Перечислить и соблюдённое, и неприменимое.",
                "Also list what was complied with and what did not apply.",
            ),
        ),
        format_option(lang, "text", "json"),
        output_option(lang),
    )


def _check_all(
    files: tuple[str, ...],
    lang: Lang,
    readings: dict[str, str],
    *,
    rules: str | None,
    as_of: date | None,
    complete: bool | None,
    engine: EngineName,
) -> tuple[list[Assessment], bool]:
    """Check every file; a bad one says so on stderr and stops none of the others."""
    from qcrules.check import check, load_rules

    book = load_rules(rules)
    done, failed = [], False
    for file in files:
        try:
            done.append(
                check(
                    file,
                    rules=book,
                    as_of=as_of,
                    readings=readings,
                    complete=complete,
                    engine=engine,
                    lang=lang,
                )
            )
        except UsageError:
            raise
        except InputError as wrong:
            complain(wrong.words(lang))
            failed = True
        except QcrulesError as wrong:
            complain(f"{file}: {wrong.words(lang)}")
            failed = True
        except Exception as crash:
            report_crash(crash, lang, file)
            failed = True
    return done, failed


def _readings(chosen: tuple[str, ...]) -> dict[str, str]:
    """``K=V`` pairs; the same reading twice with different options is an error."""
    found: dict[str, str] = {}
    for pair in chosen:
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not (name and sign and value):
            raise UsageError(
                Problem(
                    Text(
                        f"--reading: `{pair}` — ожидается ЧТЕНИЕ=ВАРИАНТ",
                        f"--reading: `{pair}`: expected READING=OPTION",
                    )
                )
            )
        if found.setdefault(name, value) != value:
            raise UsageError(
                Problem(
                    Text(
                        f"--reading: чтение `{name}` задано дважды: `{found[name]}` и `{value}`",
                        f"--reading: `{name}` is given twice: `{found[name]}` and `{value}`",
                    )
                )
            )
    return found
