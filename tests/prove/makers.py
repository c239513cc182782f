"""Files that are hostile or odd: each is put where a path says."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]

Make = Callable[[Path], object]
"""Puts a file, or what looks like one, where the path says."""


def text(words: str | bytes) -> Make:
    """A file with these words."""
    data = words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words
    return lambda path: path.write_bytes(data)


def copy(of: str) -> Make:
    """A copy of a file or a folder of the project."""
    whole = ROOT / of
    return lambda path: shutil.copytree(whole, path) if whole.is_dir() else shutil.copy(whole, path)


def link(target: str) -> Make:
    """A link."""
    return lambda path: path.symlink_to(target)


def loop(path: Path) -> None:
    """A folder that holds itself."""
    path.mkdir()
    (path / "again").symlink_to(path)
    (path / "up").symlink_to("..")


def form(part: str, changed: Callable[[str], str]) -> Make:
    """The form of the examples in which one part of the archive is changed."""

    def make(path: Path) -> None:
        data = BytesIO()
        with (
            zipfile.ZipFile(ROOT / "examples/monitoring-1mk.xlsx") as old,
            zipfile.ZipFile(data, "w", 8) as new,
        ):
            for name in old.namelist():
                was = old.read(name)
                new.writestr(name, changed(was.decode()) if name == part else was)
        path.write_bytes(data.getvalue())

    return make


SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def rows(xml: str) -> Callable[[str], str]:
    """The sheet with more rows at its end."""
    return lambda sheet: sheet.replace("</sheetData>", f"{xml}</sheetData>")


def formula(words: str) -> Callable[[str], str]:
    """The sheet in which the first formula, which nobody has calculated, is another."""

    def changed(sheet: str) -> str:
        before, _, rest = sheet.partition("<f>")
        _, _, rest = rest.partition("</c>")
        return f"{before}<f>{words}</f></c>{rest}"

    return changed


def labels(count: int) -> str:
    """Rows whose words are nearly those of rows of the form."""
    words = "Количество оказанных государственных услуг, всего"
    return "".join(
        f'<row r="{n}"><c r="B{n}" t="inlineStr"><is><t>{words[: n % 40]}х{words[n % 40 :]}</t></is></c>'
        f'<c r="C{n}"><v>1</v></c></row>'
        for n in range(90, 90 + count)
    )


def sheets(count: int) -> Make:
    """A workbook of so many sheets."""

    def make(path: Path) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(str(path)) as book:
            for _ in range(count):
                book.add_worksheet().write(0, 0, "x")

    return make


ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def ods(*sheets: str) -> Make:
    """A workbook of LibreOffice with these rows in its sheets."""
    tables = "".join(f'<table:table table:name="{n}">{rows}</table:table>' for n, rows in enumerate(sheets))
    names = " ".join(f'xmlns:{name}="{ODS}{name}:1.0"' for name in ("office", "table", "text"))
    book = f"<office:spreadsheet>{tables}</office:spreadsheet>"

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", 8) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr(
                "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODS}manifest:1.0"/>'
            )
            whole = f"<office:document-content {names}><office:body>{book}</office:body></office:document-content>"
            archive.writestr("content.xml", whole)

    return make


def ods_row(cells: Iterable[str], times: int = 1, wide: int = 1) -> str:
    """A row of text, so many times; each cell so many times."""
    kind = f'office:value-type="string" table:number-columns-repeated="{wide}"'
    many = "".join(f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{many}</table:table-row>'


def guarded(cell: str) -> str:
    return f'IF({cell}="","",{cell})'
