"""Forms that a script fills, as a body's own system might."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qcrules.forms import read, write
from qcrules.forms.layout import Forms, load_forms, squeeze
from qcrules.source.tree import plain
from qcrules.source.yaml import parse

HERE = Path(__file__).parent
RULES = Path(__file__).parents[2] / "rules" / "kz-06-7-63"
MONTHS = ("2014-01", "2014-02", "2014-03", "2014-04")

FIGURES: Mapping[str, tuple[int, ...]] = {
    row: tuple(map(int, counts))
    for row, counts in plain(parse((HERE / "figures.yaml").read_text(encoding="utf-8"), "figures.yaml"))[
        0
    ].items()
}
LATE: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "3.1": {"Выдача справки": (2, 0, 1, 0), "Регистрация права": (1, 1, 0, 0)},
    "3.2": {"Выдача лицензии": (0, 1, 0, 0)},
}


class Filling:
    """A form opened by a script: cells by row of the form and month."""

    def __init__(self, path: Path, forms: Forms, form: str = "1-mk") -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book["Форма"]
        by_words = forms.forms[form].by_words
        self.rows = {}
        for (label,) in self.sheet.iter_rows(min_col=2, max_col=2):
            row = by_words.get(squeeze(label.value))
            if row is not None:
                self.rows[row.number] = label.row

    def cell(self, row: str, month: str | int, below: int = 0) -> Any:
        """The cell of a row (or of a service so many rows below it) and a month («total» is the last column)."""
        column = 15 if month == "total" else 2 + int(str(month)[-2:])
        return self.sheet.cell(self.rows[row] + below, column)

    def at(self, label: str) -> Any:
        """The cell beside a label."""
        for (cell,) in self.sheet.iter_rows(min_col=2, max_col=2):
            if str(cell.value or "").startswith(label):
                return self.sheet.cell(cell.row, 3)
        raise LookupError(label)

    def fill(self) -> Filling:
        """The usual figures, all of them consistent."""
        for row, counts in FIGURES.items():
            for month, count in zip(MONTHS, counts, strict=True):
                self.cell(row, month).value = count
        for row, services in LATE.items():
            for below, (name, counts) in enumerate(services.items(), 1):
                self.sheet.cell(self.rows[row] + below, 2).value = name
                for month, count in zip(MONTHS, counts, strict=True):
                    self.cell(row, month, below).value = count
        self.cell("12", "total").value = 5
        self.at("Кто представляет: наименование").value = "Министерство"
        self.at("Кто представляет: вид").value = "центральный государственный орган"
        self.at("Исполнитель").value = "А. Исполнитель"
        return self

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def record(self) -> Mapping[str, Any]:
        """The record that the saved form is."""
        [given] = read(self.save())
        return given.record


@pytest.fixture(scope="session")
def forms() -> Forms:
    return load_forms(RULES)


@pytest.fixture(scope="session")
def written() -> Mapping[str, bytes]:
    """Empty forms for April 2014."""
    from qcrules.forms import write_form
    from qcrules.source.store import load_ready

    words = load_ready(RULES).pack.vocabulary
    return {name: write_form(name, 2014, 4, words, RULES, services=3) for name in ("1-mk", "2-mk")}


@pytest.fixture
def empty(tmp_path: Path, forms: Forms, written: Mapping[str, bytes]) -> Callable[..., Filling]:
    """A form nobody has filled yet."""

    def make(form: str = "1-mk", name: str = "form.xlsx") -> Filling:
        path = tmp_path / name
        path.write_bytes(written[form])
        return Filling(path, forms, form)

    return make


@pytest.fixture
def filled(empty: Callable[..., Filling]) -> Filling:
    """A form with the usual figures."""
    return empty().fill()


def opened(path: Path) -> Any:
    """A workbook as openpyxl sees it, from its bytes."""
    return openpyxl.load_workbook(BytesIO(path.read_bytes()))


__all__ = ["FIGURES", "LATE", "MONTHS", "RULES", "Filling", "opened", "read", "write"]
