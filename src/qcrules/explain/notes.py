"""Remarks beside the verdicts: events against their usual order, events after the day of the check."""

from __future__ import annotations

from itertools import pairwise

from ..facts.recorded import Facts, Recorded
from ..kernel.interval import INF, day_of
from ..law.model import Pack
from ..text import Text

_EARLIER = Text("{} раньше, чем {}", "{} is earlier than {}")
_LATER = Text(
    "{} позже дня проверки: считается ещё не произошедшим",
    "{} is after the day of the check: taken as not having happened yet",
)


def order_warnings(pack: Pack, kind: str, facts: Facts) -> tuple[Text, ...]:
    """A warning for each two neighbouring events of a usual order that are recorded the other way round."""
    found: dict[tuple[str, str], Text] = {}
    for chain in pack.usual_order.get(kind, ()):
        known = [fact.path for fact in chain if -INF < facts.get(fact.path)[0] < INF]
        for first, then in pairwise(known):
            if day_of(facts.get(first)[0]) > day_of(facts.get(then)[1]):
                found[first, then] = _EARLIER.filled(
                    *(_said(facts.recorded[one], facts) for one in (then, first))
                )
    return tuple(found.values())


def later_notes(facts: Facts) -> tuple[Text, ...]:
    """A note for each event that is dated after the day of the check: it counts as not having happened."""
    return tuple(_LATER.filled(_said(facts.recorded[path], facts)) for path in facts.later)


def _said(recorded: Recorded, facts: Facts) -> Text:
    """A recorded event with its day and its place."""
    place = facts.places(recorded.trail)
    where = f" ({place})" if place else ""
    return Text("«{}» ({}){}", "“{}” ({}){}").filled(recorded.field.label, recorded.words(), where)
