"""Remarks beside the verdicts: events against their usual order, events after the day of the check."""

from __future__ import annotations

from itertools import pairwise

from ..facts.recorded import Facts
from ..kernel.interval import INF, day_of
from ..law.model import Pack
from ..text import Text


def order_warnings(pack: Pack, kind: str, facts: Facts) -> tuple[Text, ...]:
    """A warning for each two neighbouring events of a usual order that are recorded the other way round."""
    found: dict[tuple[str, str], Text] = {}
    for chain in pack.usual_order.get(kind, ()):
        known = [fact for fact in chain if -INF < facts.get(fact.path)[0] < INF]
        for first, then in pairwise(known):
            if day_of(facts.get(first.path)[0]) > day_of(facts.get(then.path)[1]):
                a, b = (facts.recorded[fact.path] for fact in (first, then))
                at, bt = (facts.source(fact.path) for fact in (first, then))
                where_a, where_b = (f" ({place})" if place else "" for place in (at, bt))
                found[first.path, then.path] = Text(
                    f"«{then.label.ru}» ({b.words().ru}){where_b} раньше, "
                    f"чем «{first.label.ru}» ({a.words().ru}){where_a}",
                    f"“{then.label.en}” ({b.words().en}){where_b} is earlier "
                    f"than “{first.label.en}” ({a.words().en}){where_a}",
                )
    return tuple(found.values())


def later_notes(facts: Facts) -> tuple[Text, ...]:
    """A note for each event that is dated after the day of the check: it counts as not having happened."""
    notes = []
    for path in facts.later:
        recorded = facts.recorded[path]
        place = facts.source(path)
        where = f" ({place})" if place else ""
        words = recorded.words()
        notes.append(
            Text(
                f"«{recorded.field.label.ru}» ({words.ru}){where} позже дня проверки: считается ещё не произошедшим",
                f"“{recorded.field.label.en}” ({words.en}){where} is after the day of the check: "
                "taken as not having happened yet",
            )
        )
    return tuple(notes)
