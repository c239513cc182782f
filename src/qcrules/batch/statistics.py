"""What the summary of a register says of its records: which facts the undecided ones lack, how late what is late is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..engine.columnar.ends import TOP, End, greatest, pick, taken
from ..engine.columnar.engine import DecidedColumns
from ..engine.columnar.formulas import VIOLATED
from ..engine.columnar.tape import Array
from ..explain.explainer import Explainer, RulePlan
from ..facts.field import Field
from ..law.verbs import Timed
from ..time.calendar import Calendar
from ..time.counting import Counting
from ..time.term import DAYS, MONTHS, Unit
from .missing import MissingFacts

Figure = tuple[str, str]
"""What is answered («code», «contested», …), and of which rule or fact."""

MISSING, LATE = "missing", "late"

_PLACES = np.arange(TOP + 1, dtype=np.int32)


class RegisterStatistics:
    """Asks columns, once they are decided, what the summary wants to know."""

    def __init__(self, explainer: Explainer, rules: Sequence[RulePlan]) -> None:
        self.explainer = explainer
        self.rules = rules
        self.facts: dict[str, Field] = {}
        self._due: dict[str, Array] = {}

    def ask(self, decided: DecidedColumns) -> dict[Figure, End]:
        """Where each fact is missing, by its path (1: it is); by about how many calendar days each rule is late."""
        search = MissingFacts(self.explainer, decided.run)
        found = search.find([(one.variant, decided.codes[one.variant.number]) for one in self.rules])
        self.facts |= search.facts
        late = {
            (LATE, one.variant.rule.id): self.late(one, one.timed, decided)
            for one in self.rules
            if one.timed is not None
        }
        return {(MISSING, path): where for path, where in found.items()} | late

    def late(self, rule: RulePlan, timed: Timed, decided: DecidedColumns) -> End:
        """By how many days a term was missed at least, where it was violated: on the scale of calendar days."""
        variant = rule.variant
        (recorded, low, high), items = decided.run.scopes(variant.list_path)
        slot = self.explainer.slot(timed.what, variant)
        what = low.column(slot).places()[0], high.column(slot).places()[1]
        base = recorded.column(self.explainer.slot(timed.base, variant)).places()
        early = timed.EARLIEST
        due = taken(self.due(variant.rule.id, timed), base[0] if early else base[1])
        done = taken(_PLACES, what[1] if early else what[0])
        days = greatest(due - done if early else done - due, 0)
        found = pick(decided.codes[variant.number] == VIOLATED, days, 0)
        return found if items is None else items.join(np.maximum, found)

    def due(self, rule: str, timed: Timed) -> Array:
        """About which place the term that starts at each place is due at. The finding itself says it exactly."""
        found = self._due.get(rule)
        if found is None:
            found = self._due[rule] = due_places(timed.counting, self.explainer.calendar)
        return found


def due_places(counting: Counting, calendar: Calendar) -> Array:
    """For every place of the timeline, about the place of the due day."""
    sign, unit, count = -1 if counting.before else 1, counting.term.unit, counting.term.count
    count -= counting.count_first_day and count > 0 and unit in (Unit.CALENDAR_DAY, Unit.WORKING_DAY)
    if unit is Unit.WORKING_DAY:
        worked = np.array(calendar.worked_table, np.int64)[1:]
        due = np.searchsorted(worked, worked + sign * count).astype(np.int32) + 1
        places = np.concatenate([[0], due, [TOP]])
    else:
        days = DAYS.get(unit, MONTHS.get(unit, 0) * 365 // 12)
        places = _PLACES + sign * count * days
    found: Array = np.clip(places, 0, TOP).astype(np.int32)
    return found


__all__ = ["RegisterStatistics"]
