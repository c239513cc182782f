"""``{дата: {день: 5, месяц: …, год: …}}`` → BuiltDay: a day that the law names by numbers and periods."""

from __future__ import annotations

from collections.abc import Callable

from ..facts.field import Field, ValueType
from ..facts.types import Type
from ..law.verbs import BuiltDay
from ..text import Text
from ..time.months import YEARS
from .diagnostics import Notes
from .tree import Mapping, Node, Scalar

_DAY, _MONTH, _YEAR = Text("день", "day"), Text("месяц", "month"), Text("год", "year")
_STEPS = {"до": -1, "before": -1, "после": 1, "after": 1}
NamedField = Callable[[Node], Field | None]
"""The field that a node names, or None where it names none (noted)."""


def read_day(notes: Notes, field: NamedField, node: Mapping) -> BuiltDay | None:
    """The day; None where it is not one (noted)."""
    key = next((key for key in (BuiltDay.RU, BuiltDay.EN) if key in node.entries), None)
    if key is None or len(node.entries) != 1:
        notes.add(
            node,
            f"здесь нужно событие, дата или `{{{BuiltDay.RU}: {{день: …, месяц: …, год: …}}}}`",
            f"expected an event, a date, or `{{{BuiltDay.EN}: {{day: …, month: …, year: …}}}}`",
        )
        return None
    body = node.entries[key].value
    given = notes.keys(body, BuiltDay.KEYS, Text(BuiltDay.RU, BuiltDay.EN))
    if "day" not in given or "month" not in given:
        notes.add(body, "дата: нужны `день` и `месяц`", "day: `day` and `month` are needed")
        return None
    last = notes.text(given["day"].value, _DAY) in BuiltDay.LAST_WORDS
    number = 31 if last else _within(notes, given["day"].value, 1, 31, _DAY)
    month, months = _period(notes, field, given["month"].value, Type.MONTH, 1, 12, _MONTH)
    year, years = (
        _period(notes, field, given["year"].value, Type.YEAR, YEARS[0], YEARS[-1], _YEAR)
        if "year" in given
        else (None, 0)
    )
    if number is None or month is None:
        return None
    if isinstance(month, Field) != (year is None):
        notes.add(
            body,
            "дата: к номеру месяца нужен `год`, а к отчётному месяцу он не нужен",
            "day: the number of a month needs a `year`, a month of the record does not",
        )
        return None
    return BuiltDay(number, month, months, year, years)


def _period(
    notes: Notes, field: NamedField, node: Node, kind: ValueType, least: int, most: int, what: Text
) -> tuple[int | Field | None, int]:
    """A number or a field of that type; or the one before or after it."""
    step = 0
    if isinstance(node, Mapping) and len(node.entries) == 1:
        word = next(iter(node.entries))
        step = _STEPS.get(word, 0)
        if step:
            node = node.entries[word].value
    if isinstance(node, Scalar) and not node.text.isdigit():
        found = field(node)
        if found is not None and found.type is not kind:
            notes.add(node, f"«{found.label.ru}» — не {what.ru}", f"`{found.path}` is no {what.en}")
            return None, 0
        return found, step
    return _within(notes, node, least, most, what), step


def _within(notes: Notes, node: Node, least: int, most: int, what: Text) -> int | None:
    """A number between two others, both included."""
    word = notes.text(node, what)
    if word.isascii() and word.isdigit() and least <= int(word) <= most:
        return int(word)
    notes.add(
        node,
        f"{what.ru}: нужно число от {least} до {most}, а не `{word}`",
        f"{what.en}: expected a number from {least} to {most}, not `{word}`",
    )
    return None
