"""The verbs of the rule language, each in one place: its keys, what it lowers to, and its words.

A verb is an immutable value with four abilities:

* ``lower(to)`` gives its formula; ``to`` hands out slots and operands (see ``lowering.Lowering``);
* ``parts()`` are the conditions inside it, ``fields()`` the fields it reads itself;
* ``words(lang)`` says it in a plain sentence.

The calendar is not known here: terms become constants on the scales of ``formula.Scale``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import ClassVar, Literal, Protocol

from attrs import field, frozen

from ..interval import INF
from ..term import Term, Unit
from ..text import Lang, Text
from ..vocabulary import Field, Option, Type
from .formula import Any, Compare, Formula, Not, Operand, Scale, both
from .layout import option_path

Roll = Literal["none", "forward", "back"]
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
DAYS = {Unit.CALENDAR_DAY: 1, Unit.WEEK: 7}


class Arg(Enum):
    """What an argument of a verb is, for the loader that reads it."""

    FIELD = "field"
    MOMENT = "moment"
    SET = "set"
    LIST = "list"
    TERM = "term"
    COUNT = "count"
    VALUE = "value"
    VALUES = "values"
    CONDITION = "condition"
    CONDITIONS = "conditions"
    FIELDS = "fields"
    RULE = "rule"
    FIRST_DAY = "first_day"
    NUMBERS = "numbers"
    RELATION = "relation"
    ROLL = "roll"
    PERIOD = "period"


@frozen(eq=False, repr=False)
class ArgSpec:
    """One key of a verb: its words, what it is, and the attribute of the verb that it fills."""

    ru: str
    en: str
    kind: Arg
    attribute: str
    required: bool = False


@frozen(eq=False, repr=False)
class VerbSpec:
    """A verb's own words and its keys. A verb without keys takes one bare value, of kind ``bare``."""

    ru: str
    en: str
    meaning: Text
    args: tuple[ArgSpec, ...] = ()
    bare: Arg | None = None


@frozen(eq=False, repr=False)
class Period:
    """From one moment to another, both days included."""

    start: Field
    end: Field

    def words(self, lang: Lang) -> str:
        """«от … до …»."""
        start, end = quoted(self.start, lang), quoted(self.end, lang)
        return f"от {start} до {end}" if lang == "ru" else f"from {start} to {end}"


class Lower(Protocol):
    """What a verb asks of the lowering."""

    def slot(self, field: Field) -> int:
        """The slot of a recorded or defined fact."""

    def path(self, path: str) -> int:
        """The slot of a path of the layout."""

    def operand(self, operand: Operand) -> int:
        """The number of an operand; equal operands have one number."""

    def exists(self, items: Field, where: Condition) -> int:
        """The slot that says whether some item satisfies a condition."""

    def verdict(self, rule: str) -> int:
        """The slot that says whether a rule is violated."""

    def resumed(self, base: Field, out: Period, term: Term) -> int:
        """The slot of the moment a term runs from, moved on past the days of a period that do not count."""

    def total(self, plus: Sequence[Field], minus: Sequence[Field]) -> int:
        """The slot of a sum of numbers less others."""


class Condition(Protocol):
    """Any verb."""

    SPEC: ClassVar[VerbSpec]

    def lower(self, to: Lower) -> Formula: ...
    def parts(self) -> Sequence[Condition]: ...
    def fields(self) -> Sequence[Field]: ...
    def words(self, lang: Lang) -> str: ...


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition inside it."""
    yield condition
    for part in condition.parts():
        yield from walk(part)


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


def quoted(fact: Field, lang: Lang) -> str:
    """A field's name as a person reads it."""
    return f"«{fact.label(lang)}»" if lang == "ru" else f"“{fact.label(lang)}”"


class _Leaf:
    """A verb with no conditions inside."""

    def parts(self) -> Sequence[Condition]:
        return ()


@frozen(eq=False, repr=False)
class Has(_Leaf):
    """There is such an element; of an event: it has happened; of a list: it is not empty."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "есть",
        "has",
        Text(
            "элемент есть; событие произошло; список не пуст",
            "an element is there; an event has happened; a list is not empty",
        ),
        bare=Arg.FIELDS,
    )
    what: tuple[Field, ...]

    def lower(self, to: Lower) -> Formula:
        return both(*(happened(to, fact) for fact in self.what))

    def fields(self) -> Sequence[Field]:
        return self.what

    def words(self, lang: Lang) -> str:
        names = ", ".join(quoted(fact, lang) for fact in self.what)
        return f"есть {names}" if lang == "ru" else f"{names} recorded"


@frozen(eq=False, repr=False)
class OneOf(_Leaf):
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

    def words(self, lang: Lang) -> str:
        names = (" или " if lang == "ru" else " or ").join(option.term(lang) for option in self.options)
        return (
            f"{quoted(self.what, lang)} — {names}"
            if lang == "ru"
            else f"{quoted(self.what, lang)} is {names}"
        )


@frozen(eq=False, repr=False)
class Equals(_Leaf):
    """A yes-or-no or a number has a value, or two fields of one kind are equal."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "равно",
        "equals",
        Text("значение равно названному или другому полю", "a value equals a constant or another field"),
        (
            ArgSpec("что", "what", Arg.FIELD, "what", required=True),
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

    def words(self, lang: Lang) -> str:
        if isinstance(self.other, Field):
            value = quoted(self.other, lang)
        elif self.what.type is Type.BOOL:
            value = (Text("да", "yes") if self.other else Text("нет", "no"))(lang)
        else:
            value = str(self.other)
        return (
            f"{quoted(self.what, lang)} — {value}"
            if lang == "ru"
            else f"{quoted(self.what, lang)} is {value}"
        )


@frozen(eq=False, repr=False)
class Contains(_Leaf):
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

    def words(self, lang: Lang) -> str:
        names = ", ".join(option.term(lang) for option in self.options)
        return (
            f"среди {quoted(self.what, lang)} есть: {names}"
            if lang == "ru"
            else f"{quoted(self.what, lang)} contains {names}"
        )


_FIRST_DAY = ArgSpec("первый_день", "first_day", Arg.FIRST_DAY, "count_first_day")
_ROLL = ArgSpec("перенос", "roll", Arg.ROLL, "roll")
_EXCLUDING = ArgSpec("не_считая", "excluding", Arg.PERIOD, "excluding")
_TIMED = (
    ArgSpec("что", "what", Arg.MOMENT, "what", required=True),
    ArgSpec("чем", "than", Arg.MOMENT, "than"),
    ArgSpec("через", "within", Arg.TERM, "within"),
    ArgSpec("после", "after", Arg.MOMENT, "after"),
    ArgSpec("за", "at_least", Arg.TERM, "at_least"),
    ArgSpec("до", "before", Arg.MOMENT, "before_event"),
    _FIRST_DAY,
    _ROLL,
)


@frozen(kw_only=True, eq=False, repr=False)
class Timed(_Leaf):
    """A moment held against a term that runs from, or back from, another moment; or against that moment itself."""

    what: Field
    than: Field | None = None
    within: Term | None = None
    after: Field | None = None
    at_least: Term | None = None
    before_event: Field | None = None
    count_first_day: bool = False
    roll: Roll = "none"
    excluding: Period | None = None

    @property
    def base(self) -> Field:
        """The moment the term runs from."""
        base = self.than or self.after or self.before_event
        assert base is not None  # the loader has seen to it
        return base

    @property
    def term(self) -> Term | None:
        return self.within or self.at_least

    @property
    def backwards(self) -> bool:
        return self.before_event is not None

    @property
    def runs(self) -> bool:
        """Does a term, or a day that a document names, run here (and so presuppose its start)?"""
        return self.term is not None or self.base.type is Type.DATE

    def fields(self) -> Sequence[Field]:
        out = (self.excluding.start, self.excluding.end) if self.excluding else ()
        return (self.what, self.base, *out)

    def _from(self, to: Lower) -> int:
        """The slot of the moment that the term is counted from."""
        if self.excluding is None or self.term is None:
            return to.slot(self.base)
        return to.resumed(self.base, self.excluding, self.term)

    def _day(self, to: Lower, scale: Scale, shift: int = 0) -> Operand:
        """The raw end of a term in days, months or years, on a scale."""
        sign = -1 if self.backwards else 1
        first = sign if self.count_first_day and self.term else 0
        count, unit = (self.term.count, self.term.unit) if self.term else (0, Unit.CALENDAR_DAY)
        months = sign * count * MONTHS.get(unit, 0)
        days = sign * count * DAYS.get(unit, 0) - first
        return Operand(self._from(to), scale, months, days, shift)

    def _working_number(self, to: Lower) -> Operand:
        """k, the number of the due working day."""
        assert self.term is not None
        count = self.term.count
        if self.backwards:
            scale = Scale.WORKED if self.count_first_day else Scale.BEFORE
            return Operand(to.slot(self.base), scale, shift=1 - count)
        scale = Scale.BEFORE if self.count_first_day else Scale.WORKED
        return Operand(self._from(to), scale, shift=count)

    def _rolled_number(self, to: Lower) -> Operand:
        if self.roll == "forward":
            return self._day(to, Scale.BEFORE, shift=1)
        return self._day(to, Scale.WORKED)

    def _due_number(self, to: Lower) -> Operand | None:
        """k where the due day is a working day; None where it is a plain calendar day."""
        if self.term and self.term.unit is Unit.WORKING_DAY:
            return self._working_number(to)
        return None if self.roll == "none" else self._rolled_number(to)

    def _due_minute(self, to: Lower) -> Operand:
        assert self.term is not None
        minutes = 60 * self.term.count * (-1 if self.backwards else 1)
        return Operand(to.slot(self.base), shift=minutes)

    @property
    def in_hours(self) -> bool:
        return self.term is not None and self.term.unit is Unit.HOUR

    def _phrase(self, lang: Lang) -> str:
        base = quoted(self.base, lang)
        if self.term is None:
            said = f"чем {base}" if lang == "ru" else f"than {base}"
        elif self.backwards:
            said = (
                f"чем за {self.term.words()(lang)} до {base}"
                if lang == "ru"
                else f"than {self.term.words()(lang)} before {base}"
            )
        else:
            said = (
                f"чем через {self.term.words()(lang)} после {base}"
                if lang == "ru"
                else f"than {self.term.words()(lang)} after {base}"
            )
        if self.count_first_day:
            said += ", считая первый день" if lang == "ru" else ", the first day counted"
        if self.excluding is not None:
            out = self.excluding.words(lang)
            said += f", не считая дней {out}" if lang == "ru" else f", not counting the days {out}"
        if self.roll != "none":
            said += _ROLL_WORDS[self.roll](lang)
        return said


_ROLL_WORDS = {
    "forward": Text(
        ", с переносом с выходного на следующий рабочий день",
        ", moved on from a day off to the next working day",
    ),
    "back": Text(
        ", с переносом с выходного на предыдущий рабочий день",
        ", moved back from a day off to the last working day",
    ),
}


@frozen(kw_only=True, eq=False, repr=False)
class NotLater(Timed):
    """X happens on the due day or before it."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_позднее",
        "not_later",
        Text("не позднее срока или другого события", "not later than a term or an event"),
        (*_TIMED, _EXCLUDING),
    )

    def lower(self, to: Lower) -> Formula:
        what = to.slot(self.what)
        if self.in_hours:
            return compare(to, Operand(what), self._due_minute(to))
        due = self._due_number(to)
        if due is None:
            return compare(to, Operand(what, Scale.DAY), self._day(to, Scale.DAY))
        return compare(to, Operand(what, Scale.BEFORE, shift=1), due)

    def words(self, lang: Lang) -> str:
        said = "не позднее" if lang == "ru" else "not later"
        return (
            f"{quoted(self.what, lang)} — {said}, {self._phrase(lang)}"
            if lang == "ru"
            else f"{quoted(self.what, lang)} {said} {self._phrase(lang)}"
        )


@frozen(kw_only=True, eq=False, repr=False)
class NotEarlier(Timed):
    """X happens on the due day or after it."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_ранее",
        "not_earlier",
        Text("не ранее срока или другого события", "not earlier than a term or an event"),
        _TIMED,
    )

    def lower(self, to: Lower) -> Formula:
        what = to.slot(self.what)
        if self.in_hours:
            return compare(to, self._due_minute(to), Operand(what))
        due = self._due_number(to)
        if due is None:
            return compare(to, self._day(to, Scale.DAY), Operand(what, Scale.DAY))
        return compare(to, due, Operand(what, Scale.WORKED))

    def words(self, lang: Lang) -> str:
        said = "не ранее" if lang == "ru" else "not earlier"
        return (
            f"{quoted(self.what, lang)} — {said}, {self._phrase(lang)}"
            if lang == "ru"
            else f"{quoted(self.what, lang)} {said} {self._phrase(lang)}"
        )


@frozen(kw_only=True, eq=False, repr=False)
class NoLonger(_Leaf):
    """From A to B there are no more days (or hours, or months) than the term has."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_дольше",
        "no_longer",
        Text(
            "от одного события до другого прошло не больше срока",
            "no more than a term lies between two moments",
        ),
        (
            ArgSpec("от", "from", Arg.MOMENT, "start", required=True),
            ArgSpec("до", "to", Arg.MOMENT, "end", required=True),
            ArgSpec("срок", "term", Arg.TERM, "term", required=True),
            _FIRST_DAY,
        ),
    )
    start: Field
    end: Field
    term: Term
    count_first_day: bool = False

    def lower(self, to: Lower) -> Formula:
        start, end, term = to.slot(self.start), to.slot(self.end), self.term
        if term.unit is Unit.HOUR:
            return compare(to, Operand(end), Operand(start, shift=60 * term.count))
        if term.unit is Unit.WORKING_DAY:
            since = Scale.BEFORE if self.count_first_day else Scale.WORKED
            return compare(to, Operand(end, Scale.WORKED), Operand(start, since, shift=term.count))
        months = term.count * MONTHS.get(term.unit, 0)
        days = term.count * DAYS.get(term.unit, 0) - (1 if self.count_first_day else 0)
        return compare(to, Operand(end, Scale.DAY), Operand(start, Scale.DAY, months, days))

    def fields(self) -> Sequence[Field]:
        return (self.start, self.end)

    def words(self, lang: Lang) -> str:
        start, end, term = quoted(self.start, lang), quoted(self.end, lang), self.term.words()(lang)
        counted = ""
        if self.count_first_day:
            counted = ", считая первый день" if lang == "ru" else ", the first day counted"
        if lang == "ru":
            return f"от {start} до {end} — не больше чем {term}{counted}"
        return f"from {start} to {end} no more than {term}{counted}"


@frozen(eq=False, repr=False)
class NoMore(_Leaf):
    """One number is at most another."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_больше",
        "no_more",
        Text("число не больше другого", "a number is at most another"),
        (
            ArgSpec("что", "what", Arg.COUNT, "left", required=True),
            ArgSpec("чем", "than", Arg.COUNT, "right", required=True),
        ),
    )
    left: int | Field
    right: int | Field

    def lower(self, to: Lower) -> Formula:
        return compare(to, self._side(to, self.left), self._side(to, self.right))

    @staticmethod
    def _side(to: Lower, side: int | Field) -> Operand:
        return Operand(to.slot(side)) if isinstance(side, Field) else constant(side)

    def fields(self) -> Sequence[Field]:
        return tuple(side for side in (self.left, self.right) if isinstance(side, Field))

    def words(self, lang: Lang) -> str:
        left, right = (
            quoted(side, lang) if isinstance(side, Field) else str(side) for side in (self.left, self.right)
        )
        return f"{left} не больше чем {right}" if lang == "ru" else f"{left} is at most {right}"


Relation = Literal["equals", "at_least", "at_most"]
RELATIONS: Mapping[str, str] = {"equals": "равно", "at_least": "не_меньше", "at_most": "не_больше"}
_RELATION_WORDS = {
    "equals": Text("равно", "equals"),
    "at_least": Text("не меньше чем", "is at least"),
    "at_most": Text("не больше чем", "is at most"),
}


@frozen(kw_only=True, eq=False, repr=False)
class Adds(_Leaf):
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
        return to.slot(plus[0]) if len(plus) == 1 and not minus else to.total(plus, minus)

    def fields(self) -> Sequence[Field]:
        return (*self.totals, *self.plus, *self.minus)

    def words(self, lang: Lang) -> str:
        totals = " + ".join(quoted(fact, lang) for fact in self.totals)
        parts = " + ".join(quoted(fact, lang) for fact in self.plus)
        less = "".join(f" − {quoted(fact, lang)}" for fact in self.minus)
        return f"{totals} {_RELATION_WORDS[self.relation](lang)} {parts}{less}"


@frozen(eq=False, repr=False)
class NotShrinking(_Leaf):
    """Rows of a table are in no column less than in the column before it."""

    SPEC: ClassVar[VerbSpec] = VerbSpec(
        "не_убывает",
        "does_not_shrink",
        Text(
            "ряд не убывает: в графе не меньше, чем в предыдущей",
            "a series does not shrink from column to column",
        ),
        bare=Arg.FIELDS,
    )
    rows: tuple[Field, ...]

    def lower(self, to: Lower) -> Formula:
        pairs = [(to.slot(row.children["previous"]), to.slot(row)) for row in self.rows]
        return both(*(compare(to, Operand(before), Operand(here)) for before, here in pairs))

    def fields(self) -> Sequence[Field]:
        return tuple(fact for row in self.rows for fact in (row, row.children["previous"]))

    def words(self, lang: Lang) -> str:
        names = ", ".join(quoted(row, lang) for row in self.rows)
        if lang == "ru":
            return f"не меньше, чем в предыдущей графе: {names}"
        return f"not less than in the column before: {names}"


_PERIODS = {
    "month": {
        -1: Text("месяца перед ", "the month before "),
        0: Text("месяца ", ""),
        1: Text("месяца после ", "the month after "),
    },
    "year": {
        -1: Text("года перед ", "the year before "),
        0: Text("года ", ""),
        1: Text("года после ", "the year after "),
    },
}


@frozen(eq=False, repr=False)
class BuiltDay:
    """A day built from numbers and periods: «дата: {день: 10, месяц: 12, год: {до: год}}».

    ``month`` is a number (and then ``year`` is given) or a month of the record; ``months`` and ``years`` are -1, 0
    or 1: the period before it, itself, the one after it. A day that the month has not is its last one.
    """

    RU: ClassVar[str] = "дата"
    EN: ClassVar[str] = "day"
    KEYS: ClassVar[Mapping[str, str]] = {"day": "день", "month": "месяц", "year": "год"}
    LAST_WORDS: ClassVar[frozenset[str]] = frozenset(("последний", "last"))

    day: int
    month: int | Field
    months: int
    year: int | Field | None
    years: int

    @property
    def source(self) -> Field | None:
        """The field of the record that it is built from."""
        return next((one for one in (self.month, self.year) if isinstance(one, Field)), None)

    def fields(self) -> Sequence[Field]:
        source = self.source
        return (source,) if source is not None else ()

    def words(self, lang: Lang) -> str:
        number = Text(f"{self.day}-е число", f"day {self.day} of")(lang)
        if isinstance(self.month, Field):
            return f"{number} {_PERIODS['month'][self.months](lang)}{quoted(self.month, lang)}"
        year = str(self.year)
        if isinstance(self.year, Field):
            year = f"{_PERIODS['year'][self.years](lang)}{quoted(self.year, lang)}"
        return Text(f"{number} {self.month}-го месяца {year}", f"{number} month {self.month} of {year}")(lang)


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
class Violated(_Leaf):
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


VERBS: tuple[type[Condition], ...] = (
    Has,
    Equals,
    OneOf,
    Contains,
    NotLater,
    NotEarlier,
    NoLonger,
    NoMore,
    Adds,
    NotShrinking,
    Exists,
    AllOf,
    AnyOf,
    NotOf,
    Violated,
)


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
