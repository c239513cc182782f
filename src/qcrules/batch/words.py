"""Words in tables: each distinct one is read once, by the reader of single records, so that it means the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columnar import Array
from ..errors import RecordError
from ..facts.field import Field
from ..facts.path import FactPath
from ..facts.reading import RecordReader
from ..facts.types import Type
from ..facts.words import STATE_KNOWN, STATE_NONE, STATE_UNKNOWN
from ..kernel.interval import Interval
from ..text import Text
from ..time.months import LAST_DAY
from .arrow import encoded, is_text
from .schema import wrong_type
from .slots import Cells, Slots, Wrong

Meaning = Mapping[int, Interval]
_MOST = 100_000
"""So many words of one fact are remembered."""


class Words:
    """What words mean, remembered."""

    def __init__(self, reader: RecordReader, slots: Slots, complete: bool) -> None:
        self.reader = reader
        self.slots = slots
        self.complete = complete
        self._known: dict[str, dict[str, Meaning | Text]] = {}

    def read(self, fact: Field, column: pa.Array, wrong: Wrong) -> Cells:
        """A fact told in words."""
        words, codes, where = encoded(column)
        slots = self.slots.of(fact)
        blank: Meaning = {slot: self.slots.unsaid[slot] for slot in slots}
        said = [word.strip() for word in words]
        found = [self._remembered(fact, word) if word else blank for word in said]
        bad = {number: one for number, one in enumerate(found) if isinstance(one, Text)}
        if bad:
            wrong.add(np.flatnonzero(np.isin(codes, list(bad)) & where), lambda row: bad[int(codes[row])])
        spans = [blank if isinstance(one, Text) else one for one in found]
        columns = {slot: self.slots.in_words(slot, [one[slot] for one in spans], codes) for slot in slots}
        return Cells(columns, where if all(said[:-1]) else np.array(list(map(bool, said)))[codes])

    def _remembered(self, fact: Field, said: str) -> Meaning | Text:
        known = self._known.setdefault(fact.path, {})
        if len(known) > _MOST:
            known.clear()
        meaning = known.get(said)
        if meaning is None:
            known[said] = meaning = self.meaning(fact, said)
        return meaning

    def meaning(self, fact: Field, value: Any) -> Meaning | Text:
        """What a cell means, or what is wrong with it: asked of the reader of single records."""
        if fact.type is Type.SET and isinstance(value, str):
            value = [word.strip() for word in value.split(";")] if ";" in value else value
        record: dict[str, Any] = {}
        FactPath.parse(fact.path).put(record, value)
        try:
            facts = self.reader.read(record, as_of=LAST_DAY, complete=self.complete)
        except RecordError as error:
            return error.problems[0].message
        overlay = next(iter(facts.items[fact.list_path].values())) if fact.list_path is not None else {}
        return {slot: overlay.get(slot, (facts.lo[slot], facts.hi[slot])) for slot in self.slots.of(fact)}

    def states(self, fact: Field, column: pa.Array, wrong: Wrong) -> tuple[Array, Array]:
        """Where a column of states says «none», and where «unknown»."""
        if pa.types.is_null(column.type):
            nowhere = np.zeros(len(column), np.bool_)
            return nowhere, nowhere
        if not is_text(column.type) and not pa.types.is_dictionary(column.type):
            raise wrong_type(fact, column.type)
        words, codes, _ = encoded(column)
        words = [word.strip().casefold() for word in words]
        strange = np.array([w not in STATE_NONE | STATE_UNKNOWN | STATE_KNOWN for w in words])
        wrong.add(
            np.nonzero(strange[codes])[0],
            lambda row: Text(
                f"{fact.path}: состояние `{words[codes[row]]}` не известно; бывает: нет, ?, есть",
                f"{fact.path}: unknown state `{words[codes[row]]}`; there are: none, not yet, ?, known",
            ),
        )
        return (
            np.array([w in STATE_NONE for w in words])[codes],
            np.array([w in STATE_UNKNOWN for w in words])[codes],
        )


def contradiction(fact: Field) -> Text:
    """What is wrong where a state says one thing and the cell another."""
    return Text(
        f"{fact.path}: состояние и значение противоречат друг другу",
        f"{fact.path}: the state and the value contradict each other",
    )
