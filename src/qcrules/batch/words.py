"""Words in tables: each distinct one is read once, as a record is read, so that it means the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columnar.tape import Array
from ..facts.field import Field, WrongValue
from ..facts.words import BLANK, STATE_KNOWN, STATE_NONE, STATE_UNKNOWN, UNKNOWN_MARK, folded
from ..kernel.interval import Interval
from ..text import Text
from .arrow import EncodedWords, is_text
from .gathering import strange_state
from .schema import Unfit
from .slots import FactCells, Slots, Wrong

Meaning = Mapping[int, Interval]
"""What a word says of a fact: the interval of each of its slots."""

_MOST = 100_000
"""So many words of one fact are remembered."""


class WordReader:
    """What words mean, remembered."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots
        self._known: dict[str, dict[str, Meaning | Text]] = {}

    def read(self, fact: Field, column: pa.Array, wrong: Wrong) -> FactCells:
        """A fact told in words."""
        said = EncodedWords(column)
        slots = self.slots.of(fact)
        blank = {slot: self.slots.unsaid[slot] for slot in slots}
        found = [self._remembered(fact, word) or blank if word else blank for word in said.words]
        bad = {number: one for number, one in enumerate(found) if isinstance(one, Text)}
        if bad:
            wrong.add(
                said.where([number in bad for number in range(len(found))]),
                lambda row: bad[int(said.codes[row])],
            )
        spans = [blank if isinstance(one, Text) else one for one in found]
        columns = {slot: self.slots.in_words(slot, [one[slot] for one in spans], said) for slot in slots}
        blanks = any(one is blank for one in found[:-1])
        return FactCells(columns, said.where([one is not blank for one in found]) if blanks else said.told)

    def _remembered(self, fact: Field, said: str) -> Meaning | Text:
        """What a word says; nothing where it is blank."""
        known = self._known.setdefault(fact.path, {})
        if len(known) > _MOST:
            known.clear()
        meaning = known.get(said)
        if meaning is None:
            known[said] = meaning = self.meaning(fact, said)
        return meaning

    def meaning(self, fact: Field, value: Any) -> Meaning | Text:
        """What a cell means, or what is wrong with it; nothing where it is blank."""
        slots, layout = self.slots.of(fact), self.slots.layout
        try:
            value = fact.type.given(fact, value, "unknown")
            if value is None:
                return {slot: layout.none[slot] for slot in slots}
            if value == BLANK:
                return {}
            if value == UNKNOWN_MARK:
                return {slot: layout.unknown[slot] for slot in slots}
            return dict(zip(slots, fact.type.spans(fact, value), strict=True))
        except WrongValue as wrong:
            return wrong.messages[0]

    def states(self, fact: Field, column: pa.Array, wrong: Wrong) -> tuple[Array, Array]:
        """Where a column of states says «none», and where «unknown»."""
        if pa.types.is_null(column.type):
            nowhere = np.zeros(len(column), np.bool_)
            return nowhere, nowhere
        if not is_text(column.type) and not pa.types.is_dictionary(column.type):
            raise Unfit
        said = EncodedWords(column)
        words = [folded(word) for word in said.words]
        wrong.add(
            said.where([word not in STATE_NONE | STATE_UNKNOWN | STATE_KNOWN for word in words]),
            lambda row: strange_state(fact, words[said.codes[row]]),
        )
        return (
            said.where([word in STATE_NONE for word in words]),
            said.where([word in STATE_UNKNOWN for word in words]),
        )
