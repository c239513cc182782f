"""The keys of a mapping are said once: their words in both languages in keys.md, and in code what stands under each.

From this come the reader, which notes every mistake with its place and the nearest key that there is; the JSON Schema
of the file, with what each key is for in the language of the key; and the tables of the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from ..text import Lang, Text
from .bilingual import tables
from .diagnostics import Diagnostics
from .tree import Entry, Node

Schema = dict[str, Any]
Spoken = Lang | None
"""The language of a description; None: both, one after the other."""


def said(words: Text, lang: Spoken) -> str:
    """A description in one language or in both."""
    return words(lang) if lang else f"{words.ru} / {words.en}"


@frozen(eq=False)
class Content:
    """What may stand at a place: how it is read (None where it is wrong, which is noted), and what a schema says of it.

    ``read`` is told what the place is, for its messages.
    """

    read: Callable[[Diagnostics, Node, Text], Any]
    schema: Callable[[Spoken], Schema]


@frozen(eq=False)
class KeySpec:
    """A key of a mapping: its words, what stands under it, what it is for.

    ``named``: messages call its value by the key, not by the mapping. ``also``: other spellings that are understood,
    but not proposed.
    """

    en: str
    ru: str
    content: Content
    purpose: Text
    needed: bool = False
    named: bool = False
    also: tuple[str, ...] = ()

    @property
    def both(self) -> tuple[str, str]:
        """Its word in each language."""
        return self.ru, self.en

    def schemas(self, only: Spoken) -> Iterator[tuple[str, Schema]]:
        """Each of its words, and the schema of its value with what it is for, both in the language of the word."""
        if only or self.ru == self.en:
            yield self.ru, {**self.content.schema(only), "description": said(self.purpose, only)}
            return
        ru = {**self.content.schema("ru"), "description": f"{self.purpose.ru} ({self.en})"}
        en = {**self.content.schema("en"), "description": f"{self.purpose.en} ({self.ru})"}
        yield from ((self.ru, ru), (self.en, en))
        yield from ((word, en if word.isascii() else ru) for word in self.also)


@frozen(eq=False)
class Shape:
    """A mapping and its keys. ``others``: what may stand under keys that are not listed; else they are mistakes.

    Where ``what`` is None, a message names a key alone. ``only``: its words are those of this language alone.
    """

    what: Text | None
    keys: tuple[KeySpec, ...]
    others: Content | None = field(default=None, kw_only=True)
    only: Spoken = field(default=None, kw_only=True)
    by_word: MappingType[str, KeySpec] = field(init=False)
    by_key: MappingType[str, KeySpec] = field(init=False)
    known: tuple[str, ...] = field(init=False)
    """The words of its keys that a message may propose."""

    @classmethod
    def of(
        cls,
        name: str,
        contents: MappingType[str, Content],
        others: Content | None = None,
        also: MappingType[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Shape:
        """The mapping of that name in keys.md; ``contents`` says what stands under each of its keys there."""
        what, rows = tables("keys.md")[name]
        if list(contents) != [row[0] for row in rows]:
            raise ValueError(f"{name}: keys.md and the contents differ")
        keys = (
            KeySpec(
                en,
                ru,
                contents[en],
                Text(purpose[-1], purpose[0]),
                "needed" in marks,
                "named" in marks,
                also.get(en, ()),
            )
            for en, ru, marks, *purpose in rows
        )
        names = Text(*what.split(" / ")) if what else None
        return cls(names, tuple(keys), others=others, only="ru" if len(rows[0]) == 4 else None)

    @by_word.default
    def _by_word(self) -> MappingType[str, KeySpec]:
        words = {key.ru: key for key in self.keys}
        if self.only is None:
            words |= {word: key for key in self.keys for word in (key.en, *key.also)}
        return words

    @by_key.default
    def _by_key(self) -> MappingType[str, KeySpec]:
        return {key.en: key for key in self.keys}

    @known.default
    def _known(self) -> tuple[str, ...]:
        russian = tuple(key.ru for key in self.keys)
        return russian if self.only else (*russian, *(key.en for key in self.keys))

    def words(self, key: KeySpec) -> Text:
        """How messages call one of its keys."""
        return Text(key.ru, key.ru if self.only else key.en)

    def given(self, diagnostics: Diagnostics, node: Node, what: Text | None = None) -> GivenKeys:
        """What a mapping says; a key that is not known, or is given twice, is noted."""
        what = what or self.what
        found: dict[str, Entry] = {}
        others: dict[str, Entry] = {}
        for word, entry in diagnostics.mapping(node, what).items():
            key = self.by_word.get(word)
            if key is None and self.others is not None:
                others[word] = entry
            elif key is None:
                diagnostics.unknown_key(entry.key, self.known, what)
            elif key.en in found:
                diagnostics.note(entry.key, "given-twice", word)
            else:
                found[key.en] = entry
        return GivenKeys(self, diagnostics, found, others, what, node)

    def schema(self, lang: Spoken) -> Schema:
        """Its JSON Schema; ``lang``: the language of what has no language of its own."""
        properties: Schema = {}
        for key in self.keys:
            for word, schema in key.schemas(self.only):
                properties.setdefault(word, schema)
        others = self.others.schema(lang) if self.others else False
        found: Schema = {"type": "object", "properties": properties, "additionalProperties": others}
        needed = [(key.ru,) if self.only else (key.ru, key.en) for key in self.keys if key.needed]
        if needed:
            found["allOf"] = [{"anyOf": [{"required": [word]} for word in words]} for words in needed]
        return found

    def content(self) -> Content:
        """A mapping of this shape, read as what it says."""
        return Content(lambda diagnostics, node, what: self.given(diagnostics, node), self.schema)


@frozen(eq=False)
class GivenKeys:
    """What one mapping says, by the English words of its keys; what stands under keys of its own is in ``others``."""

    shape: Shape
    diagnostics: Diagnostics
    entries: MappingType[str, Entry]
    others: MappingType[str, Entry]
    what: Text | None
    node: Node

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __getitem__(self, key: str) -> Any:
        """The value under a key; None where the key is not there or its value is wrong (noted)."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        declared = self.shape.by_key[key]
        what = self.what
        if declared.named or what is None:
            what = self.shape.words(declared)
        return declared.content.read(self.diagnostics, entry.value, what)

    def get(self, key: str, default: Any) -> Any:
        """The value under a key, or another where the key is not there."""
        return self[key] if key in self.entries else default

    def value(self, key: str) -> Node | None:
        """The node under a key."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value

    @property
    def missing(self) -> list[KeySpec]:
        """The keys that are needed and not there."""
        return [key for key in self.shape.keys if key.needed and key.en not in self.entries]

    def told_missing(self) -> bool:
        """Are keys that are needed not there? Each is noted."""
        for key in self.missing:
            self.diagnostics.note(self.node, "key-missing", self.shape.words(key))
        return bool(self.missing)
