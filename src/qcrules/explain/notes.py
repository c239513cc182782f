"""Remarks beside the verdicts: events against their usual order, contradictions, events after the day of the check."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from ..engine.worlds import Worlds, truth
from ..facts.recorded import Facts, Recorded
from ..facts.words import UNKNOWN_MARK
from ..kernel.interval import INF, TRUE, day_of
from ..law.dependencies import fields_of
from ..law.lowered import Lowered
from ..law.model import Pack, form_of
from ..text import Text
from .spots import concrete

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
                    *(_said(_behind(one, facts), facts) for one in (then, first))
                )
    return tuple(found.values())


def contradiction_warnings(
    pack: Pack, lowered: Lowered, worlds: Worlds, chosen: Mapping[str, str]
) -> tuple[Text, ...]:
    """A warning for each thing that the record says and that cannot be so, with the places of what it says.

    ``chosen``: the option of every reading.
    """
    facts, found = worlds.facts, []
    for one, formulas in zip(pack.contradictions.get(lowered.kind, ()), lowered.contradictions, strict=True):
        if formulas:
            holds = truth(form_of(formulas, chosen), worlds.record.recorded) == TRUE
        else:
            texts = [facts.recorded.get(fact.path) for fact in one.differ]
            said = {" ".join(str(text.value).split()).casefold() for text in texts if text and text.value}
            holds = len(said - {UNKNOWN_MARK}) > 1
        if holds:
            read = fields_of([form_of(one.forms, chosen)]) if one.forms else one.differ
            spots = (
                spot.path for fact in read if not fact.type.has_items for spot in concrete(fact, facts, None)
            )
            told = [_said(facts.recorded[path], facts) for path in spots if path in facts.recorded]
            found.append(Text.joined(": ", (one.gist, Text.joined(", ", told))) if told else one.gist)
    return tuple(found)


def later_notes(facts: Facts) -> tuple[Text, ...]:
    """A note for each event that is dated after the day of the check: it counts as not having happened."""
    return tuple(_LATER.filled(_said(facts.recorded[path], facts)) for path in facts.later)


def _behind(path: str, facts: Facts) -> Recorded:
    """What is recorded there, or around it: the end of a month comes with the month."""
    while path not in facts.recorded:
        path = path.rpartition(".")[0]
    return facts.recorded[path]


def _said(recorded: Recorded, facts: Facts) -> Text:
    """A recorded event with its day and its place."""
    place = facts.places(recorded.trail)
    where = f" ({place})" if place else ""
    return Text("«{}» ({}){}", "“{}” ({}){}").filled(recorded.field.label, recorded.words(), where)
