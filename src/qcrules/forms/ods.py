"""What calamine does not tell of a sheet of LibreOffice: cells of errors, and formulas that nobody has calculated."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from attrs import define, field

from ..facts.words import ERRORS, NOT_KNOWN
from .address import NOT_CALCULATED, SOME_ERROR, CellAddress

_SHOWN = ERRORS | NOT_KNOWN


def odd_cells(path: str, sheet: str, height: int, width: int) -> dict[CellAddress, str]:
    """The odd cells of a sheet, by place, as words that stand for them; what is repeated ends with the sheet."""
    scan = _Scan(sheet, height, width)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.CharacterDataHandler = scan.text
    parser.EndElementHandler = scan.end
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        parser.ParseFile(content)
    return scan.found


@define
class _Scan:
    """One pass over all tables of the document, of which one is the sheet."""

    sheet: str
    height: int
    width: int
    found: dict[CellAddress, str] = field(factory=dict)
    _here: bool = False
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _cell: dict[str, str] | None = None
    _words: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        given = {name.partition(":")[2]: value for name, value in attributes.items()}
        if tag == "table":
            self._here, self._row = given.get("name") == self.sheet, 0
        elif tag == "table-row":
            self._rows, self._column = int(given.get("number-rows-repeated", 1)), 0
        elif tag in ("table-cell", "covered-table-cell") and self._here:
            is_error = attributes.get("calcext:value-type") == "error"
            self._cell, self._words = {**given, "error": "error" if is_error else ""}, ""

    def text(self, words: str) -> None:
        if self._cell is not None:
            self._words += words

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "table-row":
            self._row += self._rows
        elif tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            times = int(self._cell.get("number-columns-repeated", 1))
            if odd := self._odd(self._cell):
                self._put(odd, times)
            self._column += times
            self._cell = None

    def _odd(self, cell: dict[str, str]) -> str | None:
        """What stands for the cell; None where calamine tells all of it."""
        words = self._words.strip()
        if cell["error"] or (cell.get("formula") and words.casefold() in _SHOWN):
            return words if words.casefold() in _SHOWN else SOME_ERROR
        nothing = not words and "value-type" not in cell
        return NOT_CALCULATED if cell.get("formula") and nothing else None

    def _put(self, words: str, times: int) -> None:
        rows = range(self._row, max(self._row + 1, min(self._row + self._rows, self.height)))
        columns = range(self._column, max(self._column + 1, min(self._column + times, self.width)))
        for row in rows:
            for column in columns:
                self.found[row, column] = words
