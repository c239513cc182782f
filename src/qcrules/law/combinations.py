"""Of how many combinations of readings something depends, and how many are too many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from ..errors import Place, Problem
from ..text import Text
from .model import Definition, Reading, Rule

MOST_COMBINATIONS = 32


def all_readings(own: tuple[str, ...], inner: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The readings of something, with those of what it reads, sorted."""
    return tuple(sorted({*own, *(reading for readings in inner for reading in readings)}))


def too_many(
    who: Text, place: Place | None, readings: Iterable[str], known: Mapping[str, Reading]
) -> list[Problem]:
    """The mistake of depending on more combinations of readings than are allowed."""
    count = prod(len(known[reading].options) for reading in readings)
    if count <= MOST_COMBINATIONS:
        return []
    names = ", ".join(readings)
    words = Text(
        f"{who.ru} зависит от {count} сочетаний чтений ({names}); допустимо {MOST_COMBINATIONS}",
        f"{who.en} depends on {count} combinations of readings ({names}), {MOST_COMBINATIONS} are allowed",
    )
    return [Problem(words, place)]


def name_of(one: Rule | Definition) -> Text:
    """What a mistake calls a rule or a definition."""
    if isinstance(one, Rule):
        return Text(f"правило `{one.id}`", f"rule `{one.id}`")
    return Text(f"определение «{one.field.label.ru}»", f"definition “{one.field.label.en}”")
