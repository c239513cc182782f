"""Whole records of any pack; and records with a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from qcrules.facts.field import ValueType
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.time.months import YEARS

from .boundaries import Record
from .days import Draw
from .drawing import Drawing, GivenPack, Source


def records(
    pack: GivenPack = None, kind: str = "inspection", *, near_deadlines: bool = False, broken: bool = False
) -> st.SearchStrategy[Record]:
    """Records of a pack, as mappings that ``check`` takes: ``{kind: {…}, "as_of": …, "complete": …}``.

    ``pack``: a rulebook or its folder; the built-in one by default.
    """
    return _records(Source.of(pack, kind), near_deadlines, broken)


@st.composite
def _records(draw: Draw, source: Source, near_deadlines: bool, broken: bool) -> Record:
    drawing = Drawing(draw, source)
    record = drawing.object(source.kind.root)
    days = drawing.crowd(record) if near_deadlines and source.deadlines else []
    day = draw(st.sampled_from(days)) + timedelta(draw(st.integers(-1, 1))) if days else drawing.day()
    found = {source.kind.key: record, "as_of": str(day), "complete": draw(st.booleans())}
    if broken:
        _spoil_somehow(draw, source, found)
    return found


_TOO_EARLY, _TOO_LATE = YEARS[0] - 1, YEARS[-1] + 1
_NO_DAYS = (
    *("31/12/2014", "2014-02-30", f"{_TOO_EARLY}-12-31", f"{_TOO_LATE}-01-01", "вчера"),
    *(20140101, True, ["2014-01-01"]),
)

WRONG: Mapping[ValueType, Sequence[Any]] = {
    Type.EVENT: _NO_DAYS,
    Type.DATE: _NO_DAYS,
    Type.MONTH: ("2014-13", "март", 201403, "2014-1", {}),
    Type.CHOICE: ("чего нет в списке", 77, ["нет такого"]),
    Type.SET: ("чего нет в списке", 5, ["чего нет в списке"]),
    Type.BOOL: ("может быть", 2, []),
    Type.NUMBER: (-1, 1.5, "много", True, []),
    Type.YEAR: (_TOO_EARLY, _TOO_LATE, "много", True, []),
    Type.TABLE: ("текст", 5, {"нет такой строки": {}}),
    Type.TEXT: (["текст"], {"а": "б"}),
    Type.OBJECT: ("текст", 5, ["текст"]),
    Type.LIST: (5, {"а": "б"}),  # a text is a list of plain texts
}
"""What no field of a type may hold."""


def _spoil_somehow(draw: Draw, source: Source, found: Record) -> None:
    wrong = draw(st.sampled_from(["value", "value", "value", "key", "top"]))
    if wrong == "value":
        spoil(draw, source, found[source.kind.key])
    else:
        (found if wrong == "top" else found[source.kind.key])["чего здесь нет"] = "x"


def spoil(draw: Draw, source: Source, record: Record, among: Sequence[str] = ()) -> None:
    """Give one field (``among``: in or below one of these) a value that no field of its type may hold."""
    fit = [one for one in source.types.items() if not among or FactPath.parse(one[0]).trail[0] in among]
    path, type_ = draw(st.sampled_from(fit))
    FactPath.parse(path).put(record, draw(st.sampled_from(WRONG[type_])))
