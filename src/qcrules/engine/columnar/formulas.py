"""DistinctFormulas, each distinct one once; their truths, and verdicts as codes from the truths of two worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

from attrs import define, field, frozen

from ...finding import Verdict
from ...kernel.formula import All, Compare, Formula, Not, Operand
from ...kernel.interval import FALSE, INF, OPEN, TRUE
from .ends import End, Span, at_most, bits, greatest, is_array, least, none_of, union

VERDICTS = (
    Verdict.NOT_APPLICABLE,
    Verdict.COMPLIANT,
    Verdict.UNDETERMINED,
    Verdict.PENDING,
    Verdict.VIOLATED,
)
"""The verdict of each code: the worse, the greater."""

NOT_APPLICABLE, COMPLIANT, UNDETERMINED, PENDING, VIOLATED = range(5)


@define(eq=False)
class FormulaNode:
    """One distinct formula: what it is made of, which slots it reads, of how many others it is a part (``uses``).

    ``happened``: the event of which it says that it has happened. ``words``: the fact that it compares with constants.
    """

    formula: Formula
    parts: tuple[int, ...]
    reads: frozenset[int]
    happened: int | None = None
    words: int | None = None
    uses: int = 0


class DistinctFormulas:
    """Every distinct formula of a lowered rulebook, each once."""

    def __init__(self, operands: Sequence[Operand], moments: Sequence[bool]) -> None:
        self.operands = operands
        self.moments = moments
        self.nodes: list[FormulaNode] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def number(self, formula: Formula) -> int:
        """The number of a formula; equal ones have one."""
        if isinstance(formula, Compare):
            key: tuple[Any, ...] = (Compare, formula.left, formula.right)
            parts: tuple[int, ...] = ()
        else:
            inner = (formula.part,) if isinstance(formula, Not) else formula.parts
            parts = tuple(self.number(part) for part in inner)
            key = (type(formula), parts)
        found = self._known.get(key)
        if found is None:
            reads = frozenset(slot for part in parts for slot in self.nodes[part].reads)
            node = (
                self.compared(formula) if isinstance(formula, Compare) else FormulaNode(formula, parts, reads)
            )
            found = self._known[key] = len(self.nodes)
            self.nodes.append(node)
            for part in parts:
                self.nodes[part].uses += 1
        return found

    def compared(self, formula: Compare) -> FormulaNode:
        """A comparison, and what is special about it."""
        left, right = self.operands[formula.left], self.operands[formula.right]
        reads = frozenset(slot for slot in (left.slot, right.slot) if slot is not None)
        slot = next(iter(reads)) if len(reads) == 1 else None
        moment = slot is not None and self.moments[slot]
        happened = moment and right == Operand(None, shift=INF - 1) and left == Operand(left.slot)
        one_sided = slot is not None and (left.slot is None or right.slot is None)
        return FormulaNode(
            formula, (), reads, slot if happened else None, slot if one_sided and not moment else None
        )


class Truths:
    """The truth of formulas in one outlook on something that knows operands; each is worked out once.

    ``other``: the same at the other end of the future, of which what stands under «not» is asked; as recorded, itself.
    """

    def __init__(self, nodes: Sequence[FormulaNode]) -> None:
        self.nodes = nodes
        self.known: dict[int, End] = {}
        self.other: Truths = self

    def truth(self, number: int) -> End:
        """The truth of a formula."""
        found = self.known.get(number)
        if found is None:
            found = self.known[number] = self.judge(number)
        return found

    def judge(self, number: int) -> End:
        """The truth of a formula that is asked for the first time."""
        node = self.nodes[number]
        formula = node.formula
        if isinstance(formula, Compare):
            return self.compare(node, formula)
        if isinstance(formula, Not):
            return TRUE - self.other.truth(node.parts[0])
        every = isinstance(formula, All)
        join, end = (least, FALSE) if every else (greatest, TRUE)
        truths: dict[int, End] = {}
        for part in node.parts:
            found = truths[part] = self.truth(part)
            if not is_array(found) and found == end:
                return end
        # those of which many formulas are made come first: what several begin with is worked out once
        in_order = sorted(truths, key=lambda part: -self.nodes[part].uses)
        telling = [truths[part] for part in in_order if is_array(truths[part]) or truths[part] != TRUE - end]
        return reduce(join, telling) if telling else TRUE - end

    def compare(self, node: FormulaNode, formula: Compare) -> End:
        """The truth of a comparison."""
        return at_most(self.other.operand(formula.left), self.operand(formula.right))

    def operand(self, number: int) -> Span:
        """The interval of an operand."""
        raise NotImplementedError


class Single(Truths):
    """DistinctFormulas on the facts of one record or item, as ``worlds`` has made them."""

    def __init__(self, nodes: Sequence[FormulaNode], operand: Callable[[int], Span]) -> None:
        super().__init__(nodes)
        self.operand = operand  # type: ignore[method-assign, assignment]

    @classmethod
    def future(
        cls, nodes: Sequence[FormulaNode], low: Callable[[int], Span], high: Callable[[int], Span]
    ) -> Single:
        """The high end of the future, with the low one behind it."""
        found, other = cls(nodes, high), cls(nodes, low)
        found.other, other.other = other, found
        return found


@frozen(eq=False)
class Verdicts:
    """Codes from truths, in arithmetic instead of branches; what variants share is worked out once."""

    recorded: Truths
    high: Truths
    codes: dict[tuple[int, int | None], End] = field(factory=dict)
    _applies: dict[int, tuple[End, End]] = field(factory=dict)
    _met: dict[int, End] = field(factory=dict)

    def code(self, condition: int, need: int | None) -> End:
        """The codes of a condition and a requirement (None: nobody can decide)."""
        found = self.codes.get((condition, need))
        if found is None:
            found = self.codes[condition, need] = self.work_out(condition, need)
        return found

    def work_out(self, condition: int, need: int | None) -> End:
        """«Not applicable» where the condition is false, «undetermined» where it is open, else how it is met."""
        if none_of(self.recorded.truth(condition)):
            return NOT_APPLICABLE
        sure, perhaps = self.applies(condition)
        return (sure & (UNDETERMINED if need is None else self.met(need))) | perhaps

    def disputed(self, variants: Iterable[tuple[int, int | None]]) -> End:
        """Where the decided verdicts of some variants, by their conditions and requirements, come to different things.

        No variant is decided for that: conditions with the same requirements behind them are weighed together.
        """
        needs: dict[int, set[int | None]] = {}
        for condition, need in variants:
            needs.setdefault(condition, set()).add(need)
        together: dict[frozenset[int | None], list[int]] = {}
        for condition, own in needs.items():
            together.setdefault(frozenset(own), []).append(condition)
        found: list[Outcomes] = [(-bits(reduce(least, map(self.recorded.truth, needs)) == FALSE), 0)]
        for behind, conditions in together.items():
            worth = [self.worth(one) for one in behind if one is not None]
            if worth:
                some = reduce(greatest, map(self.recorded.truth, conditions))
                found.append(among(-bits(some == TRUE), outcomes_of(worth)))
        return more_than_one(reduce(joined, found))

    def applies(self, condition: int) -> tuple[End, End]:
        """All bits where the condition is true; the code of «undetermined» where it is open."""
        found = self._applies.get(condition)
        if found is None:
            truth = self.recorded.truth(condition)
            perhaps = bits(truth == OPEN)
            found = self._applies[condition] = -bits(truth == TRUE), perhaps + perhaps
        return found

    def met(self, need: int) -> End:
        """True, open, false as recorded are the codes 1, 2, 3.

        What is false is 4 where no future meets it, and 2 where nobody knows whether one does.
        """
        found = self._met.get(need)
        if found is None:
            found = self._met[need] = self.above_pending(need) + PENDING
        return found

    def worth(self, need: int) -> End:
        """The outcome of a requirement where its condition is true (see ``outcome_of``)."""
        return self.above_pending(need) + (PENDING - UNDETERMINED)

    def above_pending(self, need: int) -> End:
        """How far a requirement's code is above that of «pending»."""
        now, to_come = self.recorded.truth(need), self.high.truth(need)
        above = bits(to_come == FALSE) - now
        if to_come is now:  # no future changes it
            return above
        return above - least(bits(to_come == OPEN), bits(now == FALSE))


Outcomes = tuple[End, End]
"""What some verdicts come to, in two numbers: all bits of their outcomes together, and the greatest outcome.

To be complied with and not to apply are below 0 and come to the same; what is undetermined is 0, for it comes to
nothing; what is pending is 1, and what is violated 2. So a number below 0 has all bits of the others, and who wants to
know whether there is another outcome beside it asks for the greatest.
"""


def outcome_of(code: End) -> End:
    """The outcome of a verdict."""
    return code - UNDETERMINED


def outcomes_of(outcomes: Sequence[End]) -> Outcomes:
    """Some outcomes together."""
    return reduce(union, outcomes), reduce(greatest, outcomes)


def joined(one: Outcomes, other: Outcomes) -> Outcomes:
    """What both come to."""
    return union(one[0], other[0]), greatest(one[1], other[1])


def among(where: End, outcomes: Outcomes) -> Outcomes:
    """What comes to something only where all bits are set, and elsewhere to nothing."""
    if not is_array(where):
        return outcomes if where else (0, 0)
    bits_of_all, greatest_of_all = outcomes
    return where & bits_of_all, where & greatest_of_all


def more_than_one(outcomes: Outcomes) -> End:
    """Where there are two outcomes or all three."""
    together, most = outcomes
    late, pending = outcome_of(VIOLATED), outcome_of(PENDING)
    return union(bits(together == late | pending), bits(together < 0) & bits(most > 0))
