"""Which cells of a form its findings speak of, and what is said on them."""

from __future__ import annotations

from attrs import define, field

from ..finding import Assessment, Finding, Force, Verdict
from ..text import Lang, Text
from .address import CellAddress, address
from .archive import said
from .reading import Places


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
            words = said("see-note", address(cells[0])) if number else finding.text
            mark.words.append(f"{title(lang)} · {finding.citation}\n{words(lang)}")
    return marks


def _title(finding: Finding) -> Text | None:
    """What kind of finding it is, where it is to be shown at all."""
    mandatory = finding.force is Force.MANDATORY
    if finding.verdict is Verdict.VIOLATED:
        return said(("contested" if finding.contested else "violated") if mandatory else "advice")
    return said("undetermined") if finding.verdict is Verdict.UNDETERMINED and mandatory else None


def _cells(finding: Finding, places: Places) -> list[CellAddress]:
    """The cells that a finding speaks of: of an undetermined one those that are missing, else its evidence.

    First comes what was done, or the column of the table that the finding is about.
    """
    if finding.verdict is Verdict.UNDETERMINED:
        return [places.cells[one.trail] for one in finding.missing if one.trail in places.cells]
    found = [one for one in finding.evidence if one.place is not None and not one.background]
    if finding.at is not None:
        found = [one for one in found if one.item is not None] or found
    tables = {one.item.list_path for one in found if one.item is not None}
    found = [one for one in found if one.field not in tables]
    if finding.at is not None:
        found.sort(key=lambda one: one.item != finding.at)
    else:
        done = str(finding.done("en"))
        found.sort(key=lambda one: (not str(one.value).startswith(done), one.item is None))
    return [places.cell(one.trail[1:]) for one in found]
