"""``qcrules check FILE…``: one assessment a record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, field

from qcrules.errors import InputError, Problem, QcrulesError, UsageError
from qcrules.text import Lang, Text

from . import annotated
from .base import Command, Day, engine_option, format_option, new, option, output_option, reading_option
from .output import answer_pieces, colour, complain, report_crash, width
from .packs import rules_option
from .progress import Progress

if TYPE_CHECKING:
    from qcrules.facts.input import Input
    from qcrules.finding import Assessment
    from qcrules.judge.rulebook import Rulebook
    from qcrules.judge.years import MonthlyReport

_ABOUT = Text(
    "Проверить записи (файлы YAML или JSON, формы Excel) и сказать по каждому пункту правил, что соблюдено, "
    "что нарушено и на сколько, что ещё не истекло и чего не хватает для решения.",
    "Check records (YAML or JSON files, Excel forms) and say, paragraph by paragraph, what was complied with, what was "
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
        annotate: str | None,
        **how: Any,
    ) -> int:
        if annotate is not None:
            annotated.one_workbook(files)
        checks = _Checks(files, lang, _readings(reading), how, keep=annotate is not None)
        if form == "json":
            from qcrules.render import json

            answer_pieces(json.pieces(checks.run()), output)
        else:
            from qcrules.render import text

            look: dict[str, Any] = {"verbose": verbose, "width": width(output), "colour": colour(output)}
            answer_pieces(text.pieces(checks.run(), **look), output)
        if annotate is not None and not checks.failed:
            annotated.write(files[0], annotate, checks.kept, lang)
        if checks.failed:
            return 2
        return 1 if checks.violated else 0

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
        reading_option(lang),
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
        engine_option(lang, "auto", "durable", "reference", "columnar"),
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
        option(
            lang,
            "--annotate",
            metavar=Text("КНИГА.xlsx", "OUT.xlsx")(lang),
            help=Text(
                "Вернуть ту же книгу с отмеченными ячейками и выводами в примечаниях.",
                "Give the same workbook back with its cells marked and the findings as notes.",
            ),
        ),
        format_option(lang, "text", "json"),
        output_option(lang),
    )


@define
class _Checks:
    """Every record of every file, one after the other; a bad file says so on stderr and stops none of the others."""

    files: tuple[str, ...]
    lang: Lang
    readings: dict[str, str]
    how: dict[str, Any]
    keep: bool = False
    failed: bool = False
    violated: bool = False
    kept: list[tuple[Input, Assessment]] = field(factory=list)
    reports: list[MonthlyReport] = field(factory=list)

    def run(self) -> Iterator[Assessment]:
        """The assessments, each made when it is asked for and then forgotten."""
        from qcrules.judge.check import check_input, files_in
        from qcrules.judge.rulebook import load_rules
        from qcrules.judge.years import years

        book = load_rules(self.how.pop("rules"))
        files = [str(file) for given in self.files for file in files_in(Path(given))]
        with Progress(len(files)) as progress:
            for file in files:
                for assessment in self._of(file, book):
                    progress.step_aside()
                    yield assessment
                progress.step()
        for year in years(self.reports, book.core.vocabulary):
            yield check_input(year, book, readings=self.readings, lang=self.lang, **self.how)

    def _of(self, file: str, book: Rulebook) -> Iterator[Assessment]:
        from qcrules.judge.check import check_input, read_records, reports_in

        try:
            for given in read_records(file, book):
                assessment = check_input(given, book, readings=self.readings, lang=self.lang, **self.how)
                self.violated = self.violated or bool(assessment.violations)
                self.reports += reports_in(given, book)
                if self.keep:
                    self.kept.append((given, assessment))
                yield assessment
        except UsageError:
            raise
        except InputError as wrong:
            self._fail(wrong.words(self.lang))
        except QcrulesError as wrong:
            self._fail(f"{file}: {wrong.words(self.lang)}")
        except Exception as crash:
            report_crash(crash, self.lang, file)
            self.failed = True

    def _fail(self, words: str) -> None:
        complain(words)
        self.failed = True


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
