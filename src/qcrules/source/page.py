"""The parts of a page → Page: its official words, its claims, its cases. Its rules are read elsewhere."""

from __future__ import annotations

from attrs import frozen

from ..errors import Place
from ..facts.vocabulary import Vocabulary
from ..law.citation import Documents
from ..law.page import CaseTable, Claim, Page, Waiver
from ..text import Text
from . import contents
from .definitions import DEFINITION
from .diagnostics import Diagnostics
from .inserted import Insertion, inserted_units, insertions
from .named import NAMED_CONDITION
from .parts import (
    CASES,
    INTERPRETATION,
    NOT_CHECKED,
    TEXT,
    WITHOUT_CASE,
    PageSource,
    SectionSource,
    TableSource,
)
from .readings import READING
from .rules import INTERVAL
from .shape import Content, GivenKeys, Shape
from .tree import Mapping, Node, merged, values

_FRONT = Text("заголовок страницы", "front matter")
_BASE = Text("основа", "base facts")

FRONT = Shape.of(
    "page",
    {
        "id": contents.text,
        "paragraph": contents.text,
        "kind": contents.many(contents.of(contents.WORD)),
        "in_force": contents.open_to_readings(INTERVAL.content()),
        "inserted": contents.by_name(contents.open_to_readings(contents.day)),
        "base": contents.of({"type": "object"}),
        "later": Content(Diagnostics.text, contents.words.schema),
        "differences": contents.by_name(contents.listed(contents.word)),
    },
)
CLAIM = Shape.of(
    "claim",
    {
        "provision": contents.called(_FRONT, contents.citations),
        "reason": contents.called(_FRONT, contents.words),
    },
)
WAIVER = Shape.of(
    "waiver",
    {
        "of": contents.called(_FRONT, contents.text),
        "what": contents.many(contents.word),
        "reason": contents.called(_FRONT, contents.words),
    },
)


_WITHOUT_CASE = Text.same("без_случая")
BLOCK = Shape.of(
    "interpretation",
    {
        "readings": contents.by_name(READING.content()),
        "definitions": contents.by_name(DEFINITION.content()),
        "conditions": contents.by_name(NAMED_CONDITION.content()),
        "without_case": contents.called(_WITHOUT_CASE, contents.listed(contents.later(WAIVER.content()))),
    },
)


@frozen(eq=False)
class KnownPage:
    """A page whose keys are known: its front matter, its kinds of record, the blocks of its interpretation."""

    source: PageSource
    front: GivenKeys
    kinds: tuple[str, ...]
    blocks: tuple[GivenKeys, ...]
    inserted: tuple[Insertion, ...]


def known(diagnostics: Diagnostics, vocabulary: Vocabulary, source: PageSource) -> KnownPage:
    """A page with its keys."""
    front = FRONT.given(diagnostics, source.front)
    section = source.sections.get(INTERPRETATION)
    blocks = [BLOCK.given(diagnostics, block) for block in section.blocks] if section else []
    return KnownPage(
        source, front, _kinds(diagnostics, vocabulary, front), tuple(blocks), insertions(diagnostics, front)
    )


def _kinds(diagnostics: Diagnostics, vocabulary: Vocabulary, front: GivenKeys) -> tuple[str, ...]:
    """The kinds of record that a page speaks of; by default the first of the vocabulary."""
    if "kind" not in front:
        return (next(iter(vocabulary.kinds), ""),)
    found = []
    for node in front["kind"]:
        word = diagnostics.text(node, Text("вид", "kind"))
        kind = vocabulary.kind(word)
        if kind is None or kind.inside is not None:
            diagnostics.unknown(node, word, vocabulary.kind_words(), Text("вид записи", "kind of record"))
        else:
            found.append(kind.key)
    return tuple(found)


def page_of(diagnostics: Diagnostics, documents: Documents, known: KnownPage) -> Page:
    """All of a page but its rules and readings."""
    source, front = known.source, known.front
    waivers = [node for block in known.blocks for node in block["without_case"] or ()]
    for section in source.both(WITHOUT_CASE):
        waivers += [node for block in section.blocks for node in diagnostics.items(block, _WITHOUT_CASE)]
    tables = [table for section in source.both(CASES) for table in section.tables]
    why_not = source.sections.get(NOT_CHECKED)
    return Page(
        id=front["id"] or "",
        number=front["paragraph"] or "",
        title=source.title,
        kinds=known.kinds,
        quote=tuple(source.sections[TEXT].quote) if TEXT in source.sections else (),
        prose=source.sections[INTERPRETATION].prose if INTERPRETATION in source.sections else "",
        why_not=why_not.prose if why_not else "",
        later=front["later"],
        claims=_claims(diagnostics, why_not),
        readings=(),
        rules=(),
        tables=tuple(_table(diagnostics, table, front["base"]) for table in tables),
        file=source.file,
        waivers=tuple(one for node in waivers for one in _waivers(diagnostics, node)),
        inserted=inserted_units(known.inserted),
        citation=documents.named(front["paragraph"] or ""),
    )


def _claims(diagnostics: Diagnostics, section: SectionSource | None) -> tuple[Claim, ...]:
    found = []
    for block in section.blocks if section else []:
        for node in diagnostics.items(block, Text("почему не проверяется", "why not checked")):
            given = CLAIM.given(diagnostics, node)
            reason, units = given["reason"], given["provision"]
            if reason is None or not units:
                diagnostics.note(node, "claim-needs")
                continue
            for unit in units:
                citation = contents.read_citation(diagnostics, unit, _FRONT)
                if citation is not None:
                    found.append(Claim(citation, reason, unit.place))
    return tuple(found)


def _waivers(diagnostics: Diagnostics, node: Node) -> list[Waiver]:
    """What no case can show, and why."""
    given = WAIVER.given(diagnostics, node)
    if given.told_missing():
        return []
    place = given.entries["of"].value.place
    return [Waiver(given["of"], what, given["reason"], place) for what in given["what"]]


def _table(diagnostics: Diagnostics, table: TableSource, of_page: Node | None) -> CaseTable:
    base: dict[str, object] = {}
    places: dict[str, Place] = {}
    for node in (of_page, table.base):
        entries = diagnostics.mapping(node, _BASE) if node is not None else {}
        said = values(node) if isinstance(node, Mapping) else {}
        base = merged(base, said)
        places |= {name: entry.key.place for name, entry in entries.items()}
    return CaseTable(
        title=table.title,
        base=base,
        header=tuple(table.header),
        rows=tuple(map(tuple, table.rows)),
        base_places=places,
    )
