"""The laws of the door: a record says the same in every format, and a bad cell is the business of its row alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from attrs import evolve, frozen
from hypothesis import reject
from hypothesis import strategies as st

from qcrules import forms
from qcrules.batch import check_batch
from qcrules.batch.job import Job
from qcrules.batch.moves import moved, verdicts_of
from qcrules.batch.run import run
from qcrules.errors import QcrulesError, RecordError
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.facts.words import NONE_MARK, UNKNOWN_MARK
from qcrules.forms.layout import load_forms
from qcrules.judge.rulebook import load_rules
from qcrules.testing.strategies import records
from qcrules.testing.strategies.drawing import Source
from qcrules.time.months import year_to_date

from . import doors, formats
from .doors import DOORS, REGISTERS
from .formats import Drawn

KINDS = ("inspection", "act", "protocol", "monitoring_report", "inspection_plan")

ODD = [
    *("", "?", "—", "нет", "#REF!", "#Н/Д", "09.10", "31.02.2014", "2014-0²", "[[1]]", "{", "=1+1", "1e5"),
    *("Итого", "\u00a0", "[" * 2000, "1" * 40, "NaN", "None", "null", "infinity", "2014-02-18 00:00:00"),
]

ERRORS = ("#REF!", "#ССЫЛКА!", "#VALUE!")
_NO_DAYS = (
    "31.02.2014",
    "2014-03-05 09.10",
    "2014-0²-01",
    "05/03/2014",
    "вчера",
    "２014-03-05",
    "2014-03-05T10:00+06:00",
)
UNREADABLE: Mapping[Any, tuple[str, ...]] = {
    Type.EVENT: _NO_DAYS,
    Type.DATE: _NO_DAYS,
    Type.MONTH: ("²014-03", "09.10", "2014-13", "март"),
    Type.CHOICE: ("чего нет в списке",),
    Type.SET: ("чего нет в списке", "[[1]]"),
    Type.BOOL: ("может быть", "2", "[]"),
    Type.NUMBER: ("-1", "1.5", "много", "1e5", "1" * 40, "٣"),
    Type.YEAR: ("1900", "14", "²014"),
    Type.TEXT: (),
    Type.OBJECT: ("письмо", "{"),
    Type.LIST: ("[", "[[1]]"),
    Type.TABLE: ("текст", "[1,2]", "{"),
}
"""Texts that no field of a type can read; and no field can read a cell error."""


# -- what is drawn ----------------------------------------------------------------------------------------------


def drawn(kind: str | None = None, most: int = 8) -> st.SearchStrategy[Drawn]:
    """Some records of one kind and one day."""

    def of_kind(one: str) -> st.SearchStrategy[Drawn]:
        def made(some: list[dict[str, Any]]) -> Drawn:
            own = [{key: value for key, value in each[one].items() if key != "id"} for each in some]
            return Drawn(one, own, date.fromisoformat(some[0]["as_of"]), bool(some[0]["complete"]))

        return st.lists(records(kind=one, near_deadlines=True), min_size=1, max_size=most).map(made)

    return st.sampled_from(KINDS).flatmap(of_kind) if kind is None else of_kind(kind)


@st.composite
def through(draw: st.DrawFn, some: st.SearchStrategy[Drawn], ways: Iterable[str], few: int) -> Any:
    """Such records, and ``few`` of the doors through which they come; 0 is all of them."""
    return draw(some), draw(st.permutations(list(ways)))[: few or None]


@st.composite
def spoilt(draw: st.DrawFn, ways: Iterable[str], few: int, unreadable: bool = False, most: int = 8) -> Any:
    """Records of which one has something odd in a field, the number of that one, and doors."""
    one = draw(drawn(most=most))
    source = Source.of(None, one.kind)
    path, type_ = draw(st.sampled_from(list(source.types.items())))
    if unreadable:
        odd = draw(st.sampled_from([*UNREADABLE[type_], *ERRORS]))
    else:
        odd = draw(st.sampled_from(ODD) | st.text(max_size=8))
    at = draw(st.integers(0, len(one.records) - 1))
    return one, changed(one, at, path, odd), at, draw(st.permutations(list(ways)))[: few or None]


def changed(one: Drawn, at: int, path: str, value: Any) -> Drawn:
    """The same with another value at a path of one record."""
    if path == "id":
        reject()
    record = copy.deepcopy(dict(one.records[at]))
    FactPath.parse(path).put(record, value)
    return evolve(one, records=[*one.records[:at], record, *one.records[at + 1 :]])


# -- 1. the same record, the same facts -------------------------------------------------------------------------


def same(folder: Path, given: tuple[Drawn, list[str]]) -> None:
    """Every format gives the verdicts, due days and violations of single checks, or it is refused everywhere."""
    one, ways = given
    folder.mkdir(parents=True, exist_ok=True)
    expected = doors.mapping(folder, one)
    for name in ways:
        found = DOORS[name](folder, one)
        assert found in ({}, expected), name


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, int, int, dict[str, Any], date, bool]:
    """A monthly report that one of the printed forms can hold."""
    some = draw(records(kind="monitoring_report", near_deadlines=True))
    layout = load_forms(load_rules().pack.folder)
    form = draw(st.sampled_from(list(layout.forms.values())))
    year, month = draw(st.sampled_from([2013, 2014, 2015])), draw(st.integers(1, 12))
    record = {"form": form.key, "month": f"{year}-{month:02}"}
    columns = [*year_to_date(record["month"]), "total"]
    count = st.integers(0, 4) | st.none()
    rows = [row for row in form.rows.values() if row.figures]
    chosen = draw(st.lists(st.sampled_from(rows), max_size=6, unique_by=lambda row: row.number))
    cells = st.dictionaries(st.sampled_from(columns), count, min_size=1, max_size=4)
    record["figures"] = {row.number: draw(cells) for row in chosen}
    listed = [row.number for row in rows if row.services]
    if listed and draw(st.booleans()):
        record["late_services"] = {listed[0]: {"Выдача справки": draw(cells)}}
    root = load_rules().core.vocabulary.kinds["monitoring_report"].root
    for path in layout.facts:
        value = FactPath.parse(path).get(some["monitoring_report"], "")
        if value != "" and root.at(path).type not in (Type.OBJECT, Type.LIST):
            FactPath.parse(path).put(record, value)
    return form.key, year, month, record, date.fromisoformat(some["as_of"]), bool(some["complete"])


def same_in_form(folder: Path, given: tuple[Any, list[str]]) -> None:
    """A report that is written into its form, read back and written again stays; other doors say the same of it."""
    (form, year, month, record, as_of, complete), ways = given
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "form.xlsx"
    forms.write(file, form, year, month, record=record)
    [read] = forms.read(file)
    told, kept = (_shown(each, as_of) for each in (record, read.record))
    assert {path: said for path, said in told.items() if kept.get(path, _NOT) != said} == {}
    forms.write(folder / "again.xlsx", form, year, month, record=read.record)
    [again] = forms.read(folder / "again.xlsx")
    assert again.record == read.record
    one = Drawn("monitoring_report", [read.record], as_of, complete)
    alone = doors.mapping(folder, one)["0"]
    assert doors.checked(file, one) == alone
    assert [*doors.judged(file, one).values()] == [alone]
    same(folder, (one, ways))


_NOT = object()


def _shown(record: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """What a report says, cell by cell; a table as a whole is its cells."""
    reader = load_rules().machine("monitoring_report").reader
    facts = reader.read(record, as_of=as_of, complete=False)
    return {
        path: one.show()[0] or None  # «нет» is both no and none
        for path, one in facts.recorded.items()
        if not one.field.type.has_fields and not one.field.rows
    }


# -- 2. what was accepted can be written back -------------------------------------------------------------------


def given_back(folder: Path, one: Drawn) -> None:
    """The words of what was read of a record, in JSON's and in a person's, are read as the same facts."""
    book = load_rules()
    kind = book.core.vocabulary.kinds[one.kind]
    reader = book.machine(kind.whole).reader
    how: dict[str, Any] = {"as_of": one.as_of, "complete": one.complete, "part": kind}
    for record in one.records:
        try:
            facts = reader.read(record, **how)
        except RecordError:
            continue
        for place in (0, 1, 2):
            again: dict[str, Any] = {}
            tables = [f"{path}[" for path, said in facts.recorded.items() if said.field.type is Type.TABLE]
            for path, recorded in facts.recorded.items():
                if path.startswith(tuple(tables)):
                    continue  # a cell stands in its table
                inner = path.replace("[1]", "", 1) if kind.inside and "[" in kind.inside else path
                inside = (kind.inside or "").replace("[]", "")
                steps = FactPath.parse(inner.removeprefix(f"{inside}."))
                steps.put(again, _written(recorded, place))
            other = reader.read(again, **how)
            assert (other.spans, other.items) == (facts.spans, facts.items)


def _written(recorded: Any, place: int) -> Any:
    """A value as JSON (0) or as a person (1, in English 2) has it; and vague moments in words, as it is."""
    value, type_ = recorded.value, recorded.field.type
    if value is None or value == UNKNOWN_MARK:
        return NONE_MARK if value is None else value
    if type_.has_items:
        return (
            copy.deepcopy(value)
            if not recorded.field.children or type_ is Type.TABLE
            else [{} for _ in value]
        )
    if type_.has_fields:
        return {}
    if type_ in (Type.SET, Type.TEXT, Type.NUMBER, Type.YEAR):
        return value
    shown, words = recorded.show()
    said = (shown, words.ru, words.en)[place]
    return shown if isinstance(said, str) and ("–" in said or " to " in said) else said


# -- 3. unreadable is not absent --------------------------------------------------------------------------------


def unreadable(folder: Path, given: tuple[Drawn, Drawn, int, list[str]]) -> None:
    """A record with a cell that cannot be read is refused by every door, complete or not; the other records are not."""
    one, spoiled, at, ways = given
    folder.mkdir(parents=True, exist_ok=True)
    one, spoiled = evolve(one, complete=True), evolve(spoiled, complete=True)
    expected = {**doors.mapping(folder, one), str(at): None}
    for name in ways:
        found = DOORS[name](folder, spoiled)
        assert found in ({}, expected), name


# -- 4. one cell, one row ---------------------------------------------------------------------------------------


def apart(folder: Path, given: tuple[Drawn, Drawn, int, list[str]]) -> None:
    """A field changed at random leaves the other rows as they were; rows in are rows out and rejects."""
    one, spoiled, at, ways = given
    folder.mkdir(parents=True, exist_ok=True)
    expected = doors.mapping(folder, one)
    for name in ways:
        found = REGISTERS[name](folder, spoiled)
        if found:
            assert found.keys() == expected.keys(), name
            del found[str(at)]
            assert found == {key: said for key, said in expected.items() if key != str(at)}, name


# -- 5. a name twice, and a run beside itself -------------------------------------------------------------------


def twice(folder: Path, given: tuple[Drawn, str]) -> None:
    """A field that is told twice is a mistake at every door, in the words of either language."""
    one, key = given
    folder.mkdir(parents=True, exist_ok=True)
    fact = one.root.children[key]
    record = {**{name: value for name, value in one.records[0].items() if name != key}, key: "?"}
    one = evolve(one, records=[record])
    plain = json.dumps(record, ensure_ascii=False, default=str)
    doubled = plain[:-1] + f', "{key}": "?"}}'
    of_yaml = yaml.safe_dump({one.kind: record}, allow_unicode=True, sort_keys=False)
    (folder / "x.yaml").write_text(f"{of_yaml}  {key}: '?'\n", encoding="utf-8")
    (folder / "x.json").write_text(f'{{"{one.kind}": {doubled}}}', encoding="utf-8")
    given_twice = [folder / "x.yaml", folder / "x.json", {one.kind: {**record, fact.term.ru: "?"}}]
    for each in given_twice if fact.term.ru != key else given_twice[:-1]:
        assert doors.checked(each, one) is None, each
    for line in (doubled, f'{{"{one.kind}": {doubled}}}', f'{plain[:-1]}, "{key.upper()}": "?"}}'):
        (folder / "x.jsonl").write_text(line, encoding="utf-8")
        assert not _judged(folder / "x.jsonl", one), line
    names, rows = formats.in_text(one)
    names, rows = [*names, f"{key}.state"], [[*row, "?"] for row in rows]
    for name in (names[-1], f" {names[-1].upper()}", f"{fact.term.ru}.состояние"):
        doubled_names = [n for n in names[:-1] if n != names[-1]] + [names[-1], name]
        cells = [
            [*(c for n, c in zip(names[:-1], row, strict=False) if n != names[-1]), "?", "?"] for row in rows
        ]
        formats.write_csv(folder / "x.csv", doubled_names, cells)
        formats.write_excel(folder / "x.xlsx", doubled_names, cells, one.root)
        table = pa.table(
            [pa.array(column, pa.string()) for column in zip(*cells, strict=True)], names=doubled_names
        )
        pq.write_table(table, folder / "x.parquet")
        for suffix in ("csv", "xlsx", "parquet"):
            assert not _judged(folder / f"x.{suffix}", one), (suffix, name)
        with pytest.raises(QcrulesError):
            check_batch(table, kind=one.kind, as_of=one.as_of)


def _judged(file: Path, one: Drawn) -> bool:
    """Was any row of a register judged?"""
    return any(said is not None for said in doors.judged(file, one).values())


def named_twice(most: int = 1) -> st.SearchStrategy[tuple[Drawn, str]]:
    """Records of one kind, and a field of theirs."""
    return drawn(most=most).flatmap(
        lambda one: st.tuples(
            st.just(one), st.sampled_from([key for key in one.root.children if key != "id"])
        )
    )


IDS = st.lists(
    st.sampled_from(
        ["1", "01", "1.0", "1e5", "100000", "", "—", "нет", "Итог", "=1", "'=1", " 1", "А-1", "nan"]
    )
    | st.integers().map(str)
    | st.text(max_size=6),
    min_size=1,
    max_size=12,
)


def beside_itself(folder: Path, ids: list[str]) -> None:
    """A run compared with itself has moved nothing, whatever the ids look like, and none came or went."""
    folder.mkdir(parents=True, exist_ok=True)
    days = [f"2014-03-{number:02}" for number, _ in enumerate(ids, 1)]
    formats.write_csv(
        folder / "ids.csv",
        ["id", "order.issued_on", "kind"],
        [[*row, "planned"] for row in zip(ids, days, strict=True)],
    )
    for suffix in ("csv", "parquet"):
        tables = []
        for number in (1, 2):
            out = folder / f"{number}.{suffix}"
            run(Job(kind="inspection", as_of=date(2014, 6, 1)), [folder / "ids.csv"], out, folder / "bad.csv")
            tables.append(verdicts_of(out))
        found = moved(*tables)
        assert (found.verdicts.num_rows, found.came, found.went) == (0, 0, 0)


@frozen
class DoorLaw:
    """What is drawn for a law, and what must hold of it."""

    examples: st.SearchStrategy[Any]
    holds: Callable[[Path, Any], None]


def laws(most: int = 8, few: int = 0) -> dict[str, tuple[str, DoorLaw]]:
    """The laws, by their words; ``few``: through so many doors at a time, 0 is all of them."""
    every = "a record says the same through every format"
    return {
        every: ("door", DoorLaw(through(drawn(most=most), DOORS, few), same)),
        f"{every}, a form too": ("door of forms", DoorLaw(through(reports(), DOORS, few), same_in_form)),
        "what was accepted can be written back": ("written back", DoorLaw(drawn(most=most), given_back)),
        "what cannot be read is refused, and is no absence": (
            "door of unreadable",
            DoorLaw(spoilt(DOORS, few, unreadable=True, most=most), unreadable),
        ),
        "a bad cell is the business of its row": (
            "door of spoilt",
            DoorLaw(spoilt(REGISTERS, few, most=most), apart),
        ),
        "a name twice is a mistake": ("named twice", DoorLaw(named_twice(), twice)),
        "a run compared with itself has moved nothing": ("itself", DoorLaw(IDS, beside_itself)),
    }


LAWS = laws()
