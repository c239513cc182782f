"""Verbs about conditions: all, any, not, some item, another rule's verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import field, frozen

from ...facts.field import Field
from ...facts.layout import FLAG
from ...facts.types import Type
from ...kernel.derived import SomeItem
from ...kernel.formula import Any, Formula, Not, Operand, both
from ...text import Lang, Text
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
        where = self.where.running(to)
        grows = any(
            fact.type is Type.EVENT and fact.list_path == self.items.path
            for part in walk(self.where)
            for fact in part.fields()
        )
        some = SomeItem(self.items.path, to.slot(self.items), where, grows)
        return compare(to, constant(1), Operand(to.derived(some, FLAG)))

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


@frozen(eq=False, repr=False)
class _Joined(Condition):
    """A verb over several conditions."""

    conditions: tuple[Condition, ...] = field(default=())

    def parts(self) -> Sequence[Condition]:
        return self.conditions

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

    @property
    def is_always(self) -> bool:
        return not self.conditions

    def words(self, lang: Lang) -> str:
        telling = tuple(part for part in self.conditions if not part.is_always)
        if telling != self.conditions:
            return AllOf(telling).words(lang)
        return self._join(lang, Text(" и ", " and ")) if self.conditions else Text("всегда", "always")(lang)


@frozen(eq=False, repr=False)
class AnyOf(_Joined):
    """At least one of the conditions."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "любое",
        "any",
        Text("хотя бы одно из условий", "at least one of the conditions"),
        bare=Arg.CONDITIONS,
        fills="conditions",
    )

    def lower(self, to: Lower) -> Formula:
        return Any(tuple(part.running(to) for part in self.conditions))

    def words(self, lang: Lang) -> str:
        return self._join(lang, Text(" или ", " or ")) if self.conditions else Text("никогда", "never")(lang)


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
        return Not(self.condition.running(to))

    def parts(self) -> Sequence[Condition]:
        return (self.condition,)

    @property
    def is_never(self) -> bool:
        return self.condition.is_always

    def words(self, lang: Lang) -> str:
        said = self.condition.words(lang)
        return f"неверно, что {said}" if lang == "ru" else f"not ({said})"


@frozen(eq=False, repr=False)
class Violated(Condition):
    """Another rule is violated (open where that is undetermined)."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "вердикт",
        "verdict",
        Text("названное правило нарушено", "the named rule is violated"),
        bare=Arg.RULE,
        fills="rule",
    )
    rule: str

    def lower(self, to: Lower) -> Formula:
        return compare(to, constant(1), Operand(to.verdict(self.rule)))

    def words(self, lang: Lang) -> str:
        return f"нарушено правило `{self.rule}`" if lang == "ru" else f"rule `{self.rule}` is violated"
