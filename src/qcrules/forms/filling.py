"""What a record says, cell by cell of the form that it is: for writing a filled form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import define

from ..cached import cached_property
from ..facts.columns import column_key
from ..facts.field import WrongValue
from ..facts.names import in_english
from ..facts.path import FactPath
from ..facts.types import Type
from ..facts.vocabulary import Kind
from ..facts.words import BLANK, UNKNOWN_MARK

DASH = "–"
Counts = Mapping[str, int | str]


@define(eq=False, slots=False)
class Filled:
    """A record in either language; an empty one fills nothing."""

    kind: Kind
    record: Mapping[str, Any]

    @cached_property
    def english(self) -> Mapping[str, Any]:
        """The record in English."""
        found: Mapping[str, Any] = in_english(self.kind.root, self.record)
        return found

    def at(self, path: str) -> Any:
        """The value of a dotted path; None where the record leaves it out."""
        return FactPath.parse(path).get(self.english)

    def counts(self, row: str) -> Counts:
        """The figures of a row by column; a dash where the record says «none»."""
        return _counts((self.at("figures") or {}).get(row))

    def services(self, row: str) -> dict[str, Counts]:
        """The services under a row, with their figures."""
        found = (self.at("late_services") or {}).get(row) or {}
        return {name: _counts(counts) for name, counts in found.items()}

    def fact(self, path: str) -> Any:
        """A fact as a cell has it: a moment, or words; a dash for what is not there, nothing for what is left out."""
        fact = self.kind.root.at(path)
        found = FactPath.parse(path).get(self.english, BLANK)
        try:
            value = fact.type.given(fact, found)
        except WrongValue:
            return found  # what is wrong with it is said when the form is read
        if value is None:
            return "нет" if fact.type is Type.BOOL else DASH
        if value in (BLANK, UNKNOWN_MARK):
            return value or None
        if isinstance(value, str) and fact.type is Type.CHOICE and (option := fact.option(value)):
            return option.term.ru
        if fact.type.is_day:
            return _moment(value)
        if isinstance(value, bool):
            return "да" if value else "нет"
        return value


def _moment(value: Any) -> Any:
    """A day or a minute as a cell has it; a vague one in words."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)


def _counts(said: Any) -> Counts:
    found: dict[str, int | str] = {}
    for word, value in said.items() if isinstance(said, Mapping) else ():
        key = column_key(word)
        if key is not None:
            found[key] = DASH if value is None else int(value)
    return found
