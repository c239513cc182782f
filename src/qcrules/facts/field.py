"""One field of a record: what it is called, where it stands, and the type that says what it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from attrs import field, frozen

from ..by_value import ByValue
from ..cached import cached_property
from ..kernel.interval import MAYBE, NO, YES, Interval
from ..text import Text
from .outside import Unreadable, outside
from .words import BLANK, UNKNOWN_MARK, Nulls, folded, stated, tidy

_IN_BRACKETS = re.compile(r"\[.*?\]")

Spans = tuple[Interval, ...]
Taken = tuple[Any, Spans]
"""A value in its usual form, and what it means: the interval of the field, and of each facet."""
Alternatives = list[tuple[Interval, Text]]


class Unsaid(Enum):
    """What silence means, where a vocabulary says so of a field."""

    NONE = "none"
    """In any record there is none: what is written only where it is so, as the report that another corrects."""
    YES = "yes"
    """In a record that says it is complete: yes, of what is written down only where it is not so. Of what is in an
    object, where the object is there."""
    UNKNOWN = "unknown"
    """Not known in a complete record either, as a mark on a document that nobody looked for."""


class WrongValue(Exception):
    """What is said of a fact is none of its values; ``messages`` say why."""

    def __init__(self, *messages: Text) -> None:
        self.messages = messages


def wrong(fact: Field, ru: str, en: str) -> WrongValue:
    """What is wrong with a value of a field, with its name before it."""
    return WrongValue(Text(f"«{fact.label.ru}»: {ru}", f"`{fact.path}`: {en}"))


def _not_here(words: Text) -> tuple[str, str]:
    return f"здесь {words.ru}, а это не значение поля", f"{words.en} is no value of a field"


class ValueType:
    """What a field holds: how that is read and shown, and what it is where nobody has said anything.

    There is one object a type, in ``types``; tables of other packages (how it is drawn at random) are keyed by it.
    """

    key: str
    term: Text
    as_text: Text
    """How its values are written in text: in YAML, JSON, CSV and cells of text. What stands in `` is an example."""
    as_cell: Text = Text("текст", "text")
    """What a cell of a workbook may hold instead."""
    as_column: Text = Text("текст", "text")
    """What a column of Parquet or Arrow may hold instead."""
    is_moment = False
    """Is it measured in minutes? An event, a date, a month."""
    is_day = False
    """Is it a moment of a day, or a day, however vague? An event, a date."""
    happens = False
    """Has it not happened yet, where its day is after that of the check? An event."""
    has_fields = False
    """Are there fields in it, each with a name? An object, a list of objects."""
    has_items = False
    """Is it a list of objects, or a table, whose columns are its items?"""
    counts = range(0)
    """The whole numbers that it may be, where it is one."""
    none: Interval = NO
    """What it is when it is recorded as «нет»: not yet, absent, false, zero, empty."""
    none_words = Text("нет", "none")
    silence_is_none = True
    """Does a complete record say that there is none where it is silent?"""

    def __repr__(self) -> str:
        return self.key

    def unknown(self, fact: Field) -> Interval:
        """All that a field may be while nobody has recorded it."""
        return MAYBE

    def facets(self, fact: Field) -> tuple[str, ...]:
        """The paths of what else is known with the field itself."""
        return ()

    def rows(self, fact: Field) -> tuple[Field, ...]:
        """The rows of a table."""
        return ()

    def given(self, fact: Field, value: Any, nulls: Nulls = "absent") -> Any:
        """A value from any door as a case file writes it: the one converter of the type. WrongValue says what is wrong.

        BLANK where it is not filled in, UNKNOWN_MARK where it is not known, None where it is recorded as absent.
        What comes out gives itself when it is read again.
        """
        try:
            said = outside(value, nulls)
        except Unreadable as strange:
            raise wrong(fact, *_not_here(strange.words)) from None
        return said if said is None or said in (BLANK, UNKNOWN_MARK) else self.usual(fact, said)

    def usual(self, fact: Field, value: Any) -> Any:
        """A value that says something, in the usual form of the type. WrongValue says what is wrong."""
        return value

    def plain(self, fact: Field, value: Any) -> Taken | None:
        """The same as ``given`` and then ``spans``, for what most records say; None for all else."""
        return None

    def spans(self, fact: Field, value: Any) -> Spans:
        """What a value in its usual form means: the interval of the field, and of each facet.

        Not asked of objects, lists and tables, which the reader of records takes apart.
        """
        raise NotImplementedError

    def show(self, fact: Field, value: Any) -> tuple[str | int | bool, Text]:
        """A recorded value as JSON holds it (ISO dates, English keys, whole numbers), and as a person reads it."""
        return str(value), Text.same(str(value))

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        """Exact values that the field may have, as a case file writes them; moments lie on or about the days."""
        return []

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        """Values of which each may decide a verdict, and their words; ``due``: where a term ends, if there is one."""
        return []


@frozen(eq=False, repr=False)
class Option(ByValue):
    """One option of a choice; its code is its place, from 1 (0 is «нет»)."""

    key: str
    term: Text
    code: int


def option_path(path: str, option: Option) -> str:
    """The path of one option of a set, a fact of its own: is it among them?"""
    return f"{path}={option.key}"


@frozen(eq=False, repr=False, slots=False)
class Field:
    """One field of a record, or one defined fact.

    ``path`` is English and permanent (``obstructions[].protocol.drawn_up_at``); ``term`` are the words of one
    level, ``label`` of the whole path. ``list_path`` is the list whose item holds it, if any.
    ``month_path``: of a table, the month that it reports (its columns end there). ``unsaid``: what the silence of a
    record means, where the vocabulary says it.
    ``several``: of an object, the name under which a record may give more than one of them (its words, its key); under
    its own name stands a list of one.
    """

    key: str
    path: str
    term: Text
    label: Text
    type: ValueType
    options: tuple[Option, ...] = ()
    children: Mapping[str, Field] = field(factory=dict)
    list_path: str | None = None
    defined: bool = False
    month_path: str | None = None
    unsaid: Unsaid | None = None
    several: Text | None = None

    @cached_property
    def _named(self) -> Mapping[str, Field]:
        by_term = {child.term.ru: child for child in self.children.values()}
        plurals = {word: one for one in self.children.values() for word in one.plurals}
        exact = {**plurals, **by_term, **self.children}
        return {**{folded(word): child for word, child in reversed(exact.items())}, **exact}

    @cached_property
    def _by_word(self) -> Mapping[str, Option]:
        return dict(self._reversed_words())

    @cached_property
    def _by_folded(self) -> Mapping[str, Option]:
        return {folded(word): one for word, one in self._reversed_words()} | dict(self._by_word)

    def _reversed_words(self) -> Iterator[tuple[str, Option]]:
        """The words of the options, the first last: it is whose a word is that two of them have."""
        for one in reversed(self.options):
            yield from ((word, one) for word in (one.term.en, one.term.ru, one.key))

    @cached_property
    def _taken(self) -> dict[str, Taken]:
        return {}

    @property
    def unknown(self) -> Interval:
        """All that the field may be while nobody has recorded it."""
        return self.type.unknown(self)

    @property
    def none(self) -> Interval:
        """What the field is when it is recorded as «нет»."""
        return self.type.none

    @property
    def left_out(self) -> Interval:
        """What a missing field means."""
        return self.none if self.unsaid is Unsaid.NONE else self.unknown

    @property
    def left_out_when_complete(self) -> Interval:
        """What a missing field means in a record that says it is complete: a choice or a number stays unknown."""
        if self.unsaid is Unsaid.YES:
            return YES if self.of_record else NO
        none = self.unsaid is Unsaid.NONE or (self.unsaid is None and self.type.silence_is_none)
        return self.none if none else self.unknown

    @property
    def of_record(self) -> bool:
        """Does it stand in the record itself, or in an item of a list, and not in an object that may not be there?"""
        whole = self.path.rpartition(".")[0]
        return not whole or whole == f"{self.list_path}[]"

    @cached_property
    def yes_when_there(self) -> tuple[Field, ...]:
        """The fields of an object that are «yes» where it is there and a complete record says nothing of them."""
        return tuple(one for one in self.children.values() if one.unsaid is Unsaid.YES and not one.of_record)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of the field, and of each facet of it."""
        return (self.path, *self.type.facets(self))

    @property
    def plurals(self) -> tuple[str, ...]:
        """The names under which a record may give several of it."""
        return (self.several.ru, self.several.en) if self.several is not None else ()

    @property
    def words(self) -> tuple[str, ...]:
        """The names under which a record may give it, or several of it."""
        return (self.key, self.term.ru, *self.plurals)

    @property
    def rows(self) -> tuple[Field, ...]:
        """The rows of a table; of anything else none."""
        return self.type.rows(self)

    @cached_property
    def rows_by_word(self) -> Mapping[str, Field]:
        """The rows of a table by the words that name them: their keys and their Russian terms."""
        return {word: row for row in self.rows for word in (row.key, row.term.ru)}

    @cached_property
    def _rows_folded(self) -> Mapping[str, Field]:
        return {folded(word): row for word, row in self.rows_by_word.items()}

    def row(self, word: str) -> Field | None:
        """The row of a table with that key or that Russian term, in any letters and spaces."""
        return self.rows_by_word.get(word) or self._rows_folded.get(folded(word))

    def key_in(self, record: Mapping[str, Any]) -> str | None:
        """The key under which a record gives it, in any letters and spaces; None where it does not."""
        names = {folded(word) for word in self.words}
        return next((key for key in record if isinstance(key, str) and folded(key) in names), None)

    def plain_word(self, word: str) -> Taken | None:
        """What a word of its options means that says nothing else; None of any other."""
        found = self._taken.get(word)
        if found is None and word in self._by_word and word == tidy(word) == stated(word) and ";" not in word:
            found = self._taken[word] = word, self.type.spans(self, word)
        return found

    def option(self, word: str) -> Option | None:
        """The option with that key or that word of either language; capital letters mean nothing."""
        return self._by_word.get(word) or (self._by_folded.get(folded(word)) if word else None)

    def child(self, word: str) -> Field | None:
        """The field of an object or of a list's item with that key or that Russian term, in any letters and spaces."""
        return self._named.get(word) or self._named.get(folded(word))

    def at_any_depth(self, word: str) -> list[Field]:
        """The fields in it, wherever they stand, that have that name."""
        return [found for one in self.walk() if (found := one.child(word)) is not None]

    def at(self, path: str) -> Field:
        """The field that a path leads to from here, whichever item, column or line of a row it names.

        The key of a row may have dots; what a record has several of may have its plural. KeyError where there is none.
        """
        around, here, steps = self, self, _IN_BRACKETS.sub("", path).split(".")
        while steps:
            ends = range(len(steps), 0, -1)
            found = ((one, end) for end in ends if (one := here.child(".".join(steps[:end]))) is not None)
            inside, end = next(found, (None, 0))
            if inside is None:
                if here in around.rows and not here.children:
                    return here  # and the rest names a line of it
                raise KeyError(path)
            around, here, steps = here, inside, steps[end:]
        return here

    def nothing_known(self) -> dict[str, str]:
        """The object, or an item of the list, of which nothing is known."""
        return dict.fromkeys(self.children, UNKNOWN_MARK)

    def walk(self) -> Iterator[Field]:
        """This field and everything in it, in the order of the vocabulary."""
        yield self
        for child in self.children.values():
            yield from child.walk()
