"""``{дата: {день: 5, месяц: …, год: …}}`` → BuiltDay: a day that the law names by numbers and periods."""

from __future__ import annotations

from collections.abc import Callable

from ..facts.field import Field, ValueType
from ..facts.types import Type
from ..law.verbs import BuiltDay
from ..text import Text
from ..time.months import YEARS
from .diagnostics import Diagnostics
from .shape import GivenKeys
from .tree import Mapping, Node, Scalar

_DAY, _MONTH, _YEAR = Text("день", "day"), Text("месяц", "month"), Text("год", "year")
_STEPS = {"до": -1, "before": -1, "после": 1, "after": 1}
_PERIODS = {Type.MONTH: (range(1, 13), _MONTH), Type.YEAR: (YEARS, _YEAR)}
NamedField = Callable[[Node], Field | None]
"""The field that a node names, or None where it names none (noted)."""


def read_day(diagnostics: Diagnostics, field: NamedField, given: GivenKeys) -> BuiltDay | None:
    """The day; None where it is not one (noted). ``given``: the keys of `дата`."""
    day, month_said, year_said = (given.value(key) for key in ("day", "month", "year"))
    if day is None or month_said is None:
        diagnostics.note(given.node, "day-needs")
        return None
    last = diagnostics.text(day, _DAY) in BuiltDay.LAST_WORDS
    number = 31 if last else _within(diagnostics, day, range(1, 32), _DAY)
    month, months = _period(diagnostics, field, month_said, Type.MONTH)
    year, years = _period(diagnostics, field, year_said, Type.YEAR) if year_said is not None else (None, 0)
    if number is None or month is None or (year is None and year_said is not None):
        return None
    if isinstance(month, Field) != (year is None):
        diagnostics.note(given.node, "day-year")
        return None
    return BuiltDay(number, month, months, year, years)


def _period(
    diagnostics: Diagnostics, field: NamedField, node: Node, kind: ValueType
) -> tuple[int | Field | None, int]:
    """A number, a field of that type, or a moment that lies in one; or the one before or after it."""
    step = 0
    within, what = _PERIODS[kind]
    if isinstance(node, Mapping) and len(node.entries) == 1:
        word = next(iter(node.entries))
        step = _STEPS.get(word, 0)
        if step:
            node = node.entries[word].value
    if not isinstance(node, Scalar) or not node.text.isdigit():
        found = field(node)
        if found is not None and found.type is not kind and not (found.type.is_day):
            diagnostics.note(node, "is-no", found, what)
            return None, 0
        return found, step
    return _within(diagnostics, node, within, what), step


def _within(diagnostics: Diagnostics, node: Node, within: range, what: Text) -> int | None:
    """A number of a range."""
    word = diagnostics.text(node, what)
    if word.isascii() and word.isdigit() and int(word) in within:
        return int(word)
    diagnostics.note(node, "not-within", what, within[0], within[-1], word)
    return None
