"""Which facts an open verdict hangs on.

``follow`` says, once for single records and for columns, on what the answer to a question hangs. A question is a
variant (why is its verdict undetermined?), a formula (why is it open?) or a slot (why is it not exact?); the last two
are asked of the record as recorded, or of an end of the possible future.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from ..by_value import ByValue
from ..engine.worlds import Outlook, Scope, Worlds
from ..facts.field import Field
from ..facts.layout import EDITION, IN_FORCE
from ..facts.words import UNKNOWN_MARK
from ..finding import Missing
from ..kernel.derived import Step
from ..kernel.formula import Compare, Formula, Not, Scale
from ..kernel.interval import INF, MINUTES_A_DAY, OPEN, TRUE, Truth
from ..law.lowered import Variant
from ..text import Text
from .explainer import Explainer
from .spots import Rest, Spot, cells_behind

What = Variant | Formula | int
Where = Spot | Rest


@frozen(eq=False, repr=False)
class FollowUp(ByValue):
    """A question that follows from another: first what is ``given``, and where that is not false, ``what``.

    ``sure``: only where what is given surely holds. ``quiet``: what is given is no question itself.
    ``closes``: where it surely holds, nothing after it is asked.
    ``of``: whom it is asked of: whom the question before it was asked of («here»), the record (None), the items of a
    list. ``known``: only of known items (else of the record itself where none is known). ``added``: of an item that the
    future may add.
    ``seen``: how what is given is looked at.
    ``to_the_minute``: a slot is exact only to the minute; else a moment is exact to the day.
    """

    what: What | None
    given: Formula | None = None
    sure: bool = False
    quiet: bool = False
    closes: bool = False
    of: str | None = "here"
    known: bool = True
    added: bool = False
    to_the_minute: bool = False
    outlook: Outlook = Outlook.RECORDED
    seen: Outlook = Outlook.RECORDED


def follow(what: What, outlook: Outlook, to_the_minute: bool, of: Explainer) -> Iterator[FollowUp]:
    """The questions on which the answer to a question hangs."""
    if isinstance(what, Variant):
        yield FollowUp(what.requirement, given=what.condition, sure=True)
        yield FollowUp(what.requirement, given=what.not_done, sure=True, quiet=True, outlook=Outlook.HIGH)
    elif isinstance(what, Compare):
        for number, seen in ((what.left, outlook.other), (what.right, outlook)):
            operand = of.lowered.operands[number]
            if operand.slot is not None:
                yield FollowUp(operand.slot, to_the_minute=operand.scale is Scale.RAW, outlook=seen)
    elif isinstance(what, Not):
        yield FollowUp(what.part, outlook=outlook.other)
    elif not isinstance(what, int):
        yield from (FollowUp(part, outlook=outlook) for part in what.parts)
    elif what in of.verdicts:
        yield FollowUp(of.verdicts[what], of=of.verdicts[what].list_path, known=False)
    elif what in of.lowered.derived:
        steps = of.lowered.derived[what].steps()
        yield from (
            behind(step, outlook, to_the_minute) for step in steps if step.added in (None, outlook.value)
        )


def behind(step: Step, outlook: Outlook, to_the_minute: bool) -> FollowUp:
    """The question for what a derived fact is worked out from."""
    return FollowUp(
        step.what,
        step.given,
        closes=step.closes,
        of="here" if step.own else step.items,
        added=step.added is not None,
        to_the_minute=to_the_minute,
        outlook=Outlook.HIGH if step.added else outlook.other if step.less else outlook,
        seen=outlook if step.alike else Outlook.RECORDED,
    )


def answer(slot: int, of: Explainer) -> Field | None:
    """The recorded fact that answers a question for a slot: its own, or the date that chooses the edition."""
    slots = of.lowered.layout.slots
    return of.edition_date if slot in (slots[EDITION], slots[IN_FORCE]) else of.recorded.get(slot)


@define(eq=False, repr=False)
class MissingSearch:
    """Looks for the facts that are missing in one record. A question to which many findings come is followed once.

    ``most``: of so many items of a list each is told, of the others how many they are.
    """

    of: Explainer
    worlds: Worlds
    most: int | None = None
    _known: dict[tuple[type, What, Scope, Outlook, bool], Mapping[str, Where]] = field(factory=dict)
    _told: dict[str, Missing] = field(factory=dict)

    def behind(
        self,
        what: What,
        scope: Scope,
        outlook: Outlook = Outlook.RECORDED,
        to_the_minute: bool = False,
    ) -> Mapping[str, Where]:
        """The facts that would answer a question, as far as it is open, by their paths."""
        named = what.number if isinstance(what, Variant) else what
        key = type(what), named, scope, outlook, to_the_minute
        found = self._known.get(key)
        if found is None:
            settled = self.settled(what, scope, outlook, to_the_minute)
            found = {} if settled else self.ends(what, scope)
            if found is None:
                found = _first_of_each(self.followed(what, scope, outlook, to_the_minute))
            self._known[key] = found
        return found

    def told(self, where: Where) -> Missing:
        """A missing fact as findings tell it: one for all of them."""
        found = self._told.get(where.path)
        if found is None:
            found = self._told[where.path] = Missing(where.path, where.label, Text("", ""), where.trail)
        return found

    def followed(
        self, what: What, scope: Scope, outlook: Outlook, to_the_minute: bool
    ) -> Iterator[Mapping[str, Where]]:
        """What the questions come to on which the answer hangs."""
        for asked in follow(what, outlook, to_the_minute, self.of):
            asked_of = self.scopes(asked, scope)
            found = [part for there in asked_of if (part := self.in_scope(asked, there))]
            yield from found[: self.most]
            if self.most is not None and len(found) > self.most and asked.of is not None:
                rest = Rest(
                    self.of.recorded[self.worlds.facts.layout.slots[asked.of]], len(found) - self.most
                )
                yield {rest.path: rest}
            if asked.closes and any(_given(asked, there) == TRUE for there in asked_of):
                return

    def in_scope(self, asked: FollowUp, there: Scope) -> Mapping[str, Where]:
        """What one of these questions comes to in one of the scopes of which it is asked."""
        given, parts = _given(asked, there), []
        if asked.given is not None and given == OPEN and not asked.quiet:
            parts.append(self.behind(asked.given, there, asked.seen))
        if asked.what is not None and (given == TRUE or (given == OPEN and not asked.sure)):
            parts.append(self.behind(asked.what, there, asked.outlook, asked.to_the_minute))
        return _first_of_each(parts)

    def scopes(self, asked: FollowUp, here: Scope) -> list[Scope]:
        """Whom a question is asked of."""
        if asked.of == "here":
            return [here]
        if asked.of is not None and asked.added:
            return [self.worlds.added(asked.of)]
        if asked.of is not None and asked.known:
            return self.worlds.items.get(asked.of, [])
        return self.worlds.scopes(asked.of)

    def settled(self, what: What, scope: Scope, outlook: Outlook, to_the_minute: bool) -> bool:
        """Is a formula decided, or a slot exact?"""
        if isinstance(what, Variant):
            return False
        if not isinstance(what, int):
            return scope.truth(what, outlook) != OPEN
        lo, hi = scope.table(outlook).get(what)
        if lo == hi:
            return True
        moment = self.of.lowered.layout.unknown[what][0] <= -INF and not to_the_minute
        return moment and lo > -INF and hi < INF and lo // MINUTES_A_DAY == hi // MINUTES_A_DAY

    def ends(self, what: What, scope: Scope) -> dict[str, Where] | None:
        """The facts at which a question ends; None where others follow from it."""
        if not isinstance(what, int):
            return None
        defined, facts = self.of.definitions.get(what), self.worlds.facts
        if defined is not None and defined.path in facts.defined:
            return {defined.path: Spot(defined.path, defined)}
        fact = answer(what, self.of)
        if fact is None:
            return None
        found: dict[str, Where] = {}
        for spot in cells_behind(fact, scope.key, facts):
            said = facts.recorded.get(spot.path)
            if said is None or said.field.path not in facts.layout.rows or said.value == UNKNOWN_MARK:
                found[spot.path] = spot
            # a recorded cell of a table is known: the sum with others is not, for want of theirs
        return found


def _given(asked: FollowUp, there: Scope) -> Truth:
    """The truth of what a question is asked under."""
    return TRUE if asked.given is None else there.truth(asked.given, asked.seen)


def _first_of_each(found: Iterable[Mapping[str, Where]]) -> Mapping[str, Where]:
    """All that was found, in the order in which it was found first."""
    parts = [one for one in found if one]
    if len(parts) == 1:
        return parts[0]
    together: dict[str, Where] = {}
    for part in parts:
        for path, spot in part.items():
            together.setdefault(path, spot)
    return together
