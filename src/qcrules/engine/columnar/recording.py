"""RecordColumns of vectors, in place of columns of arrays: what is asked of them is written down once, and then run.

Tables of one make (the same columns, of the same kinds, with the same words) share what was written down. What the
calculation found out about them while it was recorded is checked before it is run on others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import numpy as np
from attrs import define, evolve, field

from .columns import Codes, Days, FactColumn, Items, RecordColumns
from .ends import End, Span, is_array
from .program import Blockwise, TapeProgram
from .tape import Array, Domain, Tape

Ask = Callable[[RecordColumns], Mapping[Any, End]]
SpanShape = tuple[Any, ...]
MOST = 32
"""So many programs are kept."""


@define(eq=False)
class Recorder:
    """Runs a question about columns; what it does is written down once for tables of one make."""

    ask: Ask
    _known: dict[Any, list[tuple[dict[Any, SpanShape], TapeProgram]]] = field(factory=dict)

    def run(self, columns: RecordColumns) -> dict[Any, Array]:
        """The answers: an entry a record, or an item."""
        make = make_of(columns)
        known = self._known.get(make, [])
        program = next((program for seen, program in known if fits(columns, seen)), None)
        if program is None:
            seen, program = self.record(columns)
            if len(self._known) >= MOST:
                self._known.clear()
            self._known.setdefault(make, []).append((seen, program))
        members = {path: items.members for path, items in columns.items.items()}
        return program.run(columns.count, partial(given, columns), members)

    def record(self, columns: RecordColumns) -> tuple[dict[Any, SpanShape], TapeProgram]:
        """Write down what is done with such columns."""
        seen: dict[Any, SpanShape] = {}
        recorded = _Recording(columns, Tape(), seen)
        answers = self.ask(recorded.whole())
        program = TapeProgram.of(recorded.tape, answers)
        recorded.tape.forget()
        return seen, program


@define(eq=False)
class _Recording:
    columns: RecordColumns
    tape: Tape
    seen: dict[Any, SpanShape]

    def whole(self) -> RecordColumns:
        """The columns, of vectors."""
        as_of = self.columns.as_of
        return evolve(
            self.columns,
            as_of=self.end(as_of, "as_of", None),
            slots={slot: self.column(one, None, slot) for slot, one in self.columns.slots.items()},
            items={path: self.items(path, one) for path, one in self.columns.items.items()},
        )

    def items(self, path: str, items: Items) -> Items:
        """The items of a list."""
        real = self.end(items.real, (path, -1, "real", 0), path)
        slots = {slot: self.column(one, path, slot) for slot, one in items.slots.items()}
        ones = cast(Array, self.tape.constant(1, np.dtype(np.int64), path))
        return evolve(items, real=real, slots=slots, ones=ones)

    def column(self, column: FactColumn, path: Domain, slot: int) -> FactColumn:
        """One fact."""
        if isinstance(column, Days):
            first = self.end(column.first, (path, slot, "days", 0), path)
            limit = None if column.limit is None else self.end(column.limit, (path, slot, "limit", 0), path)
            return Days(cast(Array, first), limit, column.vague)
        if isinstance(column, Codes):
            return Codes(
                cast(Array, self.end(column.codes, (path, slot, "codes", 0), path)), column.lo, column.hi
            )
        return FactColumn(
            lambda: self.span(column.values(), path, slot, "values"),
            lambda: self.span(column.places(), path, slot, "places"),
        )

    def span(self, span: Span, path: Domain, slot: int, form: str) -> Span:
        """Both ends of a fact, and what they were like."""
        self.seen[path, slot, form] = shape_of(span)
        low = self.end(span[0], (path, slot, form, 0), path)
        return low, low if span[1] is span[0] else self.end(span[1], (path, slot, form, 1), path)

    def end(self, end: End, name: Any, path: Domain) -> End:
        """One end."""
        return cast(Array, self.tape.leaf(name, end.dtype, path)) if is_array(end) else end


def given(columns: RecordColumns, name: Any) -> Array | Blockwise:
    """The array of a name."""
    if name == "as_of":
        return cast(Array, columns.as_of)
    path, slot, form, end = name
    if form == "real":
        return cast(Array, columns.items[path].real)
    column = _column(columns, path, slot)
    if isinstance(column, Days):
        return cast(Array, column.first if form == "days" else column.limit)
    if isinstance(column, Codes):
        return column.codes
    return cast(Array, _span(column, form)[end])


def fits(columns: RecordColumns, seen: Mapping[Any, SpanShape]) -> bool:
    """Are the columns like those that a program was made of?"""
    return all(
        shape_of(_span(_column(columns, path, slot), form)) == shape
        for (path, slot, form), shape in seen.items()
    )


def _column(columns: RecordColumns, path: Domain, slot: int) -> FactColumn:
    return columns.slots[slot] if path is None else columns.items[path].slots[slot]


def _span(column: FactColumn, form: str) -> Span:
    return column.values() if form == "values" else column.places()


def shape_of(span: Span) -> SpanShape:
    """What a calculation may find out about two ends: numbers, or of which kind the arrays are, and whether one."""
    low, high = (end.dtype if is_array(end) else end for end in span)
    return low, high, span[0] is span[1]


def make_of(columns: RecordColumns) -> Any:
    """What tells tables of one make from others."""
    lists = tuple(
        (path, is_array(items.real), _makes(items.slots)) for path, items in sorted(columns.items.items())
    )
    as_of = "by row" if is_array(columns.as_of) else columns.as_of
    return as_of, columns.complete, _makes(columns.slots), lists


def _makes(slots: Mapping[int, FactColumn]) -> tuple[Any, ...]:
    return tuple((slot, _make(one)) for slot, one in slots.items())


def _make(column: FactColumn) -> Any:
    if isinstance(column, Days):
        return column.vague, "by row" if isinstance(column.limit, np.ndarray) else column.limit
    if isinstance(column, Codes):
        return column.lo.tobytes(), column.hi.tobytes()
    return None
