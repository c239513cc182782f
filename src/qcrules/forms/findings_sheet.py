"""The sheet that an annotated workbook gains: what the colours mean, and every finding with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ..text import LANGS, Lang, Text
from .address import CellAddress, address
from .archive import said
from .marks import Marks
from .patch import text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

NAME = Text("Замечания", "Findings")
_LEGEND = (
    ("violated", Text("норма нарушена", "a provision is violated")),
    (
        "other",
        Text("спорно, рекомендация или не хватает данных", "contested, advice, or something is not known"),
    ),
)
_HEAD = (
    Text("Лист", "Sheet"),
    Text("Ячейка", "Cell"),
    Text("Что это", "What it is"),
    Text("Замечание", "Finding"),
)
_WIDTHS = (18, 10, 44, 100)


@frozen
class FindingRow:
    """One finding: the sheet, its first cell, whether that is red, and its words."""

    sheet: str
    cell: CellAddress
    violated: bool
    title: str
    words: str


def finding_rows(sheet: str, marks: Marks) -> Iterator[FindingRow]:
    """A row a finding, at its first cell; its others say «see there»."""
    for cell, mark in sorted(marks.items()):
        for words in mark.words:
            title, _, sentence = words.partition("\n")
            if not any(sentence.startswith(said("see-note", "")(lang)) for lang in LANGS):
                yield FindingRow(sheet, cell, mark.violated, title, sentence)


def sheet_xml(rows: Sequence[FindingRow], red: int, yellow: int, lang: Lang) -> bytes:
    """The sheet; ``red`` and ``yellow`` are the styles of marked cells."""
    lines = [
        _row(number, ["", about(lang)], {0: red if kind == "violated" else yellow})
        for number, (kind, about) in enumerate(_LEGEND, 1)
    ]
    start = len(lines) + 2
    lines.append(_row(start, [title(lang) for title in _HEAD]))
    for number, one in enumerate(rows, start + 1):
        words = [one.sheet, address(one.cell), one.title, one.words]
        lines.append(_row(number, words, {1: red if one.violated else yellow}))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    pane = f'<pane ySplit="{start}" topLeftCell="A{start + 1}" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData></worksheet>"
    ).encode()


def _row(number: int, words: Iterable[str], styles: dict[int, int] | None = None) -> str:
    """A row of texts; text is never a formula here."""
    cells = []
    for place, cell in enumerate(words):
        style = (styles or {}).get(place)
        look = f' s="{style}"' if style is not None else ""
        inside = f'<is><t xml:space="preserve">{text(cell)}</t></is>'
        cells.append(f'<c r="{address((number - 1, place))}"{look} t="inlineStr">{inside}</c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
