"""A case → a record, the defined facts it sets, the day, the readings, and what it asserts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import Factory, define, frozen

from qcrules.errors import Place, Problem, RecordError, nearest
from qcrules.facts.field import Field
from qcrules.facts.names import in_english
from qcrules.facts.path import ANY, FactPath, Trail, around
from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import AS_OF
from qcrules.law.lookup import rules_citing
from qcrules.law.model import Pack
from qcrules.law.page import CaseTable, Cell, Page
from qcrules.source.tree import merged, plain
from qcrules.source.yaml import parse as parse_yaml
from qcrules.text import Text

from .expectation import Expectation, NotUnderstood, parse
from .keys import KIND, TITLE


@frozen
class Asserted:
    """What a case says of one rule, or of all rules of a provision, and in which cell."""

    words: str
    cell: Cell
    expected: tuple[Expectation, ...]
    rules: tuple[str, ...]

    @property
    def of_provision(self) -> bool:
        """Is it said of a provision («п.10»), so that the worst finding counts?"""
        return self.rules != (self.words,)


@define
class Row:
    """One case: everything that a check needs, and what it must answer; of a table, of a case file, of a workbook."""

    title: str
    table: str
    place: Place
    kind: Kind
    record: dict[str, Any] = Factory(dict)
    defined: dict[str, tuple[Field, Any]] = Factory(dict)
    as_of: date | None = None
    complete: bool = False
    readings: dict[str, str] = Factory(dict)
    asserted: list[Asserted] = Factory(list)
    places: dict[Trail, Place] = Factory(dict)

    def place_of(self, trail: Trail) -> Place:
        """The cell that said a fact, or the row."""
        return around(self.places, trail, self.place)


def title_of(header: Iterable[Cell], cells: Sequence[Cell]) -> str:
    """What a row says it is about."""
    pairs = zip(header, cells, strict=False)
    return next((cell.text for head, cell in pairs if head.text in TITLE), cells[0].text if cells else "")


def read_row(pack: Pack, page: Page, table: CaseTable, cells: tuple[Cell, ...]) -> Row:
    """The case in a row of a page. RecordError lists everything that cannot be read in it."""
    kind = kind_of(pack, page, table)
    row = Row(title_of(table.header, cells), table.title, cells[0].place, kind)
    reader = CaseReader(pack, kind, row)
    for words, value in table.base.items():
        reader.fact(words, value, row.place)
    for head, cell in zip(table.header, cells, strict=False):
        reader.cell(head.text, cell)
    return reader.done()


def kind_of(pack: Pack, page: Page, table: CaseTable) -> Kind:
    """The kind of record that the rows of a table are."""
    if table.kind is not None:
        return pack.vocabulary.kinds[table.kind]
    kinds = [pack.vocabulary.kinds[name] for name in page.kinds if name in pack.vocabulary.kinds]
    return spoken_of(pack, kinds, [*table.base, *(head.text for head in table.header)])


def in_first_item(fact: Field) -> Text:
    """The column of a field; of an item's field, of the first item."""
    depth, russian = len((fact.list_path or "").split(".")), fact.label.ru.split(".")
    if fact.list_path is not None:
        russian[depth - 1] += "[1]"
    return Text(".".join(russian), fact.path.replace("[]", "[1]"))


def spoken_of(pack: Pack, kinds: Sequence[Kind], names: Iterable[str]) -> Kind:
    """The kind of record that most of the names speak of, facts and rules; a page may speak of several."""
    names = list(names)

    def known(kind: Kind) -> tuple[int, int]:
        rules = pack.rules.get(kind.key, {})
        about = (name in rules or not rules.keys().isdisjoint(rules_cited(pack, name)) for name in names)
        return sum(named(pack, kind, name) is not None for name in names), sum(about)

    return max(kinds, key=known) if kinds else next(iter(pack.vocabulary.kinds.values()))


def kind_said(pack: Pack, cell: Cell) -> Kind:
    """The kind of record that a cell names. RecordError where there is none of that name."""
    kind = pack.vocabulary.kind(cell.text)
    if kind is None:
        hint, known = nearest(cell.text, pack.vocabulary.kind_words()), pack.vocabulary.kinds
        russian = ", ".join(one.term.ru for one in known.values())
        words = Text(
            f"вида записей `{cell.text}` нет{hint.ru}; есть: {russian}",
            f"there is no kind of record `{cell.text}`{hint.en}; there are: {', '.join(known)}",
        )
        raise RecordError([Problem(words, cell.place)])
    return kind


@lru_cache(maxsize=1024)
def rules_cited(pack: Pack, words: str) -> tuple[str, ...]:
    """The rules of a provision: all of «п.10» for `п.10`, of its first part for `п.10 ч.1`.

    Of a page whose name no rule cites as a whole («форма 1-мк»), all its rules.
    """
    pages = (page for page in pack.pages if page.words == words)
    return rules_citing(pack, words) or tuple(rule for page in pages for rule in page.rules)


def unnumbered(words: str) -> str:
    """The words without the numbers of items."""
    return re.sub(r"\[[0-9]+\]", "", words)


def named(pack: Pack, kind: Kind, words: str) -> Field | None:
    """The recorded or defined fact that some words name."""
    plain = unnumbered(words)
    return pack.vocabulary.find(kind, plain) or _defined(pack, kind, plain)


def _defined(pack: Pack, kind: Kind, words: str) -> Field | None:
    """A defined fact, by its path or its words."""
    for definition in pack.definitions.get(kind.key, {}).values():
        fact = definition.field
        names = {fact.path, fact.label.ru, f"{kind.term.ru}.{fact.label.ru}", f"{kind.key}.{fact.path}"}
        if words in names:
            return fact
    return None


@define
class CaseReader:
    """Reads one case piece by piece into its row; what is wrong is collected."""

    pack: Pack
    kind: Kind
    row: Row
    problems: list[Problem] = Factory(list)

    def done(self) -> Row:
        """The row, or RecordError with everything that was wrong."""
        if self.problems:
            raise RecordError(self.problems)
        return self.row

    def wrong(self, place: Place, ru: str, en: str) -> None:
        """Note one mistake."""
        self.problems.append(Problem(Text(ru, en), place))

    def cell(self, head: str, cell: Cell) -> None:
        """One cell, by what its column is about."""
        if head in TITLE or not cell.text:
            return
        if head in KIND:
            self.kind_of_row(cell)
        elif head in AS_OF:
            self.day(cell)
        elif head in self.pack.readings:
            self.reading(head, cell)
        elif self.rules_of(head):
            self.assertion(head, cell)
        else:
            self.fact(head, self.value(cell), cell.place)

    def kind_of_row(self, cell: Cell) -> None:
        """The kind of record that a row says it is; whoever began the row has looked for it."""
        try:
            kind_said(self.pack, cell)
        except RecordError as wrong:
            self.problems.extend(wrong.problems)

    def rules_of(self, head: str) -> tuple[str, ...]:
        """The rules that a word names: by id, or by a citation."""
        if any(head in rules for rules in self.pack.rules.values()):
            return (head,)
        return rules_cited(self.pack, head)

    def day(self, cell: Cell) -> None:
        """The day of the check."""
        try:
            self.row.as_of = date.fromisoformat(cell.text)
        except ValueError:
            self.wrong(cell.place, f"`{cell.text}` — не день: нужно 2014-01-31", f"`{cell.text}` is no day")

    def reading(self, head: str, cell: Cell) -> None:
        """The option of a reading."""
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
        """What one rule, or the rules of a provision, must answer."""
        rules = self.rules_of(head)
        kinds = {key for key, of_kind in self.pack.rules.items() if not of_kind.keys().isdisjoint(rules)}
        if rules and kinds.isdisjoint((self.kind.key, self.kind.whole)):
            others = [self.pack.vocabulary.kinds[key].term for key in sorted(kinds)]
            about = Text.joined(", ", others)
            self.wrong(
                cell.place,
                f"`{head}` говорит о другом виде записей ({about.ru}), а случай — {self.kind.term.ru}",
                f"`{head}` speaks of another kind of record ({about.en}), and the case is: {self.kind.term.en}",
            )
            return
        try:
            self.row.asserted.append(Asserted(head, cell, parse(cell.text), rules))
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
        fact = self.pack.vocabulary.find(self.kind, unnumbered(words))
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
                f"`{words}`: у элемента списка нужен номер, например `{in_first_item(fact).ru}`",
                f"`{words}`: an item of a list needs its number, as in `{in_first_item(fact).en}`",
            )
            return
        steps.put(self.row.record, merged(steps.get(self.row.record), in_english(fact, value)))
        self.row.places[steps.trail] = place

    def steps(self, words: str, fact: Field) -> FactPath | None:
        """The way to the fact, with the numbers of items that the words give; None where a number is missing."""
        numbers = [int(number) - 1 for number in re.findall(r"\[([1-9][0-9]*)\]", words)]
        trail: list[str | int] = []
        for step in FactPath.parse(fact.path).trail:
            if step == ANY and not numbers:
                return None
            trail.append(numbers.pop(0) if step == ANY else step)
        return FactPath((*trail, *numbers[:1]))

    def unknown(self, words: str, place: Place) -> None:
        recorded = [part for part in self.kind.root.walk() if part.path]
        known = [name for part in recorded for name in (part.label.ru, part.path.replace("[]", ""))]
        known += [one.field.label.ru for one in self.pack.definitions.get(self.kind.key, {}).values()]
        known += [name for rules in self.pack.rules.values() for name in rules] + list(self.pack.readings)
        if self.pack.vocabulary.doubts(unnumbered(words)):
            self.wrong(
                place,
                f"`{words}`: слово не прочитано, ошибка там, где оно дано",
                f"`{words}`: the word could not be read, there is a mistake where it is given",
            )
            return
        hint = nearest(words, known)
        self.wrong(
            place,
            f"`{words}` — ни поле, ни чтение, ни правило{hint.ru}",
            f"`{words}` is no field, no reading and no rule{hint.en}",
        )
