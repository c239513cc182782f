"""Cases in files of their own: ``*.case.yaml`` and ``*.case.xlsx`` (see docs/reference/test-cases.md).

A YAML file names its base records under ``основы`` and lists its cases under ``случаи``; a workbook has a sheet
``основы`` and sheets of cases, one case a row. Both become the same rows as the tables of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qcrules.errors import InputError, Place, Problem, RecordError, nearest
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import AS_OF, COMPLETE, yes_no
from qcrules.law.model import Cell, Pack
from qcrules.source.tree import Entry, Node, Scalar, plain
from qcrules.source.tree import Mapping as Keys
from qcrules.source.tree import Sequence as Items
from qcrules.source.yaml import parse, read_text
from qcrules.text import Text

from .rows import CaseReader, Row, spoken_of, title_of
from .runner import Case
from .tables import not_run

SUFFIXES = (".case.yaml", ".case.xlsx")

PACK = ("свод", "pack")
BASES = ("основы", "bases")
CASES = ("случаи", "cases")
TITLE = ("случай", "case")
BASE = ("основа", "base")
READINGS = ("чтения", "readings")
EXPECTED = ("ожидается", "expected")

_TOP = (PACK, BASES, CASES)
_OWN = (TITLE, BASE, AS_OF, READINGS, EXPECTED, COMPLETE)


def pack_named_in(path: Path) -> Path | None:
    """The folder that a YAML file names as its pack, beside the file."""
    if path.name.endswith(".xlsx"):
        return None
    try:
        top = parse(read_text(path), str(path))
    except InputError:
        return None
    value = _under(top, PACK)
    return path.parent / value.text if isinstance(value, Scalar) else None


def cases_in(path: Path, pack: Pack) -> Iterator[Case]:
    """The cases of a file. What is wrong with the file itself is one case that cannot be run."""
    try:
        yield from list(_workbook(path, pack) if path.name.endswith(".xlsx") else _document(path, pack))
    except InputError as wrong:
        yield broken(path.name, str(path), wrong)


def broken(title: str, file: str, wrong: InputError) -> Case:
    """A case that says what is wrong with a file."""

    def read() -> Row:
        raise wrong

    return Case(title, "", Path(file).name, _first_place(wrong, file), frozenset(), read)


def _first_place(wrong: InputError, file: str) -> Place:
    return next((problem.place for problem in wrong.problems if problem.place), Place(file))


# -- YAML ----------------------------------------------------------------------------------------------------


Facts = Sequence[tuple[str, Any, Place]]


@frozen(eq=False)
class Base:
    """A named record to start from: its kind, if it says one, its facts, and the base it starts from itself."""

    place: Place
    kind: Kind | None
    facts: Facts = field(repr=False)
    base: str | None = None


def _document(path: Path, pack: Pack) -> Iterator[Case]:
    """The cases of a file; an unknown key is told, and only the cases that rest on what it may hold are not run."""
    top = parse(read_text(path), str(path))
    problems = _strangers(top, [word for words in _TOP for word in words])
    listed = _under(top, CASES)
    if not isinstance(listed, Items):
        missing = [] if problems else [_wrong(top, "нужен список `случаи`", "a list `cases` is needed")]
        raise RecordError([*problems, *missing])
    bases = _under(top, BASES)
    lost = [node for node in listed.items if problems and bases is None and _under(node, BASE) is not None]
    if lost:
        problems.append(
            not_run(Text("основы не прочитаны", "the bases could not be read"), len(lost), top.place)
        )
    if problems:
        yield broken(path.name, str(path), RecordError(problems))
    yield from _listed([node for node in listed.items if node not in lost], path, pack, _bases(bases, pack))


def _listed(nodes: Iterable[Node], path: Path, pack: Pack, bases: Mapping[str, Base]) -> Iterator[Case]:
    """The cases of a list, each by its title or else its number."""
    for number, node in enumerate(nodes, 1):
        title = _text(_under(node, TITLE)) or f"{number}"
        heads = [*_names(_under(node, EXPECTED)), *_names(_under(node, READINGS))]
        yield Case(
            title, "", path.name, node.place, frozenset(heads), partial(_read, node, title, pack, bases)
        )


def _bases(node: Node | None, pack: Pack) -> dict[str, Base]:
    """The named base records of a file."""
    found: dict[str, Base] = {}
    for name, entry in (node.entries if isinstance(node, Keys) else {}).items():
        kind, facts = _kind_of(entry.value, pack)
        found[name] = Base(entry.key.place, kind, facts, _text(_under(entry.value, BASE)) or None)
    return found


def _kind_of(node: Node, pack: Pack) -> tuple[Kind | None, Facts]:
    """The kind that a key names, and the facts under it."""
    for name, entry in (node.entries if isinstance(node, Keys) else {}).items():
        kind = pack.vocabulary.kind(name)
        if kind is not None:
            return kind, list(_facts(kind.root, "", entry.value))
    return None, []


def _facts(fact: Field | None, lead: str, node: Node) -> Iterator[tuple[str, Any, Place]]:
    """Nested keys as dotted words, each fact with its own place; a table is one fact, its keys are no fields."""
    table = fact is not None and fact.type is Type.TABLE
    if isinstance(node, Keys) and node.entries and not table:
        for name, entry in node.entries.items():
            child = fact.child(name) if fact is not None else None
            yield from _facts(child, f"{lead}.{name}" if lead else name, entry.value)
    elif lead:
        value, _ = plain(node)
        yield lead, value, node.place


def _read(node: Node, title: str, pack: Pack, bases: Mapping[str, Base]) -> Row:
    """The row of one case."""
    words = [word for own in _OWN for word in own]
    problems = _strangers(node, [*words, *pack.vocabulary.kind_words()])
    kind, facts = _kind_of(node, pack)
    started = _text(_under(node, BASE))
    chain, wrong = _chain(started, _under(node, BASE) or node, bases)
    problems += wrong
    kind = kind or next((base.kind for base in chain if base.kind), None)
    if kind is None:
        kinds = Text(
            ", ".join(one.term.ru for one in pack.vocabulary.kinds.values()), ", ".join(pack.vocabulary.kinds)
        )
        problems.append(
            _wrong(
                node,
                f"о чём случай? нужен ключ из: {kinds.ru}",
                f"what is the case about? a key of: {kinds.en}",
            )
        )
    if problems:
        raise RecordError(problems)
    assert kind is not None
    row = Row(title, "", node.place, kind)
    reader = CaseReader(pack, kind, row, problems)
    for base in reversed(chain):
        _put(reader, base.facts)
    _put(reader, facts)
    _settings(reader, node)
    expected = _under(node, EXPECTED)
    for name, entry in _entries(expected):
        _assert(reader, name, entry)
    if not row.asserted and not problems:
        problems.append(
            _wrong(
                node,
                "случай ничего не утверждает: нужен ключ `ожидается`",
                "the case asserts nothing: key `expected` is needed",
            )
        )
    return reader.done()


def _chain(name: str, where: Node, bases: Mapping[str, Base]) -> tuple[list[Base], list[Problem]]:
    """A base and those it starts from, the nearest first."""
    chain: list[Base] = []
    while name:
        base = bases.get(name)
        if base is None or base in chain:
            hint = nearest(name, bases)
            ru = (
                f"основы `{name}` нет{hint.ru}"
                if base is None
                else f"основа `{name}` начинается с себя самой"
            )
            en = (
                f"there is no base `{name}`{hint.en}" if base is None else f"base `{name}` starts from itself"
            )
            return chain, [_wrong(where, ru, en)]
        chain.append(base)
        name = base.base or ""
    return chain, []


def _put(reader: CaseReader, facts: Facts) -> None:
    for words, value, place in facts:
        reader.fact(words, value, place)


def _settings(reader: CaseReader, node: Node) -> None:
    """The day of the check, the readings, whether nothing is left out."""
    day, complete = _under(node, AS_OF), _under(node, COMPLETE)
    if day is not None:
        reader.day(Cell(_text(day), day.place))
    if complete is not None:
        said = yes_no(_text(complete))
        if said is None:
            reader.wrong(complete.place, "нужно «да» или «нет»", "expected yes or no")
        reader.row.complete = bool(said)
    for name, entry in _entries(_under(node, READINGS)):
        if name not in reader.pack.readings:
            hint = nearest(name, reader.pack.readings)
            reader.wrong(
                entry.key.place, f"чтение `{name}` не известно{hint.ru}", f"unknown reading `{name}`{hint.en}"
            )
        else:
            reader.reading(name, Cell(_text(entry.value), entry.value.place))


def _assert(reader: CaseReader, name: str, entry: Entry) -> None:
    if not reader.rules_of(name):
        known = [rule for rules in reader.pack.rules.values() for rule in rules]
        hint = nearest(name, known)
        reader.wrong(
            entry.key.place,
            f"`{name}` — ни правило, ни норма, о которой есть правила{hint.ru}",
            f"`{name}` is no rule, and no provision that has rules{hint.en}",
        )
    else:
        reader.assertion(name, Cell(_text(entry.value), entry.value.place))


def _under(node: Node | None, words: Iterable[str]) -> Node | None:
    entries = node.entries if isinstance(node, Keys) else {}
    return next((entries[word].value for word in words if word in entries), None)


def _entries(node: Node | None) -> list[tuple[str, Entry]]:
    return list(node.entries.items()) if isinstance(node, Keys) else []


def _names(node: Node | None) -> list[str]:
    return [name for name, _ in _entries(node)]


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def _strangers(node: Node, known: Sequence[str]) -> list[Problem]:
    """Keys that do not belong here."""
    if not isinstance(node, Keys):
        return [_wrong(node, "здесь нужны пары «ключ: значение»", "expected `key: value` pairs here")]
    found = []
    for name, entry in node.entries.items():
        if name not in known:
            hint = nearest(name, [word for word in known if word not in COMPLETE[2:]])
            found.append(
                _wrong(entry.key, f"ключ `{name}` не известен{hint.ru}", f"unknown key `{name}`{hint.en}")
            )
    return found


def _wrong(where: Node, ru: str, en: str) -> Problem:
    return Problem(Text(ru, en), where.place)


# -- Excel ---------------------------------------------------------------------------------------------------


def _workbook(path: Path, pack: Pack) -> Iterator[Case]:
    from qcrules.forms.workbook import open_workbook

    sheets = {sheet.name: _rows(sheet) for sheet in open_workbook(path)}
    bases = {
        cells[0].text: (header, cells)
        for name, (header, rows) in sheets.items()
        if name.strip().lower() in BASES
        for cells in rows
    }
    for name, (header, rows) in sheets.items():
        if name.strip().lower() in BASES or not header:
            continue
        for cells in rows:
            heads = {
                h.text for h, c in zip(header, cells, strict=True) if c.text and h.text not in (*TITLE, *BASE)
            }
            read = partial(_read_cells, name, header, cells, pack, bases)
            yield Case(title_of(header, cells), name, path.name, cells[0].place, frozenset(heads), read)


Rows = tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]


def _rows(sheet: Any) -> Rows:
    """The header (the first row that is not empty) and the rows under it that are not empty."""
    from qcrules.forms.workbook import typed

    width = range(sheet.width)
    rows = [
        tuple(
            Cell(" ".join(typed(sheet.values.get((row, column))).split()), sheet.place((row, column)))
            for column in width
        )
        for row in range(sheet.height)
    ]
    rows = [row for row in rows if any(cell.text for cell in row)]
    return (rows[0], rows[1:]) if rows else ((), [])


def _read_cells(
    table: str,
    header: Sequence[Cell],
    cells: Sequence[Cell],
    pack: Pack,
    bases: Mapping[str, tuple[Sequence[Cell], Sequence[Cell]]],
) -> Row:
    """The row of a sheet's row, begun from the base that it names."""
    pairs = [(head, cell) for head, cell in zip(header, cells, strict=True) if head.text and cell.text]
    started: list[tuple[Cell, Cell]] = []
    problems: list[Problem] = []
    for head, cell in pairs:
        if head.text in BASE and cell.text in bases:
            started = [(h, c) for h, c in zip(*bases[cell.text], strict=True) if c.text][1:]
        elif head.text in BASE:
            hint = nearest(cell.text, bases)
            problems.append(
                Problem(
                    Text(f"основы `{cell.text}` нет{hint.ru}", f"there is no base `{cell.text}`{hint.en}"),
                    cell.place,
                )
            )
    names = [head.text for head, _ in (*started, *pairs)]
    kind = spoken_of(pack, [kind for kind in pack.vocabulary.kinds.values() if kind.inside is None], names)
    row = Row(title_of(header, cells), table, cells[0].place, kind)
    reader = CaseReader(pack, kind, row, problems)
    for head, cell in (*started, *pairs):
        if head.text not in BASE:
            reader.cell(head.text, cell)
    if not row.asserted and not problems:
        reader.wrong(
            row.place,
            "строка ничего не утверждает: нужен столбец с правилом или нормой",
            "the row asserts nothing: a column with a rule or a provision is needed",
        )
    return reader.done()
