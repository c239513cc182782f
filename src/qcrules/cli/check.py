"""``qcrules check FILE…``: one assessment a record."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, field

from qcrules.errors import InputError, Problem, QcrulesError, UsageError
from qcrules.reader import apart
from qcrules.text import Lang

from .base import CommandTable
from .many import CheckJob, told
from .options import (
    AS_OF,
    FILES,
    NULLS,
    OUTPUT,
    READING,
    RULES,
    VERBOSE,
    engines,
    flag,
    forms_of_answer,
    option,
)
from .output import answer_pieces, complain, look, report_crash, require_ending, write_whole
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
    processes: int,
    **how: Any,
) -> int:
    """Check every record of every file; ``how``: the day, the rules, the engine and what is left out."""
    if annotate is not None and (len(files) != 1 or Path(files[0]).suffix.lower() not in (".xlsx", ".xlsm")):
        raise UsageError(Problem(said("one-workbook")))
    if annotate is not None:
        require_ending(annotate, "not-workbook", ".xlsx", ".xlsm")
    if save_case is not None:
        require_ending(save_case, "not-case", ".case.yaml")
    outputs = tuple(filter(None, (output, annotate, save_case)))
    tell, together = _told(form, verbose, what_if, output)
    job = CheckJob.of(tell, lang, reading, **how)
    keep = bool(annotate or save_case)
    checks = Checks(files, lang, job, 1 if keep or form in ("html", "svg") else processes, outputs, keep)
    answer_pieces(together(checks.run()), output)
    if save_case is not None and not checks.failed:
        from qcrules.testing.cases.saved import case_file

        write_whole(save_case, case_file(checks.kept, Path(save_case)))
    if annotate is not None and not checks.failed:
        from qcrules.forms import annotate as annotated

        write_whole(annotate, annotated(Path(files[0]), checks.kept, lang))
    return 2 if checks.failed else int(checks.violated)


def _told(
    form: str, verbose: bool, what_if: bool, output: str | None
) -> tuple[Callable[[Assessment], Any], Callable[[Iterator[Any]], Iterator[str]]]:
    """How an assessment is told in a form, and how all that are told are put together."""
    if form == "json":
        from qcrules.render import json

        return partial(json.body, what_if=what_if), json.joined
    if form == "text":
        from qcrules.render import text

        seen = look(output)
        return partial(text.body, verbose=verbose, what_if=what_if, **seen), partial(text.joined, **seen)
    return _itself, partial(_page, form, what_if)


def _itself(assessment: Assessment) -> Assessment:
    return assessment


def _page(form: str, what_if: bool, found: Iterator[Assessment]) -> Iterator[str]:
    """A page or a picture, which comes whole."""
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
    job: CheckJob
    processes: int
    outputs: tuple[str, ...] = ()
    keep: bool = False
    failed: bool = False
    violated: bool = False
    kept: list[tuple[Input, Assessment]] = field(factory=list)

    def run(self) -> Iterator[Any]:
        """What is told of each record, made when it is asked for and then forgotten."""
        from qcrules.judge.check import files_in

        files = [str(file) for given in self.files for file in files_in(Path(given))]
        apart(dict.fromkeys(files), *self.outputs)
        with ProgressBar(len(files)) as progress:
            for one in told(self.job, files, self.processes, progress.over):
                if one.error is not None:
                    self._fail(one.source, one.error)
                    continue
                self.violated = self.violated or one.violated
                if self.keep and one.checked is not None and one.checked.given is not None:
                    assert one.checked.assessment is not None
                    self.kept.append((one.checked.given, one.checked.assessment))
                progress.step_aside()
                yield one.answer

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
        option("--processes", type=click.IntRange(1, 64), default=min(os.cpu_count() or 1, 64)),
        forms_of_answer("text", "json", "html", "svg"),
        OUTPUT,
    ),
)
