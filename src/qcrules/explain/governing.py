"""Which part of a moment governs in one record: the case that was chosen, the later of several, the term at the end."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from ..engine.worlds import ScopeTable, truth
from ..facts.field import Field
from ..kernel.derived import Choose, Derived, Prolonged, TermEnd
from ..kernel.interval import FALSE, Interval
from ..law.lowered import Variant
from ..law.model import Branch
from ..law.verbs import OneOfSeveral, Passed, TermFrom
from .explainer import Explainer


@define(eq=False, repr=False)
class Governing:
    """Follows moments down to what governs in one record or item, under the readings of a rule."""

    of: Explainer
    variant: Variant
    table: ScopeTable

    def span(self, fact: Field) -> Interval:
        """What a moment is, as recorded."""
        return self.table.get(self.of.slot(fact, self.variant))

    def branches(self, fact: Field) -> Iterator[Branch]:
        """The cases of a defined fact that may be the chosen one, the first of them first."""
        for case, condition in self.of.cases(fact, self.variant):
            if condition is None or truth(condition, self.table) != FALSE:
                yield case

    def chosen(self, fact: Field) -> Branch | None:
        """The case of a defined fact that was chosen; None where none was."""
        return next(self.branches(fact), None)

    def of_several(self, choice: OneOfSeveral) -> Field:
        """The later, or the earlier, of several: the first of those that are it."""
        best = max if choice.later else min
        return best(choice.moments, key=lambda one: (self.span(one)[0], self.span(one)[1]))

    def governs(self, fact: Field) -> Field:
        """The moment at the end of the choices: a recorded one, or one that is worked out from others."""
        while fact.defined:
            branch = self.chosen(fact)
            choice = branch.choice if branch is not None else None
            if isinstance(choice, Field):
                fact = choice
            elif isinstance(choice, OneOfSeveral):
                fact = self.of_several(choice)
            else:
                return fact
        return fact

    def term(self, fact: Field) -> TermFrom | None:
        """The term that governs, if one does."""
        fact = self.governs(fact)
        branch = self.chosen(fact) if fact.defined else None
        choice = branch.choice if branch is not None else None
        if isinstance(choice, Passed):
            return None
        return choice if isinstance(choice, TermFrom) else None

    def calendar(self, term: TermFrom) -> str:
        """The calendar that counts in a term, the first where several may; nothing where it is the pack's own."""
        return self.calendars(term)[0]

    def calendars(self, term: TermFrom) -> list[str]:
        """The calendars of which one counts in a term: several where nobody knows the fact that chooses."""
        choice = term.calendar
        if choice is None:
            return [""]
        if choice.fact is None:
            return [choice.other]
        low, high = self.span(choice.fact)
        named = [name for option, name in choice.named if low <= option.code <= high]
        return named if named and low == high else list(dict.fromkeys([*named, choice.other]))

    def worked_out(self, fact: Field) -> Derived | None:
        """How the end of the term at the end of the choices is worked out, on the calendar that governs."""
        every = self.of.lowered.derived
        derived = every.get(self.of.slot(self.governs(fact), self.variant))
        while isinstance(derived, Choose):
            held = (
                source
                for condition, source in derived.cases
                if condition is None or truth(condition, self.table) != FALSE
            )
            source = next(held, None)
            derived = every.get(source) if source is not None else None
        return derived

    def prolonged(self, fact: Field) -> Prolonged | None:
        """The days left out of the term that governs, if there are any."""
        end = self.worked_out(fact)
        if isinstance(end, TermEnd):
            end = self.of.lowered.derived.get(end.base)
        return end if isinstance(end, Prolonged) else None

    def before_rolling(self, fact: Field) -> Interval | None:
        """The last day of a term with days left out, before it is moved from a day off."""
        end = self.worked_out(fact)
        return self.table.get(end.base) if isinstance(end, TermEnd) and self.prolonged(fact) else None

    def to_the_minute(self, fact: Field) -> bool:
        """Is it compared to the minute: the end of a term in hours?"""
        if not fact.defined:
            return False
        choices = [one.choice for one in self.branches(fact) if one.choice is not None]
        return any(
            self.to_the_minute(one) if isinstance(one, Field) else one.to_the_minute(self) for one in choices
        )
