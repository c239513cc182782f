"""What may stand under keys of any file: words, days, names, lists of them, values that depend on a reading."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingType
from typing import Any

from ..law.citation import Citation
from ..text import Text
from .bilingual import message
from .diagnostics import Diagnostics
from .schemas import refer
from .shape import Content, Schema, Shape, Spoken, said
from .tree import Entry, Node, Scalar

READING_KEYS = ("чтение", "reading")
WORD: Schema = {"type": ["string", "number", "boolean"]}
SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
PARTS: dict[str, Callable[[Spoken], Schema]] = {}
"""The parts of schemas that others refer to, by name."""


def of(schema: Schema, read: Callable[[Diagnostics, Node, Text], Any] | None = None) -> Content:
    """What has the same schema in both languages; where it is not said how it is read, it is the node itself."""
    return Content(read or (lambda diagnostics, node, what: node), lambda lang: schema)


def described(content: Content, ru: str, en: str) -> Content:
    """The same, with a description of its own."""
    words = Text(ru, en)
    return Content(content.read, lambda lang: {**content.schema(lang), "description": said(words, lang)})


def many(content: Content) -> Content:
    """One, or a list of them: a list of those that can be read."""
    return Content(_items(content), lambda lang: {"anyOf": [content.schema(lang), _array(content, lang)]})


def listed(content: Content) -> Content:
    """A list."""
    return Content(_items(content), lambda lang: _array(content, lang))


def _items(content: Content) -> Callable[[Diagnostics, Node, Text], list[Any]]:
    def read(diagnostics: Diagnostics, node: Node, what: Text) -> list[Any]:
        found = (content.read(diagnostics, item, what) for item in diagnostics.items(node, what))
        return [one for one in found if one is not None]

    return read


def _array(content: Content, lang: Spoken) -> Schema:
    return {"type": "array", "items": content.schema(lang)}


def by_name(content: Content) -> Content:
    """A mapping whose keys are names of their own: its entries; ``content`` is what its schema says of their values."""

    def read(diagnostics: Diagnostics, node: Node, what: Text) -> MappingType[str, Entry]:
        return diagnostics.mapping(node, what)

    return Content(read, lambda lang: {"type": "object", "additionalProperties": content.schema(lang)})


def at_least(count: int, content: Content) -> Content:
    """The same; its schema says that it has so many keys."""
    return Content(content.read, lambda lang: {**content.schema(lang), "minProperties": count})


def one_of(words: MappingType[str, str]) -> Content:
    """One of a few words, in either language; ``words``: English → Russian."""
    return of({"enum": [*words.values(), *words]}, lambda d, node, what: d.one_of(node, words, what))


def any_of(*contents: Content) -> Content:
    """Any of these; the node itself."""
    return Content(lambda _, node, what: node, lambda lang: {"anyOf": [one.schema(lang) for one in contents]})


def part(name: str) -> Content:
    """A part of schemas that others refer to by its name; the node itself."""
    return of(refer(name))


def called(what: Text, content: Content) -> Content:
    """The same, called in messages by a name of its own."""
    return Content(lambda diagnostics, node, _: content.read(diagnostics, node, what), content.schema)


def later(content: Content) -> Content:
    """The same, but as the node itself, for it is read later."""
    return Content(lambda diagnostics, node, what: node, content.schema)


def open_to_readings(content: Content) -> Content:
    """The same, or a choice among readings that stands for it, and has been made when it is read."""
    return Content(content.read, lambda lang: {"anyOf": [content.schema(lang), part("reading").schema(lang)]})


def _words(diagnostics: Diagnostics, node: Node, what: Text) -> Text:
    if isinstance(node, Scalar):
        return Text.same(node.text)
    given = _BOTH.given(diagnostics, node, what)
    ru, en = given["ru"] or "", given["en"] or ""
    return Text(ru or en, en or ru)


text = of(SCALAR, Diagnostics.text)
word = of(WORD, Diagnostics.text)
anything = of({})
day = of(
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    lambda d, node, what: d.day(node, Text("день", "day")),
)
yes_no = of({"enum": ["да", "нет", "yes", "no", "true", "false", True, False]}, Diagnostics.yes_no)

_BOTH = Shape.of("words", {"ru": word, "en": word})
words = described(
    Content(_words, lambda lang: {"anyOf": [WORD, _BOTH.schema(lang)]}),
    "Слова: одни на два языка или {ru: …, en: …}",
    "Words: the same in both languages, or {ru: …, en: …}",
)


_NOTHING = Text("", "")
citations = many(of({"type": "string", "description": "п.13 ч.2 3), приказ п.4, s.10(2)"}))


def read_citation(
    diagnostics: Diagnostics, node: Node, what: Text, example: Text = _NOTHING
) -> Citation | None:
    """A provision; ``example`` follows the message where it cannot be read."""
    name = diagnostics.text(node, what)
    found = diagnostics.cites(name)
    if found is None:
        words = message("no-provision").filled(name, example)
        diagnostics.add(node, words, told=not diagnostics.cites_wrong)
    return found


_READING = Text(
    "Значение зависит от чтения: {чтение: имя, вариант: ЗНАЧЕНИЕ, другой: ЗНАЧЕНИЕ}",
    "The value depends on a reading: {reading: name, option: VALUE, other: VALUE}",
)
PARTS["reading"] = lambda lang: {
    "type": "object",
    "description": said(_READING, lang),
    "anyOf": [{"required": [word]} for word in READING_KEYS],
}
