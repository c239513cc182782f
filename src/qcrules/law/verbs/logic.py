"""Verbs about conditions: all, any, not, some item, another rule's verdict; and when their terms run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import field, frozen

from ...facts.vocabulary import Field
from ...kernel.formula import Any, Formula, Not, Operand, both
from ...text import Lang, Text
from .moments import NoLonger, Timed
from .spec import Arg, ArgSpec, Condition, Leaf, Lower, VerbSpec, compare, constant, happened, quoted, walk


@frozen(eq=False, repr=False)
class Exists:
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
        return compare(to, constant(1), Operand(to.exists(self.items, self.where)))

    def parts(self) -> Sequence[Condition]:
        return (self.where,)

    def fields(self) -> Sequence[Field]:
        return (self.items,)

    def words(self, lang: Lang) -> str:
        where = self.where.words(lang)
        return (
            f"хотя бы в одном из {quoted(self.items, lang)}: {where}"
            if lang == "ru"
            else f"in at least one of {quoted(self.items, lang)}: {where}"
        )


class _Joined:
    """A verb over several conditions."""

    conditions: tuple[Condition, ...]

    def parts(self) -> Sequence[Condition]:
        return self.conditions

    def fields(self) -> Sequence[Field]:
        return ()

    def _join(self, lang: Lang, word: Text) -> str:
        said = [part.words(lang) for part in self.conditions]
        return (
            said[0]
            if len(said) == 1
            else word(lang).join(f"({one})" if len(said) > 1 else one for one in said)
        )


@frozen(eq=False, repr=False)
class AllOf(_Joined):
    """Every one of the conditions."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "все", "all", Text("все условия", "every one of the conditions"), bare=Arg.CONDITIONS
    )
    conditions: tuple[Condition, ...] = field(default=())

    def lower(self, to: Lower) -> Formula:
        return both(*(part.lower(to) for part in self.conditions))

    def words(self, lang: Lang) -> str:
        telling = tuple(
            part for part in self.conditions if not (isinstance(part, AllOf) and not part.conditions)
        )
        if telling != self.conditions:
            return AllOf(telling).words(lang)
        return self._join(lang, Text(" и ", " and ")) if self.conditions else Text("всегда", "always")(lang)


@frozen(eq=False, repr=False)
class AnyOf(_Joined):
    """At least one of the conditions."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "любое", "any", Text("хотя бы одно из условий", "at least one of the conditions"), bare=Arg.CONDITIONS
    )
    conditions: tuple[Condition, ...]

    def lower(self, to: Lower) -> Formula:
        return Any(tuple(running(part, to) for part in self.conditions))

    def words(self, lang: Lang) -> str:
        return self._join(lang, Text(" или ", " or ")) if self.conditions else Text("никогда", "never")(lang)


@frozen(eq=False, repr=False)
class NotOf:
    """The condition does not hold."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не", "not", Text("условие не выполнено", "the condition does not hold"), bare=Arg.CONDITION
    )
    condition: Condition

    def lower(self, to: Lower) -> Formula:
        return Not(running(self.condition, to))

    def parts(self) -> Sequence[Condition]:
        return (self.condition,)

    def fields(self) -> Sequence[Field]:
        return ()

    def words(self, lang: Lang) -> str:
        said = self.condition.words(lang)
        return f"неверно, что {said}" if lang == "ru" else f"not ({said})"


@frozen(eq=False, repr=False)
class Violated(Leaf):
    """Another rule is violated (open where that is undetermined)."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "вердикт", "verdict", Text("названное правило нарушено", "the named rule is violated"), bare=Arg.RULE
    )
    rule: str

    def lower(self, to: Lower) -> Formula:
        return compare(to, constant(1), Operand(to.verdict(self.rule)))

    def fields(self) -> Sequence[Field]:
        return ()

    def words(self, lang: Lang) -> str:
        return f"нарушено правило `{self.rule}`" if lang == "ru" else f"rule `{self.rule}` is violated"


def is_never(condition: Condition) -> bool:
    """``{не: {}}``: the condition never holds, which is how a reading sets a rule aside."""
    return (
        isinstance(condition, NotOf)
        and isinstance(condition.condition, AllOf)
        and not condition.condition.conditions
    )


def presupposed(condition: Condition) -> list[Field]:
    """The moments that must have happened for the terms of a condition to run."""
    if isinstance(condition, AllOf):
        return [base for part in condition.conditions for base in presupposed(part)]
    if isinstance(condition, Timed) and condition.runs:
        return [condition.base]
    if isinstance(condition, NoLonger):
        return [condition.start]
    return []


def running(condition: Condition, to: Lower) -> Formula:
    """A condition whose terms must run: true only once the moments they run from have happened."""
    started = [happened(to, base) for base in presupposed(condition)]
    return both(*started, condition.lower(to))


def timed(condition: Condition) -> list[Timed | NoLonger]:
    """Every comparison of a condition that has a due day, those with a term first."""
    found = [
        part
        for part in walk(condition)
        if isinstance(part, NoLonger) or (isinstance(part, Timed) and part.runs)
    ]
    return sorted(found, key=lambda part: part.term is None)
