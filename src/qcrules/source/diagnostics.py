"""Reading nodes into values: every mistake is noted with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from datetime import date
from typing import TypeVar

from attrs import define, evolve, field

from ..errors import UNKNOWN_WORD, PackError, Place, Problem, ProblemList, nearest
from ..facts.field import Field
from ..facts.words import yes_no
from ..law.citation import Citation
from ..text import Text
from .bilingual import message
from .tree import Entry, Mapping, Node, Scalar, Sequence

K = TypeVar("K")
T = TypeVar("T")
Known = dict[K, tuple[Node, T, tuple[Problem, ...]]]
"""What has been read of nodes, and the mistakes in it."""


@define
class Diagnostics:
    """The mistakes found so far: ``problems`` has each once, ``made`` also those that were met again or that follow.

    ``unread``: where stands what cannot be read at all (a list where a text is needed); what is missing in it follows.

    ``doubts``: is a word not known because of a mistake that is told elsewhere? It makes a rule unread, untold.
    ``lost``: the names of readings and definitions that cannot be read: nor is what speaks of them, untold.
    ``cites``: the provision that words cite, as the pack says how its units are cited; ``cites_wrong``: what it says of
    that is wrong.
    """

    problems: list[Problem] = field(factory=lambda: ProblemList(PackError))
    made: list[Problem] = field(factory=list)
    unread: set[Place] = field(factory=set)
    doubts: Callable[[str], bool] = lambda word: False
    lost: set[str] = field(factory=set)
    cites: Callable[[str], Citation | None] = lambda words: None
    cites_wrong: bool = False

    def note(self, where: Node | Place | None, name: str, *parts: object, code: str | None = None) -> None:
        """Note one mistake: the message of that name, with something for each `{}` in it."""
        said = (Text(one.label.ru, one.path) if isinstance(one, Field) else one for one in parts)
        self.add(where, message(name).filled(*said), code)

    def add(
        self, where: Node | Place | None, words: Text, code: str | None = None, told: bool = True
    ) -> None:
        """Note one mistake; not ``told`` is one that another, told already, has caused."""
        place = where.place if isinstance(where, Node) else where
        problem = Problem(words, place, code)
        self.made.append(problem)
        if told and place not in self.unread and problem not in self.problems:
            self.problems.append(problem)

    def cannot_read(self, where: Node, name: str, *parts: object) -> None:
        """Note that what stands there is of another form than is needed."""
        self.note(where, name, *parts)
        self.unread.add(where.place)

    def once(self, known: Known[K, T], key: K, node: Node, read: Callable[[Node], T]) -> T:
        """What is read of a node, which is read once; its mistakes are met again each time that it is asked for."""
        found = known.get(key)
        if found is None:
            mark = len(self.made)
            value = read(node)
            found = known[key] = node, value, self.since(mark)
        else:
            self.made += found[2]
        return found[1]

    def since(self, mark: int) -> tuple[Problem, ...]:
        """The mistakes met since ``len(made)`` was ``mark``, each once."""
        return tuple(dict.fromkeys(self.made[mark:]))

    def apart(self) -> Diagnostics:
        """Those of what is only tried."""
        return evolve(self, problems=ProblemList(PackError), made=[], unread=set(self.unread))

    def unknown(
        self, where: Node | Place, word: str, known: Iterable[str], what: Text, path: str = ""
    ) -> None:
        """Note a word that is not one of the known ones, with the nearest of them; ``path``: its field."""
        words = message("unknown").filled(what, word, nearest(word, known))
        self.not_known(where, word, words, told=not self.doubts(path))

    def not_known(self, where: Node | Place, word: str, words: Text, told: bool = True) -> None:
        """Note, in words of its own, a word that is not known here; not where another mistake is to blame."""
        self.add(where, words, UNKNOWN_WORD, told and not self.doubts(word) and word not in self.lost)

    def unknown_key(self, where: Scalar, known: Iterable[str], what: Text | None) -> None:
        """Note a key that is not one of the known ones; ``what``: that of which it is a key."""
        if what is not None:
            self.unknown(where, where.text, known, Text(f"{what.ru}: ключ", f"key in {what.en}:"))
            return
        self.note(where, "unknown-key", where.text, nearest(where.text, known))

    def mapping(self, node: Node, what: Text | None) -> MappingType[str, Entry]:
        """The entries of a mapping; a mistake where it is something else."""
        if isinstance(node, Mapping):
            return node.entries
        if what is None:
            self.cannot_read(node, "pairs-here")
        elif not (isinstance(node, Scalar) and node.is_null):
            self.cannot_read(node, "pairs", what)
        return {}

    def items(self, node: Node | None, what: Text) -> list[Node]:
        """The items of a list; a single value is a list of one."""
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return []
        if isinstance(node, Sequence):
            return node.items
        if isinstance(node, Scalar):
            return [node]
        self.cannot_read(node, "no-list-here", what)
        return []

    def text(self, node: Node | None, what: Text) -> str:
        """A text; a mistake where it is a list or a mapping."""
        if isinstance(node, Scalar):
            return node.text
        if node is not None:
            self.cannot_read(node, "no-text", what)
        return ""

    def day(self, node: Node | None, what: Text) -> date | None:
        """A day, YYYY-MM-DD."""
        word = self.text(node, what)
        try:
            if len(word) == 10:
                return date.fromisoformat(word)
        except ValueError:
            pass
        if node is not None:
            self.note(node, "no-day-here", what, word)
        return None

    def yes_no(self, node: Node, what: Text) -> bool | None:
        """да or нет."""
        word = self.text(node, what)
        said = yes_no(word)
        if said is None:
            self.note(node, "no-yes-no", what, word)
        return said

    def one_of(self, node: Node, words: MappingType[str, str], what: Text) -> str | None:
        """One of a few words, in either language; gives the English one. ``words``: English → Russian."""
        said = self.text(node, what)
        for en, ru in words.items():
            if said in (en, ru):
                return en
        self.unknown(node, said, [*words.values(), *words], what)
        return None
