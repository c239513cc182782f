"""The JSON Schema of records in the words of a vocabulary, for an editor: fields, options, rows of tables.

What is proposed is spelt as the vocabulary spells it. What the reader takes as well (other letters and spaces, words
for nothing) is let pass, and so are names with a dot or a number (`notice.sent_on`, `grounds[1]`), which cases use: a
schema is never stricter than the reader, but for signs that cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from attrs import frozen

from ..facts.field import Field
from ..facts.outside import MOST_DIGITS
from ..facts.types import Type
from ..facts.vocabulary import Kind
from ..facts.words import NO_WORDS, NOT_FILLED_IN, NOT_KNOWN, NOTHING, NULL_WORDS, YES_WORDS, yes_no
from ..source.schemas import refer
from ..source.shape import Schema
from ..text import Lang, Text

SILENT, YES_OR_NO, JSON = "silent", "yes-or-no", "json"
"""The parts that all vocabularies have: what says nothing or unknown, yes and no, what has parts as a text of JSON."""

_DOTTED = r"[.\[]"
_YES_OR_NO: Mapping[Lang, list[str]] = {"ru": ["да", "нет"], "en": ["yes", "no"]}
_WHOLE = rf"^\s*[0-9]{{1,{MOST_DIGITS}}}([.,]0+)?\s*$"


def spelt(words: Iterable[str], between: str = "") -> str:
    """The pattern of any of the words, in any letters and spaces; ``between``: of several, what parts them."""
    one = "|".join(_spelt(word) for word in dict.fromkeys(words))
    more = rf"(\s*{between}\s*({one})?)*" if between else ""
    return rf"^\s*({one}){more}\s*$"


def _spelt(word: str) -> str:
    return r"\s+".join("".join(map(_letter, part)) for part in word.split())


def _letter(letter: str) -> str:
    """A letter as it may be written: large, small, or in pieces (Unicode); «ё» also as «е», and the other way round."""
    forms = {letter, letter.lower(), letter.upper(), letter.casefold()}
    forms |= {normalize(form, one) for one in forms for form in ("NFC", "NFD")}
    if not forms.isdisjoint("её"):
        forms |= set("еЕёЁ")
    if len(forms) == 1:
        return re.escape(letter) if letter.isascii() else letter
    if all(len(form) == 1 for form in forms):
        return f"[{''.join(sorted(forms))}]"
    return f"({'|'.join(sorted(forms))})"


def shared_parts() -> dict[str, Schema]:
    """The parts that all vocabularies have."""
    nothing = spelt(sorted(word for word in NOTHING | NOT_KNOWN | NULL_WORDS | NOT_FILLED_IN if word))
    silent = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": rf"{nothing}|^\s*$"}]}
    truth = {"type": "string", "pattern": spelt(sorted(YES_WORDS | NO_WORDS))}
    return {
        SILENT: silent,
        YES_OR_NO: {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, truth, refer(SILENT)]},
        JSON: {"type": "string", "pattern": r"^\s*[\[{]"},
    }


def mapping(properties: Schema, names: Iterable[str], *patterns: str) -> Schema:
    """The schema of a mapping: keys that are proposed, and names and patterns that are let pass."""
    passing = dict.fromkeys([*([spelt(known)] if (known := list(names)) else ()), *patterns], True)
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": passing,
        "additionalProperties": False,
    }


@frozen
class RecordSchemas:
    """The schemas of records. ``langs``: the languages whose words are proposed."""

    langs: tuple[Lang, ...]

    def parts(self, kind: Kind) -> dict[str, Schema]:
        """The parts to which the schemas of a kind refer, by their names."""
        found = {
            _name(fact, kind.whole): self._part(fact, kind.whole) for fact in kind.root.walk() if fact.path
        }
        return {name: schema for name, schema in found.items() if schema is not None}

    def record(self, kind: Kind, more: Iterable[Field] = ()) -> Schema:
        """The schema of a record of a kind; ``more``: facts that it may have beside its own."""
        return self.object([*kind.root.children.values(), *more], kind.whole)

    def object(self, fields: Iterable[Field], kind: str) -> Schema:
        """The schema of what holds some fields."""
        properties: Schema = {}
        names: list[str] = []
        for fact in fields:
            for lang, word in self.words(Text(fact.term.ru, fact.key)):
                about = Text(f"{fact.label.ru}: {fact.type.term.ru}", f"{fact.label.en}: {fact.type.term.en}")
                properties.setdefault(word, {**self.value(fact, lang, kind), "description": about(lang)})
            names += fact.words
            if fact.several is not None:
                for lang, word in self.words(fact.several):
                    properties.setdefault(
                        word, {**self.value(fact, lang, kind), "description": fact.label(lang)}
                    )
        return mapping(properties, names, _DOTTED)

    def words(self, word: Text) -> list[tuple[Lang, str]]:
        """The words that are proposed, each with its language; one where both are the same."""
        said = {word(lang): lang for lang in self.langs}
        return [(lang, one) for one, lang in said.items()]

    def value(self, fact: Field, lang: Lang, kind: str) -> Schema:
        """The schema of what stands under a field whose name is in a language."""
        match fact.type:
            case Type.BOOL:
                return {"anyOf": [{"enum": _YES_OR_NO[lang]}, refer(YES_OR_NO)]}
            case Type.CHOICE | Type.SET:
                options = [one.term.ru if lang == "ru" else one.key for one in fact.options]
                one = {"anyOf": [{"enum": options}, refer(_name(fact, kind))]}
                return one if fact.type is Type.CHOICE else _one_or_more(one)
            case Type.OBJECT | Type.LIST | Type.TABLE:
                return refer(_name(fact, kind))
            case Type.NUMBER | Type.YEAR:
                least, most = fact.type.counts[0], fact.type.counts[-1]
                count = {"type": "integer", "minimum": least, "maximum": most}
                return {"anyOf": [count, {"type": "string", "pattern": _WHOLE}, refer(SILENT)]}
        return {"type": ["string", "number", "boolean", "null"]}

    def _part(self, fact: Field, kind: str) -> Schema | None:
        """The part of a field, where its schema refers to one."""
        match fact.type:
            case Type.CHOICE:
                return _chosen(fact)
            case Type.SET:
                return _chosen(fact, between=";")
            case Type.OBJECT:
                one = self.object(fact.children.values(), kind)
                found = _one_or_more(one) if fact.several is not None else one
            case Type.LIST if fact.children:
                found = {"type": "array", "items": self.object(fact.children.values(), kind)}
            case Type.LIST:
                found = _one_or_more({"type": ["string", "number"]})
            case Type.TABLE:
                rows: Schema = {word: {} for word in fact.rows_by_word}
                found = mapping(rows, rows)
            case _:
                return None
        return {"anyOf": [found, refer(SILENT), refer(JSON)]}


def _name(fact: Field, kind: str) -> str:
    return f"{kind}.{fact.path.replace('[]', '')}"


def _one_or_more(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _chosen(fact: Field, between: str = "") -> Schema:
    """One of the options, or (``between``) several, as the reader takes them."""
    words = [word for option in fact.options for word in (option.key, option.term.ru, option.term.en)]
    found: list[Schema] = [{"type": "string", "pattern": spelt(words, between)}, refer(SILENT)]
    if any(re.match(_WHOLE, word) for word in words):
        found.append({"type": "number"})
    if any(yes_no(word) is not None for word in words):
        found.append({"type": "boolean"})
    return {"anyOf": found}
