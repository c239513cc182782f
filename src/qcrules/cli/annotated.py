"""``--annotate``: the workbook that was checked, with its findings on its cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .output import write_whole

if TYPE_CHECKING:
    from qcrules.facts.input import Input
    from qcrules.finding import Assessment


def one_workbook(files: Sequence[str]) -> None:
    """UsageError unless exactly one file was given, and that a workbook."""
    if len(files) != 1 or Path(files[0]).suffix.lower() not in (".xlsx", ".xlsm"):
        raise UsageError(
            Problem(
                Text(
                    "--annotate: нужна ровно одна книга .xlsx",
                    "--annotate: exactly one workbook (.xlsx) is needed",
                )
            )
        )


def write(file: str, output: str, checked: Sequence[tuple[Input, Assessment]], lang: Lang) -> None:
    """Write the annotated workbook, whole or not at all."""
    from qcrules.forms import annotate

    write_whole(output, annotate(Path(file), checked, lang))
