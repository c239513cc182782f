"""Which cells of a form its findings speak of, and what is said on them."""

from __future__ import annotations

import re

from attrs import define, field

from ..finding import Assessment, Evidence, Finding, Force, Verdict
from ..text import Lang, Text
from .address import CellAddress, address
from .archive import said
from .reading import Places

_ROW = re.compile(r"\brow ([0-9]+(?:\.[0-9]+)?) is")


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
    if finding.verdict is Verdict.VIOLATED and finding.force is not Force.RIGHT:
        return said(("contested" if finding.contested else "violated") if mandatory else "advice")
    return said("undetermined") if finding.verdict is Verdict.UNDETERMINED and mandatory else None


def _cells(finding: Finding, places: Places) -> list[CellAddress]:
    """The cells that a finding speaks of: of an undetermined one those that are missing, else those that are wrong."""
    if finding.verdict is Verdict.UNDETERMINED:
        return [places.cells[one.trail] for one in finding.missing if one.trail in places.cells]
    found = [one for one in finding.foreground if one.place is not None]
    tables = {one.item.list_path for one in found if one.item is not None}
    found = [one for one in found if one.field not in tables]
    return [places.cell(one.trail[1:]) for one in _wrong(finding, found)]


def _wrong(finding: Finding, found: list[Evidence]) -> list[Evidence]:
    """Of the facts on which a finding rests those that are wrong: the rows that it names, in the column that it is
    about; what was done, or is not there; all of them where it cannot be told."""
    if finding.at is not None:
        own = [one for one in found if one.item == finding.at]
        rows = set(_ROW.findall(finding.text("en")))
        return [one for one in own if one.field.rpartition("].")[2] in rows] or own or found
    done = finding.done("en")
    done_at = [one for one in found if done is not None and str(one.value).startswith(str(done))]
    return done_at or [one for one in found if one.value is None] or found
