"""Verbs about one fact: it is there, it has a value, it is one of some, a set holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from ...facts.field import Field, Option, option_path
from ...facts.types import Type
from ...kernel.formula import Formula, Operand, Scale, both
from ...text import Text
from .spec import Arg, ArgSpec, Condition, Lower, VerbSpec, compare, constant, happened, quoted

_IS = Text("{} — {}", "{} is {}")


@frozen(eq=False, repr=False)
class Has(Condition):
    """There is such an element; of an event: it has happened; of a list: it is not empty."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "есть",
        "has",
        Text(
            "элемент есть; событие произошло; список не пуст",
            "an element is there; an event has happened; a list is not empty",
        ),
        bare=Arg.FIELDS,
        fills="what",
    )
    what: tuple[Field, ...]

    @property
    def may_come(self) -> bool:
        return any(fact.type is Type.EVENT for fact in self.what)

    def lower(self, to: Lower) -> Formula:
        return both(*(happened(to, fact) for fact in self.what))

    def fields(self) -> Sequence[Field]:
        return self.what

    @property
    def words(self) -> Text:
        return Text("есть {}", "{} recorded").filled(Text.joined(", ", map(quoted, self.what)))


@frozen(eq=False, repr=False)
class OneOf(Condition):
    """A choice is one of the named options: one comparison, not an or."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "одно_из",
        "one_of",
        Text("выбор — один из названных", "a choice is one of the named options"),
        (
            ArgSpec("что", "what", Arg.FIELD, "what", required=True),
            ArgSpec("из", "of", Arg.VALUES, "options", required=True),
        ),
    )
    what: Field
    options: tuple[Option, ...]

    def lower(self, to: Lower) -> Formula:
        codes = frozenset(option.code for option in self.options)
        return compare(to, constant(1), Operand(to.slot(self.what), Scale.MEMBER, members=codes))

    def fields(self) -> Sequence[Field]:
        return (self.what,)

    @property
    def words(self) -> Text:
        names = Text.joined(Text(" или ", " or "), (option.term for option in self.options))
        return _IS.filled(quoted(self.what), names)


@frozen(eq=False, repr=False)
class Equals(Condition):
    """A yes-or-no or a number has a value, or two fields of one kind are equal."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "равно",
        "equals",
        Text("значение равно названному или другому полю", "a value equals a constant or another field"),
        (
            ArgSpec("что", "what", Arg.FACT, "what", required=True),
            ArgSpec("чему", "to", Arg.VALUE, "other", required=True),
        ),
    )
    what: Field
    other: int | Field

    def lower(self, to: Lower) -> Formula:
        scale = Scale.DAY if self.what.type.is_moment else Scale.RAW
        left = Operand(to.slot(self.what), scale)
        right = Operand(to.slot(self.other), scale) if isinstance(self.other, Field) else constant(self.other)
        if self.what.type is Type.BOOL and isinstance(self.other, int):
            return compare(to, right, left) if self.other else compare(to, left, right)
        return both(compare(to, left, right), compare(to, right, left))

    def fields(self) -> Sequence[Field]:
        return (self.what, self.other) if isinstance(self.other, Field) else (self.what,)

    @property
    def words(self) -> Text:
        value: object = quoted(self.other) if isinstance(self.other, Field) else self.other
        if self.what.type is Type.BOOL and not isinstance(self.other, Field):
            value = Text("да", "yes") if self.other else Text("нет", "no")
        return _IS.filled(quoted(self.what), value)


@frozen(eq=False, repr=False)
class Contains(Condition):
    """A set holds an option."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "содержит",
        "contains",
        Text("набор содержит названное", "a set holds the named option"),
        (
            ArgSpec("в", "in", Arg.SET, "what", required=True),
            ArgSpec("что", "what", Arg.VALUES, "options", required=True),
        ),
    )
    what: Field
    options: tuple[Option, ...]

    def lower(self, to: Lower) -> Formula:
        return both(
            *(
                compare(to, constant(1), Operand(to.path(option_path(self.what.path, option))))
                for option in self.options
            )
        )

    def fields(self) -> Sequence[Field]:
        return (self.what,)

    @property
    def words(self) -> Text:
        names = Text.joined(", ", (option.term for option in self.options))
        return Text("среди {} есть: {}", "{} contains {}").filled(quoted(self.what), names)
