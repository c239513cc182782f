"""The words of a record: term ↔ path ↔ type, in Russian and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import field, frozen

from ..kernel.interval import INF, MAYBE, NEVER, NO, UNKNOWN, Interval
from ..text import Text
from ..time.months import YEARS


class Type(StrEnum):
    """What a field holds, and so what «unknown» and «no» mean for it (see ``Field.unknown``, ``Field.none``)."""

    EVENT = "event"
    DATE = "date"
    BOOL = "bool"
    CHOICE = "choice"
    SET = "set"
    NUMBER = "number"
    YEAR = "year"
    TEXT = "text"
    MONTH = "month"
    OBJECT = "object"
    LIST = "list"
    TABLE = "table"

    @property
    def is_moment(self) -> bool:
        """Measured in minutes: an event, a date, a month (which has also an exact start and end)."""
        return self in (Type.EVENT, Type.DATE, Type.MONTH)

    @property
    def has_items(self) -> bool:
        """A list of objects, or a table, whose columns are its items."""
        return self in (Type.LIST, Type.TABLE)


TYPE_WORDS: Mapping[Type, Text] = {
    Type.EVENT: Text("событие", "event"),
    Type.DATE: Text("дата", "date"),
    Type.BOOL: Text("да_нет", "bool"),
    Type.CHOICE: Text("выбор", "choice"),
    Type.SET: Text("набор", "set"),
    Type.NUMBER: Text("число", "number"),
    Type.YEAR: Text("год", "year"),
    Type.TEXT: Text("текст", "text"),
    Type.MONTH: Text("месяц", "month"),
    Type.OBJECT: Text("объект", "object"),
    Type.LIST: Text("список", "list"),
    Type.TABLE: Text("таблица", "table"),
}


@frozen
class Option:
    """One option of a choice; its code is its place, from 1 (0 is «нет»)."""

    key: str
    term: Text
    code: int


@frozen(eq=False, repr=False)
class Field:
    """One field of a record, or one defined fact.

    ``path`` is English and permanent (``obstructions[].protocol.drawn_up_at``); ``term`` are the words of one
    level, ``label`` of the whole path. ``list_path`` is the list whose item holds it, if any.
    ``month_path``: of a table, the month that it reports (its columns end there). ``none_unless_said``: silence means
    that there is none, as of the report that another corrects.
    """

    key: str
    path: str
    term: Text
    label: Text
    type: Type
    options: tuple[Option, ...] = ()
    children: Mapping[str, Field] = field(factory=dict)
    list_path: str | None = None
    defined: bool = False
    month_path: str | None = None
    none_unless_said: bool = False
    _named: Mapping[str, Field] = field(init=False, repr=False)

    @_named.default
    def _name(self) -> Mapping[str, Field]:
        by_term = {child.term.ru: child for child in self.children.values()}
        return {**by_term, **self.children}

    @property
    def unknown(self) -> Interval:
        """All that the field may be while nobody has recorded it."""
        if self.type.is_moment:
            return UNKNOWN
        if self.type is Type.NUMBER:
            return 0, INF
        if self.type is Type.YEAR:
            return 0, YEARS[-1]
        if self.type is Type.CHOICE:
            return 0, len(self.options)
        return MAYBE

    @property
    def none(self) -> Interval:
        """What the field is when it is recorded as «нет»: not yet, absent, false, zero, empty."""
        return NEVER if self.type.is_moment else NO

    @property
    def left_out_when_complete(self) -> Interval:
        """What a missing field means in a record that says it is complete: a choice or a number stays unknown."""
        return self.unknown if self.type in (Type.CHOICE, Type.NUMBER, Type.YEAR) else self.none

    def option(self, word: str) -> Option | None:
        """The option with that key or that word of either language."""
        for option in self.options:
            if word in (option.key, option.term.ru, option.term.en):
                return option
        return None

    def child(self, word: str) -> Field | None:
        """The field of an object or of a list's item with that key or that Russian term."""
        return self._named.get(word)

    def at(self, path: str) -> Field:
        """The field that an English path leads to from here, whatever items it names. KeyError where there is none."""
        here = self
        for step in path.split("."):
            here = here.children[step.partition("[")[0]]
        return here

    def walk(self) -> Iterator[Field]:
        """This field and everything in it, in the order of the vocabulary."""
        yield self
        for child in self.children.values():
            yield from child.walk()


@frozen(eq=False, repr=False)
class Kind:
    """A kind of record. ``inside`` is its place in the kind that holds it (an act is the ``act`` of an inspection)."""

    key: str
    term: Text
    root: Field
    whole: str
    inside: str | None = None


@frozen(eq=False, repr=False)
class Vocabulary:
    """All kinds of record of a pack."""

    kinds: Mapping[str, Kind]
    doubtful: frozenset[str] = frozenset()
    """Words of entries with a mistake: where one of them is not known, that mistake is why."""

    def doubts(self, words: str) -> bool:
        """Is a dotted path not known because an entry of the vocabulary is wrong?"""
        return not self.doubtful.isdisjoint(words.replace("[]", "").split("."))

    def kind(self, word: str) -> Kind | None:
        """The kind with that key or that Russian word."""
        if word in self.kinds:
            return self.kinds[word]
        return next((kind for kind in self.kinds.values() if kind.term.ru == word), None)

    def kind_words(self) -> list[str]:
        """Every word that may stand at the top of a case file."""
        return [word for kind in self.kinds.values() for word in (kind.key, kind.term.ru)]

    def find(self, kind: Kind, words: str) -> Field | None:
        """The field that a dotted path names in either language; a leading word for the kind is dropped."""
        steps = words.split(".")
        if len(steps) > 1 and steps[0] in (kind.key, kind.term.ru) and kind.root.child(steps[0]) is None:
            steps = steps[1:]
        return _descend(kind.root, steps)


def _descend(here: Field, steps: list[str]) -> Field | None:
    """The field that the steps lead to; a name may have dots of its own («1.1»), and then the longest is meant."""
    if not steps:
        return here
    for taken in range(len(steps) if here.type is Type.TABLE else 1, 0, -1):
        child = here.child(".".join(steps[:taken]))
        if child is not None:
            return _descend(child, steps[taken:])
    return None
