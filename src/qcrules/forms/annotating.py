"""The workbook that was checked, given back: cells coloured by verdict, each finding a note on its cell.

The archive is changed in place: every part that holds neither the marked cells, nor their styles, nor their notes
stays as it was, to the byte; so do formulas, pictures and other people's notes.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError

from attrs import define, field

from ..facts.input import Input
from ..finding import Assessment
from ..text import Lang
from .address import CellAddress, address, cell_of
from .archive import read_archive, wrong
from .findings_sheet import NAME, SHEET_TYPE, FindingRow, finding_rows, sheet_xml
from .marks import Marks, marks_of
from .patch import Element, Patch, text
from .reading import Places
from .workbook import Worksheet

AUTHOR = "qcrules"
_RED, _YELLOW = "FFFFC7CE", "FFFFEB9C"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_AFTER_NOTES = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def annotate(path: Path, checked: Sequence[tuple[Input, Assessment]], lang: Lang) -> bytes:
    """The workbook with the findings of its reports on their cells. RecordError where it cannot be changed."""
    archive = _Archive(read_archive(path))
    rows: list[FindingRow] = []
    try:
        for given, assessment in checked:
            if isinstance(given.places, Places):
                marks = marks_of(assessment, given.places, lang)
                archive.mark(given.places.sheet, marks)
                rows += finding_rows(given.places.sheet.name, marks)
        if rows:
            archive.add_sheet(rows, lang)
    except (ExpatError, LookupError, ValueError):
        raise wrong(str(path), "damaged-styles") from None
    return archive.packed()


# -- the archive ----------------------------------------------------------------------------------------------


@define(eq=False)
class _Archive:
    """The parts of a workbook, and those of them that were changed."""

    parts: dict[str, bytes]

    def packed(self) -> bytes:
        """The whole file; parts keep their order, new ones come last."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name, data in self.parts.items():
                new.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def mark(self, sheet: Worksheet, marks: Marks) -> None:
        """Colour the cells of a sheet and write the notes."""
        if not marks:
            return
        self.colour(sheet.part, marks)
        self.note(sheet.part, marks)

    # -- the sheet of findings --------------------------------------------------------------------------------

    def add_sheet(self, rows: Sequence[FindingRow], lang: Lang) -> None:
        """A sheet after all others: what the colours mean, and every finding with its cell."""
        book = "xl/workbook.xml"
        styles = _Styles(Patch(self.parts["xl/styles.xml"]))
        red, yellow = styles.with_fill(0, _RED), styles.with_fill(0, _YELLOW)
        self.parts["xl/styles.xml"] = styles.done()
        name = self.free("xl/worksheets/findings{}.xml")
        self.parts[name] = sheet_xml(rows, red, yellow, lang)
        self.type(f'<Override PartName="/{name}" ContentType="{SHEET_TYPE}"/>')
        identity = self.relate(book, name, "worksheet")
        patch = Patch(self.parts[book])
        sheets = patch.root.need("sheets")
        known = list(sheets.all("sheet"))
        titles = {one.attributes.get("name", "").casefold() for one in known}
        free = (NAME(lang) if number == 1 else f"{NAME(lang)} {number}" for number in range(1, 1000))
        title = next(one for one in free if one.casefold() not in titles)
        number = max((int(one.attributes.get("sheetId", "0")) for one in known), default=0) + 1
        words = (
            f'<{sheets.prefix}sheet xmlns:r="{_RELATIONS}" name="{text(title)}" sheetId="{number}" '
            f'r:id="{identity}"/>'
        )
        patch.append(sheets, words)
        self.parts[book] = patch.done()

    # -- colours ----------------------------------------------------------------------------------------------

    def colour(self, part: str, marks: Marks) -> None:
        styles = _Styles(Patch(self.parts["xl/styles.xml"]))
        cells = _SheetCells(Patch(self.parts[part]))
        for cell, mark in sorted(marks.items()):
            colour = _RED if mark.violated else _YELLOW
            cells.style(cell, styles.with_fill(cells.style_of(cell), colour))
        self.parts["xl/styles.xml"] = styles.done()
        self.parts[part] = cells.done()

    # -- notes ------------------------------------------------------------------------------------------------

    def note(self, part: str, marks: Marks) -> None:
        notes = self.related(part, "comments")
        drawing = self.related(part, "vmlDrawing")
        if notes is None:
            notes = self.new_notes(part)
        if drawing is None:
            drawing = self.new_drawing(part)
        patch = Patch(self.parts[notes])
        new = _write_notes(patch, marks)
        self.parts[notes] = patch.done()
        self.parts[drawing] = _draw(self.parts[drawing], new)

    def related(self, part: str, kind: str) -> str | None:
        """The part that a sheet names as its notes or its drawing."""
        data = self.parts.get(_relations_of(part))
        for one in Patch(data).root.children if data else ():
            if one.attributes.get("Type", "").endswith(f"/{kind}"):
                base = posixpath.dirname(f"/{part}")
                return posixpath.normpath(posixpath.join(base, one.attributes["Target"])).lstrip("/")
        return None

    def new_notes(self, part: str) -> str:
        name = self.free("xl/comments{}.xml")
        self.parts[name] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}">'
            "<authors></authors><commentList></commentList></comments>"
        ).encode()
        self.relate(part, name, "comments")
        self.type(f'<Override PartName="/{name}" ContentType="{_COMMENTS}"/>')
        return name

    def new_drawing(self, part: str) -> str:
        name = self.free("xl/drawings/vmlDrawing{}.vml")
        self.parts[name] = _VML.encode()
        identity = self.relate(part, name, "vmlDrawing")
        types = self.parts["[Content_Types].xml"]
        if b'Extension="vml"' not in types:
            self.type(
                '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            )
        patch = Patch(self.parts[part])
        before = next((one for one in patch.root.children if one.name in _AFTER_NOTES), None)
        words = f'<{patch.root.prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{identity}"/>'
        patch.insert(before.start if before else patch.root.end, words)
        self.parts[part] = patch.done()
        return name

    def free(self, shape: str) -> str:
        """A name that no part has."""
        return next(name for number in range(1, 10_000) if (name := shape.format(number)) not in self.parts)

    def relate(self, part: str, target: str, kind: str) -> str:
        """Say that a sheet has a part; the relation's id."""
        name = _relations_of(part)
        empty = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"/>'
        )
        patch = Patch(self.parts.get(name) or empty.encode())
        taken = {one.attributes.get("Id") for one in patch.root.children}
        identity = next(one for number in range(1, 10_000) if (one := f"rIdNote{number}") not in taken)
        words = f'<Relationship Id="{identity}" Type="{_RELATIONS}/{kind}" Target="/{target}"/>'
        patch.append(patch.root, words)
        self.parts[name] = patch.done()
        return identity

    def type(self, words: str) -> None:
        """Say what kind of part a new one is."""
        patch = Patch(self.parts["[Content_Types].xml"])
        if words.startswith("<Default"):
            patch.insert(patch.root.inside, words)
        else:
            patch.append(patch.root, words)
        self.parts["[Content_Types].xml"] = patch.done()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


@define(eq=False)
class _Styles:
    """The styles of a workbook; a marked cell gets a copy of its own with another fill."""

    patch: Patch
    fills: dict[str, int] = field(factory=dict)
    made: dict[tuple[int, str], int] = field(factory=dict)

    def with_fill(self, style: int, colour: str) -> int:
        """The number of a style like another, filled with a colour."""
        key = style, colour
        if key not in self.made:
            formats = self.patch.root.need("cellXfs")
            known = list(formats.all("xf"))
            old = known[style if style < len(known) else 0]
            words = self.patch.source(old, fillId=str(self.fill(colour)), applyFill="1")
            self.patch.append(formats, words)
            self.made[key] = len(known) + len(self.made)
        return self.made[key]

    def fill(self, colour: str) -> int:
        if colour not in self.fills:
            fills = self.patch.root.need("fills")
            p = fills.prefix
            pattern = (
                f'<{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/><{p}bgColor indexed="64"/>'
            )
            self.patch.append(fills, f"<{p}fill>{pattern}</{p}patternFill></{p}fill>")
            self.fills[colour] = len(list(fills.all("fill"))) + len(self.fills)
        return self.fills[colour]

    def done(self) -> bytes:
        """The part, with the right counts."""
        for name, more in (("fills", self.fills), ("cellXfs", self.made)):
            whole = self.patch.root.find(name)
            if whole and more and "count" in whole.attributes:
                self.patch.set(whole, count=str(len(whole.children) + len(more)))
        return self.patch.done()


@define(eq=False)
class _SheetCells:
    """The cells of a sheet."""

    patch: Patch
    rows: dict[int, Element] = field(factory=dict)
    cells: dict[CellAddress, Element] = field(factory=dict)
    last: dict[int, list[str]] = field(factory=dict)  # new cells after all others of their row

    def __attrs_post_init__(self) -> None:
        row = -1
        for one in self.data.all("row"):
            row = int(one.attributes["r"]) - 1 if "r" in one.attributes else row + 1
            self.rows[row] = one
            column = -1
            for cell in one.all("c"):
                column = cell_of(cell.attributes["r"])[1] if "r" in cell.attributes else column + 1
                self.cells[row, column] = cell

    @property
    def data(self) -> Element:
        return self.patch.root.need("sheetData")

    def style_of(self, cell: CellAddress) -> int:
        """The number of a cell's style; of a cell that is not there, its row's."""
        if cell in self.cells:
            return int(self.cells[cell].attributes.get("s", "0"))
        row = self.rows.get(cell[0])
        return int(row.attributes.get("s", "0")) if row else 0

    def style(self, cell: CellAddress, style: int) -> None:
        """Give a cell a style; a blank one comes to be."""
        if cell in self.cells:
            self.patch.set(self.cells[cell], s=str(style))
            return
        words = f'<{self.data.prefix}c r="{address(cell)}" s="{style}"/>'
        later = [one.start for (r, c), one in self.cells.items() if r == cell[0] and c > cell[1]]
        if later:
            self.patch.insert(min(later), words)
        else:
            self.last.setdefault(cell[0], []).append(words)

    def done(self) -> bytes:
        """The part, new rows in their places."""
        tag = f"{self.data.prefix}row"
        for row, cells in sorted(self.last.items()):
            if row in self.rows:
                self.patch.append(self.rows[row], "".join(cells))
                continue
            words = f'<{tag} r="{row + 1}">{"".join(cells)}</{tag}>'
            later = [one.start for number, one in self.rows.items() if number > row]
            if later:
                self.patch.insert(min(later), words)
            else:
                self.patch.append(self.data, words)
        return self.patch.done()


def _write_notes(patch: Patch, marks: Marks) -> list[CellAddress]:
    """Write the words to the notes; the cells that had none before."""
    authors, notes = patch.root.need("authors"), patch.root.need("commentList")
    p = patch.root.prefix
    author = len(list(authors.all("author")))
    patch.append(authors, f"<{p}author>{AUTHOR}</{p}author>")
    known = {cell_of(one.attributes["ref"]): one for one in notes.all("comment")}
    new = []
    for cell, mark in sorted(marks.items()):
        words = "\n\n".join(mark.words)
        old = known.get(cell)
        if old is not None and (before := old.find("text")) is not None:
            patch.append(before, _run(p, f"\n\n{words}"))
            continue
        new.append(cell)
        body = f"<{p}text>{_run(p, words)}</{p}text>"
        words = f'<{p}comment ref="{address(cell)}" authorId="{author}">{body}</{p}comment>'
        later = [one.start for at, one in known.items() if at > cell]
        if later:
            patch.insert(min(later), words)
        else:
            patch.append(notes, words)
    return new


def _run(p: str, words: str) -> str:
    look = f'<{p}rPr><{p}sz val="9"/><{p}rFont val="Tahoma"/></{p}rPr>'
    return f'<{p}r>{look}<{p}t xml:space="preserve">{text(words)}</{p}t></{p}r>'


def _draw(drawing: bytes, cells: Iterable[CellAddress]) -> bytes:
    """The boxes in which the notes are shown."""
    taken = [int(number) for number in re.findall(rb"_x0000_s(\d+)", drawing)]
    first = max(taken, default=1024) + 1
    shapes = [] if b"_x0000_t202" in drawing else [_SHAPE_TYPE]
    shapes += [_shape(first + number, cell) for number, cell in enumerate(cells)]
    head, end, rest = drawing.rpartition(b"</xml>")
    return head + "".join(shapes).encode() + end + rest


def _shape(number: int, cell: CellAddress) -> str:
    row, column = cell
    box = f"{column + 1}, 15, {max(0, row - 1)}, 10, {column + 6}, 15, {row + 8}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;width:260pt;height:120pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{box}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
