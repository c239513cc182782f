"""One small change of a condition, a rule, a definition, …: its words, its place, and what stands there after it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from qcrules.errors import Place
from qcrules.law.model import Definition
from qcrules.law.validity import Choice
from qcrules.text import Text

WITHOUT = Text("без «{}»", "without “{}”")
TURNED = Text.same("{} → {}")
UNDER = Text.same("{}: {}")


@frozen(eq=False)
class Change:
    """One change: its words («5 → 6 рабочих дней»), where it is made, and what stands there ``after`` it.

    ``key``: changes of one key, under several readings, are one change. ``built``: the days that it builds.
    """

    words: Text
    place: Place
    after: Any
    key: Hashable
    built: tuple[Definition, ...] = ()


Changes = Iterator[Change]


def inside(whole: Any, attribute: str, changes: Iterable[Change], at: int | None = None) -> Changes:
    """The changes of what stands under an attribute, or at a place in it, as changes of the whole."""
    for change in changes:
        part = change.after if at is None else replaced(getattr(whole, attribute), at, change.after)
        yield evolve(change, after=evolve(whole, **{attribute: part}))


def replaced(parts: tuple[Any, ...], at: int, *instead: Any) -> tuple[Any, ...]:
    """Several things with another (or nothing) in the place of one."""
    return (*parts[:at], *instead, *parts[at + 1 :])


def short(words: Text) -> Text:
    """Words of at most 80 signs."""
    return Text(*(one if len(one) <= 80 else f"{one[:79]}…" for one in (words.ru, words.en)))


def under_readings(forms: Mapping[Choice, Any], changes: Callable[[Any], Changes]) -> Changes:
    """The changes of what differs by readings: each is made under every choice under which it can be made."""
    found: dict[Hashable, dict[Choice, Change]] = {}
    for choice, form in forms.items():
        for change in changes(form):
            found.setdefault(change.key, {})[choice] = change
    for made in found.values():
        first = next(iter(made.values()))
        after = {choice: made[choice].after if choice in made else form for choice, form in forms.items()}
        built = tuple(day for change in made.values() for day in change.built)
        yield evolve(first, words=_only_under(made, forms, first.words), after=after, built=built)


def _only_under(made: Collection[Choice], forms: Collection[Choice], words: Text) -> Text:
    """Words, with the options under which alone a change can be made."""
    for of_reading in reversed(range(len(next(iter(forms))))):
        options, every = (dict.fromkeys(choice[of_reading][1] for choice in some) for some in (made, forms))
        if len(options) < len(every):
            words = Text("{} (чтение {})", "{} (reading {})").filled(words, ", ".join(options))
    return words
