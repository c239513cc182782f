"""Arrow columns → the engine's columns of lower and upper ends, and what is wrong with which row.

Dates, minutes, truths and whole numbers are read as arrays. Words (choices, dates as text, «?», «нет») are read
once each, by the reader of single records, so that a table means what a case file means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field

from ..calendar import FIRST
from ..engine.columnar import (
    FAR,
    TOP,
    Array,
    Column,
    Columns,
    Days,
    End,
    Items,
    Span,
    far,
    kind_of,
    pick,
    place_of,
)
from ..errors import Problem, RecordError, UsageError
from ..facts import LAST_DAY, RecordReader
from ..interval import MINUTES_A_DAY, UNKNOWN, Interval
from ..rulebook.layout import Layout, option_path
from ..text import Text
from ..vocabulary import YEARS, Field, Type
from .schema import (
    HI,
    KNOWN_WORDS,
    LO,
    NONE_WORDS,
    STATE,
    UNKNOWN_WORDS,
    Names,
    Parts,
    Sorted,
    flat,
    wrong_type,
)

EPOCH = date(1970, 1, 1).toordinal()
Spans = Mapping[int, Interval]
_MOST_WORDS = 100_000


@define
class Wrong:
    """What is wrong with some rows: the first reason of each."""

    reasons: dict[int, Text] = field(factory=dict)

    def add(self, rows: Array, reason: Text | Callable[[int], Text], parents: Array | None = None) -> None:
        """Some rows (or items, whose records are ``parents``) are wrong."""
        for row in rows.tolist():
            said = reason if isinstance(reason, Text) else reason(row)
            self.reasons.setdefault(row if parents is None else int(parents[row]), said)


@define
class Cells:
    """One fact of every row: its columns by slot, and where a cell says anything."""

    slots: dict[int, Column]
    told: Array


def slots_of(fact: Field, layout: Layout) -> list[int]:
    """The slots that a field fills: its own, its parts', one for each option of a set."""
    found = [layout.slots[part.path] for part in fact.walk() if part is fact or fact.type is Type.MONTH]
    if fact.type is Type.SET:
        found += [layout.slots[option_path(fact.path, option)] for option in fact.options]
    return found


class TableReader:
    """Reads tables of one kind of record. Keeps what each word means; otherwise without memory of what it read."""

    def __init__(self, reader: RecordReader, names: Names, complete: bool, needed: frozenset[int]) -> None:
        self.reader = reader
        self.needed = needed
        self.layout = reader.layout
        self.names = names
        self.complete = complete
        self._words: dict[str, dict[Any, Spans | Text]] = {}

    def read(self, table: Sorted, count: int, as_of: End, wrong: Wrong) -> Columns:
        """The engine's columns of some rows; ``wrong`` learns of rows that cannot be read."""
        columns = Columns(count, as_of, self.complete, {})
        told: dict[str, Array] = {}
        for path, parts in table.facts.items():
            fact = parts.fact
            if fact.type is Type.TABLE:
                raise UsageError(
                    Problem(
                        Text(
                            f"`{fact.path}`: таблицы отчётов в реестрах не читаются; проверьте отчёты по одному",
                            f"`{fact.path}`: registers hold no tables of reports; check the reports one by one",
                        )
                    )
                )
            if fact.type is Type.LIST:
                told[path] = self.list(parts, columns, wrong)
            elif fact.type is not Type.OBJECT:
                cells = self.cells(fact, parts.columns, as_of, wrong, None)
                columns.slots.update(cells.slots)
                told[path] = cells.told
        for part in self.names.kind.root.walk():
            if part.type is Type.OBJECT and part.path and part.list_path is None:
                self.object(part, table.facts.get(part.path), columns.slots, count, told, wrong, None)
        return columns

    # -- one fact ---------------------------------------------------------------------------------------------

    def cells(
        self, fact: Field, columns: Mapping[str, pa.Array], as_of: End, wrong: Wrong, parents: Array | None
    ) -> Cells:
        """One fact from the columns that speak of it. ``parents``: the rows of items."""
        value = columns.get("")
        count = len(next(iter(columns.values())))
        if LO in columns or HI in columns:
            found = self.vague(fact, columns, count, wrong, parents)
            if value is not None:
                found = self.over(self.value(fact, value, wrong, parents), found)
        elif value is not None:
            found = self.value(fact, value, wrong, parents)
        else:
            found = Cells(self.bare(fact), np.zeros(count, np.bool_))
        if STATE in columns:
            found = self.stated(fact, columns[STATE], found, wrong, parents)
        if fact.type is Type.EVENT:
            slot = self.layout.slots[fact.path]
            found.slots[slot] = until(found.slots[slot], as_of if parents is None else _at(as_of, parents))
        return found

    def bare(self, fact: Field) -> dict[int, Column]:
        """What nobody recorded."""
        source = self.layout.complete if self.complete else self.layout.unsaid
        return {slot: self.fixed(slot, source[slot]) for slot in slots_of(fact, self.layout)}

    def fixed(self, slot: int, span: Interval) -> Column:
        lo, hi = span
        return Column.of(far(lo), far(hi)) if self.moment(slot) else Column.of(lo, hi)

    def moment(self, slot: int) -> bool:
        return self.layout.unknown[slot] == UNKNOWN

    def value(self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None) -> Cells:
        """The fact itself, by the type of its column."""
        kind = column.type
        if pa.types.is_null(kind):
            return Cells(self.bare(fact), np.zeros(len(column), np.bool_))
        if fact.type.is_moment and fact.type is not Type.MONTH:
            if pa.types.is_date(kind):
                return self.days(fact, column.cast(pa.date32()), wrong, parents)
            if pa.types.is_timestamp(kind) and kind.tz is None:
                return self.minutes(fact, column, wrong, parents)
        if fact.type is Type.BOOL and pa.types.is_boolean(kind):
            slot = self.layout.slots[fact.path]
            return Cells({slot: self.numbers(slot, column.cast(pa.int8()))}, _told(column))
        if fact.type in (Type.NUMBER, Type.YEAR) and (
            pa.types.is_integer(kind) or pa.types.is_floating(kind)
        ):
            return self.counts(fact, column, wrong, parents)
        if fact.type is Type.TEXT:
            return self.text(fact, column)
        if fact.type is Type.SET and _is_list(kind):
            column = joined(column)
        elif not _is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
            raise wrong_type(fact, kind)
        return self.words(fact, column, wrong, parents)

    def numbers(self, slot: int, column: pa.Array) -> Column:
        """A column of codes or counts; where it is null, what nobody recorded."""
        if not column.null_count:
            same = _numpy(column)
            return Column.of(same, same)
        lo, hi = (self.layout.complete if self.complete else self.layout.unsaid)[slot]
        return Column.of(_numpy(column.fill_null(lo)), _numpy(column.fill_null(hi)))

    def counts(self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None) -> Cells:
        told = _told(column)
        if pa.types.is_floating(column.type):
            whole = _numpy(column.fill_null(0))
            told &= ~np.isnan(whole)
            whole = np.where(told, whole, 0)
            bad = (whole != np.floor(whole)) | (whole < 0) | (whole >= 1 << 53)
        else:
            whole = _numpy(column.fill_null(0))
            bad = (whole < 0) | (whole >= 1 << 53)
        if fact.type is Type.YEAR:
            bad |= told & ((whole < YEARS[0]) | (whole > YEARS[-1]))
        self.complain(fact, column, bad, wrong, parents)
        values = pa.array(np.where(bad, 0, whole).astype(np.int64), mask=~told)
        slot = self.layout.slots[fact.path]
        return Cells({slot: self.numbers(slot, values)}, told)

    def days(self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None) -> Cells:
        """Dates: a place each."""
        told = _told(column)
        slot = self.layout.slots[fact.path]
        left_out = 0 if self.bare_span(slot) == UNKNOWN else TOP
        shift = EPOCH - FIRST + 1
        place = _numpy(column.cast(pa.int32()).fill_null(left_out - shift)) + np.int32(shift)
        known = len(column) - column.null_count
        if len(place) and np.count_nonzero((place > 0) & (place < TOP)) < known:
            bad = told & ((place < 1) | (place >= TOP))
            self.complain(fact, column, bad, wrong, parents)
            place = np.clip(place, 0, TOP)
        return Cells({slot: Days(place)}, told)

    def bare_span(self, slot: int) -> Interval:
        return (self.layout.complete if self.complete else self.layout.unsaid)[slot]

    def minutes(self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None) -> Cells:
        """Moments with a time of day; midnight is how most programs write a day without one, so it is that day."""
        told = _told(column)
        seconds = _numpy(column.cast(pa.timestamp("s"), safe=False).cast(pa.int64()).fill_null(0))
        minute = np.floor_divide(seconds, 60) + EPOCH * MINUTES_A_DAY
        day = np.floor_divide(minute, MINUTES_A_DAY)
        bad = told & ((day < FIRST) | (day >= FIRST + TOP - 1))
        self.complain(fact, column, bad, wrong, parents)
        whole = np.remainder(seconds, 86400) == 0
        slot = self.layout.slots[fact.path]
        lo, hi = self.fixed(slot, self.bare_span(slot)).values()
        good = told & ~bad
        last = np.where(whole, minute + MINUTES_A_DAY - 1, minute)
        first, last = np.where(good, minute, lo), np.where(good, last, hi)
        return Cells({slot: Column.of(first.astype(np.int32), last.astype(np.int32))}, told)

    def text(self, fact: Field, column: pa.Array) -> Cells:
        """Is there any text? Its words do not matter, but those for «none» and «unknown» do."""
        if not _is_text(column.type) or self.layout.slots[fact.path] not in self.needed:
            return self.presence(fact, _told(column))
        trimmed = pc.utf8_trim_whitespace(column)
        told = _numpy(pc.fill_null(pc.not_equal(trimmed, ""), False))
        cells = self.presence(fact, told)
        special = _numpy(pc.is_in(trimmed, pa.array(["?", "—", "нет"])).fill_null(False))
        if special.any():
            unknown = special & _numpy(pc.equal(trimmed, "?").fill_null(False))
            slot = self.layout.slots[fact.path]
            lo, hi = cells.slots[slot].values()
            cells.slots[slot] = Column.of(pick(special, 0, lo), pick(unknown, 1, pick(special, 0, hi)))
        return cells

    def presence(self, fact: Field, told: Array) -> Cells:
        slot = self.layout.slots[fact.path]
        lo, hi = self.bare_span(slot)
        return Cells({slot: Column(lambda: (pick(told, 1, lo), pick(told, 1, hi)))}, told)

    def words(self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None) -> Cells:
        """Words: each distinct one is read once, as a single record would be."""
        encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
        known = self._words.setdefault(fact.path, {})
        if len(known) > _MOST_WORDS:
            known.clear()
        blank: Spans = {slot: self.bare_span(slot) for slot in slots_of(fact, self.layout)}
        found: list[Spans] = []
        says = []
        bad: dict[int, Text] = {}
        for number, word in enumerate(encoded.dictionary.to_pylist()):
            said = (word or "").strip()
            meaning = known.get(said)
            if meaning is None:
                known[said] = meaning = self.meaning(fact, said) if said else blank
            if isinstance(meaning, Text):
                bad[number] = meaning
                meaning = blank
            found.append(meaning)
            says.append(bool(said))
        found.append(blank)
        says.append(False)
        codes = _numpy(encoded.indices.fill_null(len(found) - 1)).astype(np.intp)
        if bad:
            wrong.add(np.nonzero(np.isin(codes, list(bad)))[0], lambda row: bad[int(codes[row])], parents)
        slots = {}
        for slot in blank:
            lo = np.array([far(one[slot][0]) if self.moment(slot) else one[slot][0] for one in found])
            hi = np.array([far(one[slot][1]) if self.moment(slot) else one[slot][1] for one in found])
            slots[slot] = _looked_up(lo, hi, codes, moment=self.moment(slot))
        return Cells(slots, np.array(says)[codes])

    def meaning(self, fact: Field, value: Any) -> Spans | Text:
        """What a cell means, or what is wrong with it: asked of the reader of single records."""
        record: Any = value
        if fact.type is Type.SET and isinstance(value, str):
            record = [word.strip() for word in value.split(";")] if ";" in value else value
        steps = fact.path.split(".")
        for step in reversed(steps):
            record = {step.removesuffix("[]"): [record] if step.endswith("[]") else record}
        try:
            facts = self.reader.read(record, as_of=LAST_DAY, complete=self.complete)
        except RecordError as error:
            return error.problems[0].message
        overlay = next(iter(facts.items[fact.list_path].values())) if fact.list_path is not None else {}
        return {
            slot: overlay.get(slot, (facts.lo[slot], facts.hi[slot])) for slot in slots_of(fact, self.layout)
        }

    def complain(
        self, fact: Field, column: pa.Array, bad: Array, wrong: Wrong, parents: Array | None
    ) -> None:
        """Cells that cannot be: the reason is the one that a single record would get."""
        if not bad.any():
            return

        def reason(row: int) -> Text:
            said = self.meaning(fact, column[row].as_py())
            if isinstance(said, Text):
                return said
            return Text(
                f"{fact.path}: `{column[row]}` не подходит", f"{fact.path}: `{column[row]}` is out of range"
            )

        wrong.add(np.nonzero(bad)[0], reason, parents)

    # -- what stands beside a fact ------------------------------------------------------------------------------

    def vague(
        self, fact: Field, columns: Mapping[str, pa.Array], count: int, wrong: Wrong, parents: Array | None
    ) -> Cells:
        """A moment between two others; an end that is not told is the calendar's."""
        slot = self.layout.slots[fact.path]
        nothing = pa.nulls(count)
        low = self.value(fact, columns.get(LO, nothing), wrong, parents)
        high = self.value(fact, columns.get(HI, nothing), wrong, parents)
        told = low.told | high.told
        bare = self.fixed(slot, self.bare_span(slot))

        def join(places: bool) -> Span:
            first, last = (
                (1, TOP - 1) if places else (FIRST * MINUTES_A_DAY, (FIRST + TOP - 1) * MINUTES_A_DAY - 1)
            )
            lo, hi, none = (
                column.places() if places else column.values()
                for column in (low.slots[slot], high.slots[slot], bare)
            )
            return (
                np.where(told, pick(low.told, lo[0], first), none[0]),
                np.where(told, pick(high.told, hi[1], last), none[1]),
            )

        column = Column(lambda: join(False), lambda: join(True))
        first, last = column.values()
        wrong.add(
            np.nonzero(np.broadcast_to(np.asarray(first > last), count))[0],
            Text(f"{fact.path}: начало позже конца", f"{fact.path}: begins after it ends"),
            parents,
        )
        return Cells({slot: column}, told)

    def over(self, exact: Cells, vague: Cells) -> Cells:
        """The exact value where it is told, else the vague one."""
        slots = {slot: _either(exact.told, column, vague.slots[slot]) for slot, column in exact.slots.items()}
        return Cells(slots, exact.told | vague.told)

    def stated(
        self, fact: Field, column: pa.Array, cells: Cells, wrong: Wrong, parents: Array | None
    ) -> Cells:
        """The fact where a column beside it says that it is not, or is not known."""
        none, unknown = self.states(fact, column, wrong, parents)
        wrong.add(
            np.nonzero((none | unknown) & cells.told)[0],
            _contradiction(fact),
            parents,
        )
        slots = {
            slot: _either(
                none,
                self.fixed(slot, self.layout.none[slot]),
                _either(unknown, self.fixed(slot, self.layout.unknown[slot]), one),
            )
            for slot, one in cells.slots.items()
        }
        return Cells(slots, cells.told | none | unknown)

    def states(
        self, fact: Field, column: pa.Array, wrong: Wrong, parents: Array | None
    ) -> tuple[Array, Array]:
        """Where a column of states says «none», and where «unknown»."""
        if pa.types.is_null(column.type):
            nowhere = np.zeros(len(column), np.bool_)
            return nowhere, nowhere
        if not _is_text(column.type) and not pa.types.is_dictionary(column.type):
            raise wrong_type(fact, column.type)
        encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
        words = [(word or "").strip().casefold() for word in encoded.dictionary.to_pylist()] + [""]
        codes = _numpy(encoded.indices.fill_null(len(words) - 1)).astype(np.intp)
        strange = np.array([w not in NONE_WORDS | UNKNOWN_WORDS | KNOWN_WORDS for w in words])
        wrong.add(
            np.nonzero(strange[codes])[0],
            lambda row: Text(
                f"{fact.path}: состояние `{words[codes[row]]}` не известно; бывает: нет, ?, есть",
                f"{fact.path}: unknown state `{words[codes[row]]}`; there are: none, not yet, ?, known",
            ),
            parents,
        )
        return (
            np.array([w in NONE_WORDS for w in words])[codes],
            np.array([w in UNKNOWN_WORDS for w in words])[codes],
        )

    # -- objects and lists --------------------------------------------------------------------------------------

    def object(
        self,
        fact: Field,
        parts: Parts | None,
        slots: dict[int, Column],
        count: int,
        told: dict[str, Array],
        wrong: Wrong,
        parents: Array | None,
    ) -> None:
        """An object is there where anything in it is told; its state may say that it, and all in it, is not."""
        inner = [where for path, where in told.items() if path.startswith(f"{fact.path}.")]
        if not inner and parts is None:
            return
        there = np.logical_or.reduce(inner) if inner else np.zeros(count, np.bool_)
        slots.update(self.presence(fact, there).slots)
        if parts is None or STATE not in parts.columns:
            return
        none, unknown = self.states(fact, parts.columns[STATE], wrong, parents)
        said = none | unknown
        wrong.add(np.nonzero(said & there)[0], _contradiction(fact), parents)
        told[fact.path] = there | said
        self.everything(fact, slots, none, unknown)

    def everything(self, fact: Field, slots: dict[int, Column], none: Array, unknown: Array) -> None:
        """A fact and all that is in it, the items of lists too, is not, or is not known."""
        for part in fact.walk():
            for slot in slots_of(part, self.layout):
                now = slots.get(slot) or self.fixed(slot, self.bare_span(slot))
                slots[slot] = _either(
                    none,
                    self.fixed(slot, self.layout.none[slot]),
                    _either(unknown, self.fixed(slot, self.layout.unknown[slot]), now),
                )

    def list(self, parts: Parts, columns: Columns, wrong: Wrong) -> Array:
        """A list: is it there, and its items, one after another."""
        fact = parts.fact
        slot = self.layout.slots[fact.path]
        column = parts.columns.get("", pa.nulls(columns.count))
        if pa.types.is_null(column.type):
            column = pa.nulls(columns.count, pa.list_(pa.string()))
        states = parts.columns.get(STATE)
        if _is_text(column.type):
            if states is None:
                states = pc.if_else(
                    pc.equal(pc.utf8_trim_whitespace(column), "?"), column, pa.scalar(None, pa.string())
                )
            column = self.parsed(fact, column, wrong)
        if not _is_list(column.type):
            raise wrong_type(fact, column.type)
        told = _told(column)
        number = _numpy(pc.list_value_length(column).fill_null(0))
        codes = pa.array((number > 0).astype(np.int8), mask=~told)
        columns.slots[slot] = self.numbers(slot, codes)
        if states is not None:
            none, unknown = self.states(fact, states, wrong, None)
            wrong.add(np.nonzero((none | unknown) & told)[0], _contradiction(fact))
            told = told | none | unknown
            self.everything(fact, columns.slots, none, unknown)
        if fact.children:
            columns.items[fact.path] = self.items(fact, column, number, columns, wrong)
        return told

    def of_record(self, slot: int, columns: Columns) -> Column:
        """What a record says of the items of a list as a whole; asked when all of the record is read."""

        def now() -> Column:
            return columns.slots.get(slot) or self.fixed(slot, self.bare_span(slot))

        return Column(lambda: now().values(), lambda: now().places())

    def parsed(self, fact: Field, column: pa.Array, wrong: Wrong) -> pa.Array:
        """A list written as text: JSON, or for plain texts words with semicolons between them."""
        found: list[Any] = []
        for row, text in enumerate(column.to_pylist()):
            said = (text or "").strip()
            if said in ("", "?"):
                found.append(None)
            elif said in NONE_WORDS:
                found.append([])
            elif not fact.children:
                found.append([part.strip() for part in said.split(";")])
            else:
                found.append(_json_list(said))
                if found[-1] is None:
                    wrong.add(
                        np.array([row]),
                        Text(
                            f"{fact.path}: нужен список JSON, а не `{said[:40]}`",
                            f"{fact.path}: expected a JSON list, not `{said[:40]}`",
                        ),
                    )
        try:
            return pa.array(found, pa.list_(pa.string()) if not fact.children else None)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            bad = np.array([row for row, one in enumerate(found) if one], np.intp)
            wrong.add(
                bad, Text(f"{fact.path}: элементы разного вида", f"{fact.path}: items of different kinds")
            )
            return pa.nulls(len(found), pa.list_(pa.string()))

    def items(self, fact: Field, column: pa.Array, number: Array, columns: Columns, wrong: Wrong) -> Items:
        """The items of a list; a row without any stands for itself."""
        places = np.maximum(number, 1)
        starts = np.cumsum(places) - places
        parents = np.repeat(np.arange(len(number)), places)
        real = np.repeat(number > 0, places)
        values = column.flatten()
        slots: dict[int, Column] = {}
        if len(values) and not pa.types.is_struct(values.type):
            raise wrong_type(fact, column.type)
        of_items, of_others = parents[real], parents[~real]
        inner: dict[str, Parts] = {}
        for name, one in flat("", values) if pa.types.is_struct(values.type) else ():
            named = self.names.inside(fact, name)
            if named is None:
                if not pa.types.is_null(one.type) and one.null_count < len(one):
                    wrong.add(
                        np.nonzero(_told(one))[0],
                        Text(
                            f"{fact.path}: поле `{name}` не известно", f"{fact.path}: unknown field `{name}`"
                        ),
                        of_items,
                    )
                continue
            inner.setdefault(named.fact.path, Parts(named.fact)).columns[named.role] = one
        told: dict[str, Array] = {}
        for parts in inner.values():
            if parts.fact.type is Type.LIST:
                raise wrong_type(parts.fact, "list")
            if parts.fact.type is not Type.OBJECT:
                cells = self.cells(parts.fact, parts.columns, columns.as_of, wrong, of_items)
                slots.update(cells.slots)
                told[parts.fact.path] = cells.told
        for part in fact.walk():
            if part.type is Type.OBJECT:
                self.object(part, inner.get(part.path), slots, len(values), told, wrong, of_items)
        slots = {
            slot: _spread(one, real, of_others, self.of_record(slot, columns))
            for slot, one in slots.items()
            if slot in self.needed
        }
        return Items(parents, starts, real, slots)


def _contradiction(fact: Field) -> Text:
    return Text(
        f"{fact.path}: состояние и значение противоречат друг другу",
        f"{fact.path}: the state and the value contradict each other",
    )


# -- small things -----------------------------------------------------------------------------------------------------


def until(column: Column, as_of: End) -> Column:
    """An event later than the day of the check has not happened yet; one that may be later may not have."""

    if isinstance(column, Days):
        return column.until(as_of)

    def cut(span: Span, places: bool) -> Span:
        first, last = column.places()
        never = TOP if places else FAR
        return pick(first > as_of, never, span[0]), pick(last > as_of, never, span[1])

    return column.map(cut)


def _at(as_of: End, parents: Array) -> End:
    return as_of[parents] if isinstance(as_of, np.ndarray) else as_of


def _either(where: Array, one: Column, other: Column) -> Column:
    def choose(places: bool) -> Span:
        a, b = (one.places(), other.places()) if places else (one.values(), other.values())
        return pick(where, a[0], b[0]), pick(where, a[1], b[1])

    return Column(lambda: choose(False), lambda: choose(True))


def _spread(column: Column, real: Array, others: Array, record: Column) -> Column:
    """A column of real items among the rows that have none, for whom the record itself speaks."""

    def fill(values: End, own: End) -> End:
        rest = own[others] if isinstance(own, np.ndarray) else own
        if not isinstance(values, np.ndarray) and not isinstance(rest, np.ndarray) and values == rest:
            return values
        whole = np.empty(len(real), np.result_type(kind_of(values), kind_of(rest)))
        whole[real] = values
        whole[~real] = rest
        return whole

    def spread(span: Span, places: bool) -> Span:
        lo, hi = record.places() if places else record.values()
        return fill(span[0], lo), fill(span[1], hi)

    return column.map(spread)


def _looked_up(lo: Array, hi: Array, codes: Array, *, moment: bool) -> Column:
    """A column of words from the ends of each distinct word."""
    if not moment:
        if not len(hi) or hi.max() < 128:
            lo, hi = lo.astype(np.int8), hi.astype(np.int8)
        return Column(lambda: (lo.take(codes), hi.take(codes)))
    lo, hi = lo.astype(np.int32), hi.astype(np.int32)
    first = np.array([place_of(int(one) // MINUTES_A_DAY) for one in lo], np.int32)
    last = np.array([place_of(int(one) // MINUTES_A_DAY) for one in hi], np.int32)
    return Column(lambda: (lo.take(codes), hi.take(codes)), lambda: (first.take(codes), last.take(codes)))


def joined(column: pa.Array) -> pa.Array:
    """Lists of words as one text each; an empty list is «нет»."""
    texts = column.cast(pa.list_(pa.string()))
    whole = pc.binary_join(texts, ";")
    return pc.if_else(pc.equal(whole, ""), pa.scalar("—"), whole)


def _json_list(text: str) -> list[Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _told(column: pa.Array) -> Array:
    return _numpy(column.is_valid())


def _numpy(column: Any) -> Array:
    found: Array = column.to_numpy(zero_copy_only=False)
    return found


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view())


def _is_list(kind: Any) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


__all__: Sequence[str] = ("Cells", "TableReader", "Wrong")
