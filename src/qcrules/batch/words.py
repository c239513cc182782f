"""Words in tables: each distinct one is read once, by the reader of single records, so that it means the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columnar import Array, far
from ..errors import RecordError
from ..facts import LAST_DAY, RecordReader
from ..interval import Interval
from ..text import Text
from ..vocabulary import Field, Type
from .arrow import as_numpy, encoded, is_text
from .schema import KNOWN_WORDS, NONE_WORDS, UNKNOWN_WORDS, wrong_type
from .slots import Cells, Slots, Wrong, looked_up

Spans = Mapping[int, Interval]
_MOST = 100_000
"""So many words of one fact are remembered."""


class Words:
    """What words mean, remembered."""

    def __init__(self, reader: RecordReader, slots: Slots, complete: bool) -> None:
        self.reader = reader
        self.slots = slots
        self.complete = complete
        self._known: dict[str, dict[str, Spans | Text]] = {}

    def read(self, fact: Field, column: pa.Array, wrong: Wrong) -> Cells:
        """A fact told in words."""
        by_word = encoded(column)
        slots = self.slots.of(fact)
        blank: Spans = {slot: self.slots.unsaid[slot] for slot in slots}
        found: list[Spans] = []
        says = []
        bad: dict[int, Text] = {}
        for number, word in enumerate(by_word.dictionary.to_pylist()):
            said = (word or "").strip()
            meaning = self._remembered(fact, said) if said else blank
            if isinstance(meaning, Text):
                bad[number] = meaning
                meaning = blank
            found.append(meaning)
            says.append(bool(said))
        found.append(blank)
        says.append(False)
        codes = as_numpy(by_word.indices.fill_null(len(found) - 1)).astype(np.intp)
        if bad:
            wrong.add(np.nonzero(np.isin(codes, list(bad)))[0], lambda row: bad[int(codes[row])])
        columns = {}
        for slot in slots:
            moment = self.slots.moment(slot)
            ends = [(far(lo), far(hi)) if moment else (lo, hi) for lo, hi in (one[slot] for one in found)]
            lo, hi = np.array(ends).T
            columns[slot] = looked_up(lo, hi, codes, moment=moment)
        return Cells(columns, np.array(says)[codes])

    def _remembered(self, fact: Field, said: str) -> Spans | Text:
        known = self._known.setdefault(fact.path, {})
        if len(known) > _MOST:
            known.clear()
        meaning = known.get(said)
        if meaning is None:
            known[said] = meaning = self.meaning(fact, said)
        return meaning

    def meaning(self, fact: Field, value: Any) -> Spans | Text:
        """What a cell means, or what is wrong with it: asked of the reader of single records."""
        record: Any = value
        if fact.type is Type.SET and isinstance(value, str):
            record = [word.strip() for word in value.split(";")] if ";" in value else value
        for step in reversed(fact.path.split(".")):
            record = {step.removesuffix("[]"): [record] if step.endswith("[]") else record}
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
        by_word = encoded(column)
        words = [(word or "").strip().casefold() for word in by_word.dictionary.to_pylist()] + [""]
        codes = as_numpy(by_word.indices.fill_null(len(words) - 1)).astype(np.intp)
        strange = np.array([w not in NONE_WORDS | UNKNOWN_WORDS | KNOWN_WORDS for w in words])
        wrong.add(
            np.nonzero(strange[codes])[0],
            lambda row: Text(
                f"{fact.path}: состояние `{words[codes[row]]}` не известно; бывает: нет, ?, есть",
                f"{fact.path}: unknown state `{words[codes[row]]}`; there are: none, not yet, ?, known",
            ),
        )
        return (
            np.array([w in NONE_WORDS for w in words])[codes],
            np.array([w in UNKNOWN_WORDS for w in words])[codes],
        )


def contradiction(fact: Field) -> Text:
    """What is wrong where a state says one thing and the cell another."""
    return Text(
        f"{fact.path}: состояние и значение противоречат друг другу",
        f"{fact.path}: the state and the value contradict each other",
    )
