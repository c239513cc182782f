"""Verbs about numbers: at most, at least, between, adds up, does not shrink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from attrs import frozen

from ...errors import Place
from ...facts.field import Field
from ...facts.layout import SUM
from ...kernel.derived import Total
from ...kernel.formula import Formula, Operand, both
from ...text import Text
from .logic import AllOf
from .spec import Arg, ArgSpec, Condition, Lower, VerbSpec, compare, constant, quoted


@frozen(eq=False, repr=False)
class NumbersCompared(Condition):
    """Two numbers, one held against the other."""

    SAID: ClassVar[Text]
    LESS: ClassVar[bool]
    """Is the first the lesser of the two?"""
    STRICT: ClassVar[bool] = False
    """Do they differ?"""

    left: int | Field
    right: int | Field

    @property
    def has_boundary(self) -> bool:
        return True

    def nearness(self, distance: int) -> int:
        beyond = distance + self.STRICT
        return beyond if self.LESS else -beyond

    def lower(self, to: Lower) -> Formula:
        less, more = (self.left, self.right) if self.LESS else (self.right, self.left)
        return compare(to, self._side(to, less, int(self.STRICT)), self._side(to, more))

    @staticmethod
    def _side(to: Lower, side: int | Field, more: int = 0) -> Operand:
        return Operand(to.slot(side), shift=more) if isinstance(side, Field) else constant(side + more)

    def fields(self) -> Sequence[Field]:
        return tuple(side for side in (self.left, self.right) if isinstance(side, Field))

    @property
    def words(self) -> Text:
        sides = (quoted(side) if isinstance(side, Field) else side for side in (self.left, self.right))
        return self.SAID.filled(*sides)


_SIDES = (
    ArgSpec("что", "what", Arg.COUNT, "left", required=True),
    ArgSpec("чем", "than", Arg.COUNT, "right", required=True),
)


class NoMore(NumbersCompared):
    """One number is at most another."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_больше", "no_more", Text("число не больше другого", "a number is at most another"), _SIDES
    )
    SAID, LESS = Text("{} не больше чем {}", "{} is at most {}"), True


class AtLeast(NumbersCompared):
    """One number is at least another."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_меньше", "at_least", Text("число не меньше другого", "a number is at least another"), _SIDES
    )
    SAID, LESS = Text("{} не меньше чем {}", "{} is at least {}"), False


class MoreThan(NumbersCompared):
    """One number is more than another."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "больше", "more_than", Text("число больше другого", "a number is more than another"), _SIDES
    )
    SAID, LESS, STRICT = Text("{} больше чем {}", "{} is more than {}"), False, True


class LessThan(NumbersCompared):
    """One number is less than another."""

    __slots__ = ()

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "меньше", "less_than", Text("число меньше другого", "a number is less than another"), _SIDES
    )
    SAID, LESS, STRICT = Text("{} меньше чем {}", "{} is less than {}"), True, True


@frozen(eq=False, repr=False)
class Between(Condition):
    """A number lies between two others, both of which count: short for two comparisons."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "в_пределах",
        "between",
        Text("число не меньше одного и не больше другого", "a number is at least one and at most another"),
        (
            ArgSpec("что", "what", Arg.COUNT, "what", required=True),
            ArgSpec("от", "from", Arg.COUNT, "least", required=True),
            ArgSpec("до", "to", Arg.COUNT, "most", required=True),
        ),
    )
    what: int | Field
    least: int | Field
    most: int | Field

    def stands_for(self) -> Condition:
        least, most = (
            verb(self.what, other, place=self.place, places=self._places(attribute))
            for verb, other, attribute in ((AtLeast, self.least, "least"), (NoMore, self.most, "most"))
        )
        return AllOf((least, most), place=self.place)

    def _places(self, attribute: str) -> Mapping[str, Place]:
        found = {"left": self.places.get("what"), "right": self.places.get(attribute)}
        return {name: place for name, place in found.items() if place is not None}


Relation = Literal["equals", "at_least", "at_most"]

_RELATION_WORDS = {
    "equals": Text("равно", "equals"),
    "at_least": Text("не меньше чем", "is at least"),
    "at_most": Text("не больше чем", "is at most"),
}


@frozen(kw_only=True, eq=False, repr=False)
class Adds(Condition):
    """A total equals its parts, or is at least or at most their sum; parts may be taken away."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "сходится",
        "adds_up",
        Text("итог сходится со своими частями", "a total agrees with its parts"),
        (
            ArgSpec("итог", "total", Arg.NUMBERS, "totals", required=True),
            ArgSpec("части", "parts", Arg.NUMBERS, "plus", required=True),
            ArgSpec("минус", "less", Arg.NUMBERS, "minus"),
            ArgSpec("знак", "relation", Arg.RELATION, "relation"),
        ),
    )
    totals: tuple[Field, ...]
    plus: tuple[Field, ...]
    minus: tuple[Field, ...] = ()
    relation: Relation = "equals"

    def lower(self, to: Lower) -> Formula:
        total, parts = (
            Operand(self._sum(to, *side)) for side in ((self.totals, ()), (self.plus, self.minus))
        )
        at_least, at_most = compare(to, parts, total), compare(to, total, parts)
        return {"equals": both(at_least, at_most), "at_least": at_least, "at_most": at_most}[self.relation]

    @staticmethod
    def _sum(to: Lower, plus: Sequence[Field], minus: Sequence[Field]) -> int:
        if len(plus) == 1 and not minus:
            return to.slot(plus[0])
        items = next((fact.list_path for fact in (*plus, *minus) if fact.list_path), None)
        return to.derived(Total(items, tuple(map(to.slot, plus)), tuple(map(to.slot, minus))), SUM)

    def fields(self) -> Sequence[Field]:
        return (*self.totals, *self.plus, *self.minus)

    @property
    def words(self) -> Text:
        totals, parts = (Text.joined(" + ", map(quoted, side)) for side in (self.totals, self.plus))
        all_parts = Text.joined(" − ", (parts, *map(quoted, self.minus)))
        return Text.joined(" ", (totals, _RELATION_WORDS[self.relation], all_parts))


@frozen(eq=False, repr=False)
class NotShrinking(Condition):
    """Rows of a table are in no column less than in the column before it."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_убывает",
        "does_not_shrink",
        Text(
            "ряд не убывает: в графе не меньше, чем в предыдущей",
            "a series does not shrink from column to column",
        ),
        bare=Arg.SERIES,
        fills="rows",
    )
    rows: tuple[Field, ...]

    def lower(self, to: Lower) -> Formula:
        pairs = [(to.slot(row.children["previous"]), to.slot(row)) for row in self.rows]
        return both(*(compare(to, Operand(before), Operand(here)) for before, here in pairs))

    def fields(self) -> Sequence[Field]:
        return tuple(fact for row in self.rows for fact in (row, row.children["previous"]))

    @property
    def words(self) -> Text:
        names = Text.joined(", ", map(quoted, self.rows))
        return Text("не меньше, чем в предыдущей графе: {}", "not less than in the column before: {}").filled(
            names
        )
