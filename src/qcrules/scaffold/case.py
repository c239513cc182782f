"""A case file with every field of a kind of record, to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts.field import Field
from ..facts.vocabulary import Kind
from ..text import Lang, Text

_HEAD = Text(
    """# Заполните, что знаете. «?» — не известно, пустое место или «нет» — не произошло или нет.
# Строки, которые не нужны, удалите: чего нет в файле, то не известно. Проверить: qcrules check ФАЙЛ
""",
    """# Fill in what you know. "?" is not known; null is: not yet, or none.
# Take out what you do not need: what the file leaves out is not known. To check: qcrules check FILE
""",
)


def blank_case(kind: Kind, lang: Lang) -> str:
    """The words of the file."""
    name = kind.term.ru if lang == "ru" else kind.key
    lines = [_HEAD(lang) + f"{name}:"]
    for child in kind.root.children.values():
        lines += _field(child, lang, 1, False)
    return "\n".join(lines) + "\n"


def _field(fact: Field, lang: Lang, depth: int, out: bool) -> Iterator[str]:
    """A field with what it takes; an item of a list is shown, but not there."""
    name, about = (fact.term.ru, fact.term.ru) if lang == "ru" else (fact.key, fact.term.en)
    start = ("  " * depth) + name
    mark = "# " if out else ""
    if fact.type.has_fields and fact.children and not fact.type.has_items:
        yield f"{mark}{start}:"
        for child in fact.children.values():
            yield from _field(child, lang, depth + 1, out)
        return
    said = _about(fact, about, lang)
    yield f'{mark}{start}: "?"{" " * max(1, 44 - len(start))}# {said}'
    for number, child in enumerate(fact.children.values()):
        if fact.type.has_items and fact.type.has_fields:
            for line in _field(child, lang, depth + 2, True):
                bare = line.removeprefix("# ")
                item = f"{bare[: 2 * depth + 2]}- {bare[2 * depth + 4 :]}" if number == 0 else bare
                yield f"# {item}"
                number = 1


def _about(fact: Field, about: str, lang: Lang) -> str:
    """The type, and of a choice its options."""
    options = ", ".join(one.term.ru if lang == "ru" else one.key for one in fact.options)
    kind = fact.type.term(lang)
    words = f"{kind}: {options}" if options else kind
    return words if lang == "ru" else f"{about}; {words}"
