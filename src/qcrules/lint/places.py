"""Where in its files a pack says what the loaded pack no longer tells: the line of a term, of a bearer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qcrules.errors import InputError, Place
from qcrules.law.model import Pack
from qcrules.source.tree import Mapping, Node, Scalar
from qcrules.source.yaml import parse, read_text

_KINDS = ("виды", "kinds")
_FIELDS = ("поля", "fields")
_OBJECTS = ("объекты", "objects")
_SHARED = ("тип", "type", "элемент", "item")


def place_of_key(file: Path, under: tuple[str, ...], key: str) -> Place:
    """The line of a key under a top key; else the file."""
    entry = _entry(_entry(_document(file), *under), key, key_itself=True)
    return entry.place if entry is not None else Place(str(file))


def place_of_term(pack: Pack, kind: str, path: str) -> Place:
    """The line of the vocabulary where a field is named."""
    file = Path(pack.folder, "vocabulary.yaml")
    top = _document(file)
    here = _entry(_entry(top, *_KINDS), kind)
    found: Node | None = None
    for step in path.replace("[]", "").split("."):
        fields = _entry(here, *_FIELDS)
        if fields is None:
            shared = next((node for key in _SHARED if isinstance(node := _entry(here, key), Scalar)), None)
            fields = _entry(_entry(_entry(top, *_OBJECTS), shared.text if shared else ""), *_FIELDS)
        found = _entry(fields, step, key_itself=True) or found
        here = _entry(fields, step)
    return found.place if found is not None else Place(str(file))


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


@lru_cache(maxsize=4)
def _parsed(file: str, text: str) -> Node:
    return parse(text, file)
