"""A row of a case table → a record, the defined facts it sets, the day, the readings, and what it asserts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from attrs import Factory, define, frozen

from qcrules.errors import Place, Problem, RecordError, nearest
from qcrules.loading.node import plain
from qcrules.loading.source import parse as parse_yaml
from qcrules.rulebook.model import CaseTable, Cell, Pack, Page
from qcrules.text import Text
from qcrules.vocabulary import Field, Kind

from .expectation import Expectation, NotUnderstood, parse

TITLE = ("случай", "case")
AS_OF = ("на дату", "as of")


@frozen
class Asserted:
    """What a row says of one rule, and in which cell."""

    rule: str
    cell: Cell
    expected: tuple[Expectation, ...]


@define
class Row:
    """One case: everything that a check needs, and what it must answer."""

    title: str
    table: str
    place: Place
    kind: Kind
    record: dict[str, Any] = Factory(dict)
    defined: dict[str, tuple[Field, Any]] = Factory(dict)
    as_of: date | None = None
    readings: dict[str, str] = Factory(dict)
    asserted: list[Asserted] = Factory(list)
    places: dict[tuple[str | int, ...], Place] = Factory(dict)

    def place_of(self, trail: tuple[str | int, ...]) -> Place:
        """The cell that said a fact, or the row."""
        while trail and trail not in self.places:
            trail = trail[:-1]
        return self.places.get(trail, self.place)


def read_row(pack: Pack, page: Page, table: CaseTable, cells: tuple[Cell, ...]) -> Row:
    """The case in a row. RecordError lists everything that cannot be read in it."""
    kind = _kind(pack, page, table)
    title = next(
        (c.text for h, c in zip(table.header, cells, strict=False) if h.text in TITLE), cells[0].text
    )
    row = Row(title, table.title, cells[0].place, kind)
    reader = _RowReader(pack, kind, row)
    for words, value in table.base.items():
        reader.fact(words, value, row.place)
    for head, cell in zip(table.header, cells, strict=False):
        reader.cell(head.text, cell)
    if reader.problems:
        raise RecordError(reader.problems)
    return row


def _kind(pack: Pack, page: Page, table: CaseTable) -> Kind:
    """The kind of record that most columns speak of; a page may speak of several."""
    kinds = [pack.vocabulary.kinds[name] for name in page.kinds if name in pack.vocabulary.kinds]
    names = [*table.base, *(head.text for head in table.header)]

    def known(kind: Kind) -> int:
        return sum(_find(pack, kind, _unnumbered(name)) is not None for name in names)

    return max(kinds, key=known) if kinds else next(iter(pack.vocabulary.kinds.values()))


def _unnumbered(words: str) -> str:
    return re.sub(r"\[[0-9]+\]", "", words)


def _find(pack: Pack, kind: Kind, words: str) -> Field | None:
    return pack.vocabulary.find(kind, words) or _defined(pack, kind, words)


def _defined(pack: Pack, kind: Kind, words: str) -> Field | None:
    """A defined fact, by its path or its words."""
    for definition in pack.definitions.get(kind.key, {}).values():
        fact = definition.field
        names = {fact.path, fact.label.ru, f"{kind.term.ru}.{fact.label.ru}", f"{kind.key}.{fact.path}"}
        if words in names:
            return fact
    return None


@define
class _RowReader:
    pack: Pack
    kind: Kind
    row: Row
    problems: list[Problem] = Factory(list)

    def wrong(self, place: Place, ru: str, en: str) -> None:
        self.problems.append(Problem(Text(ru, en), place))

    def cell(self, head: str, cell: Cell) -> None:
        """One cell, by what its column is about."""
        if head in TITLE or not cell.text:
            return
        if head in AS_OF:
            self.day(cell)
        elif head in self.pack.readings:
            self.reading(head, cell)
        elif any(head in rules for rules in self.pack.rules.values()):
            self.assertion(head, cell)
        else:
            self.fact(head, self.value(cell), cell.place)

    def day(self, cell: Cell) -> None:
        try:
            self.row.as_of = date.fromisoformat(cell.text)
        except ValueError:
            self.wrong(cell.place, f"`{cell.text}` — не день: нужно 2014-01-31", f"`{cell.text}` is no day")

    def reading(self, head: str, cell: Cell) -> None:
        options = self.pack.readings[head].options
        if cell.text not in options:
            hint, known = nearest(cell.text, options), ", ".join(options)
            self.wrong(
                cell.place,
                f"у чтения `{head}` нет варианта `{cell.text}`{hint.ru}; есть: {known}",
                f"reading `{head}` has no option `{cell.text}`{hint.en}; it has: {known}",
            )
        self.row.readings[head] = cell.text

    def assertion(self, head: str, cell: Cell) -> None:
        try:
            self.row.asserted.append(Asserted(head, cell, parse(cell.text)))
        except NotUnderstood as wrong:
            self.problems.append(Problem(wrong.words, cell.place))

    def value(self, cell: Cell) -> Any:
        """A cell's value; one in YAML's flow style is a list or an object."""
        if not cell.text.startswith(("[", "{")):
            return cell.text
        try:
            return plain(parse_yaml(cell.text, cell.place.file, cell.place.line or 1))[0]
        except RecordError:
            self.wrong(cell.place, f"`{cell.text}` не читается", f"`{cell.text}` cannot be read")
            return None

    def fact(self, words: str, value: Any, place: Place) -> None:
        """Put a recorded or a defined fact where its words say."""
        fact = self.pack.vocabulary.find(self.kind, _unnumbered(words))
        if fact is None:
            defined = _defined(self.pack, self.kind, words)
            if defined is not None:
                self.row.defined[defined.path] = (defined, value)
                self.row.places[(defined.path,)] = place
                return
            self.unknown(words, place)
            return
        steps = self.steps(words, fact)
        if steps is None:
            self.wrong(
                place,
                f"`{words}`: у элемента списка нужен номер, например `{fact.label.ru}[1]`",
                f"`{words}`: an item of a list needs its number, as in `[1]`",
            )
            return
        _put(self.row.record, steps, english(fact, value))
        self.row.places[steps] = place

    def steps(self, words: str, fact: Field) -> tuple[str | int, ...] | None:
        """The keys and the (from 0) numbers that lead to the fact; None where a number is missing."""
        numbers = [int(number) - 1 for number in re.findall(r"\[([1-9][0-9]*)\]", words)]
        steps: list[str | int] = []
        for part in fact.path.split("."):
            steps.append(part.removesuffix("[]"))
            if part.endswith("[]"):
                if not numbers:
                    return None
                steps.append(numbers.pop(0))
        if numbers:
            steps.append(numbers.pop(0))
        return tuple(steps)

    def unknown(self, words: str, place: Place) -> None:
        known = [part.label.ru for part in self.kind.root.walk() if part.path]
        known += [one.field.label.ru for one in self.pack.definitions.get(self.kind.key, {}).values()]
        known += [name for rules in self.pack.rules.values() for name in rules] + list(self.pack.readings)
        hint = nearest(words, known)
        self.wrong(
            place,
            f"`{words}` — ни поле, ни чтение, ни правило{hint.ru}",
            f"`{words}` is no field, no reading and no rule{hint.en}",
        )


def english(fact: Field, value: Any) -> Any:
    """A value with its keys in English, so that tables may name columns in either language."""
    if isinstance(value, Mapping):
        return {_key(fact, word): english(fact.child(word) or fact, inner) for word, inner in value.items()}
    if isinstance(value, list):
        return [english(fact, item) for item in value]
    return value


def _key(fact: Field, word: str) -> str:
    child = fact.child(word)
    return child.key if child else word


def _put(record: dict[str, Any], steps: tuple[str | int, ...], value: Any) -> None:
    """Set what the steps lead to; what a row says replaces a dash that its table started from."""
    here: Any = record
    for step, after in pairwise(steps):
        empty: type[Any] = list if isinstance(after, int) else dict
        if isinstance(step, int):
            here.extend({} for _ in range(step + 1 - len(here)))
            if not isinstance(here[step], empty):
                here[step] = empty()
        elif not isinstance(here.get(step), empty):
            here[step] = empty()
        here = here[step]
    last = steps[-1]
    if isinstance(last, int):
        here.extend({} for _ in range(last + 1 - len(here)))
    here[last] = value
