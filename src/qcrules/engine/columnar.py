"""The columnar engine: many records at once, with NumPy over columns of lower and upper ends.

It means what ``worlds`` and ``reference`` mean, a column at a time:

* a *column* is a pair of ends, each an array (one entry a record) or one number for all records, so that what no
  table says costs nothing;
* a moment is seen as minutes or as *places*: 0 is −∞, 1 the calendar's first day, TOP is +∞. Every operand on days
  (the day itself, W, V, months and constants added) is then one table over the places, infinities included;
* each operand, comparison and distinct formula is worked out once a chunk, on int8 truths; a formula that no event
  to come can change is the same in both worlds;
* the items of a list stand one after another in one long table, each with the number of its record; a record
  without known items is there once itself, as ``Worlds.scopes`` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from ..calendar import FIRST, LAST, Calendar
from ..facts import Facts, Overlay
from ..finding import Verdict
from ..interval import FALSE, INF, MINUTES_A_DAY, OPEN, TRUE, UNKNOWN, Interval
from ..rulebook.formula import All, Compare, Formula, Not, Operand, Scale
from ..rulebook.lowering import Choose, DayOf, Derived, EarliestOf, Lowered, Resumed, SomeItem, Total, Variant
from ..term import add_months
from ..worlds import Scope, Table, WorldMaker, built_day, resumed, see_through
from . import Group

Array = npt.NDArray[Any]
End = Array | int
Span = tuple[End, End]

TOP = LAST - FIRST + 2
"""The place of +∞ among the days; -∞ is 0, the calendar's first day 1."""

FAR = (1 << 31) - 1
"""+∞ among minutes, days and working days, which all fit 32 bits."""

VERDICTS = (
    Verdict.NOT_APPLICABLE,
    Verdict.COMPLIANT,
    Verdict.UNDETERMINED,
    Verdict.PENDING,
    Verdict.VIOLATED,
)
"""The verdict of each code: the worse, the greater."""

NOT_APPLICABLE, COMPLIANT, UNDETERMINED, PENDING, VIOLATED = range(5)


def is_array(value: End) -> bool:
    """One entry a record, or one number for all?"""
    return isinstance(value, np.ndarray)


def place_of(day: int) -> int:
    """The place of a day on the timeline."""
    return min(max(day - FIRST + 1, 0), TOP)


def far(value: int) -> int:
    """A minute whose infinities are those of 32 bits."""
    return FAR if value >= INF else -FAR if value <= -INF else value


def _bits(found: Any) -> End:
    return found.view(np.int8) if isinstance(found, np.ndarray) else int(found)


def at_most(left: Span, right: Span) -> End:
    """The truth of left ≤ right: 2 where it holds whatever is true, 0 where it does not, else 1."""
    return _bits(left[1] <= right[0]) + _bits(left[0] <= right[1])


def least(first: End, second: End) -> End:
    """The lesser of each; of truths, *and*."""
    both = is_array(first) or is_array(second)
    return cast(Array, np.minimum(first, second)) if both else min(first, second)


def greatest(first: End, second: End) -> End:
    """The greater of each; of truths, *or*."""
    both = is_array(first) or is_array(second)
    return cast(Array, np.maximum(first, second)) if both else max(first, second)


def pick(where: Any, one: End, other: End) -> End:
    """``one`` where it holds, else ``other``; by arithmetic, which wraps around and comes back, never by branches."""
    if not isinstance(where, np.ndarray):
        return one if where else other
    kind = np.result_type(kind_of(one), kind_of(other))
    if is_array(one) or is_array(other):
        return np.add(np.multiply(np.subtract(one, other, dtype=kind), where), other, dtype=kind)
    return np.array([other, one], kind).take(where.view(np.int8))


def kind_of(value: End) -> Any:
    """The smallest kind of integer that holds a value."""
    if isinstance(value, np.ndarray):
        return value.dtype
    return np.int8 if -128 <= value < 128 else np.int32 if -FAR <= value <= FAR else np.int64


def none_of(found: End) -> bool:
    """Is a truth false for every record?"""
    return not (found.any() if isinstance(found, np.ndarray) else found)


def _full(value: End, count: int) -> Array:
    return value if isinstance(value, np.ndarray) else np.full(count, value, np.int8)


# -- columns ------------------------------------------------------------------------------------------------------

_DAYS = np.arange(-1, TOP, dtype=np.int64) + FIRST
_FIRST_MINUTE = (_DAYS * MINUTES_A_DAY).astype(np.int32)
_LAST_MINUTE = (_DAYS * MINUTES_A_DAY + MINUTES_A_DAY - 1).astype(np.int32)
for _table in (_FIRST_MINUTE, _LAST_MINUTE):
    _table[0], _table[TOP] = -FAR, FAR


def _place(minute: End) -> End:
    if isinstance(minute, np.ndarray):
        days = np.floor_divide(minute, MINUTES_A_DAY, dtype=np.int32)
        return np.clip(np.subtract(days, FIRST - 1, out=days), 0, TOP, out=days)
    return place_of(minute // MINUTES_A_DAY)


def _taken(table: Array, at: End) -> End:
    return table.take(at) if isinstance(at, np.ndarray) else int(table[at])


class Column:
    """One fact of every record. A moment has minutes and places; each is worked out when it is first asked for."""

    __slots__ = ("_make_places", "_make_values", "_places", "_values")

    def __init__(
        self,
        values: Callable[[], Span] | None = None,
        places: Callable[[], Span] | None = None,
    ) -> None:
        self._make_values = values
        self._make_places = places
        self._values: Span | None = None
        self._places: Span | None = None

    @classmethod
    def of(cls, lo: End, hi: End) -> Column:
        """A column of numbers or codes, or of minutes."""
        return cls(lambda: (lo, hi))

    def values(self) -> Span:
        """The number or code itself, or the first and the last minute."""
        if self._values is None:
            if self._make_values is not None:
                self._values = self._make_values()
            else:
                lo, hi = self.places()
                self._values = _taken(_FIRST_MINUTE, lo), _taken(_LAST_MINUTE, hi)
        return self._values

    def places(self) -> Span:
        """The places of the first and of the last day of a moment."""
        if self._places is None:
            if self._make_places is not None:
                self._places = self._make_places()
            else:
                lo, hi = self.values()
                self._places = _place(lo), _place(hi)
        return self._places

    def map(self, by: Callable[[Span, bool], Span]) -> Column:
        """Another column, worked out from this one in the same form (True: as places)."""
        return Column(lambda: by(self.values(), False), lambda: by(self.places(), True))


class Days(Column):
    """A column of whole days: a place each, 0 where the day is not known, TOP where it has not come."""

    __slots__ = ("first", "vague")

    def __init__(self, first: Array) -> None:
        super().__init__(None, self._both)
        self.first = first
        self.vague = bool(len(first)) and int(first.min()) == 0

    def _both(self) -> Span:
        return self.first, _unknown_above(self.first, 0, TOP) if self.vague else self.first

    def until(self, as_of: End) -> Days:
        """A day later than the day of the check has not come."""
        later = self.first > as_of
        return Days(np.asarray(pick(later, TOP, self.first))) if later.any() else self


def _unknown_above(lower: Array, below: int, above: int) -> Array:
    """The upper ends of what is exact, or not known at all."""
    return np.asarray(pick(lower == below, above, lower))


@define(eq=False)
class Items:
    """The items of one list of all records. ``real``: False where a record without known items stands for itself."""

    parents: Array
    starts: Array
    real: Array
    slots: Mapping[int, Column]
    _later: list[tuple[Array, Array]] = field(init=False)

    @_later.default
    def _find_later(self) -> list[tuple[Array, Array]]:
        """The records that have a second item, a third, …, and where these stand."""
        counts = np.diff(self.starts, append=len(self.parents))
        found = []
        for number in range(1, int(counts.max(initial=0))):
            records = np.nonzero(counts > number)[0]
            found.append((records, self.starts[records] + number))
        return found

    def join(self, by: np.ufunc, values: Array) -> Array:
        """One value a record from those of its items (lists are short: item by item is quicker than ``reduceat``)."""
        found: Array = values.take(self.starts)
        for records, places in self._later:
            found[records] = by(found.take(records), values.take(places))
        return found


@define(eq=False)
class Columns:
    """The facts of many records. Slots that are not there are what nobody recorded. ``as_of`` is a place."""

    count: int
    as_of: End
    complete: bool
    slots: dict[int, Column]
    items: dict[str, Items] = field(factory=dict)

    @classmethod
    def of(cls, records: Sequence[Facts]) -> Columns:
        """The columns of records that were read one by one (all complete, or none)."""
        layout = records[0].layout
        spans = [(facts.lo, facts.hi) for facts in records]
        slots = {}
        for slot, unknown in enumerate(layout.unknown):
            lo = [lo[slot] for lo, _ in spans]
            hi = [hi[slot] for _, hi in spans]
            slots[slot] = column_of(lo, hi, moment=unknown == UNKNOWN)
        items = {}
        for path in dict.fromkeys(path for facts in records for path in facts.items):
            parents: list[int] = []
            starts: list[int] = []
            real: list[bool] = []
            overlays: list[Overlay] = []
            for number, facts in enumerate(records):
                starts.append(len(parents))
                own: list[Overlay] = list(facts.items.get(path, {}).values()) or [{}]
                overlays += own
                parents += [number] * len(own)
                real += [bool(facts.items.get(path))] * len(own)
            used = sorted({slot for overlay in overlays for slot in overlay})
            inner = {}
            for slot in used:
                found = [
                    overlay.get(slot) or (records[at].lo[slot], records[at].hi[slot])
                    for overlay, at in zip(overlays, parents, strict=True)
                ]
                inner[slot] = column_of(
                    [lo for lo, _ in found],
                    [hi for _, hi in found],
                    moment=layout.unknown[slot] == UNKNOWN,
                )
            items[path] = Items(np.array(parents), np.array(starts), np.array(real), inner)
        as_of = np.array([place_of(facts.as_of.toordinal()) for facts in records], np.int32)
        return cls(len(records), as_of, complete=False, slots=slots, items=items)


def column_of(lo: list[int], hi: list[int], *, moment: bool) -> Column:
    """A column from ends read one by one."""
    if moment:
        return Column.of(
            np.array([far(one) for one in lo], np.int32), np.array([far(one) for one in hi], np.int32)
        )
    return Column.of(np.array(lo, np.int64), np.array(hi, np.int64))


# -- operands -----------------------------------------------------------------------------------------------------


@frozen(eq=False)
class _Days:
    """An operand on days as a table over the places. ``outside``: places whose day the calendar does not know."""

    table: Array
    outside: Array | None
    positive: bool

    @classmethod
    def of(cls, operand: Operand, calendar: Calendar) -> _Days:
        days = np.arange(FIRST, LAST + 1)
        if operand.months:
            days = np.array([add_months(day, operand.months) for day in days.tolist()])
        days += operand.days
        outside = np.zeros(TOP + 1, np.bool_)
        table = np.empty(TOP + 1, np.int32)
        table[0], table[TOP] = -FAR, FAR
        if operand.scale is Scale.DAY:
            table[1:TOP] = days + operand.shift
        else:
            outside[1:TOP] = (days < FIRST) | (days > LAST)
            up_to = 1 if operand.scale is Scale.WORKED else 0
            counted = np.array(calendar.worked_table)
            table[1:TOP] = counted.take(days - FIRST + up_to, mode="clip") + operand.shift
        return cls(table, outside if outside.any() else None, bool(table[1:].min() >= 0))


class _Lens:
    """The operands of a lowered rulebook, as functions of columns."""

    def __init__(self, lowered: Lowered, calendar: Calendar) -> None:
        self.operands = lowered.operands
        self.calendar = calendar
        sums = {derived.slot for derived in lowered.derived if isinstance(derived, Total)}
        spans = enumerate(lowered.layout.unknown)
        self.moments = tuple(span == UNKNOWN and slot not in sums for slot, span in spans)
        self.numbers = tuple(hi >= INF for _, hi in lowered.layout.unknown)
        self._days: dict[int, _Days] = {}
        self._members: dict[int, tuple[Array, Array]] = {}

    def most(self, slot: int) -> int:
        """More than any value of a slot, or its infinity."""
        return FAR if self.moments[slot] else INF if self.numbers[slot] else _CODES

    def days(self, number: int) -> _Days:
        """The table of an operand on days, made when it is first asked for."""
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = _Days.of(self.operands[number], self.calendar)
        return found

    def members(self, number: int) -> tuple[Array, Array]:
        """Both ends of a membership, by both ends of the code (options are few)."""
        found = self._members.get(number)
        if found is None:
            see = see_through(self.operands[number], self.calendar)
            spans = [see(lo, hi) if lo <= hi else (0, 0) for lo in range(_CODES) for hi in range(_CODES)]
            ends = np.array(spans, np.int8)
            found = self._members[number] = ends[:, 0].copy(), ends[:, 1].copy()
        return found

    def see(
        self,
        number: int,
        column: Column,
        wrong: Callable[[Array], None],
        seen: dict[tuple[int, int], tuple[Array, Array]],
    ) -> Span:
        """An operand of a column. ``wrong`` is told which records leave the calendar; ends are looked up once."""
        operand = self.operands[number]
        if operand.scale is Scale.RAW:
            lo, hi = column.values()
            if not operand.shift:
                return lo, hi
            most = self.most(cast(int, operand.slot))
            return _shifted(lo, operand.shift, most), _shifted(hi, operand.shift, most)
        if operand.scale is Scale.MEMBER:
            low, high = self.members(number)
            lo, hi = column.values()
            at = np.multiply(lo, _CODES, dtype=np.int16) + hi if is_array(lo) else lo * _CODES + hi
            return _taken(low, at), _taken(high, at)
        days = self.days(number)
        if isinstance(column, Days) and days.outside is None:
            low_end = days.table.take(column.first)
            if not column.vague:
                return low_end, low_end
            return low_end, np.abs(low_end) if days.positive else _unknown_above(low_end, -FAR, FAR)
        first, last = column.places()
        if days.outside is not None:
            for place in (first, last):
                out = _taken(days.outside, place)
                if not none_of(out):
                    wrong(np.asarray(out))
        return self._once(number, days.table, first, seen), self._once(number, days.table, last, seen)

    def _once(
        self, number: int, table: Array, places: End, seen: dict[tuple[int, int], tuple[Array, Array]]
    ) -> End:
        """One end. The same array comes again as the other end of an exact moment, and in the open world."""
        if not isinstance(places, np.ndarray):
            return int(table[places])
        found = seen.get((number, id(places)))
        if found is None:
            found = seen[number, id(places)] = places, table.take(places)
        return found[1]


_CODES = 64
"""More than the options of any choice."""


def _shifted(value: End, by: int, bound: int) -> End:
    if isinstance(value, np.ndarray):
        finite = (value < bound) & (value > -bound)
        return np.add(value, np.multiply(finite, by, dtype=value.dtype))
    return value if value >= bound or value <= -bound else value + by


# -- formulas -----------------------------------------------------------------------------------------------------


@frozen(eq=False)
class _Node:
    """One distinct formula: what it is made of, which slots it reads."""

    formula: Formula
    parts: tuple[int, ...]
    reads: frozenset[int]
    happened: int | None = None


class _Formulas:
    """Every distinct formula of a lowered rulebook, each once."""

    def __init__(self, operands: Sequence[Operand], moments: Sequence[bool]) -> None:
        self.operands = operands
        self.moments = moments
        self.nodes: list[_Node] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def number(self, formula: Formula) -> int:
        """The number of a formula; equal ones have one."""
        if isinstance(formula, Compare):
            key: tuple[Any, ...] = (Compare, formula.left, formula.right)
            parts: tuple[int, ...] = ()
        else:
            inner = (formula.part,) if isinstance(formula, Not) else formula.parts
            parts = tuple(self.number(part) for part in inner)
            key = (type(formula), parts)
        found = self._known.get(key)
        if found is None:
            reads = frozenset(slot for part in parts for slot in self.nodes[part].reads)
            happened = None
            if isinstance(formula, Compare):
                left, right = self.operands[formula.left], self.operands[formula.right]
                reads = frozenset(slot for slot in (left.slot, right.slot) if slot is not None)
                if right == Operand(None, shift=INF - 1) and left == Operand(left.slot):
                    happened = left.slot if left.slot is not None and self.moments[left.slot] else None
            found = self._known[key] = len(self.nodes)
            self.nodes.append(_Node(formula, parts, reads, happened))
        return found


class _Truths:
    """The truth of formulas on something that knows operands; each is worked out once."""

    def __init__(self, nodes: Sequence[_Node]) -> None:
        self.nodes = nodes
        self.known: dict[int, End] = {}

    def truth(self, number: int) -> End:
        """The truth of a formula."""
        found = self.known.get(number)
        if found is None:
            found = self.known[number] = self.judge(number)
        return found

    def judge(self, number: int) -> End:
        node = self.nodes[number]
        formula = node.formula
        if isinstance(formula, Compare):
            return self.compare(node, formula)
        if isinstance(formula, Not):
            return TRUE - self.truth(node.parts[0])
        every = isinstance(formula, All)
        join, end = (least, FALSE) if every else (greatest, TRUE)
        found: End = TRUE if every else FALSE
        for part in node.parts:
            found = join(found, self.truth(part))
            if not is_array(found) and found == end:
                break
        return found

    def compare(self, node: _Node, formula: Compare) -> End:
        return at_most(self.operand(formula.left), self.operand(formula.right))

    def operand(self, number: int) -> Span:
        """The interval of an operand."""
        raise NotImplementedError


class _Single(_Truths):
    """Formulas on the facts of one record or item, as ``worlds`` has made them."""

    def __init__(self, nodes: Sequence[_Node], operand: Callable[[int], Span]) -> None:
        super().__init__(nodes)
        self.operand = operand  # type: ignore[method-assign, assignment]


class _World(_Truths):
    """The facts of many records, or of their items, in one world."""

    def __init__(self, run: _Run, twin: _World | None = None) -> None:
        super().__init__(run.of.formulas.nodes)
        self.run = run
        self.twin = twin
        self.seen: dict[int, Span] = {}

    def column(self, slot: int) -> Column:
        raise NotImplementedError

    def wrong(self, which: Array) -> None:
        raise NotImplementedError

    def moves(self, slots: frozenset[int]) -> bool:
        """May any of the slots differ from the world that this one continues?"""
        return not slots.isdisjoint(self.run.of.moving)

    def judge(self, number: int) -> End:
        if self.twin is not None and not self.moves(self.nodes[number].reads):
            return self.twin.truth(number)
        return super().judge(number)

    def compare(self, node: _Node, formula: Compare) -> End:
        if node.happened is not None:
            column = self.column(node.happened)
            if isinstance(column, Days):
                come = column.first < TOP
                return _bits(come) + _bits(come & (column.first > 0) if column.vague else come)
            lo, hi = column.places()
            return _bits(hi < TOP) + _bits(lo < TOP)
        return super().compare(node, formula)

    def shortcut(self, slot: int, number: int) -> bool:
        """Is this an operand of whole days in the open world, which differs only where an event has not happened?"""
        return (
            isinstance(self.twin, _Records)
            and slot in self.run.of.events
            and isinstance(self.twin.column(slot), Days)
            and not is_array(self.run.columns.as_of)
            and self.run.of.lens.operands[number].scale in (Scale.DAY, Scale.WORKED, Scale.BEFORE)
            and self.run.of.lens.days(number).outside is None
        )

    def operand(self, number: int) -> Span:
        found = self.seen.get(number)
        if found is None:
            slot = self.run.of.lens.operands[number].slot
            if slot is None:
                shift = self.run.of.lens.operands[number].shift
                found = shift, shift
            elif self.twin is not None and slot not in self.run.of.moving:
                found = self.twin.operand(number)
            elif self.shortcut(slot, number):
                lo, hi = cast(_World, self.twin).operand(number)
                found = (
                    pick(lo == FAR, int(self.run.of.lens.days(number).table[self.run.columns.as_of]), lo),
                    hi,
                )
            else:
                found = self.run.of.lens.see(number, self.column(slot), self.wrong, self.run.seen)
            self.seen[number] = found
        return found


class _Records(_World):
    """The records themselves."""

    def __init__(self, run: _Run, twin: _Records | None = None) -> None:
        super().__init__(run, twin)
        self.columns: dict[int, Column] = {}

    def wrong(self, which: Array) -> None:
        self.run.outside |= which

    def column(self, slot: int) -> Column:
        found = self.columns.get(slot)
        if found is None:
            derived = self.run.of.derived.get(slot)
            if derived is not None:
                self.run.derive(derived)
                return self.columns[slot]
            if self.twin is not None:
                found = self.twin.column(slot)
                found = found.map(self.run.to_come) if slot in self.run.of.events else found
            else:
                found = self.run.columns.slots.get(slot) or self.run.of.bare(slot, self.run.columns.complete)
            self.columns[slot] = found
        return found


class _Listed(_World):
    """The items of one list, one after another; behind each, its record."""

    def __init__(
        self, run: _Run, path: str, items: Items, root: _Records, twin: _Listed | None = None
    ) -> None:
        super().__init__(run, twin)
        self.items = items
        self.root = root
        self.events = frozenset(run.of.item_events.get(path, ()))
        self.totals = run.of.totals.get(path, {})
        self.slots = self.events.union(items.slots, self.totals)
        self.own: dict[int, Column] = {}

    def wrong(self, which: Array) -> None:
        self.run.outside[self.items.parents[np.broadcast_to(which, self.items.parents.shape)]] = True

    def _spread(self, end: End) -> End:
        return end.take(self.items.parents) if isinstance(end, np.ndarray) else end

    def column(self, slot: int) -> Column:
        found = self.own.get(slot)
        if found is None:
            if slot in self.totals:
                found = total(self.totals[slot], self)
            elif slot not in self.slots:
                found = self.spread(self.root.column(slot))
            elif self.twin is None:
                found = self.items.slots.get(slot) or self.spread(self.root.column(slot))
            else:
                found = self.twin.column(slot)
                found = found.map(self.to_come) if slot in self.events else found
            self.own[slot] = found
        return found

    def to_come(self, span: Span, places: bool) -> Span:
        return self.run.to_come(span, places, self._spread)

    def spread(self, column: Column) -> Column:
        """A column of the records, as the items see it."""
        return column.map(lambda span, _: (self._spread(span[0]), self._spread(span[1])))

    def judge(self, number: int) -> End:
        if self.nodes[number].reads.isdisjoint(self.slots):
            return self._spread(self.root.truth(number))
        return super().judge(number)

    def operand(self, number: int) -> Span:
        slot = self.run.of.lens.operands[number].slot
        if slot is None or slot not in self.slots:
            lo, hi = self.root.operand(number)
            return self._spread(lo), self._spread(hi)
        return super().operand(number)


class _Supposed(_Records):
    """The records in the open world with one more item of a list: its events are to come, the rest is unknown."""

    def __init__(self, run: _Run, root: _Records, list_path: str) -> None:
        super().__init__(run)
        self.root = root
        of = run.of
        self.columns = {slot: of.fixed(slot, span) for slot, span in of.worlds.new_items[list_path].items()}
        self.columns |= dict.fromkeys(of.item_events.get(list_path, ()), run.item_to_come())

    def column(self, slot: int) -> Column:
        return self.columns.get(slot) or self.root.column(slot)


# -- a run over one chunk -----------------------------------------------------------------------------------------


class _Run:
    """Some records in both worlds."""

    def __init__(self, of: Columnar, columns: Columns) -> None:
        self.of = of
        self.columns = columns
        self.outside = np.zeros(columns.count, np.bool_)
        self.closed = _Records(self)
        self.open = _Records(self, self.closed)
        self._items: dict[str, tuple[_World, _World]] = {}
        self.seen: dict[tuple[int, int], tuple[Array, Array]] = {}

    def first(self, places: bool) -> End:
        """From when on an event may still happen: the day of the check, in one form or the other."""
        as_of = self.columns.as_of
        return as_of if places else _taken(_FIRST_MINUTE, as_of)

    def to_come(self, span: Span, places: bool, spread: Callable[[End], End] = lambda end: end) -> Span:
        """An event that has not happened may still: from the day of the check on."""
        lo, hi = span
        never = TOP if places else FAR
        return pick(lo == never, spread(self.first(places)), lo), hi

    def item_to_come(self) -> Column:
        return Column(lambda: (self.first(False), FAR), lambda: (self.first(True), TOP))

    def scopes(self, path: str | None) -> tuple[_World, _World, Items | None]:
        """Both worlds in which a rule is asked, and the items that stand there, if any."""
        items = self.columns.items.get(path) if path is not None else None
        if path is None or items is None:
            return self.closed, self.open, None
        found = self._items.get(path)
        if found is None:
            closed = _Listed(self, path, items, self.closed)
            found = self._items[path] = closed, _Listed(self, path, items, self.open, closed)
        return *found, items

    def derive(self, derived: Derived) -> None:
        """Work out one defined fact or quantifier in both worlds."""
        if isinstance(derived, Choose):
            self.choose(derived)
        elif isinstance(derived, EarliestOf):
            self.earliest(derived)
        elif isinstance(derived, SomeItem):
            self.some(derived)
        elif isinstance(derived, Total):
            self.put(derived.slot, total(derived, self.closed), total(derived, self.open))
        elif isinstance(derived, DayOf):
            self.put(derived.slot, self.day(derived, self.closed), self.day(derived, self.open))
        elif isinstance(derived, Resumed):
            for world in (self.closed, self.open):
                world.columns[derived.slot] = self.resumed(derived, world)
        else:
            raise TypeError(f"the columnar engine does not know {type(derived).__name__}")

    def day(self, derived: DayOf, world: _Records) -> Column:
        """The day that is built from a year or a month of the record."""
        source = derived.source
        if source is None:
            return self.of.fixed(derived.slot, built_day(derived, _value(UNKNOWN)))
        near = _near if self.of.lens.moments[source] else int

        def built(lo: int, hi: int) -> Interval:
            first, last = built_day(derived, _value((near(lo), near(hi))))
            return far(first), far(last)

        return Column(lambda: _each(world.column(source).values(), built))

    def resumed(self, derived: Resumed, world: _Records) -> Column:
        """The start of a term, moved on past the days that do not count."""
        slots = (derived.base, derived.since, derived.until)

        def moved(*ends: int) -> Interval:
            near = list(map(_near, ends))
            spans = dict(zip(slots, zip(near[::2], near[1::2], strict=True), strict=True))
            first, last = resumed(derived, spans.__getitem__, self.of.lens.calendar)
            return far(first), far(last)

        return Column(lambda: _together([world.column(slot).values() for slot in slots], moved))

    def put(self, slot: int, closed: Column, open_: Column) -> None:
        """Set a fact in both worlds."""
        self.closed.columns[slot] = closed
        self.open.columns[slot] = open_

    def choose(self, derived: Choose) -> None:
        chosen: list[tuple[Any, int | None]] = []
        left: Any = True
        for condition, source in derived.cases:
            holds = TRUE if condition is None else self.closed.truth(self.of.formulas.number(condition))
            may = (holds != FALSE) & left
            if not none_of(may):
                chosen.append((may, source))
            left = (holds != TRUE) & left
            if none_of(left):
                break
        else:
            chosen.append((left, None))
        closed, open_ = (
            self.union(derived.slot, chosen, self.closed),
            self.union(derived.slot, chosen, self.open),
        )
        self.put(derived.slot, closed, open_)

    def union(self, slot: int, chosen: list[tuple[Any, int | None]], world: _Records) -> Column:
        """The smallest intervals that hold those of the sources chosen."""
        none = self.of.none(slot)
        most = self.of.lens.most(slot)
        columns = [(may, none if source is None else world.column(source)) for may, source in chosen]

        def join(places: bool) -> Span:
            above, below = (TOP, 0) if places else (most, -most)
            lo: End = above
            hi: End = below
            for may, column in columns:
                low, high = column.places() if places else column.values()
                lo = least(lo, pick(may, low, above))
                hi = greatest(hi, pick(may, high, below))
            return lo, hi

        if len(columns) == 1:
            return columns[0][1]
        return Column(lambda: join(False), lambda: join(True))

    def earliest(self, derived: EarliestOf) -> None:
        lo, hi = self.closed.column(self.of.slot(derived.list_path)).values()
        unknown = lo != hi
        where = self.of.formulas.number(derived.where)
        closed, open_, items = self.scopes(derived.list_path)

        def span(world: _World, places: bool) -> Span:
            never, ever = (TOP, 0) if places else (FAR, -FAR)
            from_ = never if world is closed else self.first(places)
            low, high = pick(unknown, ever, from_), never
            if items is None:
                return low, high
            holds = closed.truth(where)
            column = world.column(derived.item_slot)
            first, last = column.places() if places else column.values()
            of_items = np.asarray(pick(items.real & (holds != FALSE), first, never))
            of_sure = np.asarray(pick(items.real & (holds == TRUE), last, never))
            return (
                least(low, items.join(np.minimum, of_items)),
                least(high, items.join(np.minimum, of_sure)),
            )

        self.put(
            derived.slot,
            Column(lambda: span(closed, False), lambda: span(closed, True)),
            Column(lambda: span(open_, False), lambda: span(open_, True)),
        )

    def some(self, derived: SomeItem) -> None:
        lo, hi = self.closed.column(self.of.slot(derived.list_path)).values()
        without_items = _bits(lo != hi)
        where = self.of.formulas.number(derived.where)
        closed, open_, items = self.scopes(derived.list_path)

        def best(world: _World) -> End:
            if items is None:
                return without_items
            holds = _full(world.truth(where), items.real.shape[0])
            spread = without_items[items.parents] if isinstance(without_items, np.ndarray) else without_items
            of_items = np.asarray(pick(items.real, holds, spread))
            return items.join(np.maximum, of_items)

        later = best(open_)
        if derived.grows:
            to_come = _Supposed(self, self.open, derived.list_path)
            later = greatest(later, least(OPEN, to_come.truth(where)))
        self.put(derived.slot, _as_column(best(closed)), _as_column(later))


@frozen
class _Value:
    """A table that holds one value."""

    value: Interval

    def get(self, slot: int) -> Interval:
        return self.value


def _value(span: Interval) -> Table:
    return cast(Table, _Value(span))


def _near(minute: int) -> int:
    return INF if minute >= FAR else -INF if minute <= -FAR else minute


def _each(span: Span, work: Callable[[int, int], Interval]) -> Span:
    """Each distinct interval of a column, worked out by itself."""
    lo, hi = span
    if not is_array(lo) and not is_array(hi):
        return work(cast(int, lo), cast(int, hi))
    pairs, where = np.unique(np.stack(np.broadcast_arrays(lo, hi)), axis=1, return_inverse=True)
    found = np.array([work(int(a), int(b)) for a, b in pairs.T], np.int32).reshape(-1, 2)
    return found[:, 0].take(where.ravel()), found[:, 1].take(where.ravel())


def _together(spans: Sequence[Span], work: Callable[..., Interval]) -> Span:
    """Each distinct row of several columns, worked out by itself."""
    ends = [end for span in spans for end in span]
    if not any(map(is_array, ends)):
        return work(*ends)
    rows, where = np.unique(np.stack(np.broadcast_arrays(*ends)), axis=1, return_inverse=True)
    found = np.array([work(*map(int, row)) for row in rows.T], np.int32).reshape(-1, 2)
    return found[:, 0].take(where.ravel()), found[:, 1].take(where.ravel())


def total(derived: Total, world: _World) -> Column:
    """A sum of numbers less others, in the records or in the items of a list."""

    def added() -> Span:
        lo: End = 0
        hi: End = 0
        for slot in derived.plus:
            low, high = world.column(slot).values()
            lo, hi = _sum(lo, low), _sum(hi, high)
        for slot in derived.minus:
            low, high = world.column(slot).values()
            lo, hi = _sum(lo, -high), _sum(hi, -low)
        return lo, hi

    return Column(added)


def _sum(first: End, second: End) -> End:
    """A sum in which an infinity stays what it is."""
    if not is_array(first) and not is_array(second):
        known, more = cast(int, first), cast(int, second)
        return known if abs(known) >= INF else more if abs(more) >= INF else known + more
    one, other = np.asarray(first, np.int64), np.asarray(second, np.int64)
    return np.where(np.abs(one) >= INF, one, np.where(np.abs(other) >= INF, other, one + other))


def _as_column(truth: End) -> Column:
    """A truth as a fact: false is 0, true is 1, open is either."""
    return Column.of(truth >> 1, (truth + 1) >> 1)


@frozen(eq=False)
class _Verdicts:
    """Codes from truths, in bits instead of branches; what variants share is worked out once."""

    closed: _Truths
    open: _Truths
    codes: dict[tuple[int, int | None], End] = field(factory=dict)
    _applies: dict[int, tuple[End, End]] = field(factory=dict)
    _needs: dict[int, End] = field(factory=dict)

    def code(self, condition: int, need: int | None) -> End:
        """The codes of a condition and a requirement (None: nobody can decide)."""
        found = self.codes.get((condition, need))
        if found is None:
            found = self.codes[condition, need] = self.work_out(condition, need)
        return found

    def work_out(self, condition: int, need: int | None) -> End:
        if none_of(self.closed.truth(condition)):
            return NOT_APPLICABLE
        sure, perhaps = self.applies(condition)
        return (sure & (UNDETERMINED if need is None else self.met(need))) | perhaps

    def applies(self, condition: int) -> tuple[End, End]:
        """All bits where the condition is true; the code of «undetermined» where it is open."""
        found = self._applies.get(condition)
        if found is None:
            truth = self.closed.truth(condition)
            found = self._applies[condition] = -(truth >> 1), (truth & 1) << 1
        return found

    def met(self, need: int) -> End:
        """2, 1, 0 are the codes 1, 2, 4; and 3 where a requirement that is not met may still be."""
        found = self._needs.get(need)
        if found is None:
            stands = self.closed.truth(need)
            found = np.right_shift(_FOUR, stands) if isinstance(stands, np.ndarray) else 4 >> stands
            failed = _bits(stands == FALSE)
            if not none_of(failed):
                found = found - (failed & _bits(self.open.truth(need) > FALSE))
            self._needs[need] = found
        return found


_FOUR = np.int8(4)


@define(eq=False)
class Decided:
    """The verdicts of some records: codes by the number of the variant, an entry a record or an item."""

    codes: dict[int, Array]
    outside: Array
    """The records whose terms leave the calendar: of them, no verdict is to be believed."""
    items: Mapping[str, Items]

    def of_records(self, variant: Variant) -> Array:
        """The worst verdict of a variant on each record, over its items."""
        codes = self.codes[variant.number]
        items = self.items.get(variant.list_path) if variant.list_path is not None else None
        return codes if items is None else (items.join(np.maximum, codes))


class Columnar:
    """The columnar engine of one lowered rulebook on one calendar. Safe to share."""

    name = "columnar"

    def __init__(self, worlds: WorldMaker, calendar: Calendar) -> None:
        lowered = worlds.lowered
        self.worlds = worlds
        self.layout = lowered.layout
        self.item_events = worlds.item_events
        self.events = frozenset(worlds.events)
        self.lens = _Lens(lowered, calendar)
        self.formulas = _Formulas(lowered.operands, self.lens.moments)
        self.derived: dict[int, Derived] = {derived.slot: derived for derived in lowered.derived}
        self.totals: dict[str, dict[int, Total]] = {}
        for derived in lowered.derived:
            if isinstance(derived, Total) and derived.list_path is not None:
                self.totals.setdefault(derived.list_path, {})[derived.slot] = derived
        self.moving = self._moving()
        self._needs: dict[int, tuple[int, int | None]] = {}
        for variant in lowered.variants:
            self._needs[variant.number] = (
                self.formulas.number(variant.condition),
                self.formulas.number(variant.requirement) if variant.requirement is not None else None,
            )

    def _moving(self) -> frozenset[int]:
        """The slots that may differ between the worlds."""
        moving = {slot for slot, moment in enumerate(self.layout.moments) if moment}
        for derived in self.derived.values():
            if isinstance(derived, Choose):
                for condition, _ in derived.cases:
                    if condition is not None:
                        self.formulas.number(condition)
                moves = any(source in moving for _, source in derived.cases)
            elif isinstance(derived, SomeItem):
                reads = self.formulas.nodes[self.formulas.number(derived.where)].reads
                moves = derived.grows or not reads.isdisjoint(moving)
            elif isinstance(derived, DayOf):
                moves = derived.source in moving
            else:
                moves = isinstance(derived, EarliestOf | Resumed)
            if moves:
                moving.add(derived.slot)
        return frozenset(moving)

    def needed(self, variants: Iterable[Variant]) -> frozenset[int]:
        """Every slot that some variants read, through definitions, sums and quantifiers."""
        needs = [
            number for variant in variants for number in self._needs[variant.number] if number is not None
        ]
        waiting = [slot for number in needs for slot in self.formulas.nodes[number].reads]
        found: set[int] = set()
        while waiting:
            slot = waiting.pop()
            if slot not in found:
                found.add(slot)
                waiting += self._behind(self.derived[slot]) if slot in self.derived else ()
        return frozenset(found)

    def _behind(self, derived: Derived) -> list[int]:
        """The slots that a defined fact or a quantifier reads."""
        if isinstance(derived, Choose):
            conditions = [condition for condition, _ in derived.cases if condition is not None]
            own = [source for _, source in derived.cases if source is not None]
        elif isinstance(derived, Total):
            return [*derived.plus, *derived.minus]
        elif isinstance(derived, DayOf):
            return [] if derived.source is None else [derived.source]
        elif isinstance(derived, Resumed):
            return [derived.base, derived.since, derived.until]
        else:
            conditions = [derived.where]
            own = [self.slot(derived.list_path)]
            own += [derived.item_slot] if isinstance(derived, EarliestOf) else []
        return own + [
            slot for one in conditions for slot in self.formulas.nodes[self.formulas.number(one)].reads
        ]

    def slot(self, path: str) -> int:
        """The slot of a path."""
        return self.layout.slots[path]

    def bare(self, slot: int, complete: bool) -> Column:
        """What a slot is while nobody has recorded it."""
        return self.fixed(slot, (self.layout.complete if complete else self.layout.unsaid)[slot])

    def none(self, slot: int) -> Column:
        """What a slot is when it is recorded as «нет»."""
        return self.fixed(slot, self.layout.none[slot])

    def fixed(self, slot: int, span: Interval) -> Column:
        """The same for all records."""
        lo, hi = span
        return Column.of(far(lo), far(hi)) if self.lens.moments[slot] else Column.of(lo, hi)

    def decide(self, group: Group, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants on one record or item."""
        closed = _Single(self.formulas.nodes, scope.closed.operand)
        verdicts = _Verdicts(closed, _Single(self.formulas.nodes, scope.open.operand))
        return [VERDICTS[cast(int, verdicts.code(*self._needs[one.number]))] for one in group.variants]

    def decide_columns(self, columns: Columns, strata: Iterable[Group]) -> Decided:
        """The verdicts of the variants of some groups on many records."""
        run = _Run(self, columns)
        codes: dict[int, Array] = {}
        known: dict[str | None, _Verdicts] = {}
        for group in strata:
            closed, open_, items = run.scopes(group.list_path)
            count = columns.count if items is None else len(items.parents)
            verdicts = known.get(group.list_path)
            if verdicts is None:
                verdicts = known[group.list_path] = _Verdicts(closed, open_)
            for variant in group.variants:
                needs = self._needs[variant.number]
                codes[variant.number] = verdicts.codes[needs] = _full(verdicts.code(*needs), count)
            for variant in group.asserted:
                self._assert_verdict(variant, codes[variant.number], items, run)
        return Decided(codes, run.outside, columns.items)

    def _assert_verdict(self, variant: Variant, codes: Array, items: Items | None, run: _Run) -> None:
        """A verdict is a fact for later strata: true when violated (of any item), open when undetermined."""
        known = ((codes == VIOLATED).view(np.int8) << 1) | (codes == UNDETERMINED).view(np.int8)
        if items is not None:
            known = items.join(np.maximum, known)
        column = _as_column(np.minimum(known, TRUE))
        run.put(variant.verdict_slot, column, column)
