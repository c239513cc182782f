"""Verbs about conditions: all, any, not, some item, another rule's verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from attrs import field, frozen

from ...facts.field import Field
from ...facts.layout import FLAG
from ...facts.types import Type
from ...kernel.derived import SomeItem
from ...kernel.formula import Any, Formula, Not, Operand, both
from ...text import Text
from .spec import Arg, ArgSpec, Condition, Lower, VerbSpec, compare, constant, quoted, walk


@frozen(eq=False, repr=False)
class Exists(Condition):
    """Some item of a list satisfies a condition."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "хотя_бы_один",
        "at_least_one",
        Text("хотя бы один элемент списка таков", "some item of a list satisfies a condition"),
        (
            ArgSpec("в", "in", Arg.LIST, "items", required=True),
            ArgSpec("где", "where", Arg.CONDITION, "where", required=True),
        ),
    )
    items: Field
    where: Condition

    def lower(self, to: Lower) -> Formula:
        where, grows = self.where.running(to), may_grow(self.items, self.where)
        some = SomeItem(self.items.path, to.slot(self.items), where, grows)
        return compare(to, constant(1), Operand(to.derived(some, FLAG)))

    def parts(self) -> Sequence[Condition]:
        return (self.where,)

    def fields(self) -> Sequence[Field]:
        return (self.items,)

    @property
    def of_items(self) -> Field:
        return self.items

    @property
    def words(self) -> Text:
        said = Text("хотя бы в одном из {}: {}", "in at least one of {}: {}")
        return said.filled(quoted(self.items), self.where.words)


def may_grow(items: Field, where: Condition) -> bool:
    """Does a condition speak of an item's event, so that items that satisfy it may still be added?"""
    return any(
        fact.type is Type.EVENT and fact.list_path == items.path
        for part in walk(where)
        for fact in part.fields()
    )


@frozen(eq=False, repr=False)
class _Several(Condition):
    """A verb over several conditions."""

    conditions: tuple[Condition, ...] = field(default=())

    def parts(self) -> Sequence[Condition]:
        return self.conditions


def _joined(conditions: Iterable[Condition], word: Text, none: Text) -> Text:
    """Several conditions in words, with a word between them."""
    said = [one.words for one in conditions]
    if len(said) < 2:
        return said[0] if said else none
    return Text.joined(word, map(Text.same("({})").filled, said))


class AllOf(_Several):
    """Every one of the conditions."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "все",
        "all",
        Text("все условия", "every one of the conditions"),
        bare=Arg.CONDITIONS,
        fills="conditions",
    )

    def lower(self, to: Lower) -> Formula:
        return both(*(to.formula(part) for part in self.conditions))

    def presupposed(self) -> Sequence[Field]:
        return [base for part in self.conditions for base in part.presupposed()]

    def conjuncts(self) -> Sequence[Condition]:
        return [one for part in self.conditions for one in part.conjuncts()]

    @property
    def is_always(self) -> bool:
        return not self.conditions

    @property
    def words(self) -> Text:
        asking = (part for part in self.conditions if not part.is_always)
        return _joined(asking, Text(" и ", " and "), Text("всегда", "always"))


class AnyOf(_Several):
    """At least one of the conditions."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "любое",
        "any",
        Text("хотя бы одно из условий", "at least one of the conditions"),
        bare=Arg.CONDITIONS,
        fills="conditions",
    )

    def lower(self, to: Lower) -> Formula:
        return Any(tuple(part.running(to) for part in self.conditions))

    @property
    def words(self) -> Text:
        return _joined(self.conditions, Text(" или ", " or "), Text("никогда", "never"))


@frozen(eq=False, repr=False)
class NotOf(Condition):
    """The condition does not hold."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не",
        "not",
        Text("условие не выполнено", "the condition does not hold"),
        bare=Arg.CONDITION,
        fills="condition",
    )
    condition: Condition

    def lower(self, to: Lower) -> Formula:
        with to.negated():
            return Not(self.condition.running(to))

    def parts(self) -> Sequence[Condition]:
        return (self.condition,)

    @property
    def is_never(self) -> bool:
        return self.condition.is_always

    @property
    def words(self) -> Text:
        return Text("неверно, что {}", "not ({})").filled(self.condition.words)


VERDICT_KEPT, VERDICT_PENDING, VERDICT_VIOLATED = 0, 1, 2
"""A verdict as a fact for later rules: kept (or not applicable), pending, violated."""


@frozen(eq=False, repr=False)
class Violated(Condition):
    """Another rule is violated (open where that is undetermined).

    A condition asks for it as it stands. A requirement asks for it as it may become: what is still pending is neither
    violated nor kept, so that what demands either of them is pending too.
    """

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "вердикт",
        "verdict",
        Text("названное правило нарушено", "the named rule is violated"),
        bare=Arg.RULE,
        fills="rule",
    )
    rule: str

    def lower(self, to: Lower) -> Formula:
        least = VERDICT_PENDING if to.is_demand and to.is_negated else VERDICT_VIOLATED
        return compare(to, constant(least), Operand(to.verdict(self.rule)))

    @property
    def words(self) -> Text:
        return Text("нарушено правило `{}`", "rule `{}` is violated").filled(self.rule)
