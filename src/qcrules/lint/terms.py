"""Has every term of the vocabulary a reader, every definition and named condition a use, every bearer a duty?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from qcrules.errors import InputError, Place
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.law.dependencies import contradiction_fields, definition_fields, rule_fields
from qcrules.law.model import Pack
from qcrules.source.shared_words import WORDS, UsedWords
from qcrules.source.tree import Mapping, Node, Scalar
from qcrules.source.yaml import parse, read_text
from qcrules.text import Text

from .inspected import Inspected
from .issue import Issue, issue


def terms(it: Inspected) -> Iterator[Issue]:
    """Terms that no rule reads, definitions and named conditions that nothing uses, bearers whom no rule binds."""
    read = {field.path for field in _fields_read(it.pack)}
    for kind in it.pack.vocabulary.kinds.values():
        for field in kind.root.walk() if kind.inside is None else ():
            if not (field is kind.root or field.path in read or _needs_no_reader(field, kind.root)):
                place, name = place_of_term(it.pack, kind.key, field.path), f"{kind.key}.{field.path}"
                yield issue("QC030", place, kind.key, field.label, field.path, subject=name)
    for one in it.pack.every_definition():
        if one.field.path not in read:
            yield issue("QC032", one.place, one.field.label, subject=one.field.path)
    for name, place in it.pack.unasked.items():
        yield issue("QC035", place, name, subject=name)
    bound = {rule.bearer for rule in it.rules.values()}
    for word, bearer in it.pack.bearers.items():
        if word not in bound and bearer.id not in bound:
            place = place_of_key(Path(it.pack.folder, "pack.yaml"), ("обязанные", "bearers"), word)
            yield issue("QC031", place, Text(word, bearer.words.en), subject=bearer.id)


def _needs_no_reader(field: Field, root: Field) -> bool:
    """What only holds other terms; and the day that a month begins, which comes with it."""
    months = {one.path for one in root.walk() if one.type is Type.MONTH}
    return field.type in (Type.OBJECT, Type.LIST) or (
        field.type is Type.DATE and field.path.rpartition(".")[0] in months
    )


def _fields_read(pack: Pack) -> Iterator[Field]:
    """Every field that a rule, a definition, a list of edition dates or of the usual order reads."""
    yield from chain.from_iterable(map(rule_fields, pack.every_rule().values()))
    yield from chain.from_iterable(map(definition_fields, pack.every_definition()))
    yield from chain.from_iterable(pack.edition_dates.values())
    for chains in pack.usual_order.values():
        yield from chain.from_iterable(chains)
    for one in chain.from_iterable(pack.contradictions.values()):
        yield from contradiction_fields(one)


# -- where the files of a pack say what the loaded pack no longer tells -----------------------------------------

_KINDS = ("виды", "kinds")
_FIELDS = ("поля", "fields")
_OBJECTS = ("объекты", "objects")
_SHARED = ("тип", "type", "элемент", "item")


def place_of_key(file: Path, under: tuple[str, ...], key: str) -> Place:
    """The line of a key under a top key; else the file."""
    entry = _entry(_entry(_document(file), *under), key, key_itself=True)
    return entry.place if entry is not None else Place(str(file))


def place_of_term(pack: Pack, kind: str, path: str) -> Place:
    """The line of the vocabulary, or of one that it uses, where a field is named."""
    tops = _vocabularies(Path(pack.folder))
    here = _anywhere(tops, _KINDS, kind)
    found: Node | None = None
    for step in path.replace("[]", "").split("."):
        fields = _entry(here, *_FIELDS)
        if fields is None:
            shared = next((node for key in _SHARED if isinstance(node := _entry(here, key), Scalar)), None)
            fields = _entry(_anywhere(tops, _OBJECTS, shared.text if shared else ""), *_FIELDS)
        found = _entry(fields, step, key_itself=True) or found
        here = _entry(fields, step)
    return found.place if found is not None else Place(str(Path(pack.folder, WORDS)))


def _vocabularies(folder: Path) -> tuple[Node, ...]:
    documents = {path.name: node for path in folder.glob("*.yaml") if (node := _document(path)) is not None}
    return UsedWords(folder, documents).read()


def _anywhere(tops: Iterable[Node], under: tuple[str, ...], key: str) -> Node | None:
    """What stands under a key of a top key in one of several files."""
    return next((found for top in tops if (found := _entry(_entry(top, *under), key)) is not None), None)


def _entry(node: Node | None, *keys: str, key_itself: bool = False) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    entry = next((node.entries[key] for key in keys if key in node.entries), None)
    if entry is None:
        return None
    return entry.key if key_itself else entry.value


def _document(file: Path) -> Node | None:
    try:
        return _parsed(str(file), read_text(file))
    except (InputError, OSError):
        return None


@lru_cache(maxsize=16)
def _parsed(file: str, text: str) -> Node:
    return parse(text, file)
