"""A table of cases before its rows are read: columns and base facts that are nothing, and the rows resting on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from qcrules.errors import Place, Problem
from qcrules.law.model import Pack
from qcrules.law.page import CaseTable, Cell, Page
from qcrules.text import Text

from .keys import BESIDE
from .rows import CaseReader, Row, kind_of, rules_cited


@frozen(eq=False)
class SortedRows:
    """The rows of a table that can be read one by one, those that cannot, and what is wrong with the table."""

    rows: Sequence[tuple[Cell, ...]]
    left: Sequence[tuple[Cell, ...]]
    problems: Sequence[Problem]


def sort_rows(pack: Pack, page: Page, table: CaseTable) -> SortedRows:
    """A column that is nothing takes away the rows that say something in it; a base fact that is nothing, all rows.

    Where it is nothing because of a mistake where it has its name, that is told there, and the rows are left here.
    """
    kind = kind_of(pack, page, table)

    def wrong(words: str, place: Place) -> list[Problem]:
        reader = CaseReader(pack, kind, Row("", table.title, place, kind))
        if words not in (*BESIDE, *pack.readings) and not reader.rules_of(words):
            reader.fact(words, None, place)
        return reader.problems

    of_base = {words: wrong(words, table.base_places[words]) for words in table.base}
    of_columns = [wrong(head.text, head.place) for head in table.header]
    all_rest = any(of_base.values())
    rows: list[tuple[Cell, ...]] = []
    left: list[tuple[Cell, ...]] = []
    for cells in table.rows:
        rests = any(found and cell.text for found, cell in zip(of_columns, cells, strict=False))
        (left if all_rest or rests else rows).append(cells)
    named = [
        *of_base.items(),
        *((head.text, found) for head, found in zip(table.header, of_columns, strict=True)),
    ]
    told = [problem for words, found in named if not pack.vocabulary.doubts(words) for problem in found]
    return SortedRows(rows, left, told)


def not_run(what: Text, count: int, place: Place) -> Problem:
    """That so many cases could not be run for what is wrong."""
    return Problem(
        Text(f"{what.ru}: не прогнано случаев — {count}", f"{what.en}: {count} cases were not run"), place
    )


def heads_of(table: CaseTable, rows: Iterable[Sequence[Cell]]) -> frozenset[str]:
    """The columns in which some rows say something: facts, readings, rules."""
    return frozenset(
        head.text
        for cells in rows
        for head, cell in zip(table.header, cells, strict=False)
        if cell.text and head.text not in BESIDE
    )


def rules_named(pack: Pack, heads: Iterable[str]) -> set[str]:
    """The rules that some columns speak of, by id or by citation."""
    every = {rule for rules in pack.rules.values() for rule in rules}
    return {rule for head in heads for rule in ((head,) if head in every else rules_cited(pack, head))}
