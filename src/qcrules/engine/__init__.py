"""Engines: lowered rules and two worlds → verdicts, stratum by stratum.

An engine knows comparisons, and/or/not, and nothing else. ``decide`` walks the strata: the verdicts of one are
facts for the next. Where two engines are given, both decide and must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from ..errors import EngineDisagreement
from ..finding import Verdict
from ..interval import FALSE, OPEN, TRUE, as_interval
from ..rulebook.lowering import Lowered, Variant
from ..worlds import Scope, Table, Worlds

Decided = dict[tuple[int, int | None], Verdict]
"""The verdict of each variant (by its number) on the record (None) or on each item (from 1)."""

Group = tuple[str | None, tuple[Variant, ...]]


class Engine(Protocol):
    """Decides variants that are asked of the same record or item."""

    name: str

    def decide(self, variants: Sequence[Variant], scope: Scope) -> list[Verdict]:
        """Their verdicts, in their order."""


def groups(lowered: Lowered) -> list[list[Group]]:
    """For each stratum, the variants that are asked of the record, and those of the items of each list."""

    def by_list(variant: Variant) -> str:
        return variant.list_path or ""

    return [
        [(path or None, tuple(some)) for path, some in groupby(sorted(stratum, key=by_list), key=by_list)]
        for stratum in lowered.strata
    ]


def decide(
    strata: Iterable[Sequence[Group]], worlds: Worlds, engine: Engine, check: Engine | None = None
) -> Decided:
    """The verdicts of all variants. EngineDisagreement where the checking engine decides differently."""
    decided: Decided = {}
    for stratum in strata:
        for list_path, variants in stratum:
            scopes = worlds.scopes(list_path)
            columns = []
            for scope in scopes:
                verdicts = engine.decide(variants, scope)
                if check is not None:
                    _agree(variants, verdicts, check.decide(variants, scope), engine, check)
                columns.append(verdicts)
                for variant, verdict in zip(variants, verdicts, strict=True):
                    decided[variant.number, scope.number] = verdict
            for variant, verdicts in zip(variants, zip(*columns, strict=True), strict=True):
                _assert_verdict(variant, verdicts, worlds)
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
        assert isinstance(table, Table)
        table.put(variant.verdict_slot, as_interval(known))


def _agree(
    variants: Sequence[Variant],
    first: Sequence[Verdict],
    second: Sequence[Verdict],
    one: Engine,
    other: Engine,
) -> None:
    if first == second:
        return
    differences = [
        f"{variant.rule.id} {dict(variant.choice)}: {one.name} {a}, {other.name} {b}"
        for variant, a, b in zip(variants, first, second, strict=True)
        if a is not b
    ]
    raise EngineDisagreement("internal error, please report it: engines disagree: " + "; ".join(differences))
