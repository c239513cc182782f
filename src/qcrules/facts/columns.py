"""A table of a record: row → month (or «Всего») → number.

Rules see it as a list of its columns. The items are known by their month (``2014-01``) and ``total``; the fields of
an item are the rows, and what a row is beside its neighbours: the same row in the column before it, the sum of its
months, whether the cell is filled in. A table of lines (service → month → number within a row) stands in the
columns of another table; of it an item shows the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from ..by_value import ByValue
from ..kernel.interval import INF, MAYBE, NO, YES, Interval, Key
from ..text import Text
from ..time.months import month_words, read_month, year_to_date
from .field import Field, Option, ValueType
from .types import UNKNOWN_NUMBER, Type

TOTAL = "total"
TOTAL_WORDS = frozenset({TOTAL, "Всего", "всего"})

PREVIOUS, MONTHS, FILLED = "previous", "months", "filled"
COLUMN, REPORTING = "column", "reporting"
_ROW_PARTS = {
    PREVIOUS: (Text("предыдущая графа", "the column before"), Type.NUMBER),
    MONTHS: (Text("по месяцам", "sum of months"), Type.NUMBER),
    FILLED: (Text("заполнена", "filled in"), Type.BOOL),
}
_COLUMNS = (
    ("january", Text("январь", "January")),
    ("month", Text("месяц после января", "a later month")),
    (TOTAL, Text("Всего", "total")),
    ("outside", Text("вне отчётного периода", "outside the reporting period")),
)
JANUARY, MONTH, WHOLE, OUTSIDE = 1, 2, 3, 4


def row_field(key: str, term: Text, table: Field, *, whole: bool) -> Field:
    """A row of a table: a number a column, with (``whole``) what it is beside its neighbours."""
    row = _inside(key, term, Type.NUMBER, table)
    if not whole:
        return row
    parts = {name: _inside(name, term, kind, row) for name, (term, kind) in _ROW_PARTS.items()}
    return evolve(row, children=parts)


def column_fields(table: Field) -> dict[str, Field]:
    """What a column is: which kind of column, and whether it is that of the month that the table reports."""
    column = _inside(COLUMN, Text("графа", "column"), Type.CHOICE, table)
    options = tuple(Option(key, term, code) for code, (key, term) in enumerate(_COLUMNS, 1))
    reporting = _inside(REPORTING, Text("отчётная", "reporting"), Type.BOOL, table)
    return {COLUMN: evolve(column, options=options), REPORTING: reporting}


def _inside(key: str, term: Text, kind: ValueType, whole: Field) -> Field:
    label = Text(f"{whole.label.ru}.{term.ru}", f"{whole.label.en}: {term.en}")
    return Field(key, f"{whole.path}.{key}", term, label, kind, list_path=whole.list_path)


def column_key(word: Any) -> str | None:
    """The key of a column: a month, or «Всего»."""
    said = str(word).strip()
    if said in TOTAL_WORDS:
        return TOTAL
    try:
        read_month(said)
    except ValueError:
        return None
    return said


def column_words(key: Key | None) -> Text:
    """A column of a table: «2014-03», «Всего»."""
    return Text("Всего", "total") if key == TOTAL else Text.same(str(key or "…"))


def label_at(label: Text, key: Key | None, line: str = "") -> Text:
    """The label of a fact, with the column (and the line) where it is a cell of a table: «показатели.1.1, 2014-03»."""
    if key is None or isinstance(key, int):
        return label
    at, name = column_words(key), f" ({line})" if line else ""
    return Text(f"{label.ru}{name}, {at.ru}", f"{label.en}{name}, {at.en}")


def total_of(plus: Iterable[Interval], minus: Iterable[Interval] = (), constant: int = 0) -> Interval:
    """The sum of some intervals (and ``constant``) less others; infinities absorb."""
    lo = hi = constant
    for one in plus:
        lo = min(lo + one[0], INF - 1) if one[0] > -INF and lo > -INF else -INF
        hi = INF if max(hi, one[1], hi + one[1]) >= INF else hi + one[1]
    for one in minus:
        lo = -INF if one[1] >= INF or lo <= -INF else lo - one[1]
        hi = hi if hi >= INF else hi - one[0]
    return lo, hi


@frozen(eq=False, repr=False)
class RecordedCell(ByValue):
    """A recorded cell: what it says, and whether it says anything."""

    value: Interval
    filled: Interval = YES


RecordedCells = dict[str, dict[str, RecordedCell]]
"""Row → column → cell."""


@define(eq=False, repr=False)
class TableColumns:
    """The columns of a table in one record.

    ``month``: the month that is reported («2014-03»), where it is known. There are the columns in which something is
    recorded, here or (``also``) in the lines within the rows, that of the reported month, and «Всего».
    """

    month: str | None
    cells: RecordedCells
    also: frozenset[str] = frozenset()
    keys: tuple[str, ...] = field(init=False)
    years: tuple[list[str], ...] = field(init=False)
    """The months of each year as far as its last column."""

    @keys.default
    def _all(self) -> tuple[str, ...]:
        months = ({key for row in self.cells.values() for key in row} | self.also) - {TOTAL}
        return (*sorted(months | ({self.month} if self.month else set())), TOTAL)

    @years.default
    def _years(self) -> tuple[list[str], ...]:
        last = {key[:4]: key for key in self.keys if key != TOTAL}
        return tuple(map(year_to_date, last.values()))

    def before(self, key: str) -> str | None:
        """The column before a month; before «Всего», that of the reported month. January has none."""
        if key == TOTAL:
            return self.month
        return None if key.endswith("-01") else month_words(read_month(key) - 1)

    def months_to(self, key: str) -> list[str] | None:
        """The months of the year as far as a column; for «Всего», as far as the reported month."""
        last = self.month if key == TOTAL else key
        return None if last is None else year_to_date(last)

    def sums(self, row: str) -> dict[str, Interval]:
        """The sums of a row from January to each month of the years that there are columns of."""
        cells, found = self.cells.get(row, {}), dict[str, Interval]()
        for months in self.years:
            total = (0, 0)
            for month in months:
                cell = cells.get(month)
                total = found[month] = total_of((total, cell.value if cell else UNKNOWN_NUMBER))
        return found

    def kind(self, key: str) -> Interval:
        """Which kind of column it is, by its code."""
        if key == TOTAL:
            return WHOLE, WHOLE
        code = JANUARY if key.endswith("-01") else MONTH
        if self.month is None:
            return code, OUTSIDE
        inside = key[:4] == self.month[:4] and key <= self.month
        return (code, code) if inside else (OUTSIDE, OUTSIDE)

    def reporting(self, key: str) -> Interval:
        if key == TOTAL:
            return NO
        return MAYBE if self.month is None else YES if key == self.month else NO

    def behind(self, part: str, key: str) -> Mapping[str, None]:
        """The columns whose cells stand behind a part of a row."""
        if part == PREVIOUS:
            before = self.before(key)
            return {before: None} if before else {}
        if part == MONTHS:
            return dict.fromkeys(self.months_to(key) or ())
        return {key: None}
