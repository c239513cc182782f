"""The forward-chaining engine durable-rules, driven through its extension module.

Only integers cross the border: a small rule set is given one flat fact, the ends of its operands in both worlds,
and answers with the names of the rules that fired. The engine crashes and lies in ways that are known, and each
has its guard here: every rule set is warmed by one firing before a session is deleted, holds a rule that always
matches, few conditions and few fields; conditions stand on one fact, never on a join; a rule set has one session,
under one lock, with no fact in it but the one that is asked about. That fact is taken back afterwards, for to make a
session takes longer than all the rest; where a firing is broken off, the session is deleted whatever happens. Nothing
but its own integers is ever asserted.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import count

import durable_rules_engine as engine  # type: ignore[import-not-found,unused-ignore]
from attrs import define, field

from ..finding import Verdict
from ..kernel.formula import All, Compare, Formula
from ..kernel.formula import Any as AnyOf
from ..law.lowered import Lowered, Variant
from . import VariantGroup, reference
from .worlds import Outlook, Scope

MOST_VARIANTS = 8
"""A rule set returns its whole fact with every firing, so small sets are quicker than few."""
MOST_FIELDS = 200
"""A fact holds about 250."""
MOST_CONDITIONS = 300
"""A node of the engine's network that has 512 conditions under it is searched for ever."""

_TRUE = '{"k": 1}'
_FALSE = '{"k": 0}'
_CODES = {
    "n": Verdict.NOT_APPLICABLE,
    "c": Verdict.COMPLIANT,
    "v": Verdict.VIOLATED,
    "p": Verdict.PENDING,
}
_FACT_ID = '"sid":"0","id":"1"'
_names = count()
_lock = threading.Lock()
_left = deque[int]()
"""Rule sets that nobody has any more: the engine would keep them for ever."""


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def _give_back() -> None:
    """Free what rule sets held that are gone: here, under the lock, for the collector comes at any moment."""
    while _left:
        handle = _left.popleft()
        with suppress(engine.error):  # its session may be gone already
            engine.delete_state(handle, "0")
        with suppress(engine.error):
            engine.delete_ruleset(handle)


class _TooLarge(Exception):
    """The rule set would be more than the engine can hold."""


@define(eq=False, repr=False)
class _ConditionWriter:
    """Writes formulas as conditions of durable-rules (in JSON) on the ends of operands, and notes which ends they need.

    What was written of a formula is kept by its identity: variants share most of theirs.
    """

    lowered: Lowered
    derived: frozenset[int]
    fields: dict[tuple[Outlook, int, int], str] = field(factory=dict, init=False)
    conditions: set[tuple[str | int, str | int, bool]] = field(factory=set, init=False)
    written: dict[tuple[int, Outlook, bool], str] = field(factory=dict, init=False)

    def end(self, outlook: Outlook, number: int, side: int) -> str | int:
        """One end of an operand: a constant, or a field of the fact (side 0: lower, 1: upper).

        The outlooks differ in facts that are worked out, and in how soon an event may happen: the rest is one field.
        """
        slot = self.lowered.operands[number].slot
        if slot is None:
            return self.lowered.operands[number].shift
        worked_out = slot in self.derived or slot in self.lowered.verdict_slots_read
        if not worked_out and (outlook is Outlook.HIGH or not self.lowered.layout.moments[slot]):
            outlook = Outlook.RECORDED
        return self.fields.setdefault((outlook, number, side), f"f{len(self.fields)}")

    def compare(self, left: str | int, right: str | int, *, more: bool) -> str:
        """left > right (``more``) or left ≤ right."""
        if isinstance(left, int) and isinstance(right, int):
            return _TRUE if (left > right) == more else _FALSE
        self.conditions.add((left, right, more))
        if isinstance(left, int):
            return f'{{"{"$lt" if more else "$gte"}": {{"{right}": {left}}}}}'
        other = right if isinstance(right, int) else f'{{"$m": "{right}"}}'
        return f'{{"{"$gt" if more else "$lte"}": {{"{left}": {other}}}}}'

    def sure(self, formula: Formula, outlook: Outlook, *, holds: bool) -> str:
        """The formula surely holds, or surely does not; at the high end of the future: at its truest."""
        key = id(formula), outlook, holds
        known = self.written.get(key)
        if known is None:
            known = self.written[key] = self._written(formula, outlook, holds)
        return known

    def _written(self, formula: Formula, outlook: Outlook, holds: bool) -> str:
        if isinstance(formula, Compare):
            side = int(holds)
            left = self.end(outlook.other, formula.left, side)
            return self.compare(left, self.end(outlook, formula.right, 1 - side), more=not holds)
        if isinstance(formula, All | AnyOf):
            parts = (self.sure(part, outlook, holds=holds) for part in formula.parts)
            return _joined(parts, every=isinstance(formula, All) == holds)
        return self.sure(formula.part, outlook.other, holds=not holds)


def _joined(parts: Iterable[str], *, every: bool) -> str:
    idle, decides = (_TRUE, _FALSE) if every else (_FALSE, _TRUE)
    parts = [one for one in dict.fromkeys(parts) if one != idle]
    if not parts or decides in parts:
        return decides if parts else idle
    return parts[0] if len(parts) == 1 else f'{{"{"$and" if every else "$or"}": [{", ".join(parts)}]}}'


def _rules(variant: Variant, write: _ConditionWriter, name: str) -> dict[str, str]:
    """At most four rules, of which at most one fires; where none does, the verdict is undetermined."""
    now, to_come = Outlook.RECORDED, Outlook.HIGH
    applies = write.sure(variant.condition, now, holds=True)
    rules = {"n": write.sure(variant.condition, now, holds=False)}
    need = variant.requirement
    if need is not None:
        failed, lost = write.sure(need, now, holds=False), write.sure(need, to_come, holds=False)
        rules["c"] = _joined([applies, write.sure(need, now, holds=True)], every=True)
        rules["v"] = _joined([applies, failed, lost], every=True)
        if failed != lost:  # what is to come has a say in it
            rules["p"] = _joined([applies, failed, write.sure(need, to_come, holds=True)], every=True)
    return {f"{code}{name}": expression for code, expression in rules.items() if expression != _FALSE}


class _RuleSet:
    """A compiled rule set over some variants, and the fields of its fact."""

    def __init__(self, variants: Sequence[Variant], lowered: Lowered, derived: frozenset[int]) -> None:
        self.size = len(variants)
        write = _ConditionWriter(lowered, derived)
        rules = {"k": _TRUE}
        for number, variant in enumerate(variants):
            rules.update(_rules(variant, write, str(number)))
        if len(write.fields) > MOST_FIELDS or len(write.conditions) > MOST_CONDITIONS:
            raise _TooLarge
        ends = list(write.fields)
        asked = {one: list(dict.fromkeys(n for at, n, _ in ends if at is one)) for one in Outlook}
        self.operands = tuple(asked.items())
        places = {end: place for place, end in enumerate((at, n) for at in asked for n in asked[at])}
        self.ends = [(places[at, number], side) for at, number, side in ends]
        names = list(write.fields.values())
        self.template = f'{{{_FACT_ID},"k":1' + "".join(f',"{name}":%d' for name in names) + "}"
        _give_back()
        compiled = (f'"{name}": {{"all": [{{"m": {one}}}]}}' for name, one in rules.items())
        self.handle = engine.create_ruleset(f"qcrules{next(_names)}", f"{{{', '.join(compiled)}}}")
        self.holds_fact = self.warm = False
        self.fire(self.template % tuple(0 for _ in names))
        self.warm = True
        weakref.finalize(self, _left.append, self.handle).atexit = False

    def fact(self, scope: Scope) -> str:
        """The flat fact of a record or an item."""
        seen = [span for at, numbers in self.operands for span in scope.table(at).operands(numbers)]
        return self.template % tuple([seen[place][side] for place, side in self.ends])

    def fire(self, fact: str) -> list[str]:
        """The names of the rules that fire on a fact. It is taken back, and the session stays for the next one."""
        if self.holds_fact:
            self.delete()
        self.holds_fact = True
        fired: list[str] = []
        try:
            _, state = engine.assert_fact(self.handle, fact)
            started = engine.start_action_for_state(self.handle, state)
            action = started[1] if started else None
            while action:
                fired.append(action[2 : action.index('"', 2)])
                action = engine.complete_and_start_action(self.handle, state)
            engine.retract_fact(self.handle, f"{{{_FACT_ID}}}")
            self.holds_fact = False
            return fired
        finally:
            may_forget = fired or self.warm  # one that never fired cannot: the engine crashes
            if self.holds_fact and may_forget:
                self.delete()

    def delete(self) -> None:
        """Forget the session, with whatever a firing that was broken off has left in it."""
        with suppress(engine.error):
            engine.delete_state(self.handle, "0")
        self.holds_fact = False

    def decide(self, scope: Scope) -> list[Verdict]:
        verdicts = [Verdict.UNDETERMINED] * self.size
        for name in self.fire(self.fact(scope)):
            if name != "k":
                verdicts[int(name[1:])] = _CODES[name[0]]
        return verdicts


class Durable:
    """durable-rules as an engine. Safe to call from many threads: one lock guards it.

    Rule sets are compiled when their variants are first asked for, and kept. Where one is more than the engine can
    hold it is halved, and a single variant that is too large even alone is left to the reference engine.
    """

    name = "durable"

    def __init__(self, lowered: Lowered) -> None:
        self.lowered = lowered
        self.derived = frozenset(lowered.derived)
        self.sets: dict[tuple[int, ...], _RuleSet | None] = {}

    def decide(self, group: VariantGroup, scope: Scope) -> list[Verdict]:
        """The verdicts of a group of variants."""
        variants = group.variants
        with _lock:
            return [
                verdict
                for at in range(0, len(variants), MOST_VARIANTS)
                for verdict in self.decided(variants[at : at + MOST_VARIANTS], scope)
            ]

    def decided(self, variants: tuple[Variant, ...], scope: Scope) -> list[Verdict]:
        """The verdicts of a few variants: of their rule set, or, where there can be none, of each half."""
        numbers = tuple(variant.number for variant in variants)
        try:
            found = self.sets[numbers]
        except KeyError:
            found = self.sets[numbers] = self.compiled(variants)
        if found is not None:
            try:
                return found.decide(scope)
            except engine.error:  # too many conditions hold at once
                self.sets[numbers] = None
        if len(variants) == 1:
            return [reference.decide(variants[0], scope)]
        half = len(variants) // 2
        return [*self.decided(variants[:half], scope), *self.decided(variants[half:], scope)]

    def compiled(self, variants: tuple[Variant, ...]) -> _RuleSet | None:
        """The rule set of some variants; None where the engine cannot hold it."""
        try:
            return _RuleSet(variants, self.lowered, self.derived)
        except (_TooLarge, engine.error):
            return None
