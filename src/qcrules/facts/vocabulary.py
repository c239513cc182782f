"""The words of a record: term ↔ path ↔ type, in Russian and in English."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from ..cached import cached_property
from ..text import Text
from .field import Field
from .types import Type
from .words import folded


@frozen(eq=False, repr=False, slots=False)
class Kind:
    """A kind of record. ``inside`` is its place in the kind that holds it (an act is the ``act`` of an inspection)."""

    key: str
    term: Text
    root: Field
    whole: str
    inside: str | None = None

    @cached_property
    def words(self) -> tuple[str, str]:
        """Its names, in small letters."""
        return self.key.casefold(), folded(self.term.ru)


@frozen(eq=False, repr=False)
class Vocabulary:
    """All kinds of record of a pack."""

    kinds: Mapping[str, Kind]
    doubtful: frozenset[str] = frozenset()
    """Words of entries with a mistake: where one of them is not known, that mistake is why."""
    lost: frozenset[str] = frozenset()
    """What pages may have given a name in that which cannot be read."""

    def doubts(self, words: str) -> bool:
        """Is a dotted path not known because of a mistake where it has its name?"""
        return words in self.lost or not self.doubtful.isdisjoint(words.replace("[]", "").split("."))

    def kind(self, word: str) -> Kind | None:
        """The kind with that key or that Russian word."""
        if word in self.kinds:
            return self.kinds[word]
        small = folded(word)
        return next((kind for kind in self.kinds.values() if small in kind.words), None)

    def kind_words(self) -> list[str]:
        """Every word that may stand at the top of a case file."""
        return [word for kind in self.kinds.values() for word in (kind.key, kind.term.ru)]

    def find(self, kind: Kind, words: str) -> Field | None:
        """The field that a dotted path names in either language; a leading word for the kind is dropped."""
        steps = words.split(".")
        if len(steps) > 1 and kind.root.child(steps[0]) is None and folded(steps[0]) in kind.words:
            steps = steps[1:]
        return _descend(kind.root, steps)


def _descend(here: Field, steps: list[str]) -> Field | None:
    """The field that the steps lead to; a name may have dots of its own («1.1»), and then the longest is meant."""
    if not steps:
        return here
    for taken in range(len(steps) if here.type is Type.TABLE else 1, 0, -1):
        child = here.child(".".join(steps[:taken]))
        if child is not None:
            return _descend(child, steps[taken:])
    return None
