"""The texts of a pack and how their units are cited: ``citation`` and ``documents`` of pack.yaml."""

from __future__ import annotations

from attrs import define, evolve, field

from ..law.citation import LEVELS, MAIN, Document, Documents, Numbering, UnitLevel, usual_levels
from ..text import Text
from . import contents
from .diagnostics import Diagnostics
from .rules import INTERVAL
from .shape import Content, GivenKeys, Shape
from .tree import Mapping, Node

_EXAMPLE = contents.described(
    contents.text, "Пример: п.7, ч.2, 3), (a), Rule 6", "An example: Rule 6, (a), Art. 12, п.7"
)
LEVEL = Shape.of(
    "unit_level",
    {
        "cited": _EXAMPLE,
        "printed": contents.text,
        "counted": contents.yes_no,
        "called": contents.text,
    },
)
_LEVEL = Content(
    lambda diagnostics, node, what: node,
    lambda lang: {"anyOf": [_EXAMPLE.schema(lang), LEVEL.schema(lang)]},
)
CITATION = Shape.of("citation", dict.fromkeys(LEVELS, _LEVEL))
DOCUMENT = Shape.of(
    "document",
    {
        "cited": contents.text,
        "title": contents.words,
        "file": contents.text,
        "section": contents.text,
        "whole": contents.yes_no,
        "column": contents.text,
        "citation": CITATION.content(),
        "in_force": INTERVAL.content(),
    },
)
CITATION_KEYS = CITATION.content()
DOCUMENTS_BY_ID = contents.by_name(DOCUMENT.content())


@define
class DocumentReader:
    """Reads the texts of a pack. ``in_force``: of each that says so, when it is in force."""

    diagnostics: Diagnostics
    in_force: dict[str, Node] = field(factory=dict)

    def read(self, pack: GivenKeys) -> Documents:
        """The texts that a pack declares, the main one (no words before its citations) first."""
        usual = usual_levels("en" if pack["language"] == "en" else "ru")
        levels = self._levels(pack["citation"]) or usual
        found = [
            self._document(id, DOCUMENT.given(self.diagnostics, entry.value), levels)
            for id, entry in (pack["documents"] or {}).items()
        ]
        main = [one for one in found if not one.words]
        if len(main) > 1:
            self.diagnostics.note(pack.value("documents"), "documents-main", main[1].id)
        every = [*(main or [Document(MAIN, "", levels)]), *(one for one in found if one.words)]
        return Documents(tuple(evolve(one, number=number) for number, one in enumerate(every)))

    def _document(self, id: str, given: GivenKeys, levels: tuple[UnitLevel, ...]) -> Document:
        interval = given.value("in_force")
        if interval is not None:
            self.in_force[id] = interval
        own = self._levels(given["citation"]) or levels
        return Document(
            id,
            given["cited"] or "",
            own,
            given["title"] or Text("", ""),
            given["file"] or "source.md",
            given["section"] or "",
            bool(given["whole"]),
            given["column"] or "",
        )

    def _levels(self, given: GivenKeys | None) -> tuple[UnitLevel, ...]:
        if given is None:
            return ()
        found = (self._level(name, given.value(name)) for name in given.entries)
        return tuple(level for level in found if level is not None)

    def _level(self, name: str, node: Node | None) -> UnitLevel | None:
        usual = CITATION.by_key[name].ru, name
        if not isinstance(node, Mapping):
            cited = self._numbering(node)
            mark = cited if cited is not None and cited.bracketed else None
            return UnitLevel(name, cited, mark, called=usual) if cited is not None else None
        given = LEVEL.given(self.diagnostics, node)
        given.told_missing()
        shown, printed = given.value("cited"), given.value("printed")
        cited = self._numbering(shown) if shown is not None else None
        if cited is None:
            return None
        mark = self._numbering(printed) if printed is not None else cited if cited.bracketed else None
        return UnitLevel(
            name, cited, mark, bool(given["counted"]), (given["called"],) if "called" in given else usual
        )

    def _numbering(self, node: Node | None) -> Numbering | None:
        words = self.diagnostics.text(node, Text("ссылка", "citation"))
        found = Numbering.like(words)
        if found is None:
            self.diagnostics.note(node, "citation-example", words)
        return found
