"""``qcrules check FILE…``: one assessment a record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from qcrules.errors import InputError, Problem, QcrulesError, UsageError
from qcrules.reader import apart
from qcrules.text import Lang

from .base import CommandTable
from .options import (
    AS_OF,
    FILES,
    NULLS,
    OUTPUT,
    READING,
    RULES,
    VERBOSE,
    chosen_readings,
    engines,
    flag,
    forms_of_answer,
    option,
)
from .output import answer_pieces, complain, look, report_crash, write_whole
from .progress import ProgressBar
from .words import said

if TYPE_CHECKING:
    from qcrules.facts.input import Input
    from qcrules.finding import Assessment


def check(
    lang: Lang,
    files: tuple[str, ...],
    reading: tuple[str, ...],
    form: str,
    output: str | None,
    verbose: bool,
    what_if: bool,
    annotate: str | None,
    save_case: str | None,
    **how: Any,
) -> int:
    """Check every record of every file; ``how``: the day, the rules, the engine and what is left out."""
    if annotate is not None and (len(files) != 1 or Path(files[0]).suffix.lower() not in (".xlsx", ".xlsm")):
        raise UsageError(Problem(said("one-workbook")))
    outputs = tuple(filter(None, (output, annotate, save_case)))
    checks = Checks(files, lang, chosen_readings(reading), how, outputs, keep=bool(annotate or save_case))
    answer_pieces(_pieces(checks.run(), form, verbose, what_if, output), output)
    if save_case is not None and not checks.failed:
        from qcrules.testing.cases.saved import case_file

        write_whole(save_case, case_file(checks.kept, Path(save_case)))
    if annotate is not None and not checks.failed:
        from qcrules.forms import annotate as annotated

        write_whole(annotate, annotated(Path(files[0]), checks.kept, lang))
    return 2 if checks.failed else int(checks.violated)


def _pieces(
    found: Iterator[Assessment], form: str, verbose: bool, what_if: bool, output: str | None
) -> Iterator[str]:
    """The answer in the form that is asked for; a page and a picture come whole."""
    if form == "json":
        from qcrules.render import json

        yield from json.pieces(found, what_if=what_if)
    elif form == "text":
        from qcrules.render import text

        yield from text.pieces(found, verbose=verbose, what_if=what_if, **look(output))
    else:
        from qcrules.render import case_page

        whole = list(found)
        alone = form == "html" and len(whole) == 1  # of one record this takes a second or two
        cases = [case_page.reported(one, what_if=what_if or alone) for one in whole]
        if form == "html" and cases:
            yield case_page.render(cases)
        elif len(cases) > 1:
            raise UsageError(Problem(said("one-picture")))
        elif cases:
            yield case_page.svg(cases[0])


@define(eq=False, repr=False)
class Checks:
    """Every record of every file, one after the other; a bad file says so on stderr and stops none of the others.

    ``outputs``: what will be written; none of it may be one of the files.
    """

    files: tuple[str, ...]
    lang: Lang
    readings: dict[str, str]
    how: dict[str, Any]
    outputs: tuple[str, ...] = ()
    keep: bool = False
    failed: bool = False
    violated: bool = False
    kept: list[tuple[Input, Assessment]] = field(factory=list)

    def run(self) -> Iterator[Assessment]:
        """The assessments, each made when it is asked for and then forgotten."""
        from qcrules.judge.check import files_in, judged
        from qcrules.judge.judgement import Settings
        from qcrules.judge.rulebook import load_rules

        book = load_rules(self.how.pop("rules"))
        settings = Settings.of(self.how.pop("as_of"), self.lang, readings=self.readings, **self.how)
        files = [str(file) for given in self.files for file in files_in(Path(given))]
        apart(dict.fromkeys(files), *self.outputs)
        with ProgressBar(len(files)) as progress:
            for one in judged(progress.over(files), book, settings):
                if one.error is not None:
                    self._fail(one.source, one.error)
                elif one.assessment is not None and one.given is not None:
                    self.violated = self.violated or bool(one.assessment.violations)
                    if self.keep:
                        self.kept.append((one.given, one.assessment))
                    progress.step_aside()
                    yield one.assessment

    def _fail(self, file: str, wrong: Exception) -> None:
        if isinstance(wrong, UsageError):
            raise wrong
        if isinstance(wrong, InputError):
            complain(wrong.words(self.lang))
        elif isinstance(wrong, QcrulesError):
            complain(f"{file}: {wrong.words(self.lang)}")
        else:
            report_crash(wrong, self.lang, file)
        self.failed = True


COMMAND = CommandTable(
    check,
    (
        FILES,
        AS_OF,
        READING,
        flag("--complete", default=None),
        NULLS,
        RULES,
        engines("auto", "durable", "reference", "columnar"),
        VERBOSE,
        flag("--what-if"),
        option("--annotate"),
        option("--save-case"),
        forms_of_answer("text", "json", "html", "svg"),
        OUTPUT,
    ),
)
