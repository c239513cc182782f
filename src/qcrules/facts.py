"""A record → intervals, each with where it came from.

``RecordReader`` knows one kind of record: its fields, their words and their slots. It takes a mapping (of a case
file, of a Python system, of the typed objects) and gives ``Facts``: the record as it stands on the day of the check.
What null and a missing key mean for each type stands in the design, «everything is an integer interval».
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from attrs import define, field

from .errors import KEY, Place, Problem, RecordError, nearest
from .interval import INF, MAYBE, MINUTES_A_DAY, NO, YES, Interval, Key, whole_day
from .rulebook.layout import Layout, option_path
from .table import FILLED, MONTHS, PREVIOUS, Cell, Columns, column_key, total_of
from .text import Text, shown
from .vocabulary import YEARS, Field, Kind, Type

FIRST_DAY = date(1991, 1, 1)
LAST_DAY = date(2100, 12, 31)
FIRST_MINUTE, LAST_MINUTE = whole_day(FIRST_DAY.toordinal())[0], whole_day(LAST_DAY.toordinal())[1]
UNKNOWN_MARK = "?"
NULL_WORDS = frozenset({"нет", "—", ""})
_YES_NO = {"да": True, "yes": True, "true": True, "нет": False, "no": False, "false": False}

Trail = tuple[str | int, ...]
Places = Callable[[Trail], Place | None]
Overlay = dict[int, Interval]


NOTHING_DEFINED: Mapping[str, Any] = {}


def is_blank(value: Any) -> bool:
    """Does it say «нет»: null, a dash, blank text?"""
    return value is None or (isinstance(value, str) and value in NULL_WORDS)


def nowhere(_: Trail) -> None:
    """The places of a record that was not read from a file."""
    return


@define(eq=False, repr=False)
class Recorded:
    """One recorded fact: its value as it was given, and the keys that lead to it."""

    field: Field
    value: Any
    trail: Trail


@define(eq=False, repr=False)
class Facts:
    """The record on the day of the check: intervals by slot, the items of lists, what was recorded and where."""

    layout: Layout
    as_of: date
    lo: list[int]
    hi: list[int]
    items: dict[str, dict[Key, Overlay]] = field(factory=dict)
    recorded: dict[str, Recorded] = field(factory=dict)
    later: list[str] = field(factory=list)
    defined: dict[str, Interval] = field(factory=dict)
    columns: dict[str, Columns] = field(factory=dict)
    lines: dict[str, list[str]] = field(factory=dict)
    places: Places = nowhere

    def get(self, path: str) -> Interval:
        """The interval of a path of the layout."""
        slot = self.layout.slots[path]
        return self.lo[slot], self.hi[slot]

    def put(self, path: str, value: Interval) -> None:
        """Set the interval of a path of the layout."""
        slot = self.layout.slots[path]
        self.lo[slot], self.hi[slot] = value

    def source(self, path: str) -> Place | None:
        """Where a fact was recorded."""
        found = self.recorded.get(path)
        return self.places(found.trail) if found else None


class RecordReader:
    """Reads records of one kind. Immutable after it is made; safe to share."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self.kind = kind
        self.layout = layout
        self.blank = {complete: layout.template(complete) for complete in (False, True)}
        self.names: dict[str, dict[str, Field]] = {}
        for part in kind.root.walk():
            if part.children and part.type not in (Type.MONTH, Type.NUMBER, Type.TABLE):
                self.names[part.path] = {
                    word: child for child in part.children.values() for word in (child.term.ru, child.key)
                }

    def read(
        self,
        record: Mapping[str, Any],
        *,
        as_of: date,
        complete: bool,
        places: Places = nowhere,
        trail: Trail = (),
        part: Kind | None = None,
        defined: Mapping[str, tuple[Field, Any]] = NOTHING_DEFINED,
    ) -> Facts:
        """The facts of a record. RecordError lists everything that is wrong with it.

        ``part``: the record is only this part of the whole kind (an act without its inspection).
        ``defined``: values of defined facts, by their path; only a case table may give them.
        """
        lo, hi = self.blank[complete]
        facts = Facts(self.layout, as_of, lo.copy(), hi.copy(), places=places)
        work = _Reading(self, facts, (as_of.toordinal() + 1) * MINUTES_A_DAY, places)
        if part is None or part.inside is None:
            work.object(self.kind.root, record, "", trail, None)
        else:
            work.part(part.root, record, trail)
        work.tables()
        for path, (fact, value) in defined.items():
            work.define(path, fact, value, trail)
        if work.problems:
            raise RecordError(work.problems)
        return facts


class _Reading:
    """One reading of one record."""

    def __init__(self, reader: RecordReader, facts: Facts, tomorrow: int, places: Places) -> None:
        self.reader = reader
        self.facts = facts
        self.tomorrow = tomorrow
        self.places = places
        self.problems: list[Problem] = []
        self.told: list[tuple[Field, Any, Trail]] = []
        self.russian: Trail | None = None
        self.english: Trail | None = None

    def wrong(self, trail: Trail, ru: str, en: str) -> None:
        place = self.places(trail)
        if place is None and trail:
            steps = [f"[{step + 1}]" if isinstance(step, int) else step for step in trail if step != KEY]
            said = ".".join(steps).replace(".[", "[")
            ru, en = f"{said}: {ru}", f"{said}: {en}"
        self.problems.append(Problem(Text(ru, en), place))

    def put(self, slot: int, value: Interval, overlay: Overlay | None) -> None:
        if overlay is None:
            self.facts.lo[slot], self.facts.hi[slot] = value
        else:
            overlay[slot] = value

    # -- structure --------------------------------------------------------------------------------------------

    def part(self, fact: Field, record: Any, trail: Trail) -> None:
        """A record that is one object of the whole, perhaps in the one known item of a list."""
        overlay: Overlay | None = None
        path = fact.path
        if fact.list_path is not None:
            overlay = {}
            self.facts.items[fact.list_path] = {1: overlay}
            self.put(self.reader.layout.slots[fact.list_path], YES, None)
            path = path.replace("[]", "[1]")
        self.put(self.reader.layout.slots[fact.path], YES, overlay)
        self.object(fact, record, path, trail, overlay)

    def define(self, path: str, fact: Field, value: Any, trail: Trail) -> None:
        """A defined fact, set directly."""
        value = value.strip() if isinstance(value, str) else value
        if value == UNKNOWN_MARK:
            self.facts.defined[path] = fact.unknown
        elif value is None or (isinstance(value, str) and value in NULL_WORDS):
            self.facts.defined[path] = fact.none
        elif fact.type is Type.BOOL:
            self.facts.defined[path] = YES if value is True or _YES_NO.get(value) else NO
        else:
            self.facts.defined[path] = self.span(fact, value, trail) or fact.unknown

    def object(self, whole: Field, record: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """The fields of an object; ``path`` is where it stands, with the numbers of items."""
        if not isinstance(record, Mapping):
            self.wrong(trail, "здесь нужны поля вида «ключ: значение»", "expected fields here, `key: value`")
            return
        names = self.reader.names[whole.path]
        dot = f"{path}." if path else ""
        seen: dict[str, str] = {}
        for key, value in record.items():
            here = (*trail, key)
            child = names.get(key)
            if child is None:
                self.unknown_key(key, here, names)
                continue
            if child.key in seen:
                self.wrong(
                    (*here, KEY),
                    f"`{shown(key)}` и `{seen[child.key]}` — одно и то же поле",
                    f"`{shown(key)}` and `{seen[child.key]}` are the same field",
                )
                continue
            seen[child.key] = key
            if key != child.key:
                self.russian = self.russian or here
            elif child.key != child.term.ru:
                self.english = self.english or here
            if self.russian is not None and self.english is not None:
                self.mixed(here)
            self.value(child, value, dot + child.key, here, overlay)

    def unknown_key(self, key: Any, trail: Trail, names: Mapping[str, Field]) -> None:
        hint = nearest(shown(key), names)
        self.wrong(
            (*trail, KEY),
            f"поле `{shown(key)}` не известно{hint.ru}",
            f"unknown field `{shown(key)}`{hint.en}",
        )

    def mixed(self, trail: Trail) -> None:
        self.wrong(
            (*trail, KEY),
            f"`{trail[-1]}`: в одном файле поля называют на одном языке",
            f"`{trail[-1]}`: fields are named in one language a file",
        )
        self.russian = self.english = None

    def value(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """One field, whatever it is."""
        if isinstance(value, str):
            value = value.strip()
        self.facts.recorded[path] = Recorded(fact, value, trail)
        if value == UNKNOWN_MARK:
            self.everything(fact, overlay, self.reader.layout.unknown)
        elif is_blank(value):
            self.everything(fact, overlay, self.reader.layout.none)
            if fact.type is Type.TABLE and fact.month_path is None:
                self.told.append((fact, dict.fromkeys(row.key for row in fact.children.values()), trail))
        else:
            _READERS[fact.type](self, fact, value, path, trail, overlay)

    def everything(self, fact: Field, overlay: Overlay | None, source: Sequence[Interval]) -> None:
        """The field and all that is in it are unknown, or are not."""
        slots = self.reader.layout.slots
        for part in fact.walk():
            paths = [part.path]
            if part.type is Type.SET:
                paths += [option_path(part.path, option) for option in part.options]
            for path in paths:
                self.put(slots[path], source[slots[path]], overlay)

    # -- one reader a type --------------------------------------------------------------------------------------

    def whole(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        self.put(self.reader.layout.slots[fact.path], YES, overlay)
        self.object(fact, value, path, trail, overlay)

    def list(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            self.wrong(trail, f"«{fact.label.ru}»: нужен список", f"`{fact.path}`: expected a list")
            return
        self.put(self.reader.layout.slots[fact.path], YES if value else NO, overlay)
        found = self.facts.items.setdefault(fact.path, {})
        for number, item in enumerate(value):
            inner: Overlay = {}
            found[number + 1] = inner
            if fact.children:
                self.object(fact, item, f"{path}[{number + 1}]", (*trail, number), inner)
            elif not isinstance(item, str | int):
                self.wrong(
                    (*trail, number), f"«{fact.label.ru}»: нужен текст", f"`{fact.path}`: expected text"
                )

    def table(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """A table waits until the whole record is read: its columns depend on the month that is reported."""
        self.put(self.reader.layout.slots[fact.path], YES if value else NO, overlay)
        self.told.append((fact, value, trail))

    def tables(self) -> None:
        """The tables of the record: first those that have columns of their own, then those that stand in them."""
        for fact, value, trail in self.told:
            if fact.month_path is not None:
                self.columns(fact, self.cells(fact, self.rows(fact, value, trail), trail))
        for fact, value, trail in self.told:
            if fact.month_path is None:
                self.lines(fact, self.rows(fact, value, trail), trail)

    def rows(self, fact: Field, value: Any, trail: Trail) -> dict[str, tuple[Any, Trail]]:
        """The rows of a table, by their keys."""
        found: dict[str, tuple[Any, Trail]] = {}
        if not isinstance(value, Mapping):
            self.wrong(
                trail, f"«{fact.label.ru}»: нужны строки таблицы", f"`{fact.path}`: expected rows of a table"
            )
            return found
        rows = [child for child in fact.children.values() if child.type is Type.NUMBER]
        names = {word: row for row in rows for word in (row.key, row.term.ru)}
        for key, inner in value.items():
            row = names.get(str(key))
            if row is None:
                self.unknown_key(key, (*trail, key), names)
            else:
                found[row.key] = (inner, (*trail, key))
        return found

    def cells(
        self, fact: Field, rows: Mapping[str, tuple[Any, Trail]], trail: Trail
    ) -> dict[str, dict[str, Cell]]:
        """The recorded cells of a table: row → column → number."""
        found: dict[str, dict[str, Cell]] = {}
        for row, (value, here) in rows.items():
            for key, (inner, there) in self.by_column(fact, value, here).items():
                path = f"{fact.path}[{key}].{row}"
                cell = self.cell(fact.children[row], inner, path, there)
                if cell is not None:
                    found.setdefault(row, {})[key] = cell
        return found

    def by_column(self, fact: Field, value: Any, trail: Trail) -> dict[str, tuple[Any, Trail]]:
        """The cells of a row, by the key of their column."""
        if is_blank(value) or value == UNKNOWN_MARK:
            return {}
        if not isinstance(value, Mapping):
            self.wrong(
                trail,
                f"«{fact.label.ru}»: в строке нужны графы вида «2014-03: число» или «Всего: число»",
                f"`{fact.path}`: a row has columns, `2014-03: number` or `total: number`",
            )
            return {}
        found: dict[str, tuple[Any, Trail]] = {}
        for word, inner in value.items():
            here = (*trail, word)
            key = column_key(word)
            if key is None:
                self.wrong(
                    here,
                    f"«{fact.label.ru}»: `{shown(word)}` — не графа; графы: 2014-03, …, Всего",
                    f"`{fact.path}`: `{shown(word)}` is no column; columns: 2014-03, …, total",
                )
            elif key in found:
                self.wrong(here, f"графа `{shown(word)}` уже дана", f"column `{shown(word)}` is given twice")
            else:
                found[key] = (inner, here)
        return found

    def cell(self, row: Field, value: Any, path: str, trail: Trail) -> Cell | None:
        """One cell; a blank one («—») counts as nothing and is not filled in."""
        value = value.strip() if isinstance(value, str) else value
        self.facts.recorded[path] = Recorded(row, value, trail)
        if value == UNKNOWN_MARK:
            return None
        if is_blank(value):
            return Cell(NO, NO)
        count = self.count(row, value, trail)
        return Cell((count, count)) if count is not None else None

    def columns(self, fact: Field, cells: dict[str, dict[str, Cell]]) -> None:
        """The columns of a table become items."""
        assert fact.month_path is not None
        span = self.facts.get(fact.month_path)
        day = date.fromordinal(span[0] // MINUTES_A_DAY) if -INF < span[0] < INF else None
        columns = Columns(f"{day:%Y-%m}" if day else None, cells, self.line_columns(fact))
        self.facts.columns[fact.path] = columns
        items = self.facts.items.setdefault(fact.path, {})
        slots = self.reader.layout.slots
        for key in columns.keys:
            inner = items[key] = {
                slots[f"{fact.path}[].column"]: columns.kind(key),
                slots[f"{fact.path}[].reporting"]: columns.reporting(key),
            }
            for row in fact.children.values():
                if row.type is Type.NUMBER:
                    inner[slots[row.path]] = columns.cell(row.key, key)
                    inner[slots[f"{row.path}.{PREVIOUS}"]] = columns.previous(row.key, key)
                    inner[slots[f"{row.path}.{MONTHS}"]] = columns.months(row.key, key)
                    if (filled := columns.filled(row.key, key)) != MAYBE:
                        inner[slots[f"{row.path}.{FILLED}"]] = filled

    def line_columns(self, table: Field) -> frozenset[str]:
        """The columns in which the lines within the rows of a table have numbers."""
        rows = [
            row
            for fact, value, _ in self.told
            if isinstance(value, Mapping)
            and any(one.list_path == table.path for one in fact.children.values())
            for row in value.values()
            if fact is not table and isinstance(row, Mapping)
        ]
        lines = [line for row in rows for line in row.values() if isinstance(line, Mapping)]
        return frozenset(key for line in lines for word in line if (key := column_key(word)))

    def lines(self, fact: Field, rows: Mapping[str, tuple[Any, Trail]], trail: Trail) -> None:
        """A table of lines stands in the columns of another table: each column shows their sums."""
        slots = self.reader.layout.slots
        for row in fact.children.values():
            value, here = rows.get(row.key, (UNKNOWN_MARK, trail))
            if value == UNKNOWN_MARK:
                continue
            lines: list[dict[str, Cell]] = []
            names: list[str] = []
            if not is_blank(value):
                if not isinstance(value, Mapping):
                    self.wrong(
                        here,
                        f"«{fact.label.ru}»: нужны услуги с числами по месяцам",
                        f"`{fact.path}`: expected services with numbers by month",
                    )
                    continue
                for name, inner in value.items():
                    there = (*here, name)
                    given = self.by_column(fact, inner, there)
                    names.append(str(name))
                    lines.append(
                        {
                            key: cell
                            for key, (one, where) in given.items()
                            if (cell := self.cell(row, one, f"{fact.path}[{key}].{row.key}.{name}", where))
                        }
                    )
            self.facts.lines[row.path] = names
            for key, overlay in self.facts.items.get(row.list_path or "", {}).items():
                overlay[slots[row.path]] = total_of(
                    line[key].value if key in line else (0, INF) for line in lines
                )

    def set(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, Sequence | frozenset | set):
            self.wrong(trail, f"«{fact.label.ru}»: нужен список", f"`{fact.path}`: expected a list")
            return
        chosen = {option.key for word in words if (option := self.option(fact, word, trail))}
        slots = self.reader.layout.slots
        self.put(slots[fact.path], YES if words else NO, overlay)
        for option in fact.options:
            self.put(slots[option_path(fact.path, option)], YES if option.key in chosen else NO, overlay)

    def option(self, fact: Field, word: Any, trail: Trail) -> Any:
        option = fact.option(word if isinstance(word, str) else shown(word))
        if option is None:
            known = [said for option in fact.options for said in (option.term.ru, option.key)]
            hint = nearest(shown(word), known)
            listed_ru = ", ".join(option.term.ru for option in fact.options)
            listed_en = ", ".join(option.key for option in fact.options)
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(word)}` — не из списка: {listed_ru}{hint.ru}",
                f"`{fact.path}`: `{shown(word)}` is not one of: {listed_en}{hint.en}",
            )
        return option

    def choice(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        option = self.option(fact, value, trail)
        if option is not None:
            self.put(self.reader.layout.slots[fact.path], (option.code, option.code), overlay)

    def yes_no(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        said = value if isinstance(value, bool) else _YES_NO.get(value) if isinstance(value, str) else None
        if said is None:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужно «да» или «нет», а не `{shown(value)}`",
                f"`{fact.path}`: expected yes or no, not `{shown(value)}`",
            )
            return
        self.put(self.reader.layout.slots[fact.path], YES if said else NO, overlay)

    def number(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        count = self.count(fact, value, trail)
        if count is not None:
            self.put(self.reader.layout.slots[fact.path], (count, count), overlay)

    def count(self, fact: Field, value: Any, trail: Trail) -> int | None:
        """A whole number, zero or more (a year: one that the calendar knows)."""
        count = (
            int(value)
            if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16
            else value
        )
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < INF:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужно целое неотрицательное число, а не `{shown(value)}`",
                f"`{fact.path}`: expected a whole number, zero or more, not `{shown(value)}`",
            )
            return None
        if fact.type is Type.YEAR and count not in YEARS:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` вне 1991–2100 годов, которые знает календарь",
                f"`{fact.path}`: `{shown(value)}` is outside 1991-2100, the years that the calendar knows",
            )
            return None
        return count

    def text(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        if isinstance(value, Mapping | list | tuple):
            self.wrong(trail, f"«{fact.label.ru}»: нужен текст", f"`{fact.path}`: expected text")
            return
        self.put(self.reader.layout.slots[fact.path], YES, overlay)

    def moment(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        span = self.span(fact, value, trail)
        if span is None:
            return
        if fact.type is Type.EVENT and span[1] >= self.tomorrow:
            if span[0] >= self.tomorrow:
                self.facts.later.append(path)
                span = (INF, INF)
            else:
                span = (span[0], INF)
        self.put(self.reader.layout.slots[fact.path], span, overlay)

    def month(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        span = month_span(value) if isinstance(value, str) else None
        if span is None:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: нужен месяц вида 2014-03, а не `{shown(value)}`",
                f"`{fact.path}`: expected a month like 2014-03, not `{shown(value)}`",
            )
            return
        slots = self.reader.layout.slots
        self.put(slots[fact.path], span, overlay)
        self.put(slots[f"{fact.path}.start"], whole_day(span[0] // MINUTES_A_DAY), overlay)
        self.put(slots[f"{fact.path}.end"], whole_day(span[1] // MINUTES_A_DAY), overlay)

    def span(self, fact: Field, value: Any, trail: Trail) -> Interval | None:
        """The first and the last minute of a moment."""
        try:
            span = moment_span(value)
        except ValueError:
            span = None
        if span is None:
            hint = _day_first(value)
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` — не дата; "
                f"нужно 2014-01-31, 2014-01-31 15:30 или 2014-01{hint.ru}",
                f"`{fact.path}`: `{shown(value)}` is no date; write 2014-01-31, 2014-01-31 15:30 or 2014-01{hint.en}",
            )
            return None
        if not FIRST_MINUTE <= span[0] <= span[1] <= LAST_MINUTE:
            self.wrong(
                trail,
                f"«{fact.label.ru}»: `{shown(value)}` вне 1991–2100 годов, которые знает календарь",
                f"`{fact.path}`: `{shown(value)}` is outside 1991-2100, the years that the calendar knows",
            )
            return None
        return span


_READERS: Mapping[Type, Callable[..., None]] = {
    Type.EVENT: _Reading.moment,
    Type.DATE: _Reading.moment,
    Type.BOOL: _Reading.yes_no,
    Type.CHOICE: _Reading.choice,
    Type.SET: _Reading.set,
    Type.NUMBER: _Reading.number,
    Type.YEAR: _Reading.number,
    Type.TEXT: _Reading.text,
    Type.MONTH: _Reading.month,
    Type.OBJECT: _Reading.whole,
    Type.LIST: _Reading.list,
    Type.TABLE: _Reading.table,
}


def moment_span(value: Any) -> Interval | None:
    """The first and the last minute of a moment: a day, a day with a time, a month, or `first/last` days.

    ValueError or None where it is none of these (day-first dates, zones and bare numbers included).
    """
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return None
        minute = value.toordinal() * MINUTES_A_DAY + value.hour * 60 + value.minute
        return minute, minute
    if isinstance(value, date):
        return whole_day(value.toordinal())
    if not isinstance(value, str) or not value[:4].isdigit():
        return None
    if len(value) == 10 and value[4] == value[7] == "-":
        return whole_day(date.fromisoformat(value).toordinal())
    if len(value) == 7:
        return month_span(value)
    if "/" in value:
        first, last = value.split("/", 1)
        start, end = moment_span(first.strip()), moment_span(last.strip())
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    if len(value) in (16, 19) and value[10] in " T" and value[4] == value[7] == "-":
        return moment_span(datetime.fromisoformat(value))
    return None


def month_span(value: str) -> Interval | None:
    """The first and the last minute of a month written 2014-03."""
    if len(value) != 7 or value[4] != "-" or not (value[:4] + value[5:]).isdigit():
        return None
    year, month = int(value[:4]), int(value[5:])
    if not 1 <= month <= 12 or year == 0:
        return None
    first = date(year, month, 1).toordinal()
    return whole_day(first)[0], whole_day(first + monthrange(year, month)[1] - 1)[1]


def _day_first(value: Any) -> Text:
    parts = shown(value).replace("/", ".").replace("-", ".").split(".")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        day, month, year = parts
        return Text(
            f" (возможно, {year}-{month:0>2}-{day:0>2})", f" (did you mean {year}-{month:0>2}-{day:0>2}?)"
        )
    return Text("", "")
