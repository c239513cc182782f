"""An .xlsx file → its sheets as values; everything that is no honest workbook is refused with words.

Values come from calamine. What calamine does not tell — error cells, formulas that nobody has calculated — and what
it must be kept from — an archive or a sheet that would fill the memory — is seen by a scan of the sheet's XML first.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from attrs import define, field, frozen

from ..errors import Place, Problem, RecordError, UsageError
from ..text import Text

MAX_FILE = 20 * 1024**2
MAX_UNPACKED = 64 * 1024**2
MAX_ENTRIES = 2000
MAX_ROWS, MAX_COLUMNS = 5000, 400
"""A form has some seventy rows and fifteen columns; this leaves room and keeps a stray far cell from costing memory."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AGAIN = Text("сохраните книгу ещё раз как .xlsx", "save the workbook as .xlsx again")

Cell = tuple[int, int]
"""Row and column, from 0."""


def letters(column: int) -> str:
    """The column's letters: 0 → A."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def address(cell: Cell) -> str:
    """Row and column as people write them: (13, 3) → D14."""
    return f"{letters(cell[1])}{cell[0] + 1}"


def cell_of(name: str) -> Cell:
    """D14 → (13, 3). ValueError where it is no cell."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", name)
    if not found:
        raise ValueError(name)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


@frozen(eq=False)
class Sheet:
    """One sheet: values by cell (blank ones are not there), and what stands behind them."""

    file: str
    name: str
    part: str
    values: Mapping[Cell, Any]
    height: int
    width: int
    merged: tuple[tuple[Cell, Cell], ...]
    errors: Mapping[Cell, str]
    formulas: Mapping[Cell, str]
    uncalculated: frozenset[Cell]

    def place(self, cell: Cell) -> Place:
        """Where a cell is, for a person."""
        name = self.name.replace("'", "''")
        return Place(self.file, cell=f"'{name}'!{address(cell)}")

    def whole(self, cell: Cell) -> Cell:
        """The cell; of merged ones the first, which stands for all."""
        for first, last in self.merged:
            if first[0] <= cell[0] <= last[0] and first[1] <= cell[1] <= last[1]:
                return first
        return cell

    def row(self, row: int) -> dict[int, Any]:
        """The values of a row, by column."""
        return {
            column: self.values[row, column] for column in range(self.width) if (row, column) in self.values
        }


def open_workbook(path: Path) -> list[Sheet]:
    """Every worksheet of a workbook, in its order. RecordError says what is wrong with the file."""
    file = str(path)
    data = _bytes(path)
    archive = _archive(data, file)
    parts = sheet_parts(archive, file)
    scans = {name: _scan(archive[part], file, name) for name, part in parts.items()}
    return _values(archive, parts, scans, file)


def read_archive(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, unpacked within bounds. RecordError where it is none."""
    return _archive(_bytes(path), str(path))


def _bytes(path: Path) -> bytes:
    file = str(path)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise _wrong(file, "такого файла нет", "there is no such file") from None
    except IsADirectoryError:
        raise _wrong(file, "это папка, а нужен файл", "this is a folder; a file is expected") from None
    except PermissionError:
        raise _wrong(file, "нет права читать этот файл", "you have no permission to read this file") from None
    except OSError:
        raise _wrong(file, "файл не удалось прочитать", "the file could not be read") from None
    if len(data) > MAX_FILE:
        size = MAX_FILE // 1024**2
        raise _wrong(
            file,
            f"книга больше {size} МБ: это не форма отчёта",
            f"the workbook is larger than {size} MB: this is no report form",
        )
    return data


def _archive(data: bytes, file: str) -> dict[str, bytes]:
    """The parts of the workbook, unpacked, none of them trusted to be as small as it says."""
    if data.startswith(OLD_OFFICE):
        if _ENCRYPTED in data:
            raise _wrong(
                file,
                "книга защищена паролем; снимите пароль на открытие и сохраните снова",
                "the workbook is encrypted; remove the password to open it and save again",
            )
        raise _wrong(
            file,
            "это старый формат .xls; откройте его и сохраните как .xlsx",
            "this is the old .xls format; open it and save it as .xlsx",
        )
    if not data.strip():
        raise _wrong(file, "файл пуст", "the file is empty")
    try:
        return _unpacked(data, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise _wrong(
            file,
            f"это не книга .xlsx, или она повреждена или записана не до конца; {_AGAIN.ru}",
            f"this is no .xlsx workbook, or it is damaged or cut short; {_AGAIN.en}",
        ) from None
    except RuntimeError:  # what zipfile raises for an entry with a password
        raise _wrong(
            file, "книга защищена паролем; снимите его", "the workbook is encrypted; remove the password"
        ) from None


def _unpacked(data: bytes, file: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MAX_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = archive.infolist()
        for info in infos if len(infos) <= MAX_ENTRIES else ():
            with archive.open(info) as part:
                found[info.filename] = part.read(left + 1)
            left -= len(found[info.filename])
            if left < 0:
                break
    if left < 0 or len(infos) > MAX_ENTRIES:
        raise _wrong(
            file,
            f"внутри книги больше {MAX_UNPACKED // 1024**2} МБ или {MAX_ENTRIES} частей: это не форма отчёта",
            f"the workbook unpacks to more than {MAX_UNPACKED // 1024**2} MB or {MAX_ENTRIES} parts: "
            "this is no report form",
        )
    return found


def sheet_parts(archive: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The worksheets by name, each with its part of the archive."""
    try:
        book = ElementTree.fromstring(_no_entities(archive["xl/workbook.xml"]))
        relations = ElementTree.fromstring(_no_entities(archive["xl/_rels/workbook.xml.rels"]))
    except (LookupError, ValueError, ElementTree.ParseError):
        raise _wrong(
            file,
            f"в архиве нет книги Excel (xl/workbook.xml); {_AGAIN.ru}",
            f"the archive holds no Excel workbook (xl/workbook.xml); {_AGAIN.en}",
        ) from None
    targets = {one.get("Id", ""): one for one in relations}
    found = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(relation)
        if target is None or not target.get("Type", "").endswith("/worksheet"):
            continue
        part = posixpath.normpath(posixpath.join("/xl", target.get("Target", ""))).lstrip("/")
        if part not in archive:
            raise _wrong(
                file,
                f"лист «{sheet.get('name')}» назван в книге, но его нет в файле; {_AGAIN.ru}",
                f"sheet «{sheet.get('name')}» is named in the workbook and is not in the file; {_AGAIN.en}",
            )
        found[sheet.get("name", "")] = part
    return found


def _no_entities(xml: bytes) -> bytes:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a workbook has no DTD")
    return xml


@define
class _Scan:
    """What a pass over a sheet's XML finds: error cells, formulas, those without a value."""

    errors: dict[Cell, str] = field(factory=dict)
    formulas: dict[Cell, str] = field(factory=dict)
    uncalculated: set[Cell] = field(factory=set)
    _row: int = -1
    _column: int = -1
    _type: str = ""
    _into: str = ""
    _formula: str | None = None
    _value: str = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif tag == "c":
            if "r" in given:
                self._row, self._column = cell_of(given["r"])
            else:
                self._column += 1
            if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS:
                raise OverflowError
            self._type, self._formula, self._value = given.get("t", "n"), None, ""
        elif tag == "f":
            self._into, self._formula = "f", self._formula or ""
        elif tag == "v":
            self._into = "v"

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


def _scan(xml: bytes, file: str, sheet: str) -> _Scan:
    scan = _Scan()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.CharacterDataHandler = scan.text
    parser.EndElementHandler = scan.end
    try:
        parser.Parse(_no_entities(xml), True)
    except (expat.ExpatError, ValueError):
        raise _wrong(
            file, f"лист «{sheet}» повреждён; {_AGAIN.ru}", f"sheet «{sheet}» is damaged; {_AGAIN.en}"
        ) from None
    except OverflowError:
        raise _wrong(
            file,
            f"лист «{sheet}» больше {MAX_ROWS} строк или {MAX_COLUMNS} столбцов: это не форма; удалите лишнее",
            f"sheet «{sheet}» has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns: this is no form; "
            "delete what is not needed",
        ) from None
    return scan


def _values(
    archive: Mapping[str, bytes], parts: Mapping[str, str], scans: Mapping[str, _Scan], file: str
) -> list[Sheet]:
    calamine = _calamine()
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(_packed(archive)))
        return [_sheet(book.get_sheet_by_name(name), parts[name], scans[name], file) for name in parts]
    except BaseException as fault:
        known = (calamine.CalamineError, ValueError, OSError)
        if not isinstance(fault, known) and type(fault).__name__ != "PanicException":  # calamine's own crash
            raise
        raise _wrong(
            file,
            f"книга не читается ({fault}); {_AGAIN.ru}",
            f"the workbook cannot be read ({fault}); {_AGAIN.en}",
        ) from None


def _packed(archive: Mapping[str, bytes]) -> bytes:
    """The parts that were unpacked within bounds, as an archive that needs no unpacking."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in archive.items():
            if name.endswith((".xml", ".rels")):
                new.writestr(name, data)
    return out.getvalue()


def _sheet(sheet: Any, part: str, scan: _Scan, file: str) -> Sheet:
    values = {
        (row, column): value
        for row, line in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(line)
        if value is not None and not (isinstance(value, str) and not value.strip())
    }
    return Sheet(
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


def _calamine() -> Any:
    try:
        import python_calamine
    except ImportError:
        raise needs_excel() from None
    return python_calamine


def needs_excel() -> UsageError:
    """The extra that forms need is not installed."""
    return UsageError(
        Problem(
            Text(
                "для форм Excel нужна дополнительная часть: pip install 'qcrules[excel]'",
                "Excel forms need an extra: pip install 'qcrules[excel]'",
            )
        )
    )


def _wrong(file: str, ru: str, en: str) -> RecordError:
    return RecordError(Problem(Text(ru, en), Place(file)))
