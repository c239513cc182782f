"""The verbs of the rule language, each in one place: its keys, what it lowers to, and its words.

A verb is an immutable value with four abilities:

* ``lower(to)`` gives its formula; ``to`` hands out slots and operands (see ``lowering.lower``);
* ``parts()`` are the conditions inside it, ``fields()`` the fields it reads itself;
* ``words(lang)`` says it in a plain sentence.

The calendar is not known here: terms become constants on the scales of ``formula.Scale``.
"""

from __future__ import annotations

from .amounts import Amount, PlainNumber
from .calendars import CalendarChoice
from .days import BuiltDay
from .expressions import Excluding, OfItems, OneOfSeveral, Passed, Period, TermFrom
from .facts import Contains, Equals, Has, OneOf
from .logic import VERDICT_KEPT, VERDICT_PENDING, VERDICT_VIOLATED, AllOf, AnyOf, Exists, NotOf, Violated
from .moments import NoLonger, NotEarlier, NotLater, Timed, dues_of, terms_of
from .numbers import (
    Adds,
    AtLeast,
    Between,
    LessThan,
    MoreThan,
    NoMore,
    NotShrinking,
    NumbersCompared,
    Relation,
)
from .spec import (
    CHOICES,
    Arg,
    ArgSpec,
    Computed,
    Condition,
    Lower,
    VerbSpec,
    compare,
    constant,
    happened,
    outer,
    quoted,
    walk,
)
from .written import written, written_argument

VERBS: tuple[type[Condition], ...] = (
    Has,
    Equals,
    OneOf,
    Contains,
    NotLater,
    NotEarlier,
    NoLonger,
    NoMore,
    AtLeast,
    MoreThan,
    LessThan,
    Between,
    Adds,
    NotShrinking,
    Exists,
    AllOf,
    AnyOf,
    NotOf,
    Violated,
)

__all__ = [
    "CHOICES",
    "VERBS",
    "VERDICT_KEPT",
    "VERDICT_PENDING",
    "VERDICT_VIOLATED",
    "Adds",
    "AllOf",
    "Amount",
    "AnyOf",
    "Arg",
    "ArgSpec",
    "AtLeast",
    "Between",
    "BuiltDay",
    "CalendarChoice",
    "Computed",
    "Condition",
    "Contains",
    "Equals",
    "Excluding",
    "Exists",
    "Has",
    "LessThan",
    "Lower",
    "MoreThan",
    "NoLonger",
    "NoMore",
    "NotEarlier",
    "NotLater",
    "NotOf",
    "NotShrinking",
    "NumbersCompared",
    "OfItems",
    "OneOf",
    "OneOfSeveral",
    "Passed",
    "Period",
    "PlainNumber",
    "Relation",
    "TermFrom",
    "Timed",
    "VerbSpec",
    "Violated",
    "compare",
    "constant",
    "dues_of",
    "happened",
    "outer",
    "quoted",
    "terms_of",
    "walk",
    "written",
    "written_argument",
]
