"""What every verb is: its keys, its abilities, and the few words and comparisons that all verbs share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from attrs import field, frozen

from ...errors import NOWHERE, Place
from ...facts.field import Field, ValueType
from ...kernel.derived import Derived
from ...kernel.formula import Compare, Formula, Operand, both
from ...kernel.interval import INF
from ...text import Text


class Arg(Enum):
    """What an argument of a verb is, for the loader that reads it."""

    FIELD = "field"
    MOMENT = "moment"
    SET = "set"
    LIST = "list"
    TERM = "term"
    COUNT = "count"
    FACT = "fact"
    VALUE = "value"
    VALUES = "values"
    CONDITION = "condition"
    CONDITIONS = "conditions"
    FIELDS = "fields"
    SERIES = "series"
    RULE = "rule"
    FIRST_DAY = "first_day"
    NUMBERS = "numbers"
    RELATION = "relation"
    ROLL = "roll"
    PERIOD = "period"


CHOICES: Mapping[Arg, Mapping[Any, Text]] = {
    Arg.FIRST_DAY: {True: Text("считается", "counted"), False: Text("не_считается", "not_counted")},
    Arg.ROLL: {
        "none": Text("нет", "none"),
        "forward": Text("вперёд", "forward"),
        "back": Text("назад", "back"),
    },
    Arg.RELATION: {
        "equals": Text("равно", "equals"),
        "at_least": Text("не_меньше", "at_least"),
        "at_most": Text("не_больше", "at_most"),
    },
}
"""The arguments that are one of a few values, and the word for each."""


@frozen(eq=False, repr=False)
class ArgSpec:
    """One key of a verb: its words, what it is, and the attribute of the verb that it fills.

    Where it fills none, what it says is a part of the moment that the verb holds another against.
    """

    ru: str
    en: str
    kind: Arg
    attribute: str
    required: bool = False


@frozen(eq=False, repr=False)
class VerbSpec:
    """A verb's own words and its keys.

    A verb without keys takes one bare value, of kind ``bare``, which fills the attribute ``fills``.
    """

    ru: str
    en: str
    meaning: Text
    args: tuple[ArgSpec, ...] = ()
    bare: Arg | None = None
    fills: str = ""

    @property
    def arguments(self) -> tuple[ArgSpec, ...]:
        """Its keys; of a verb without keys its one value, under the verb's own word."""
        if self.bare is None:
            return self.args
        return (ArgSpec(self.ru, self.en, self.bare, self.fills, required=True),)


class Minutes(Protocol):
    """Knows which facts are compared to the minute."""

    def to_the_minute(self, fact: Field) -> bool:
        """Does a fact hold the end of a term in hours, so that it is compared to the minute, not to the day?"""


class Lower(Minutes, Protocol):
    """What a verb asks of the lowering."""

    is_demand: bool
    """Is a requirement lowered, and not the condition under which it is made?"""
    is_negated: bool
    """Does what is lowered stand under a «not» (or an odd number of them)?"""

    def negated(self) -> AbstractContextManager[None]:
        """What is lowered meanwhile stands under one more «not»."""

    def formula(self, condition: Condition) -> Formula:
        """The formula of a condition, which is kept: coverage and explanations ask for it by the condition."""

    def started(self, fact: Field) -> Formula:
        """A term from a moment has begun, or the moment has come."""

    def slot(self, field: Field) -> int:
        """The slot of a recorded or defined fact."""

    def path(self, path: str) -> int:
        """The slot of a path of the layout."""

    def operand(self, operand: Operand) -> int:
        """The number of an operand; equal operands have one number."""

    def verdict(self, rule: str) -> int:
        """The slot that says whether a rule is violated."""

    def derived(self, one: Derived, like: Field) -> int:
        """The slot of a fact that is worked out from others, and behaves like a field; equal ones have one slot."""


_NO_PLACES: Mapping[str, Place] = {}


@frozen(eq=False, repr=False)
class Condition:
    """Any verb.

    ``place``: where it was read; ``places``: where its arguments were, by their attributes. A store keeps neither.
    """

    SPEC: ClassVar[VerbSpec]

    place: Place = field(default=NOWHERE, kw_only=True, metadata={"stored": False})
    places: Mapping[str, Place] = field(default=_NO_PLACES, kw_only=True, metadata={"stored": False})

    def lower(self, to: Lower) -> Formula:
        """Its formula; ``to`` hands out slots and operands."""
        raise NotImplementedError

    def parts(self) -> Sequence[Condition]:
        """The conditions inside it."""
        return ()

    def fields(self) -> Sequence[Field]:
        """The fields that it reads itself."""
        return ()

    @property
    def of_items(self) -> Field | None:
        """The list of whose items the conditions inside it are asked, if it is."""
        return None

    @property
    def words(self) -> Text:
        """It in a plain sentence."""
        raise NotImplementedError

    @property
    def has_boundary(self) -> bool:
        """Is there a day or a number up to which it holds?"""
        return False

    def nearness(self, distance: int) -> int:
        """How many steps it is to the boundary, from by how much the right side of its comparison is more."""
        return distance

    def stands_for(self) -> Condition:
        """Itself, or what it is short for."""
        return self

    @property
    def may_come(self) -> bool:
        """May it come to hold by an event that has not happened yet, so that a demand for it can be pending?"""
        return False

    def presupposed(self) -> Sequence[Field]:
        """The moments that must have happened for its terms to run."""
        return ()

    def running(self, to: Lower) -> Formula:
        """Its formula, true only once the moments that its terms run from have happened."""
        started = [to.started(base) for base in self.presupposed()]
        return both(*started, to.formula(self)) if started else to.formula(self)

    def conjuncts(self) -> Sequence[Condition]:
        """The conditions that must all hold for it to hold."""
        return () if self.is_always else (self,)

    @property
    def is_always(self) -> bool:
        """Does it ask nothing (``{}``)?"""
        return False

    @property
    def is_never(self) -> bool:
        """Does it never hold (``{не: {}}``)? So a reading sets a rule aside."""
        return False


@frozen(eq=False, repr=False)
class Computed:
    """An expression whose value is a moment, or a number."""

    def fields(self) -> Sequence[Field]:
        """The fields that it reads itself."""
        return ()

    def outer_fields(self) -> Sequence[Field]:
        """Those of its fields that it reads where it stands, and not in the items of a list."""
        return self.fields()

    def conditions(self) -> Sequence[Condition]:
        """The conditions in it."""
        return ()

    @property
    def type(self) -> ValueType:
        """What it is: an event, which may not have happened yet, a date, or a number."""
        raise NotImplementedError

    def to_the_minute(self, to: Minutes) -> bool:
        """Is it the end of a term in hours?"""
        return False

    def started(self, to: Lower, fact: Field) -> Formula:
        """It has come; of a term: it has begun. ``fact`` holds it."""
        return happened(to, fact)

    def lower(self, to: Lower, item_list: str | None) -> int:
        """The slot that holds it; ``item_list``: in each of whose items it is worked out anew."""
        raise NotImplementedError

    @property
    def words(self) -> Text:
        """It in plain words."""
        raise NotImplementedError


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition inside it."""
    yield condition
    for part in condition.parts():
        yield from walk(part)


def outer(condition: Condition) -> Iterator[Condition]:
    """The condition and those inside it that are asked where it stands, and not of the items of a list."""
    yield condition
    for part in condition.parts() if condition.of_items is None else ():
        yield from outer(part)


def compare(to: Lower, left: Operand, right: Operand) -> Formula:
    """left ≤ right."""
    return Compare(to.operand(left), to.operand(right))


def constant(value: int) -> Operand:
    """A number that no record changes."""
    return Operand(None, shift=value)


def happened(to: Lower, fact: Field) -> Formula:
    """The element is there; of an event: it has happened."""
    seen = Operand(to.slot(fact))
    if fact.type.is_moment:
        return compare(to, seen, constant(INF - 1))
    return compare(to, constant(1), seen)


@lru_cache(maxsize=4096)
def quoted(fact: Field) -> Text:
    """A field's name as a person reads it; an expression in its place is told as it is."""
    if fact.path.startswith("@="):
        return fact.label
    return Text(f"«{fact.label.ru}»", f"“{fact.label.en}”")
