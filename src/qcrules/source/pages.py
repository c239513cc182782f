"""A split page → Page: its official words, its claims, its cases. (Its rules and readings are read elsewhere.)"""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from ..errors import Place
from ..law.citation import Citation
from ..law.model import CaseTable, Claim, Page, Waiver
from ..text import Text
from .diagnostics import Notes
from .parts import CASES, INTERPRETATION, NOT_CHECKED, TEXT, PageSource, SectionSource, TableSource
from .tree import Entry, Mapping, Node, merged, plain

FRONT_KEYS = {
    "id": "id",
    "paragraph": "пункт",
    "kind": "вид",
    "in_force": "действует",
    "base": "основа",
    "later": "позже",
}
WITHOUT_CASE = ("без_случая", "without_case")
EXCUSE_KEYS = {"of": "о", "what": "что", "reason": "почему"}
_EXCUSE = Text("причина", "excuse")
_FRONT = Text("заголовок страницы", "front matter")
_BASE = Text("основа", "base facts")


def page_of(notes: Notes, split: PageSource) -> Page:
    """All of a page but its rules and readings."""
    keys = notes.keys(split.front, FRONT_KEYS, _FRONT)
    base = keys["base"].value if "base" in keys else None
    cases = split.sections.get(CASES)
    why_not = split.sections.get(NOT_CHECKED)
    return Page(
        id=_word(notes, keys, "id"),
        number=_word(notes, keys, "paragraph"),
        title=split.title,
        kinds=(),
        quote=tuple(split.sections[TEXT].quote) if TEXT in split.sections else (),
        prose=split.sections[INTERPRETATION].prose if INTERPRETATION in split.sections else "",
        why_not=why_not.prose if why_not else "",
        later=_word(notes, keys, "later") if "later" in keys else None,
        claims=_claims(notes, why_not),
        readings=(),
        rules=(),
        tables=tuple(_table(notes, table, base) for table in cases.tables) if cases else (),
        file=split.file,
        waivers=_waivers(notes, split.sections.get(INTERPRETATION)),
    )


def _word(notes: Notes, keys: MappingType[str, Entry], key: str) -> str:
    return notes.text(keys[key].value, _FRONT) if key in keys else ""


def _claims(notes: Notes, section: SectionSource | None) -> tuple[Claim, ...]:
    found = []
    for block in section.blocks if section else []:
        for node in notes.items(block, Text("почему не проверяется", "why not checked")):
            keys = notes.keys(node, {"provision": "норма", "reason": "причина"}, Text("причина", "reason"))
            reason = notes.words(keys["reason"].value, _FRONT) if "reason" in keys else None
            units = notes.items(keys["provision"].value, _FRONT) if "provision" in keys else []
            if reason is None or not units:
                notes.add(node, "нужны `норма` и `причина`", "`provision` and `reason` are needed")
                continue
            for unit in units:
                words = notes.text(unit, _FRONT)
                citation = Citation.parse(words)
                if citation is None:
                    notes.add(unit, f"норма `{words}` не читается", f"provision `{words}` cannot be read")
                else:
                    found.append(Claim(citation, reason, unit.place))
    return tuple(found)


def _waivers(notes: Notes, section: SectionSource | None) -> tuple[Waiver, ...]:
    """What no case can show, and why."""
    found = []
    for block in section.blocks if section else []:
        entries = block.entries if isinstance(block, Mapping) else {}
        for entry in (entries[key] for key in WITHOUT_CASE if key in entries):
            for node in notes.items(entry.value, Text.same(WITHOUT_CASE[0])):
                keys = notes.keys(node, EXCUSE_KEYS, _EXCUSE)
                missing = [ru for en, ru in EXCUSE_KEYS.items() if en not in keys]
                if missing:
                    notes.add(node, f"нет ключа `{missing[0]}`", f"key `{missing[0]}` is missing")
                    continue
                reason = notes.words(keys["reason"].value, _FRONT) or Text("", "")
                of, what = _word(notes, keys, "of"), notes.items(keys["what"].value, _EXCUSE)
                found += [Waiver(of, notes.text(one, _EXCUSE), reason, node.place) for one in what]
    return tuple(found)


def _table(notes: Notes, table: TableSource, of_page: Node | None) -> CaseTable:
    base: dict[str, object] = {}
    places: dict[str, Place] = {}
    for node in (of_page, table.base):
        entries = notes.mapping(node, _BASE) if node is not None else {}
        said = plain(node)[0] if isinstance(node, Mapping) else {}
        base = merged(base, said)
        places |= {name: entry.key.place for name, entry in entries.items()}
    return CaseTable(
        title=table.title,
        base=base,
        header=tuple(table.header),
        rows=tuple(map(tuple, table.rows)),
        base_places=places,
    )
