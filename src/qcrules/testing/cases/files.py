"""Cases in files of their own: ``*.case.yaml`` and ``*.case.xlsx`` (see docs/reference/test-cases.md).

A YAML file names its base records under ``основы`` and lists its cases under ``случаи``; a workbook has a sheet
``основы`` and sheets of cases, one case a row. Both become the same rows as the tables of pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import field, frozen

from qcrules.errors import InputError, Place, Problem, RecordError, nearest
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import yes_no
from qcrules.law.model import Pack
from qcrules.law.page import Cell
from qcrules.source.built_in import shipped_packs
from qcrules.source.diagnostics import Diagnostics
from qcrules.source.shape import GivenKeys
from qcrules.source.tree import Entry, Node, Scalar, plain
from qcrules.source.tree import Mapping as Keys
from qcrules.source.tree import Sequence as Items
from qcrules.source.yaml import parse, read_text
from qcrules.text import Text

from .keys import BASE_RECORD, CASE, FILE, OF_KIND
from .rows import CaseReader, Row, kind_said
from .run import Case
from .tables import not_run

SUFFIXES = (".case.yaml", ".case.xlsx")


def pack_named_in(path: Path) -> Path | None:
    """The pack that a YAML file names: a folder beside the file, or a pack that comes with qcrules."""
    if path.name.endswith(".xlsx"):
        return None
    try:
        top = parse(read_text(path), str(path))
    except InputError:
        return None
    value = FILE.given(Diagnostics(), top).value("pack")
    if not isinstance(value, Scalar):
        return None
    folder = path.parent / value.text
    return folder if folder.exists() else shipped_packs().get(value.text, folder)


def cases_in(path: Path, pack: Pack) -> Iterator[Case]:
    """The cases of a file. What is wrong with the file itself is one case that cannot be run."""
    try:
        yield from list(_workbook(path, pack) if path.name.endswith(".xlsx") else _document(path, pack))
    except InputError as wrong:
        yield broken(path, wrong)


def _workbook(path: Path, pack: Pack) -> Iterator[Case]:
    from .casebook import workbook  # only who has workbooks needs what reads them

    return workbook(path, pack)


def broken(path: Path, wrong: InputError) -> Case:
    """A case that says what is wrong with a file."""

    def read() -> Row:
        raise wrong

    place = next((problem.place for problem in wrong.problems if problem.place), Place(str(path)))
    return Case(path.name, "", path.name, place, frozenset(), read)


NamedFacts = Sequence[tuple[str, Any, Place]]


@frozen(eq=False)
class Base:
    """A named record to start from: its kind, if it says one, its facts, its own base, what is wrong with it."""

    place: Place
    kind: Kind | None
    facts: NamedFacts = field(repr=False)
    base: str
    problems: Sequence[Problem]


def _document(path: Path, pack: Pack) -> Iterator[Case]:
    """The cases of a file; an unknown key is told, and only the cases that rest on what it may hold are not run."""
    diagnostics = Diagnostics()
    top = parse(read_text(path), str(path))
    given = FILE.given(diagnostics, top)
    problems, listed = diagnostics.problems, given.value("cases")
    if not isinstance(listed, Items):
        if not problems:
            diagnostics.note(top, "no-cases")
        raise RecordError(problems)
    cases = [(node, CASE.given(Diagnostics(), node)) for node in listed.items]
    lost = bool(problems) and "bases" not in given
    unread = [node for node, case in cases if lost and "base" in case]
    if unread:
        problems.append(
            not_run(Text("основы не прочитаны", "the bases could not be read"), len(unread), top.place)
        )
    if problems:
        yield broken(path, RecordError(problems))
    bases = _bases(given.value("bases"), pack)
    for number, (node, case) in enumerate((one for one in cases if one[0] not in unread), 1):
        title = _text(case.value("case")) or f"{number}"
        heads = frozenset([*_entries(case.value("expected")), *_entries(case.value("readings"))])
        yield Case(title, "", path.name, node.place, heads, partial(_read, node, title, pack, bases))


def _bases(node: Node | None, pack: Pack) -> dict[str, Base]:
    """The named base records of a file."""
    found: dict[str, Base] = {}
    for name, entry in _entries(node).items():
        diagnostics = Diagnostics()
        given = BASE_RECORD.given(diagnostics, entry.value)
        kind, facts = _kind_of(diagnostics, given, pack)
        found[name] = Base(entry.key.place, kind, facts, given["base"] or "", diagnostics.problems)
    return found


def _kind_of(diagnostics: Diagnostics, given: GivenKeys, pack: Pack) -> tuple[Kind | None, NamedFacts]:
    """The kind that a key names, and the facts under it. A case is a record of one kind, a file has cases of many."""
    found: list[tuple[Kind, Entry]] = []
    for name, entry in given.others.items():
        kind = pack.vocabulary.kind(name)
        if kind is None:
            known = [*given.shape.known, *pack.vocabulary.kind_words()]
            diagnostics.unknown_key(entry.key, known, None)
        elif found:
            diagnostics.note(entry.key, "case-of-two", found[0][0].term, kind.term)
        else:
            found.append((kind, entry))
    if not found:
        return None, []
    kind, entry = found[0]
    diagnostics.mapping(entry.value, kind.term)
    return kind, list(_facts(kind.root, "", entry.value))


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
    diagnostics = Diagnostics()
    given = CASE.given(diagnostics, node)
    kind, facts = _kind_of(diagnostics, given, pack)
    if (said := given.value(OF_KIND)) is not None:
        named = kind_said(pack, Cell(given[OF_KIND] or "", said.place))
        if kind is not None and kind is not named:
            diagnostics.note(said, "case-of-two", named.term, kind.term)
        kind = named
    chain = _chain(diagnostics, given["base"] or "", given.value("base") or node, bases)
    for base in chain:
        kind = kind or base.kind
        if kind is not None and base.kind not in (kind, None):
            diagnostics.note(given.value("base") or node, "base-of-another", kind.term, base.kind.term)
        diagnostics.problems.extend(base.problems)
    if kind is None:
        known = pack.vocabulary.kinds
        russian = ", ".join(one.term.ru for one in known.values())
        diagnostics.note(node, "case-of-what", Text(russian, ", ".join(known)))
    if kind is None or diagnostics.problems:
        raise RecordError(diagnostics.problems)
    reader = CaseReader(pack, kind, Row(title, "", node.place, kind), diagnostics.problems)
    for words, value, place in [*(one for base in reversed(chain) for one in base.facts), *facts]:
        reader.fact(words, value, place)
    _settings(reader, given)
    for name, entry in _entries(given.value("expected")).items():
        _assert(reader, name, entry)
    if not reader.row.asserted and not reader.problems:
        reader.wrong(
            node.place,
            "случай ничего не утверждает: нужен ключ `ожидается`",
            "the case asserts nothing: key `expected` is needed",
        )
    return reader.done()


def _chain(diagnostics: Diagnostics, name: str, where: Node, bases: Mapping[str, Base]) -> list[Base]:
    """A base and those it starts from, the nearest first."""
    chain: list[Base] = []
    while name:
        base = bases.get(name)
        if base is None:
            diagnostics.note(where, "no-such-base", name, nearest(name, bases))
            break
        if base in chain:
            diagnostics.note(where, "base-of-itself", name)
            break
        chain.append(base)
        name = base.base
    return chain


def _settings(reader: CaseReader, given: GivenKeys) -> None:
    """The day of the check, the readings, whether nothing is left out."""
    day, complete = given.value("as_of"), given.value("complete")
    if day is not None:
        reader.day(Cell(_text(day), day.place))
    if complete is not None:
        said = yes_no(_text(complete))
        if said is None:
            reader.wrong(complete.place, "нужно «да» или «нет»", "expected yes or no")
        reader.row.complete = bool(said)
    for name, entry in _entries(given.value("readings")).items():
        if name in reader.pack.readings:
            reader.reading(name, Cell(_text(entry.value), entry.value.place))
            continue
        hint = nearest(name, reader.pack.readings)
        reader.wrong(
            entry.key.place, f"чтение `{name}` не известно{hint.ru}", f"unknown reading `{name}`{hint.en}"
        )


def _assert(reader: CaseReader, name: str, entry: Entry) -> None:
    if reader.rules_of(name):
        reader.assertion(name, Cell(_text(entry.value), entry.value.place))
        return
    hint = nearest(name, [rule for rules in reader.pack.rules.values() for rule in rules])
    reader.wrong(
        entry.key.place,
        f"`{name}` — ни правило, ни норма, о которой есть правила{hint.ru}",
        f"`{name}` is no rule, and no provision that has rules{hint.en}",
    )


def _entries(node: Node | None) -> Mapping[str, Entry]:
    return node.entries if isinstance(node, Keys) else {}


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and not node.is_null else ""
