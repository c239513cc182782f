"""Which facts an open verdict hangs on, and how often it reads each, once definitions are inlined.

Written apart from the search for missing facts (``explain.missing``), whose answer it is to judge.
"""

from __future__ import annotations

from collections import Counter
from enum import IntEnum

from attrs import define, field

from qcrules.engine.worlds import Outlook, Scope, Worlds, truth
from qcrules.facts.layout import EDITION, IN_FORCE
from qcrules.kernel.derived import (
    Choose,
    DayOf,
    Deemed,
    Derived,
    Extreme,
    ExtremeOf,
    OverItems,
    Prolonged,
    SomeItem,
    Soonest,
    TermEnd,
    Total,
)
from qcrules.kernel.formula import Compare, Formula, Not
from qcrules.kernel.interval import FALSE, MAYBE, OPEN, TRUE, Truth
from qcrules.law.lowered import Variant


@define
class Reads:
    """The facts that are not exact and on which an open formula hangs: by their paths, how often each is read."""

    worlds: Worlds
    assumed: frozenset[str]
    """The dates that choose the edition of the law: where one is not known, any day is assumed."""
    count: Counter[str] = field(factory=Counter)
    simple: bool = True
    """Nothing else is read: no verdict, no cell of a table, nothing that is only assumed."""
    _paths: dict[int, str] = field(init=False)
    _tables: set[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        lowered = self.worlds.lowered
        self._paths = {slot: path for path, slot in lowered.layout.slots.items()}
        self._tables = {row.path.split(".")[0].split("[")[0] for row in lowered.layout.rows.values()}

    @property
    def once(self) -> bool:
        """Is each fact read once? An object and what is in it, a list and its items, are one fact."""
        paths = sorted(self.count)
        apart = not any(
            other.startswith((f"{one}.", f"{one}[", f"{one}="))
            for place, one in enumerate(paths)
            for other in paths[place + 1 :]
        )
        return self.simple and apart and all(many == 1 for many in self.count.values())

    def formula(self, formula: Formula, scope: Scope, outlook: Outlook = Outlook.RECORDED) -> None:
        """What an open formula hangs on; a part of it that is decided adds nothing."""
        if scope.truth(formula, outlook) != OPEN:
            return
        if isinstance(formula, Compare):
            for number, seen in ((formula.left, outlook.other), (formula.right, outlook)):
                slot = self.worlds.lowered.operands[number].slot
                if slot is not None:
                    self.slot(slot, scope, seen)
        elif isinstance(formula, Not):
            self.formula(formula.part, scope, outlook.other)
        else:
            for part in formula.parts:
                self.formula(part, scope, outlook)

    def slot(self, slot: int, scope: Scope, outlook: Outlook = Outlook.RECORDED) -> None:
        """What stands behind a slot that is not exact."""
        lo, hi = scope.table(outlook).get(slot)
        if lo == hi:
            return
        path = self._paths[slot]
        found = self.worlds.lowered.derived.get(slot)
        if found is not None and path not in (EDITION, IN_FORCE):
            self.derived(found, scope, outlook)
            return
        assumed = any(f"{one}.".startswith(f"{path}.") or path.startswith(f"{one}.") for one in self.assumed)
        if path.startswith("@") or assumed or path.split("[")[0] in self._tables:
            self.simple = False
        item = f"[{scope.key}]" if scope.key is not None else "[]"
        self.count[path.replace("[]", item, 1)] += 1

    def derived(self, derived: Derived, scope: Scope, outlook: Outlook) -> None:
        record = self.worlds.record
        if isinstance(derived, Choose):
            for condition, source in derived.cases:
                holds: Truth = TRUE if condition is None else truth(condition, scope.recorded)
                if condition is not None:
                    self.formula(condition, scope)
                if holds != FALSE and source is not None:
                    self.slot(source, scope, outlook)
                if holds == TRUE:
                    return
        elif isinstance(derived, ExtremeOf | OverItems | SomeItem):
            if record.recorded.get(derived.listed) == MAYBE:
                self.slot(derived.listed, record)
            for item in self.worlds.items.get(derived.list_path, ()):
                if isinstance(derived, OverItems | SomeItem):
                    self.formula(derived.where, item, outlook)
                    what = derived.what if isinstance(derived, OverItems) else None
                    if what is not None and item.truth(derived.where, outlook) != FALSE:
                        self.slot(what, item, outlook)
                    continue
                self.formula(derived.where, item)
                if truth(derived.where, item.recorded) != FALSE:
                    self.slot(derived.item_slot, item, outlook)
            of_added = Outlook.LOW if isinstance(derived, ExtremeOf) else Outlook.HIGH
            if outlook is of_added and derived.grows:
                self.formula(derived.where, self.worlds.added(derived.list_path), Outlook.HIGH)
        else:
            self.simple &= not isinstance(derived, Prolonged) or not derived.listed
            more, less = parts(derived)
            for part in more:
                self.slot(part, scope, outlook)
            for part in less:
                self.slot(part, scope, outlook.other)


def parts(derived: Derived) -> tuple[list[int], list[int]]:
    """The slots from which a fact is simply worked out: those with which it grows, and those with which it shrinks."""
    if isinstance(derived, DayOf):
        return ([derived.source] if derived.source is not None else []), []
    if isinstance(derived, Total):
        return [*derived.plus, *derived.minus], []
    if isinstance(derived, TermEnd):
        return [derived.base], []
    if isinstance(derived, Extreme):
        return list(derived.moments), []
    if isinstance(derived, Soonest):
        return [derived.event], []
    if isinstance(derived, Deemed):
        return [derived.passed], [derived.unless] if derived.unless is not None else []
    if isinstance(derived, Prolonged):
        ends = [derived.start, derived.end, *(one.until for one in derived.out)]
        return ends, [one.since for one in derived.out]
    return [], []


class Stage(IntEnum):
    """On what an undetermined verdict hangs: whether the rule applies, whether it is met, whether it may still be."""

    CONDITION = 0
    REQUIREMENT = 1
    FUTURE = 2


def asked(variant: Variant, scope: Scope) -> tuple[Stage, Formula | None, Outlook]:
    """The formula on which an undetermined verdict hangs, and how it is looked at."""
    need = variant.requirement
    if truth(variant.condition, scope.recorded) == OPEN:
        return Stage.CONDITION, variant.condition, Outlook.RECORDED
    if need is None or truth(need, scope.recorded) == OPEN:
        return Stage.REQUIREMENT, need, Outlook.RECORDED
    return Stage.FUTURE, need, Outlook.HIGH
