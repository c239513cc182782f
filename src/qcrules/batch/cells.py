"""One fact of every row, from the columns that speak of it: dates, minutes, truths and whole numbers as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..engine.columnar.columns import Days, FactColumn
from ..engine.columnar.ends import PLACE, TOP, End, pick
from ..engine.columnar.tape import Array
from ..facts.field import Field, ValueType
from ..facts.moments import FIRST_MINUTE, LAST_MINUTE
from ..facts.types import Type
from ..kernel.interval import MAYBE, MINUTES_A_DAY, UNKNOWN, YES
from ..text import Text
from ..time.months import FIRST
from .arrow import (
    EncodedWords,
    as_numpy,
    cell_of,
    holds_octet,
    is_list,
    is_text,
    joined,
    nulls_of,
    numbers,
    perhaps_special,
    told,
    truths,
)
from .gathering import contradiction
from .schema import HI, LO, STATE, Unfit
from .slots import FactCells, Slots, Wrong, either
from .words import WordReader

EPOCH = date(1970, 1, 1).toordinal()
_PLACE = np.int32(EPOCH - FIRST + 1)
"""The place of Arrow's day 0."""


class FactReader:
    """Reads one fact of every row at a time. ``needed``: the slots that rules look at."""

    def __init__(self, slots: Slots, words: WordReader, needed: frozenset[int]) -> None:
        self.slots = slots
        self.words = words
        self.needed = needed

    def read(
        self,
        fact: Field,
        columns: Mapping[str, pa.Array],
        as_of: End,
        wrong: Wrong,
        nulls_say: bool = False,
    ) -> FactCells:
        """One fact from the columns that speak of it. ``nulls_say``: a null says that there is none."""
        value = columns.get("")
        count = len(next(iter(columns.values())))
        if LO in columns or HI in columns:
            found = self.vague(fact, columns, count, wrong)
            if value is not None:
                found = _over(self.value(fact, value, wrong), found)
        elif value is not None:
            found = self.value(fact, value, wrong)
        else:
            found = self.slots.nothing(fact, count)
        if STATE in columns:
            found = self.stated(fact, columns[STATE], found, wrong)
        if value is not None and nulls_say:
            found = self.absent(found, value)
        if fact.type.happens:
            slot = self.slots.slot(fact)
            found.slots[slot] = found.slots[slot].until(as_of)
        return found

    def value(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """The fact itself: as its type is read from such a column, else from its words."""
        kind = column.type
        if pa.types.is_null(kind):
            return self.slots.nothing(fact, len(column))
        for fits, read in TYPED[fact.type]:
            if fits(kind):
                return read(self, fact, column, wrong)
        if not is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
            raise Unfit
        return self.words.read(fact, column, wrong)

    # -- one reader a type --------------------------------------------------------------------------------------

    def days(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """Dates: a place each. By arithmetic on the buffer, for most columns of a register are dates."""
        slot = self.slots.slot(fact)
        where = cache(partial(told, column))
        days, nulls = numbers(column, np.int32), bool(column.null_count)
        strange = len(days) > 0 and (days.min() < 1 - _PLACE or days.max() >= TOP - _PLACE)
        if strange:  # perhaps what lies under a null
            days = np.where(where(), days, 1 - _PLACE)
            bad = (days < 1 - _PLACE) | (days >= TOP - _PLACE)
            self.complain(fact, column, bad, wrong)
            days = np.clip(days, -_PLACE, TOP - _PLACE)
        unsaid = 0 if self.slots.unsaid[slot] == UNKNOWN else TOP

        def places() -> Array:
            found = days.astype(PLACE) + _PLACE.astype(PLACE)  # wraps around, and back
            return np.asarray(pick(where(), found, unsaid)) if nulls else found

        return FactCells({slot: Days(places, vague=strange or (nulls and not unsaid))}, where)

    def minutes(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """Moments with a time of day; midnight is how most programs write a day without one, so it is that day."""
        where = told(column)
        seconds = as_numpy(column.cast(pa.timestamp("s"), safe=False).cast(pa.int64()).fill_null(0))
        minute = np.floor_divide(seconds, 60) + EPOCH * MINUTES_A_DAY
        day = np.floor_divide(minute, MINUTES_A_DAY)
        bad = where & ((day < FIRST) | (day >= FIRST + TOP - 1))
        self.complain(fact, column, bad, wrong)
        whole = np.remainder(seconds, 86400) == 0
        slot = self.slots.slot(fact)
        lo, hi = self.slots.bare(slot).values()
        good = where & ~bad
        last = np.where(whole, minute + MINUTES_A_DAY - 1, minute)
        first, last = np.where(good, minute, lo), np.where(good, last, hi)
        return FactCells({slot: FactColumn.of(first.astype(np.int32), last.astype(np.int32))}, where)

    def counts(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """Whole numbers, years too."""
        return self.coded(fact, column, fact.type.counts[0], fact.type.counts[-1], wrong)

    def coded(self, fact: Field, column: pa.Array, least: int, most: int, wrong: Wrong) -> FactCells:
        """Whole numbers within bounds."""
        where = told(column)
        whole = as_numpy(column.fill_null(0))
        if pa.types.is_floating(column.type):
            whole = whole.astype(np.float64)  # the bounds are more than a float of two octets holds
            where &= ~np.isnan(whole)
            whole = np.where(where, whole, 0)
        bad = where & ((whole < least) | (whole > most))
        if pa.types.is_floating(column.type):
            bad |= whole != np.floor(whole)
        self.complain(fact, column, bad, wrong)
        slot = self.slots.slot(fact)
        values = np.where(bad, 0, whole).astype(np.int64)
        return FactCells({slot: self.slots.numbers(slot, values, where)}, where)

    def truths(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """True and false."""
        slot = self.slots.slot(fact)
        where = told(column)
        return FactCells({slot: self.slots.numbers(slot, truths(column), where)}, where)

    def flags(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """True and false as 1 and 0, as some databases keep them."""
        return self.coded(fact, column, 0, 1, wrong)

    def lists(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """Lists of words."""
        words = joined(column)
        if words is None:
            raise Unfit
        return self.words.read(fact, words, wrong)

    def text(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """Is there any text? Its words do not matter, but those for «none» and «unknown» do."""
        slot = self.slots.slot(fact)
        if slot in self.needed or not is_text(column.type) or holds_octet(column, b"#"):
            return self.words_of_text(fact, column, wrong)
        # no cell shows an error, and no rule reads any: what they say is asked for by few
        cells = cache(partial(self.words_of_text, fact, column, Wrong()))
        return FactCells({slot: FactColumn(lambda: cells().slots[slot].values())}, lambda: cells().told)

    def words_of_text(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """The same, read at once."""
        slot = self.slots.slot(fact)
        where = told(column)
        if not is_text(column.type):
            if not (_is_number(column.type) or pa.types.is_boolean(column.type) or _is_day(column.type)):
                raise Unfit
            if pa.types.is_floating(column.type):
                where &= ~as_numpy(pc.is_nan(column).fill_null(False))
        doubtful = perhaps_special(column, where, slot not in self.needed) if is_text(column.type) else ()
        if not len(doubtful):
            return FactCells({slot: self.slots.presence(fact, where)}, where)
        said = EncodedWords(column.take(pa.array(doubtful)))
        meant = [self.words.meaning(fact, word) for word in said.words]
        bad = np.zeros(len(column), np.bool_)
        bad[doubtful] = said.where([isinstance(one, Text) for one in meant])
        self.complain(fact, column, bad, wrong)
        where[doubtful] = said.where([bool(one) for one in meant])
        found = self.slots.presence(fact, where)
        spans = [YES if isinstance(one, Text) or not one else one[slot] for one in meant]
        special, unknown = np.zeros((2, len(column)), np.bool_)
        special[doubtful] = said.where([span != YES for span in spans])
        unknown[doubtful] = said.where([span == MAYBE for span in spans])
        if special.any():
            lo, hi = found.values()
            found = FactColumn.of(pick(special, 0, lo), pick(unknown, 1, pick(special, 0, hi)))
        return FactCells({slot: found}, where)

    def complain(self, fact: Field, column: pa.Array, bad: Array, wrong: Wrong) -> None:
        """Cells that cannot be: the reason is the one that a single record would get."""
        if not bad.any():
            return

        def reason(row: int) -> Text:
            said = self.words.meaning(fact, cell_of(column, row))
            if isinstance(said, Text):
                return said
            return Text(
                f"«{fact.label.ru}»: `{cell_of(column, row)}` не подходит",
                f"`{fact.path}`: `{cell_of(column, row)}` is out of range",
            )

        wrong.add(bad, reason)

    # -- what stands beside a fact ------------------------------------------------------------------------------

    def vague(self, fact: Field, columns: Mapping[str, pa.Array], count: int, wrong: Wrong) -> FactCells:
        """A moment between two others; an end that is not told is the calendar's."""
        slot = self.slots.slot(fact)
        nothing = pa.nulls(count)
        low = self.value(fact, columns.get(LO, nothing), wrong)
        high = self.value(fact, columns.get(HI, nothing), wrong)
        where = low.told | high.told
        lo, hi, none = (one.values() for one in (low.slots[slot], high.slots[slot], self.slots.bare(slot)))
        first = np.where(where, pick(low.told, lo[0], FIRST_MINUTE), none[0])
        last = np.where(where, pick(high.told, hi[1], LAST_MINUTE), none[1])
        backwards = Text(f"«{fact.label.ru}»: начало позже конца", f"`{fact.path}`: begins after it ends")
        wrong.add(np.broadcast_to(np.asarray(first > last), count), backwards)
        return FactCells({slot: FactColumn.of(first.astype(np.int32), last.astype(np.int32))}, where)

    def stated(self, fact: Field, column: pa.Array, cells: FactCells, wrong: Wrong) -> FactCells:
        """The fact where a column beside it says that it is not, or is not known."""
        none, unknown = self.words.states(fact, column, wrong)
        wrong.add((none | unknown) & cells.told, contradiction(fact))
        slots = {slot: self.slots.stated(slot, none, unknown, one) for slot, one in cells.slots.items()}
        return FactCells(slots, cells.told | none | unknown)

    def absent(self, cells: FactCells, value: pa.Array) -> FactCells:
        """The fact where a null of its own column says that it is not, and nothing says otherwise."""
        absent = nulls_of(value) & ~cells.told
        unknown = np.zeros_like(absent)
        slots = {slot: self.slots.stated(slot, absent, unknown, one) for slot, one in cells.slots.items()}
        return FactCells(slots, cells.told, absent)


def _over(exact: FactCells, vague: FactCells) -> FactCells:
    """The exact value where it is told, else the vague one."""
    slots = {slot: either(exact.told, column, vague.slots[slot]) for slot, column in exact.slots.items()}
    return FactCells(slots, exact.told | vague.told)


def _is_number(kind: Any) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _is_day(kind: Any) -> bool:
    return bool(pa.types.is_date32(kind) or _is_minute(kind))


def _is_minute(kind: Any) -> bool:
    return bool(pa.types.is_timestamp(kind) and kind.tz is None)


ReadColumn = Callable[[FactReader, Field, pa.Array, Wrong], FactCells]
_MOMENTS = ((pa.types.is_date32, FactReader.days), (_is_minute, FactReader.minutes))
_COUNTS = ((_is_number, FactReader.counts),)
TYPED: Mapping[ValueType, tuple[tuple[Callable[[Any], bool], ReadColumn], ...]] = {
    Type.EVENT: _MOMENTS,
    Type.DATE: _MOMENTS,
    Type.BOOL: ((pa.types.is_boolean, FactReader.truths), (_is_number, FactReader.flags)),
    Type.CHOICE: (),
    Type.SET: ((is_list, FactReader.lists),),
    Type.NUMBER: _COUNTS,
    Type.YEAR: _COUNTS,
    Type.TEXT: ((lambda _: True, FactReader.text),),
    Type.MONTH: (),
    Type.OBJECT: (),
    Type.LIST: (),
    Type.TABLE: (),
}
"""The types of Arrow columns in which a fact of a type may stand, other than in words, and how each is read."""
