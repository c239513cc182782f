"""How a register as a whole stands: which facts its undecided records lack, and how late what is late is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..engine.columnar import TOP, VIOLATED, Array, Decided, End
from ..engine.columnar.ends import greatest, pick, taken
from ..explain.terms import Running
from ..facts.vocabulary import Field
from ..law.lowering import Variant
from ..law.model import choice_of
from ..time.term import Unit
from .lacking import Lacking

if TYPE_CHECKING:
    from .deciding import Decider

Name = tuple[str, str]
"""What is answered («code», «contested», …), and of which rule or fact."""

LACKING, LATE = "lacking", "late"

DAYS = {
    Unit.HOUR: 0,
    Unit.CALENDAR_DAY: 1,
    Unit.WORKING_DAY: 1,
    Unit.WEEK: 7,
    Unit.MONTH: 30,
    Unit.QUARTER: 91,
    Unit.YEAR: 365,
}
"""About how many days, of their own kind, a unit has."""

_PLACES = np.arange(TOP + 1, dtype=np.int32)


class Standing:
    """What the summary of a register says of its records, asked of columns."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.facts: dict[str, Field] = {}
        self.variants = {rule.id: decider.variants(rule)[0] for rule in decider.rules}
        plan = decider.machine.explainer.plan(decider.chosen)
        self.running = {
            rule.id: running for rule in decider.rules if (running := plan.rules[rule.id].running) is not None
        }
        self._due: dict[str, Array] = {}

    def ask(self, decided: Decided) -> dict[Name, End]:
        """Where each fact is lacking, by its path (1: it is); by about how many calendar days each rule is late."""
        search = Lacking(self.decider, decided.run)
        found = search.find([(one, decided.codes[one.number]) for one in self.variants.values()])
        self.facts |= search.facts
        return {
            **{(LACKING, path): where for path, where in found.items()},
            **{(LATE, rule): self.late(rule, decided) for rule in self.running},
        }

    def late(self, rule: str, decided: Decided) -> End:
        """By how many days a term was missed at least, where it was violated: on the scale of calendar days."""
        running, variant = self.running[rule], self.variants[rule]
        closed, open_, items = decided.run.scopes(variant.list_path)
        what = open_.column(self.slot(running.what, variant)).places()
        base = closed.column(self.slot(running.base, variant)).places()
        early = running.earliest_allowed
        due = taken(self.due(rule), base[0] if early else base[1])
        done = taken(_PLACES, what[1] if early else what[0])
        days = greatest(due - done if early else done - due, 0)
        found = pick(decided.codes[variant.number] == VIOLATED, days, 0)
        return found if items is None else items.join(np.maximum, found)

    def due(self, rule: str) -> Array:
        """About which place the term that starts at each place is due at. The finding itself says it exactly."""
        found = self._due.get(rule)
        if found is None:
            found = self._due[rule] = due_places(self.running[rule], self.decider)
        return found

    def slot(self, fact: Field, variant: Variant) -> int:
        """The slot of a fact under the readings of a variant."""
        lowered, pack = self.decider.machine.lowered, self.decider.pack
        if not fact.defined:
            return lowered.layout.slots[fact.path]
        slots = lowered.defined_slots[fact.path]
        names = tuple(name for name, _ in next(iter(slots)))
        return slots[choice_of(names, {**pack.defaults(), **dict(variant.choice)})]


def due_places(running: Running, decider: Decider) -> Array:
    """For every place of the timeline, the place of the due day."""
    sign = -1 if running.backwards else 1
    count, unit = (running.term.count, running.term.unit) if running.term else (0, Unit.CALENDAR_DAY)
    count -= running.count_first_day and count > 0 and DAYS[unit] == 1
    if unit is Unit.WORKING_DAY:
        worked = np.array(decider.book.calendar.worked_table, np.int64)[1:]
        due = np.searchsorted(worked, worked + sign * count).astype(np.int32) + 1
        places = np.concatenate([[0], due, [TOP]])
    else:
        places = _PLACES + sign * count * DAYS[unit]
    found: Array = np.clip(places, 0, TOP).astype(np.int32)
    return found


__all__ = ["Standing"]
