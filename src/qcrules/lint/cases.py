"""Has every rule its cases, and can every row of the case tables be read?"""

from __future__ import annotations

from collections.abc import Iterator

from qcrules.errors import InputError, Place
from qcrules.facts.reading import RecordReader
from qcrules.finding import Verdict
from qcrules.law.page import CaseTable, Cell
from qcrules.testing.cases.expand import plain_tables
from qcrules.testing.cases.expectation import verdicts
from qcrules.testing.cases.keys import TITLE
from qcrules.testing.cases.rows import Row, read_row
from qcrules.testing.cases.run import last_day
from qcrules.testing.cases.tables import sort_rows

from .inspected import Inspected
from .issue import Issue, issue

_KEPT = frozenset(Verdict) - {Verdict.VIOLATED}


def cases(it: Inspected) -> Iterator[Issue]:
    """Rules without a case in which they are violated, or kept."""
    asserted: dict[str, set[Verdict]] = {name: set() for name in it.rules}
    for page in it.pack.pages:
        for table in plain_tables(it.pack, page):
            for column, head in enumerate(table.header):
                for row in table.rows if head.text in asserted else ():
                    asserted[head.text] |= verdicts(row[column].text)
    for rule in it.rules.values():
        decided = any(form.requirement is not None for form in rule.forms.values())
        if decided and Verdict.VIOLATED not in asserted[rule.id]:
            yield issue("QC010", rule.place, rule.id, subject=rule.id)
        if not asserted[rule.id] & _KEPT:
            yield issue("QC011", rule.place, rule.id, subject=rule.id)


def rows(it: Inspected) -> Iterator[Issue]:
    """Rows of the case tables that cannot be read, that assert nothing, or that repeat another."""
    kinds = it.pack.vocabulary.kinds
    readers = {kind: RecordReader(kinds[kind], lowered.layout) for kind, lowered in it.lowered.items()}
    for page in it.pack.pages:
        seen: dict[str, Place] = {}
        for table in plain_tables(it.pack, page):
            found = sort_rows(it.pack, page, table)
            for problem in found.problems:
                yield issue("QC012", problem.place or table.header[0].place, message=problem.message)
            for cells in found.rows:
                try:
                    row = read_row(it.pack, page, table, cells)
                    readers[row.kind.whole].read(
                        row.record,
                        as_of=row.as_of or last_day(it.pack),
                        complete=row.complete,
                        places=row.place_of,
                        part=row.kind,
                        defined=row.defined,
                    )
                except InputError as wrong:
                    for problem in wrong.problems:
                        yield issue("QC012", problem.place or cells[0].place, message=problem.message)
                else:
                    yield from _row(row, _said(table, cells), seen)


def _row(row: Row, said: str, seen: dict[str, Place]) -> Iterator[Issue]:
    """A row that can be read. ``said``: all that it says but its name; ``seen``: the rows before it, by that."""
    if not row.asserted:
        yield issue("QC013", row.place, row.title)
    elif said in seen:
        yield issue("QC014", row.place, row.title, seen[said].line, subject=row.title)
    seen.setdefault(said, row.place)


def _said(table: CaseTable, cells: tuple[Cell, ...]) -> str:
    told = ((head.text, cell.text) for head, cell in zip(table.header, cells, strict=False) if cell.text)
    return repr(
        (table.kind, sorted(table.base.items(), key=str), sorted(one for one in told if one[0] not in TITLE))
    )
