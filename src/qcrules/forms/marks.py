"""Which cells of a form its findings speak of, and what is said on them."""

from __future__ import annotations

import re

from attrs import define, field

from ..finding import Assessment, Finding, Force, Verdict
from ..text import Lang, Text
from .address import CellAddress, address, cell_of
from .reading import Places

_IN_COLUMN = re.compile(r"(?P<table>\w+)\[(?P<column>[^\]]+)\]\.(?P<row>[0-9.]*[0-9])(\..*)?")


@define
class Mark:
    """What is said on one cell: whether anything of it is a violation, and the words."""

    violated: bool = False
    words: list[str] = field(factory=list)


Marks = dict[CellAddress, Mark]


def marks_of(assessment: Assessment, places: Places, lang: Lang) -> Marks:
    """What is to be said on which cells: in full on the first cell of a finding, «see there» on its others."""
    marks: Marks = {}
    for finding in assessment.findings:
        title = _title(finding)
        if title is None:
            continue
        found = _cells(finding, places)
        if not found and finding.verdict is Verdict.VIOLATED:
            found = [places.cell(("form",))]
        cells = list(dict.fromkeys(map(places.sheet.whole, found)))
        violated = finding.verdict is Verdict.VIOLATED and finding.force is Force.MANDATORY
        for number, cell in enumerate(cells):
            mark = marks.setdefault(cell, Mark())
            mark.violated = mark.violated or violated
            see = Text(f"см. примечание к {address(cells[0])}", f"see the note on {address(cells[0])}")
            said = see(lang) if number else finding.text(lang)
            mark.words.append(f"{title(lang)} · {finding.citation}\n{said}")
    return marks


_VIOLATED = Text("Нарушение", "Violated")
_CONTESTED = Text("Нарушение (спорно)", "Violated (contested)")
_ADVICE = Text("Рекомендация", "Advice")
_UNDETERMINED = Text("Недостаточно данных", "Undetermined")


def _title(finding: Finding) -> Text | None:
    """What kind of finding it is, where it is to be shown at all."""
    mandatory = finding.force is Force.MANDATORY
    if finding.verdict is Verdict.VIOLATED:
        return (_CONTESTED if finding.contested else _VIOLATED) if mandatory else _ADVICE
    return _UNDETERMINED if finding.verdict is Verdict.UNDETERMINED and mandatory else None


def _cells(finding: Finding, places: Places) -> list[CellAddress]:
    """The cells that a finding speaks of: of an undetermined one those that are missing, else its evidence.

    First comes what was done, or the column of the table that the finding is about.
    """
    if finding.verdict is Verdict.UNDETERMINED:
        missing = (_trail(one.field) for one in finding.missing)
        return [places.cells[trail] for trail in missing if trail in places.cells]
    here = str(places.sheet.place((0, 0))).removesuffix("A1")
    found = [
        one for one in finding.evidence if one.source and one.source.startswith(here) and not one.background
    ]
    item = finding.item or ""
    if item:
        found = [one for one in found if "[" in one.field] or found
    done = str(finding.done("en"))
    tables = {one.field.partition("[")[0] for one in found if "[" in one.field}
    found = [one for one in found if one.field not in tables]
    if item:
        found.sort(key=lambda one: not one.field.startswith(f"{item}."))
    else:
        found.sort(key=lambda one: (not str(one.value).startswith(done), "[" not in one.field))
    return [cell_of((one.source or "").removeprefix(here)) for one in found]


def _trail(path: str) -> tuple[str, ...]:
    """`figures[2014-02].1.1` → the keys of the record."""
    shape = _IN_COLUMN.fullmatch(path)
    if shape:
        return shape["table"], shape["row"], shape["column"]
    return tuple(path.split("."))
