"""What an answer may be: the truth at all points."""

from __future__ import annotations

from collections import Counter

from attrs import frozen

from .conditions import Said
from .facts import DAY, DEFINITIONS, EVENTS, NEVER
from .records import Record


@frozen
class Truths:
    """At all points: what the condition is, what the requirement is now, and whether some future meets it."""

    applies: frozenset[bool]
    now: frozenset[bool]
    later: frozenset[bool]

    @property
    def verdict(self) -> str:
        """The verdict of one who sees every point."""
        if True not in self.applies:
            return "not_applicable"
        if len(self.applies) > 1:
            return "undetermined"
        if self.now == {True}:
            return "compliant"
        if True in self.now:
            return "undetermined"
        if len(self.later) > 1:
            return "undetermined"
        return "pending" if True in self.later else "violated"

    def allow(self, verdict: str) -> bool:
        """May an engine, which need not see every point, say so? What it decides must hold at every point."""
        if verdict == "not_applicable":
            return True not in self.applies
        if verdict == "compliant":
            return self.applies == {True} and self.now == {True}
        if verdict == "pending":
            return self.applies == {True} and self.now == {False}
        if verdict == "violated":
            return self.applies == {True} and self.now == {False} and self.later == {False}
        return verdict == "undetermined"


def enumerated(condition: Said, need: Said, forbidden: bool, record: Record) -> Truths:
    """All points of the record, and of all that may come of them: what applies over the facts that this hangs on, what
    is required over its own, for both together can be hundreds of millions."""
    own = {*need.reads, *need.started}
    gates = own if need.begun else need.started
    applies = {
        need.runs(point) and condition.running({**point, "asked": record.as_of * DAY})
        for point in record.points({*condition.reads, *condition.started, *gates})
    }
    now, later = set(), set()
    for point in record.points(own):
        now.add(need.holds(point) is not forbidden)
        if not (True in later and False in later):
            later.add(any(need.holds(future) is not forbidden for future in record.futures(point, own)))
    return Truths(frozenset(applies), frozenset(now), frozenset(later))


def reads_once(condition: Said, need: Said, record: Record) -> bool:
    """Is each vague fact read once by the condition, and once by the requirement?"""

    def vague(name: str) -> bool:
        return len(record.values[name]) > 1 or (name in EVENTS and record.values[name] == [NEVER])

    def may_not_have_happened(name: str) -> bool:
        values = record.values.get(name, [])
        return NEVER in values and len(values) > 1

    if not (condition.exact and need.exact):
        return False
    gates = [n for n in (*condition.started, *need.started) if may_not_have_happened(n)]
    for reads in ((*condition.reads, *gates), need.reads):
        if any(name in DEFINITIONS for name in reads):
            return False
        known = (one for name in reads for one in record.behind(name))
        if any(many > 1 and vague(name) for name, many in Counter(known).items()):
            return False
    return True
