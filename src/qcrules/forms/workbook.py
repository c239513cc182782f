"""An .xlsx file → its sheets as values, of a form with all that stands behind them, of a register quickly.

Values come from calamine, which is kept from archives and sheets that would fill the memory. What calamine does not
tell — error cells, formulas that nobody has calculated — is seen by a scan of the sheet's XML first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.parsers import expat

from attrs import define, field, frozen

from ..cached import cached_property
from ..errors import Place, Problem, UsageError
from .address import CellAddress, address, cell_of
from .archive import no_entities, packed, read_archive, said, sheet_parts, wrong

MAX_ROWS, MAX_COLUMNS = 5000, 400
"""A form has some seventy rows and fifteen columns; this leaves room and keeps a stray far cell from costing memory."""

MAX_SHEETS, MAX_TEXT = 100, 32_767
"""A year has twelve reports of two forms; so many characters Excel allows a cell."""

_LONG_TEXT = re.compile(rb">[^<]{%d,}<" % (2 * MAX_TEXT + 1))
"""Octets, of which a letter has one or two."""


@frozen(eq=False)
class Worksheet:
    """One sheet: values by cell (blank ones are not there), and what stands behind them."""

    file: str
    name: str
    part: str
    values: Mapping[CellAddress, Any]
    height: int
    width: int
    merged: tuple[tuple[CellAddress, CellAddress], ...]
    errors: Mapping[CellAddress, str]
    formulas: Mapping[CellAddress, str]
    uncalculated: frozenset[CellAddress]

    def place(self, cell: CellAddress) -> Place:
        """Where a cell is, for a person."""
        name = self.name.replace("'", "''")
        return Place(self.file, cell=f"'{name}'!{address(cell)}")

    def problem(self, cell: CellAddress, name: str, *parts: object) -> Problem:
        """What is wrong with a cell, by the name of the message."""
        return Problem(said(name, *parts), self.place(cell))

    def whole(self, cell: CellAddress) -> CellAddress:
        """The cell; of merged ones the first, which stands for all."""
        for first, last in self.merged:
            if first[0] <= cell[0] <= last[0] and first[1] <= cell[1] <= last[1]:
                return first
        return cell

    def row(self, row: int) -> dict[int, Any]:
        """The values of a row, by column."""
        return dict(self._rows.get(row, ()))

    @cached_property
    def _rows(self) -> Mapping[int, Mapping[int, Any]]:
        found: dict[int, dict[int, Any]] = {}
        for (row, column), value in sorted(self.values.items(), key=itemgetter(0)):
            found.setdefault(row, {})[column] = value
        return found


def open_workbook(path: Path) -> list[Worksheet]:
    """Every worksheet of a workbook, in its order. RecordError says what is wrong with the file."""
    file = str(path)
    archive = read_archive(path)
    parts = sheet_parts(archive, file)
    if len(parts) > MAX_SHEETS:
        raise wrong(file, "many-sheets", MAX_SHEETS)
    if any(name.endswith(".xml") and _LONG_TEXT.search(part) for name, part in archive.items()):
        raise wrong(file, "long-text", MAX_TEXT)
    scans = {name: scanned(archive[part], file, name) for name, part in parts.items()}
    with by_calamine(archive, file) as book:
        return [_sheet(book.get_sheet_by_name(name), parts[name], scans[name], file) for name in parts]


def typed(value: Any) -> str:
    """A value of a cell as one would type it into a case file: a day begins with its year, whole numbers are whole."""
    return _TYPED.get(type(value), str)(value)


def _moment_typed(value: datetime) -> str:
    words = value.isoformat(" ")
    return words[:10] if words[11:].startswith("00:00:00") else words[:16]


_TYPED: Mapping[type, Callable[[Any], str]] = {
    str: str.strip,
    date: date.isoformat,
    datetime: _moment_typed,
    float: lambda number: str(int(number) if number.is_integer() else number),
    bool: lambda true: "yes" if true else "no",
    type(None): lambda nothing: "",
}


@define(eq=False)
class SheetScan:
    """What a pass over a sheet's XML finds: error cells, formulas, those without a value.

    Few cells are errors or formulas: only of these the ends and the words are asked for.
    """

    errors: dict[CellAddress, str] = field(factory=dict)
    formulas: dict[CellAddress, str] = field(factory=dict)
    uncalculated: set[CellAddress] = field(factory=set)
    most: CellAddress = (MAX_ROWS, MAX_COLUMNS)
    _parser: Any = field(factory=expat.ParserCreate)
    _row: int = -1
    _column: int = -1
    _type: str = ""
    _into: str = ""
    _formula: str | None = None
    _value: str = ""

    def parse(self, xml: bytes) -> None:
        """Go through a sheet. ValueError or an error of expat where it is damaged, OverflowError where it is larger."""
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self.start
        try:
            self._parser.Parse(xml, True)
        finally:
            self._parser = None  # its handlers are this scan's: neither would go before the collector comes

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            if "r" in given:
                self._row, self._column = cell_of(given["r"])
            else:
                self._column += 1
            if self._row >= self.most[0] or self._column >= self.most[1]:
                raise OverflowError
            self._type, self._into = given.get("t", "n"), ""
            if self._type == "e":
                self.follow()
        elif tag == "v":
            self._into = tag
        elif tag == "f":
            self.follow()
            self._into, self._formula = tag, self._formula or ""
        elif tag == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], given)

    def follow(self) -> None:
        """Ask for the words of a cell, and for its end."""
        self._parser.CharacterDataHandler, self._parser.EndElementHandler = self.text, self.end

    def text(self, words: str) -> None:
        if self._into == "f":
            self._formula = (self._formula or "") + words
        elif self._into == "v":
            self._value += words

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("f", "v"):
            self._into = ""
        elif tag == "c":
            here = self._row, self._column
            if self._formula is not None:
                self.formulas[here] = self._formula
            if self._type == "e":
                self.errors[here] = self._value or "#ERROR"
            elif self._formula is not None and not self._value and self._type != "str":
                self.uncalculated.add(here)
            self._formula, self._value = None, ""
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None


def scanned(xml: bytes, file: str, sheet: str, most: CellAddress = (MAX_ROWS, MAX_COLUMNS)) -> SheetScan:
    """What a pass over a sheet's XML finds. RecordError where it is damaged, or has more rows or columns."""
    scan = SheetScan(most=most)
    try:
        scan.parse(_without_plain(no_entities(xml), most))
    except (expat.ExpatError, ValueError):
        raise wrong(file, "damaged-sheet", sheet) from None
    except OverflowError:
        raise wrong(file, "large-sheet", sheet, *most) from None
    return scan


def _without_plain(xml: bytes, most: CellAddress) -> bytes:
    """The XML of a sheet without the cells that a scan has nothing to see in: most of them.

    They hold a number or one of the workbook's words, are surely no farther than ``most``, and what follows them says
    itself where it is.
    """
    letters, digits = 1 if most[1] < 702 else 2, len(str(most[0])) - 1  # ZZ is the 702nd column
    return re.sub(_PLAIN % (letters, digits), b"", xml)


_PLAIN = (
    rb'<c r="[A-Z]{1,%d}[0-9]{1,%d}"(?: s="[0-9]+")?(?: t="[ns]")?(?:/>|><v>[0-9.]+</v></c>)(?=<c r=|</row>)'
)


@contextmanager
def by_calamine(archive: Mapping[str, bytes], file: str) -> Iterator[Any]:
    """The workbook as calamine reads it. RecordError where it cannot; UsageError where it is not installed."""
    try:
        import python_calamine
    except ImportError:
        raise needs_excel() from None
    try:
        yield python_calamine.CalamineWorkbook.from_filelike(packed(archive))
    except BaseException as fault:
        known = (python_calamine.CalamineError, ValueError, OSError)
        if not isinstance(fault, known) and type(fault).__name__ != "PanicException":  # calamine's own crash
            raise
        raise wrong(file, "unread-workbook") from None


def values_of(sheet: Any, file: str) -> list[list[Any]]:
    """The values of a sheet, row by row from its first cell. RecordError where one is a time too long to be told."""
    try:
        found: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except OverflowError:
        raise wrong(file, "long-time", sheet.name) from None
    return found


def _sheet(sheet: Any, part: str, scan: SheetScan, file: str) -> Worksheet:
    values = {
        (row, column): value
        for row, line in enumerate(values_of(sheet, file))
        for column, value in enumerate(line)
        if value not in (None, "") and not (isinstance(value, str) and not value.strip())
    }
    return Worksheet(
        file,
        sheet.name,
        part,
        values,
        max((row for row, _ in values), default=-1) + 1,
        max((column for _, column in values), default=-1) + 1,
        tuple(sheet.merged_cell_ranges or ()),
        scan.errors,
        scan.formulas,
        frozenset(scan.uncalculated),
    )


def needs_excel() -> UsageError:
    """The extra that forms need is not installed."""
    return UsageError(Problem(said("needs-excel")))
