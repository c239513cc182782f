"""Which facts an open verdict hangs on.

``follow`` says, once for single records and for columns, on what the answer to a question hangs. A question is a
variant (why is its verdict undetermined?), a formula (why is it open?) or a slot (why is it not exact?).
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, frozen

from ..engine.worlds import Scope, Worlds, truth
from ..facts.field import Field
from ..facts.layout import EDITION, IN_FORCE
from ..facts.words import UNKNOWN_MARK
from ..kernel.formula import Compare, Formula, Not, Scale
from ..kernel.interval import INF, MINUTES_A_DAY, OPEN, TRUE
from ..law.lowering import Variant
from .explainer import Explainer
from .spots import Spot, cells_behind

What = Variant | Formula | int


@frozen
class FollowUp:
    """A question that follows from another: first what is ``given``, and where that is not false, ``what``.

    ``sure``: only where what is given surely holds. ``closes``: where it surely holds, nothing after it is asked.
    ``of``: whom it is asked of: whom the question before it was asked of («here»), the record (None), the items of a
    list. ``known``: only of known items (else of the record itself where none is known).
    ``to_the_minute``: a slot is exact only to the minute; else a moment is exact to the day.
    """

    what: What | None
    given: Formula | None = None
    sure: bool = False
    closes: bool = False
    of: str | None = "here"
    known: bool = True
    to_the_minute: bool = False


def follow(what: What, to_the_minute: bool, of: Explainer) -> Iterator[FollowUp]:
    """The questions on which the answer to a question hangs."""
    if isinstance(what, Variant):
        yield FollowUp(what.requirement, given=what.condition, sure=True)
    elif isinstance(what, Compare):
        for number in (what.left, what.right):
            operand = of.lowered.operands[number]
            if operand.slot is not None:
                yield FollowUp(operand.slot, to_the_minute=operand.scale is Scale.RAW)
    elif not isinstance(what, int):
        for part in (what.part,) if isinstance(what, Not) else what.parts:
            yield FollowUp(part)
    elif what in of.verdicts:
        yield FollowUp(of.verdicts[what], of=of.verdicts[what].list_path, known=False)
    elif what in of.lowered.derived:
        for step in of.lowered.derived[what].steps():
            whom = "here" if step.own else step.items
            yield FollowUp(step.what, step.given, False, step.closes, whom, to_the_minute=to_the_minute)


def answer(slot: int, of: Explainer) -> Field | None:
    """The recorded fact that answers a question for a slot: its own, or the date that chooses the edition."""
    slots = of.lowered.layout.slots
    return of.edition_date if slot in (slots[EDITION], slots[IN_FORCE]) else of.recorded.get(slot)


@define
class MissingSearch:
    """Looks for the facts that are missing in one record; ``found`` has them by their paths."""

    of: Explainer
    worlds: Worlds
    found: dict[str, Spot] = field(factory=dict)

    def ask(self, what: What, scope: Scope, to_the_minute: bool = False) -> None:
        """Follow a question, as far as it is open, to the facts that would answer it."""
        if self.settled(what, scope, to_the_minute) or self.ends(what, scope):
            return
        for asked in follow(what, to_the_minute, self.of):
            for there in self.scopes(asked, scope):
                given = TRUE if asked.given is None else truth(asked.given, there.recorded)
                if asked.given is not None and given == OPEN:
                    self.ask(asked.given, there)
                if asked.what is not None and (given == TRUE or (given == OPEN and not asked.sure)):
                    self.ask(asked.what, there, asked.to_the_minute)
                if asked.closes and given == TRUE:
                    return

    def scopes(self, asked: FollowUp, here: Scope) -> list[Scope]:
        """Whom a question is asked of."""
        if asked.of == "here":
            return [here]
        if asked.of is not None and asked.known:
            return self.worlds.items.get(asked.of, [])
        return self.worlds.scopes(asked.of)

    def settled(self, what: What, scope: Scope, to_the_minute: bool) -> bool:
        """Is a formula decided, or a slot exact?"""
        if isinstance(what, Variant):
            return False
        if not isinstance(what, int):
            return truth(what, scope.recorded) != OPEN
        lo, hi = scope.recorded.get(what)
        if lo == hi:
            return True
        moment = self.of.lowered.layout.unknown[what][0] <= -INF and not to_the_minute
        return moment and lo > -INF and hi < INF and lo // MINUTES_A_DAY == hi // MINUTES_A_DAY

    def ends(self, what: What, scope: Scope) -> bool:
        """Note the facts at which a question ends, if it does."""
        if not isinstance(what, int):
            return False
        defined, facts = self.of.definitions.get(what), self.worlds.facts
        if defined is not None and defined.path in facts.defined:
            self.found.setdefault(defined.path, Spot(defined.path, defined))
            return True
        fact = answer(what, self.of)
        if fact is None:
            return False
        for spot in cells_behind(fact, scope.key, facts):
            said = facts.recorded.get(spot.path)
            cell = said is not None and said.field.path in facts.layout.rows and said.value != UNKNOWN_MARK
            if (
                not cell
            ):  # a recorded cell of a table is known: the sum with others is not, for want of theirs
                self.found.setdefault(spot.path, spot)
        return True
