"""Which column of a table is which fact: names in either language, and what stands beside a fact.

``notice.delivered_at`` holds the fact; ``notice.delivered_at.state`` says «not yet», «none» or «?» in words;
``notice.delivered_at.lo`` and ``.hi`` are the first and the last moment of a vague one. ``figures.1.1.2014-03`` is
one cell of a table of a report. Struct columns are read as the columns in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
from attrs import define, field, frozen

from ..errors import Problem, UsageError, nearest
from ..facts.columns import column_key
from ..facts.field import Field
from ..facts.path import FactPath
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import beside, folded, tidy
from ..text import Text, shown
from .arrow import settled

ID = "id"
STATE, LO, HI = "state", "lo", "hi"
ROLES: Mapping[str, str] = {STATE: STATE, "состояние": STATE, LO: LO, "с": LO, HI: HI, "по": HI}

CellKey = tuple[str, ...]
"""Where a cell stands in a table of a report: row, (line,) column."""


@define
class Parts:
    """The columns that speak of one fact, by their role (the value itself under the empty word), or by the cell."""

    fact: Field
    columns: dict[str, pa.Array] = field(factory=dict)
    cells: dict[CellKey, pa.Array] = field(factory=dict)

    def put(self, named: Named, column: pa.Array) -> None:
        """One more column."""
        if named.cell is None:
            self.columns[named.role] = column
        else:
            self.cells[named.cell] = column


@frozen
class Named:
    """What the name of a column means."""

    fact: Field
    role: str
    cell: CellKey | None = None


@frozen
class ColumnMeaning:
    """What a column is: a fact, an id, or (``of_check``) something of the check. ``tells``: what no other may."""

    named: Named | None
    is_id: bool
    of_check: str | None
    tells: Any


class Names:
    """The columns that a kind of record knows."""

    def __init__(self, vocabulary: Vocabulary, kind: Kind) -> None:
        self.vocabulary = vocabulary
        self.kind = kind
        self._found: dict[str, Named | None] = {}
        self._meanings: dict[str, ColumnMeaning] = {}
        self._inside: dict[tuple[str, str], Named | None] = {}
        self._paths: dict[tuple[str, str], FactPath] = {}
        self._near: dict[str, Text] = {}

    def named(self, name: str) -> Named | None:
        """What a column of that name means; None where nothing."""
        if name not in self._found:
            self._found[name] = self._look(".".join(tidy(step) for step in name.split(".")))
        return self._found[name]

    def _look(self, name: str) -> Named | None:
        fact = self._own(name)
        if fact is not None:
            return Named(fact, "")
        whole, _, last = name.rpartition(".")
        role = ROLES.get(last.casefold())
        fact = self._own(whole) if role and whole else None
        if fact is None or role is None or (role != STATE and not fact.type.is_moment):
            return self._cell(name)
        return Named(fact, role)

    def _own(self, name: str) -> Field | None:
        """A fact of the record itself; what stands in the items of a list has no column of its own."""
        fact = self.vocabulary.find(self.kind, name)
        return fact if fact is not None and self._is_own(fact) else None

    def _is_own(self, fact: Field) -> bool:
        return fact.type is Type.TABLE or fact.list_path == self.kind.root.list_path

    def _cell(self, name: str) -> Named | None:
        """A cell of a table: ``figures.1.1.2014-03``, or of a line in a row, ``late_services.3.1.Passport.total``."""
        *steps, last = name.split(".")
        column = column_key(last)
        for cut in range(1, len(steps)) if column is not None else ():
            table = self._own(".".join(steps[:cut]))
            if table is None or table.type is not Type.TABLE:
                continue
            for end in range(len(steps), cut, -1):
                row = table.child(".".join(steps[cut:end]))
                if row is not None and row.type is Type.NUMBER:
                    return Named(table, "", (row.key, *filter(None, [".".join(steps[end:])]), str(column)))
        return None

    def is_id(self, name: str) -> bool:
        """Does a name say which record it is?"""
        if folded(name) == ID:
            return True
        named = self.named(name)
        if named is None or named.role or named.cell is not None:
            return False
        return self.inner_path(self.kind.root, named.fact) == ID

    def meaning(self, name: str) -> ColumnMeaning:
        """All that the name of a column says; remembered, for every chunk of a table has the same."""
        found = self._meanings.get(name)
        if found is None:
            named, is_id = self.named(name), self.is_id(name)
            of_check = beside(name) if named is None else None
            own = (named.fact.path, named.role, named.cell) if named else name
            found = ColumnMeaning(named, is_id, of_check, of_check or (ID if is_id else own))
            self._meanings[name] = found
        return found

    def inside(self, whole: Field, name: str) -> Named | None:
        """What a name inside the items of a list means."""
        key = whole.path, name
        if key not in self._inside:
            self._inside[key] = self._look_inside(whole, name)
        return self._inside[key]

    def _look_inside(self, whole: Field, name: str) -> Named | None:
        here: Field | None = whole
        steps = [tidy(step) for step in name.split(".")]
        role = ROLES.get(steps[-1].casefold(), "") if len(steps) > 1 else ""
        for step in steps[: -1 if role else None]:
            here = here.child(step) if here else None
        return Named(here, role) if here is not None else None

    def inner_path(self, whole: Field, fact: Field) -> str:
        """The path of a fact from the object, or the item of a list, that holds it."""
        start = f"{whole.path}[]." if whole.type is Type.LIST else f"{whole.path}." if whole.path else ""
        return fact.path.removeprefix(start)

    def way(self, whole: Field, fact: Field) -> FactPath:
        """The way to a fact from the object, or the item of a list, that holds it."""
        key = whole.path, fact.path
        if key not in self._paths:
            self._paths[key] = FactPath.parse(self.inner_path(whole, fact))
        return self._paths[key]

    def holding(self, facts: Iterable[Field]) -> frozenset[str]:
        """The paths of the facts of a row that hold some facts, or say that what these stand in is not there."""
        wanted = list(facts)
        return frozenset(
            part.path
            for part in self.kind.root.walk()
            if part.path and any(_holds(part, one) or _holds(one, part) for one in wanted)
        ) | {one.month_path for one in wanted if one.month_path}

    def words(self) -> list[str]:
        """Every name of a fact, to find the nearest."""
        own = self.kind.root.path
        facts = [part for part in self.kind.root.walk() if part.path and self._is_own(part)]
        return [word for part in facts for word in (part.path.removeprefix(f"{own}."), part.label.ru)]

    def near(self, name: str) -> Text:
        """The nearest name of a fact to one that means nothing, as a hint; remembered, for it takes a while."""
        if name not in self._near:
            self._near[name] = nearest(name, self.words())
        return self._near[name]

    def missing(self, given: Iterable[str]) -> list[str]:
        """The facts of the vocabulary that no column of the table tells."""
        told = {found.fact.path for name in given if (found := self.named(name)) is not None}
        leaves = [p for p in self.kind.root.walk() if p.type is not Type.OBJECT and self._is_own(p)]
        return [
            part.path for part in leaves if part.path not in told and part.path.rpartition(".")[0] not in told
        ]


def _holds(whole: Field, part: Field) -> bool:
    """Is a fact the same, or one that stands in it?"""
    return part.path == whole.path or part.path.startswith((f"{whole.path}.", f"{whole.path}[]."))


def flat(name: str, column: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """A column, or the columns of a struct under their dotted names; what is alike has one type."""
    column = settled(column)
    if pa.types.is_struct(column.type):
        for inner, values in zip(column.type, column.flatten(), strict=True):
            yield from flat(f"{name}.{inner.name}" if name else inner.name, values)
    else:
        yield name, column


@define
class SortedColumns:
    """The columns of a table by the fact they tell; ``unknown`` are names that mean nothing here."""

    facts: dict[str, Parts]
    id: pa.Array | None = None
    as_of: pa.Array | None = None
    complete: pa.Array | None = None
    unknown: list[str] = field(factory=list)


def sort_columns(names: Names, batch: pa.RecordBatch) -> SortedColumns:
    """What each column is. UsageError where two columns tell the same."""
    found = SortedColumns({})
    first: dict[Any, str] = {}
    problems: list[Problem] = []
    columns = zip(batch.schema.names, batch.columns, strict=True)
    for name, column in (one for pair in columns for one in flat(*pair)):
        meaning = names.meaning(name)
        named, of_check, is_id, tells = meaning.named, meaning.of_check, meaning.is_id, meaning.tells
        if tells in first and tells:  # several without a name are several notes beside the table
            problems.append(Problem(_told_twice(first[tells], name)))
            continue
        first[tells] = name
        if of_check == "as_of":
            found.as_of = column
        elif of_check == "complete":
            found.complete = column
        elif named is None and not is_id and name not in found.unknown:
            found.unknown.append(name)
        if is_id:
            found.id = column
        if named is not None:
            found.facts.setdefault(named.fact.path, Parts(named.fact)).put(named, column)
    if problems:
        raise UsageError(problems)
    if found.unknown and not found.facts:
        raise _nothing_known(found.unknown, names)
    return found


def _told_twice(one: str, other: str) -> Text:
    if one == other:
        return Text(f"столбец `{one}` дан дважды", f"column `{one}` is given twice")
    return Text(
        f"два столбца об одном: `{one}` и `{other}`", f"two columns tell the same: `{one}` and `{other}`"
    )


def _nothing_known(unknown: list[str], names: Names) -> UsageError:
    hint, strange = names.near(unknown[0]), shown(", ".join(filter(None, unknown[:5])))
    return UsageError.of(
        f"ни один столбец не известен: {strange}{hint.ru}; "
        "чьи они, скажет файл соответствий (qcrules batch ФАЙЛ --guess-map)",
        f"no column is known: {strange}{hint.en}; "
        "a mapping says what they are (qcrules batch FILE --guess-map)",
    )


class Unfit(Exception):
    """A column of a type that arrays do not hold; its rows are read one by one."""
