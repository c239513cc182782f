"""A row that stands for several cases → those cases, each a row of its own (see docs/reference/page-of-law.md).

A cell may name a range of days, several values or any value, and «каждая строка, кроме 2 и 9» a row of a table of
figures; a column may name several rules; and on a page of several kinds of record a table that fits more than one is
run for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import product

from attrs import evolve

from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import NONE_MARK, UNKNOWN_MARK
from qcrules.law.model import Pack
from qcrules.law.page import CaseTable, Cell, Page

from .keys import BESIDE, KIND, TITLE
from .rows import named, rules_cited, spoken_of, unnumbered

ANY = frozenset({"любое", "любая", "любой", "any"})
_OR = re.compile(r" (?:или|or) ")
_MOMENT = r"(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?)"
_RANGE = re.compile(rf"(?:(?:с|from) {_MOMENT})?(?: ?(?:по|to) {_MOMENT})?")
EVERY_ROW = ("каждая строка", "every row")
_EVERY_ROW = re.compile(
    r"(?:каждая строка(?:, кроме (?P<ru>[^:{}]+))?|every row(?: but (?P<en>[^:{}]+))?)(?=:)"
)
_LATE = re.compile(r"; *\+[0-9]+")

Value = tuple[str, bool]
"""What one cell says, and whether a delay that the row asserts is meant of it."""


def plain_tables(pack: Pack, page: Page) -> Iterator[CaseTable]:
    """The tables of a page, for each kind of record that they fit, with a row a case and a column a rule."""
    kinds = [pack.vocabulary.kinds[name] for name in page.kinds if name in pack.vocabulary.kinds]
    for table in page.tables:
        for kind, part in _by_kind(pack, kinds, table):
            yield _plain(pack, kind, part)


def _by_kind(pack: Pack, kinds: Sequence[Kind], table: CaseTable) -> Iterator[tuple[Kind, CaseTable]]:
    """A table for each kind of record that it fits; where a column says the kind of each row, for each its rows."""
    column = next((at for at, head in enumerate(table.header) if head.text in KIND), None)
    if column is None:
        yield from ((kind, table) for kind in kinds_of(pack, kinds, table))
        return
    rows: dict[str, list[tuple[Cell, ...]]] = {}
    for cells in table.rows:
        said = pack.vocabulary.kind(cells[column].text) if cells[column:] else None
        for kind in (said,) if said else kinds_of(pack, kinds, _columns(table, _filled([cells]))):
            rows.setdefault(kind.key, []).append(cells)
    filled = _filled(table.rows)
    nowhere = {at for at, head in enumerate(table.header) if at not in filled and not _known(pack, head.text)}
    for key, own in rows.items():
        kind = pack.vocabulary.kinds[key]
        part = _columns(evolve(table, rows=tuple(own)), _filled(own) | nowhere)
        base = {
            words: value
            for words, value in table.base.items()
            if named(pack, kind, words) or not _known(pack, words)
        }
        yield kind, evolve(part, base=base)


def _known(pack: Pack, words: str) -> bool:
    """Do some words name a fact of any kind of record?"""
    return any(named(pack, kind, words) for kind in pack.vocabulary.kinds.values())


def _filled(rows: Iterable[Sequence[Cell]]) -> set[int]:
    """The columns in which some rows say something."""
    return {at for cells in rows for at, cell in enumerate(cells) if cell.text}


def _columns(table: CaseTable, wanted: set[int]) -> CaseTable:
    """A table with some of its columns."""
    rows = (tuple(cell for at, cell in enumerate(cells) if at in wanted) for cells in table.rows)
    header = (head for at, head in enumerate(table.header) if at in wanted)
    return evolve(table, header=tuple(header), rows=tuple(rows))


def kinds_of(pack: Pack, kinds: Sequence[Kind], table: CaseTable) -> list[Kind]:
    """The kinds of record to which every word of a table belongs; where none is, that to which most belong."""
    words = [*table.base, *(head.text for head in table.header)]
    facts = [word for word in words if word not in (*BESIDE, *pack.readings) and not rules_of(pack, word)]
    fitting = [kind for kind in kinds if all(named(pack, kind, word) is not None for word in facts)]
    return fitting or [spoken_of(pack, kinds, words)]


def rules_of(pack: Pack, head: str) -> list[str]:
    """The rules or provisions that a column names, one or several parted by commas; none where it is about a fact."""
    every = pack.rule_ids
    parts = [part.strip() for part in head.split(",")] if "," in head and head not in every else [head]
    return parts if all(part in every or rules_cited(pack, part) for part in parts) else []


def _plain(pack: Pack, kind: Kind, table: CaseTable) -> CaseTable:
    heads = [rules_of(pack, head.text) or [head.text] for head in table.header]
    header = tuple(
        Cell(word, head.place) for words, head in zip(heads, table.header, strict=True) for word in words
    )
    asserts = [bool(rules_of(pack, head.text)) for head in table.header]
    rows = []
    for cells in table.rows:
        for one in _rows(pack, kind, table.header, asserts, cells):
            rows.append(tuple(cell for words, cell in zip(heads, one, strict=True) for _ in words))
    base = {words: _every_row(named(pack, kind, words), value) for words, value in table.base.items()}
    return evolve(table, base=base, header=header, rows=tuple(rows), kind=kind.key)


def _every_row(fact: Field | None, value: object) -> object:
    """The figures of a table, in which «каждая строка» stands for each of its rows that is not named beside it."""
    if fact is None or fact.type is not Type.TABLE or not isinstance(value, dict):
        return value
    every = next((key for key in value if key in EVERY_ROW), None)
    if every is None:
        return value
    return {row.key: value.get(row.key, value[every]) for row in fact.rows}


def _rows(
    pack: Pack, kind: Kind, header: Sequence[Cell], asserts: Sequence[bool], cells: Sequence[Cell]
) -> Iterator[Sequence[Cell]]:
    """The cases of one row; where it stands for several, the title of each says what is its own."""
    values: list[list[Value]] = []
    for head, asserting, cell in zip(header, asserts, cells, strict=True):
        one_only = asserting or not cell.text or head.text in (*TITLE, *KIND)
        values.append([(cell.text, True)] if one_only else list(_values(pack, kind, head.text, cell.text)))
    if all(len(options) == 1 for options in values):
        yield cells
        return
    for chosen in product(*values):
        own = [text for (text, _), options in zip(chosen, values, strict=True) if len(options) > 1]
        exact = all(of_delay for _, of_delay in chosen)
        row = []
        for head, asserting, cell, (text, _) in zip(header, asserts, cells, chosen, strict=True):
            if head.text in TITLE:
                text = f"{cell.text} ({'; '.join(own)})"
            elif asserting and not exact:
                text = _LATE.sub("", text)
            row.append(Cell(text, cell.place))
        yield row


def _values(pack: Pack, kind: Kind, head: str, text: str) -> Iterator[Value]:
    """What a cell stands for; of a range of days the last or the first day is the one that a delay is meant of."""
    fact = named(pack, kind, unnumbered(head))
    options = _options(pack, fact, head)
    if text in ANY and text not in options:
        yield from ((option, True) for option in (*options, *((NONE_MARK, UNKNOWN_MARK) if fact else ())))
    elif (fact is None or fact.type.is_day) and (days := _days(text)):
        yield from days
    elif fact is not None and fact.type is Type.TABLE and (found := _EVERY_ROW.search(text)):
        but = re.split(r", | и | and ", found["ru"] or found["en"] or "")
        for row in fact.rows:
            if row.key not in but:
                yield f"{text[: found.start()]}{row.key}{text[found.end() :]}", True
    elif fact is not None and (fact.type is Type.TEXT or text.startswith(("[", "{"))):
        yield text, True
    else:
        yield from ((value, True) for value in _several(text, options))


def _options(pack: Pack, fact: Field | None, head: str) -> list[str]:
    """What a column may say, where that is one of a few words."""
    if fact is None:
        return list(pack.readings[head].options) if head in pack.readings else []
    if fact.type is Type.BOOL:
        return ["да", "нет"]
    return [option.term.ru for option in fact.options]


def _several(text: str, options: Sequence[str]) -> list[str]:
    """The values that «или» parts; an option may hold that word itself."""
    parts = _OR.split(text)
    if len(parts) == 1 or text in options:
        return [text]
    found: list[str] = []
    while parts:
        most = next((n for n in range(len(parts), 1, -1) if " или ".join(parts[:n]) in options), 1)
        found.append(" или ".join(parts[:most]))
        parts = parts[most:]
    return found


def _days(text: str) -> list[Value]:
    """The ends of a range of days (or of minutes) and their neighbours in it; none where it is no range."""
    found = _RANGE.fullmatch(text)
    if not text or found is None:
        return []
    step = partial(_step, minutes=":" in text)
    first, last = found.groups()
    days = [(first, True), (step(first, 1), False)] if first else []
    days += [(step(last, -1), False), (last, not first)] if last else []
    return sorted(dict(days).items())


def _step(moment: str, by: int, minutes: bool) -> str:
    try:
        at = datetime.fromisoformat(moment) + (timedelta(minutes=by) if minutes else timedelta(days=by))
    except ValueError:
        return moment  # no day of the calendar: who reads the cell will say so
    return at.isoformat(sep=" ", timespec="minutes") if minutes else at.date().isoformat()
