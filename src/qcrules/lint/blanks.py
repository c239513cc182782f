"""Which facts of a pack's own cases stand there with nothing after them?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qcrules.errors import InputError, Place
from qcrules.facts.words import BLANK
from qcrules.source.diagnostics import Diagnostics
from qcrules.source.tree import Entry, Mapping, Node, Scalar, Sequence
from qcrules.source.yaml import parse, read_text
from qcrules.testing.cases.expand import plain_tables
from qcrules.testing.cases.keys import BASE_RECORD, CASE, FILE

from .inspected import Inspected
from .issue import Issue, issue


def blanks(it: Inspected) -> Iterator[Issue]:
    """The keys without a value in base facts and in case files: what they say is that nobody knows."""
    found: dict[tuple[str, Place], None] = {}
    for page in it.pack.pages:
        for table in plain_tables(it.pack, page):
            for words, value in table.base.items():
                found.update({(name, table.base_places[words]): None for name in _blank(words, value)})
    for file in sorted(Path(it.pack.folder).rglob("*.case.yaml")):
        found.update(dict.fromkeys(_in_file(file)))
    for name, place in found:
        yield issue("QC018", place, name, subject=name)


def _blank(name: str, value: object) -> Iterator[str]:
    """The names under which nothing stands, in plain facts."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _blank(f"{name}.{key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _blank(f"{name}[{number}]", inner)
    elif value == BLANK:
        yield name


def _in_file(file: Path) -> Iterator[tuple[str, Place]]:
    """The same in the records of a case file; one that cannot be read is for who runs its cases."""
    diagnostics = Diagnostics()
    try:
        given = FILE.given(diagnostics, parse(read_text(file), str(file)))
    except InputError:
        return
    bases, listed = given.value("bases"), given.value("cases")
    every = [BASE_RECORD.given(diagnostics, one.value) for one in _entries(bases)]
    every += [CASE.given(diagnostics, one) for one in (listed.items if isinstance(listed, Sequence) else ())]
    for record in every:
        for name, entry in record.others.items():
            yield from _in_node(name, entry.value, entry.key.place)


def _in_node(name: str, node: Node, place: Place) -> Iterator[tuple[str, Place]]:
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items, 1):
            yield from _in_node(f"{name}[{number}]", item, item.place)
    elif isinstance(node, Mapping):
        for key, entry in node.entries.items():
            yield from _in_node(f"{name}.{key}", entry.value, entry.key.place)
    elif isinstance(node, Scalar) and not node.text.strip():
        yield name, place


def _entries(node: Node | None) -> list[Entry]:
    return list(node.entries.values()) if isinstance(node, Mapping) else []
