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
from ..kernel.interval import Interval, Key
from ..law.lowered import Lowered, Variant
from ..law.verbs import VERDICT_KEPT, VERDICT_PENDING, VERDICT_VIOLATED
from .worlds import Outlook, Scope, Worlds

Decided = dict[Key | None, dict[int, Verdict]]
"""On the record (None), and on each item by its key in its list: the verdict of each variant by its number."""


@frozen(eq=False, repr=False)
class VariantGroup:
    """Variants of one stratum that are asked together: of the record, or of each item of one list.

    ``asserted`` are those whose verdict a later stratum reads as a fact.
    """

    list_path: str | None
    variants: tuple[Variant, ...]
    asserted: tuple[Variant, ...]
    numbers: tuple[int, ...]


class Engine(Protocol):
    """Decides variants that are asked of the same record or item."""

    name: str

    def decide(self, group: VariantGroup, scope: Scope) -> list[Verdict]:
        """Their verdicts, in their order."""


def groups(lowered: Lowered, variants: Iterable[Variant]) -> list[VariantGroup]:
    """The groups of some variants, stratum by stratum."""
    read = lowered.verdict_slots_read

    def place(variant: Variant) -> tuple[int, str]:
        return variant.stratum, variant.list_path or ""

    found = []
    for (_, path), some in groupby(sorted(variants, key=place), key=place):
        members = tuple(some)
        asserted = tuple(variant for variant in members if variant.verdict_slot in read)
        found.append(
            VariantGroup(path or None, members, asserted, tuple(variant.number for variant in members))
        )
    return found


def decide(strata: Iterable[VariantGroup], worlds: Worlds, engine: Engine) -> Decided:
    """The verdicts of all variants of the groups; each verdict is a fact for the groups after it."""
    decided: Decided = {}
    for group in strata:
        scopes = worlds.scopes(group.list_path)
        for scope in scopes:
            verdicts = engine.decide(group, scope)
            decided.setdefault(scope.key, {}).update(zip(group.numbers, verdicts, strict=True))
        for variant in group.asserted:
            _assert_verdict(variant, [decided[scope.key][variant.number] for scope in scopes], worlds)
    return decided


def _assert_verdict(variant: Variant, verdicts: Sequence[Verdict], worlds: Worlds) -> None:
    """Write a verdict (of several items the worst) as a fact: kept, pending, violated are 0, 1, 2, undetermined is any.

    What is pending is kept at the low end of the future, and violated at its high end.
    """
    for outlook, table in zip(Outlook, worlds.tables, strict=True):
        spans = [verdict_span(verdict, outlook) for verdict in verdicts]
        worst = max((lo for lo, _ in spans), default=0), max((hi for _, hi in spans), default=0)
        table.put(variant.verdict_slot, worst)


def verdict_span(verdict: Verdict, outlook: Outlook) -> Interval:
    """A verdict as a fact: see ``_assert_verdict``."""
    if verdict is Verdict.VIOLATED:
        return VERDICT_VIOLATED, VERDICT_VIOLATED
    if verdict is Verdict.UNDETERMINED:
        return VERDICT_KEPT, VERDICT_VIOLATED
    if verdict is Verdict.PENDING:
        pending = {Outlook.LOW: VERDICT_KEPT, Outlook.HIGH: VERDICT_VIOLATED}.get(outlook, VERDICT_PENDING)
        return pending, pending
    return VERDICT_KEPT, VERDICT_KEPT


def agree(lowered: Lowered, first: Decided, second: Decided) -> None:
    """EngineDisagreement where two engines decided differently what the first decided."""
    differences = [
        (item, number, verdict, second[item][number])
        for item, verdicts in first.items()
        for number, verdict in verdicts.items()
        if second[item][number] is not verdict
    ]
    if differences:
        named = {variant.number: variant for variant in lowered.variants}
        said = [
            f"{named[number].rule.id} {dict(named[number].choice)} item {item}: {one} or {other}"
            for item, number, one, other in differences
        ]
        raise EngineDisagreement(f"internal error, please report it: engines disagree: {'; '.join(said)}")
