"""One page for several like parts of the law, such as two forms that differ in a few words.

Its front matter lists under ``различия`` the words for which something else stands in each part; the page is read once
for each of them, as if it had been written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType

from ..errors import Problem
from .bilingual import message
from .parts import PageSource
from .splitter import Splitter, sound_parts
from .tree import Mapping, Scalar, Sequence

_KEYS = ("различия", "differences")
Words = MappingType[str, str]
"""What stands for some words."""


def copies(text: str, file: str) -> tuple[list[tuple[PageSource, Words]], list[Problem]]:
    """The pages that a file stands for, each with the words that make it differ; and what is wrong."""
    original = Splitter.of(text, file)
    front = original.front
    entry = next((front.entries[key] for key in _KEYS if key in front.entries), None) if front else None
    values = _values(entry.value) if entry is not None else {}
    lengths = {len(options) for options in values.values()}
    if front is None or entry is None or len(lengths) != 1 or lengths.pop() < 2:
        page, problems = original.sound_parts()
        if entry is not None:
            problems = [*problems, Problem(message("differences").filled(), entry.key.place)]
        return [(page, {})] if page is not None else [], problems
    found: list[tuple[PageSource, Words]] = []
    told: list[Problem] = []
    lines = text.split("\n")
    last = _last_line(front, entry.key.line, lines)
    for options in zip(*values.values(), strict=True):
        words = dict(zip(values, options, strict=True))
        before, own, after = lines[: entry.key.line - 1], lines[entry.key.line - 1 : last], lines[last:]
        parts = (substituted("\n".join(before), words), *own, substituted("\n".join(after), words))
        copy, wrong = sound_parts("\n".join(parts), file)
        found += [(copy, words)] if copy is not None else []
        told += [problem for problem in wrong if problem not in told]
    return found, told


def _last_line(front: Mapping, first: int, lines: list[str]) -> int:
    """The last line of what stands under the key in a line of the front matter."""
    later = [entry.key.line for entry in front.entries.values() if entry.key.line > first]
    return min(later) - 1 if later else lines.index("---", 1)


def substituted(text: str, words: Words) -> str:
    """The text with these words replaced."""
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: words[found[0]], text)


def _values(node: object) -> dict[str, list[str]]:
    """Each word and what stands for it in each copy."""
    if not isinstance(node, Mapping):
        return {}
    return {
        word: [item.text for item in entry.value.items if isinstance(item, Scalar)]
        if isinstance(entry.value, Sequence)
        else []
        for word, entry in node.entries.items()
    }
