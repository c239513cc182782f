"""Engines: lowered rules and two worlds → verdicts, stratum by stratum.

An engine knows comparisons, and/or/not, and nothing else. ``decide`` walks the strata: the verdicts of one are
facts for the next. Where two engines are given, both decide and must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from attrs import frozen

from ..errors import EngineDisagreement
from ..finding import Verdict
from ..interval import FALSE, OPEN, TRUE, as_interval
from ..rulebook.lowering import Lowered, Variant
from ..worlds import Scope, Worlds

Decided = dict[tuple[int, int | None], Verdict]
"""The verdict of each variant (by its number) on the record (None) or on each item (from 1)."""


@frozen(eq=False)
class Group:
    """Variants of one stratum that are asked together: of the record, or of each item of one list.

    ``asserted`` are those whose verdict a later stratum reads as a fact.
    """

    list_path: str | None
    variants: tuple[Variant, ...]
    asserted: tuple[Variant, ...]


class Engine(Protocol):
    """Decides variants that are asked of the same record or item."""

    name: str

    def decide(self, group: Group, scope: Scope) -> list[Verdict]:
        """Their verdicts, in their order."""


def groups(lowered: Lowered, variants: Iterable[Variant]) -> list[Group]:
    """The groups of some variants, stratum by stratum."""
    read = lowered.verdict_slots_read

    def place(variant: Variant) -> tuple[int, str]:
        return variant.stratum, variant.list_path or ""

    found = []
    for (_, path), some in groupby(sorted(variants, key=place), key=place):
        members = tuple(some)
        found.append(Group(path or None, members, tuple(v for v in members if v.verdict_slot in read)))
    return found


def decide(strata: Iterable[Group], worlds: Worlds, engine: Engine) -> Decided:
    """The verdicts of all variants of the groups; each verdict is a fact for the groups after it."""
    decided: Decided = {}
    for group in strata:
        for scope in worlds.scopes(group.list_path):
            number = scope.number
            for variant, verdict in zip(group.variants, engine.decide(group, scope), strict=True):
                decided[variant.number, number] = verdict
        for variant in group.asserted:
            numbers = [scope.number for scope in worlds.scopes(group.list_path)]
            _assert_verdict(variant, [decided[variant.number, number] for number in numbers], worlds)
    return decided


def _assert_verdict(variant: Variant, verdicts: Sequence[Verdict], worlds: Worlds) -> None:
    """Write a verdict into both worlds: true when violated (of any item), open when undetermined, else false."""
    if Verdict.VIOLATED in verdicts:
        known = TRUE
    elif Verdict.UNDETERMINED in verdicts:
        known = OPEN
    else:
        known = FALSE
    for table in (worlds.record.closed, worlds.record.open):
        table.put(variant.verdict_slot, as_interval(known))


def agree(lowered: Lowered, first: Decided, second: Decided) -> None:
    """EngineDisagreement where two engines decided something that both decided differently."""
    if all(second.get(key) is verdict for key, verdict in first.items()):
        return
    named = {variant.number: variant for variant in lowered.variants}
    differences = [
        f"{named[number].rule.id} {dict(named[number].choice)} item {item}: {verdict} or {second.get((number, item))}"
        for (number, item), verdict in first.items()
        if second.get((number, item)) is not verdict
    ]
    raise EngineDisagreement("internal error, please report it: engines disagree: " + "; ".join(differences))
