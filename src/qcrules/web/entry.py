"""A record as a form to fill in, made from the vocabulary: what the try-it page draws, and how its text follows.

The text of the record stays what is checked and saved. The form is read from it, and each change of a field is
written back into it; the comments of the text stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ..ahead.edit import is_russian, path_in
from ..errors import RecordError
from ..facts.field import Field, WrongValue
from ..facts.input import Input
from ..facts.outside import outside
from ..facts.path import FactPath, Trail
from ..facts.words import BLANK, NONE_MARK, UNKNOWN_MARK
from ..judge.rulebook import Rulebook
from ..records.reading import read_mapping
from ..source.in_place import edited
from ..source.tree import values
from ..source.yaml import parse
from ..text import Lang, shown

Drawn = dict[str, Any]


def form(words: str, lang: Lang, book: Rulebook) -> Drawn:
    """The fields of the record in a text, with what it says of each.

    A field: ``path`` as messages write it, ``label``, ``type`` (its key in the language of rules), ``options`` of
    a choice or a set, ``said`` (``unknown``, ``none`` or ``value``), ``value``; of an object its ``fields``, of a
    list its ``items``, each with fields. RecordError where the text is no record.
    """
    given = _read(words, book)
    root = given.kind.root
    return {
        "kind": given.kind.key,
        "title": given.kind.term(lang),
        "fields": [_drawn(one, given.record, (), lang) for one in root.children.values() if not one.defined],
    }


def put(words: str, path: str, said: str, value: Any, book: Rulebook) -> str:
    """The text of a record in which one field says something else; ``said`` and ``value`` as ``form`` gives them.

    ``said`` may also be ``item`` (a list has one item more) and ``no-item`` (this item is taken out of its list).
    """
    given = _read(words, book)
    root = given.kind.root
    top = given.trail[0]
    fact = root.at(path)

    def edit(document: Any) -> None:
        if not isinstance(document[top], dict):
            document[top] = {}
        way = path_in(document[top], root, path)
        if said == "item":
            there = way.get(document[top])
            way = FactPath((*way.trail, len(there) if isinstance(there, list) else 0))
            way.put(document[top], {})
        elif said in ("unknown", "no-item"):
            _take_out(document[top], way.trail)
        else:
            russian = is_russian(document[top], root)
            none = NONE_MARK if russian else None
            way.put(document[top], none if said == "none" else _said(fact, value, russian))

    return edited(words, edit)


def _take_out(record: Any, trail: Trail) -> None:
    """Take out what stands at a trail, if anything does."""
    *above, last = trail
    here = FactPath(tuple(above)).get(record)
    if isinstance(here, dict):
        here.pop(last, None)
    elif isinstance(here, list) and isinstance(last, int) and last < len(here):
        del here[last]


def _said(fact: Field, value: Any, russian: bool) -> Any:
    """A value of the page as a text of that language writes it."""
    if fact.type.key == "bool":
        return _YES_NO[value][russian]
    if fact.options:
        chosen = [fact.option(one) for one in (value if isinstance(value, list) else [value])]
        terms = [one.term.ru if russian else one.key for one in chosen if one is not None]
        return terms if fact.type.key == "set" else next(iter(terms), None)
    words = str(value).strip()
    if fact.type.is_day and _DAY.fullmatch(words):
        try:
            return date.fromisoformat(words)  # written without quotation marks
        except ValueError:
            return words
    return int(words) if fact.type.counts and words.isascii() and words.isdigit() else words


_YES_NO = {"yes": ("yes", "да"), "no": ("no", "нет")}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read(words: str, book: Rulebook) -> Input:
    """The record in a text. RecordError where it is none."""
    content = values(parse(words, ""))
    if not isinstance(content, Mapping):
        raise RecordError.of("здесь нет записи", "there is no record here")
    found = read_mapping(content, book.core.vocabulary)
    if found.mistakes:
        raise RecordError(found.mistakes)
    return found


def _drawn(fact: Field, record: Any, above: Trail, lang: Lang) -> Drawn:
    """One field as the page draws it; ``record``: what it stands in."""
    trail = (*above, fact.key)
    value = _value(fact, record)
    found: Drawn = {
        "path": str(FactPath(trail)),
        "label": fact.term(lang),
        "type": fact.type.key,
        "options": [[one.key, one.term(lang)] for one in fact.options],
        "said": "unknown" if value in (BLANK, UNKNOWN_MARK) else "none" if value is None else "value",
    }
    children = [one for one in fact.children.values() if not one.defined]
    if fact.type.has_items and children:
        items = value if isinstance(value, list) else []
        found["items"] = [
            [_drawn(child, item, (*trail, number), lang) for child in children]
            for number, item in enumerate(items)
        ]
    elif fact.type.has_fields and children:
        found["fields"] = [_drawn(child, value, trail, lang) for child in children]
    elif found["said"] == "value":
        found["value"] = _shown(fact, value)
    return found


def _value(fact: Field, record: Any) -> Any:
    """What the text says of a field: a value, None where it says that there is none, a mark where it says nothing."""
    if not isinstance(record, Mapping):
        return UNKNOWN_MARK
    key = fact.key_in(record)
    said = outside(record[key]) if key is not None else UNKNOWN_MARK
    if fact.several is not None and isinstance(said, list):
        said = said[0] if said else None  # of several the form shows the first
    try:
        return fact.type.given(fact, said) if not fact.type.has_fields else said
    except WrongValue:
        return shown(said)


def _shown(fact: Field, value: Any) -> Any:
    """A value as a field of the page holds it: keys of options, everything else as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.options:
        chosen = [fact.option(one) for one in (value if isinstance(value, list) else [value])]
        keys = [one.key for one in chosen if one is not None]
        return keys if fact.type.key == "set" else next(iter(keys), "")
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
