"""Printed forms as Excel sheets: written empty, read back filled, given back with the findings on their cells."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..facts.input import Input
    from .annotating import annotate
    from .reading import read_workbook
    from .writing import write_form

__all__ = ["annotate", "read", "read_workbook", "write", "write_form"]

_ELSEWHERE = {"annotate": "annotating", "read_workbook": "reading", "write_form": "writing"}


def __getattr__(name: str) -> Any:
    """What is asked for, imported when it is: a register in Excel needs no form."""
    if name not in _ELSEWHERE:
        raise AttributeError(f"module `qcrules.forms` has no attribute `{name}`")
    return getattr(import_module(f".{_ELSEWHERE[name]}", __name__), name)


def read(path: str | os.PathLike[str], rules: str | os.PathLike[str] | None = None) -> list[Input]:
    """The reports of a workbook, in the order of its sheets; ``check`` takes each of them.

    ``rules``: the folder or the name of a pack, else the built-in one. RecordError lists everything that could not be
    recognised, with its cell.
    """
    from .reading import read_workbook

    pack = _pack(rules)
    return read_workbook(Path(path), pack.vocabulary, Path(pack.folder))


def write(
    path: str | os.PathLike[str],
    form: str,
    year: int,
    month: int,
    rules: str | os.PathLike[str] | None = None,
    services: int = 3,
    record: Mapping[str, Any] | None = None,
) -> None:
    """Write a form for a month: ``write("april.xlsx", "1-mk", 2014, 4)``.

    ``services``: rows for services under each row that lists them; more can be inserted.
    ``record``: the fields of a monitoring report to fill the form with. UsageError where the form is not known.
    """
    from ..atomic import replacing
    from .writing import write_form

    pack = _pack(rules)
    with replacing(Path(path)) as file:
        file.write_bytes(write_form(form, year, month, pack.vocabulary, pack.folder, services, record))


def _pack(rules: str | os.PathLike[str] | None) -> Any:
    from ..source.built_in import rules_folder
    from ..source.store import load_ready

    return load_ready(rules_folder(rules)).pack
