"""What a record says of one fact → its intervals in the table of facts, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import KEY, Problem, ProblemList, RecordError, nearest
from ..kernel.interval import Interval
from ..text import Text, shown
from .field import Field, WrongValue, wrong
from .path import FactPath, PlaceAt, Trail
from .recorded import Facts, Overlay
from .words import BLANK, Nulls

_FEW = 3
"""Of so many fields that have the name of an unknown one in other places the places are told."""


class ValueReader:
    """Reads the values of one record into its facts; what is wrong with them stands in ``problems``."""

    def __init__(self, facts: Facts, places: PlaceAt, nulls: Nulls = "absent") -> None:
        self.facts = facts
        self.nulls = nulls
        self.spans = facts.spans
        self.slots = facts.layout.slots
        self.places = places
        self.problems: list[Problem] = ProblemList(RecordError)

    def wrong(self, trail: Trail, ru: str, en: str) -> None:
        """Note what is wrong with a value; where no file says its place, its path stands before the words."""
        place = self.places(trail)
        if place is None and trail:
            said = FactPath(trail)
            ru, en = f"{said}: {ru}", f"{said}: {en}"
        self.problems.append(Problem(Text(ru, en), place, path=str(FactPath(trail))))

    def refuse(self, fact: Field, trail: Trail, ru: str, en: str) -> None:
        """Note what is wrong with a value of a field, with its name before it."""
        self.mistaken(trail, wrong(fact, ru, en))

    def unknown_key(
        self, key: Any, trail: Trail, names: Mapping[str, object], root: Field | None = None
    ) -> None:
        """Note a key that is none of the names; perhaps a field of ``root`` in another place has it."""
        elsewhere = root.at_any_depth(shown(key)) if root is not None else []
        if not 0 < len(elsewhere) <= _FEW:
            hint = nearest(shown(key), names)
        else:
            russian = ", ".join(f"«{one.label.ru}»" for one in elsewhere)
            english = ", ".join(f"`{one.path}`" for one in elsewhere)
            hint = Text(f"; есть поле {russian}", f"; there is {english}")
        self.wrong(
            (*trail, KEY),
            f"поле `{shown(key)}` не известно{hint.ru}",
            f"unknown field `{shown(key)}`{hint.en}",
        )

    def same_field(self, key: Any, other: Any, trail: Trail) -> None:
        """Note a key that names what another has named already."""
        self.wrong(
            (*trail, KEY),
            f"`{shown(key)}` и `{shown(other)}` — одно и то же поле",
            f"`{shown(key)}` and `{shown(other)}` are the same field",
        )

    def given(self, fact: Field, value: Any, trail: Trail) -> Any:
        """A value as a case file writes it; BLANK where it is none of the field's (noted)."""
        try:
            return fact.type.given(fact, value, self.nulls)
        except WrongValue as mistake:
            self.mistaken(trail, mistake)
            return BLANK

    def mistaken(self, trail: Trail, mistake: WrongValue) -> None:
        """Note what is wrong with a value."""
        for message in mistake.messages:
            self.wrong(trail, message.ru, message.en)

    def put(self, slot: int, value: Interval, overlay: Overlay | None) -> None:
        """Set a fact of the record, or (``overlay``) of one item."""
        self.put_all((slot,), (value,), overlay)

    def put_all(self, slots: Sequence[int], spans: Iterable[Interval], overlay: Overlay | None) -> None:
        """Set several facts of the record, or of one item."""
        if overlay is not None:
            overlay.update(zip(slots, spans, strict=True))
            return
        for slot, span in zip(slots, spans, strict=True):
            self.spans[slot] = span
