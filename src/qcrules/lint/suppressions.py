"""``lint.yaml``: what a pack says for a warning or a note that it keeps. An error cannot be argued for.

- {код: QC030, что: [inspection.id, "act.*"], почему: "для сводки, права не касается"}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from qcrules.errors import PackError, Place, nearest
from qcrules.source import contents
from qcrules.source.diagnostics import Diagnostics
from qcrules.source.shape import Shape
from qcrules.source.yaml import parse, read_text
from qcrules.text import Text

from .issue import CODES, Issue, Level, issue

FILE = "lint.yaml"
_WHAT = Text("допущение", "allowance")
SUPPRESSION = Shape.of(
    "suppression",
    {
        "code": contents.of({"enum": list(CODES)}, Diagnostics.text),
        "what": contents.many(contents.of(contents.WORD)),
        "why": contents.words,
    },
)


@frozen(eq=False)
class Suppression:
    """Warnings or notes of one code, by what they are about (``*`` stands for anything), and why they stay."""

    code: str
    what: str
    why: Text
    place: Place

    def covers(self, one: Issue) -> bool:
        """Is it this issue that it argues for?"""
        return (
            one.code == self.code
            and one.level in (Level.WARNING, Level.NOTE)
            and _is_like(one.subject, self.what)
        )


def _is_like(subject: str, what: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, what.split("*"))), subject) is not None


def suppressions(folder: Path) -> list[Suppression]:
    """What the pack suppresses. PackError where its ``lint.yaml`` cannot be read."""
    file = folder / FILE
    if not file.is_file():
        return []
    diagnostics, found = Diagnostics(), []
    for node in diagnostics.items(parse(read_text(file, PackError), str(file), error=PackError), _WHAT):
        given = SUPPRESSION.given(diagnostics, node)
        if given.missing:
            diagnostics.note(node, "suppression-needs")
            continue
        code, why = given["code"], given["why"]
        if code not in CODES:
            diagnostics.unknown(given.entries["code"].value, code, CODES, Text("код", "code"))
        for what in given["what"]:
            found.append(Suppression(code, diagnostics.text(what, _WHAT), why, what.place))
    if diagnostics.problems:
        raise PackError(diagnostics.problems)
    return found


def argue(found: Iterable[Issue], known: list[Suppression]) -> Iterator[Issue]:
    """The issues, those that the pack argues for with its words; then the suppressions that met nothing."""
    used: set[Suppression] = set()
    subjects: dict[str, list[str]] = {}
    for one in found:
        subjects.setdefault(one.code, []).append(one.subject)
        mine = next((each for each in known if each.covers(one)), None)
        if mine is not None:
            used.add(mine)
        yield one if mine is None else evolve(one, argued=mine.why)
    for each in known:
        if each not in used:
            found_so = subjects.get(each.code, [])  # one of the very same is argued for by another allowance
            near = nearest(each.what, () if each.what in found_so else found_so)
            yield issue("QC050", each.place, each.code, each.what, near)
