"""``counting`` of a pack, a rule or a definition: how the terms are counted that do not say so themselves.

What the pack says is written out in every rule and definition with a term that it concerns; so it may depend on a
reading, as anything may that stands in a rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import UsageError
from ..law.verbs import Arg
from ..text import Text
from ..time.term import Term, Unit
from .arguments import ARGUMENTS, MOMENT
from .contents import open_to_readings, read_citation, text
from .diagnostics import Diagnostics
from .fields import NOT_ROLLED, CountingRules
from .shape import Shape
from .tree import Entry, Mapping, Node, Scalar, walk

COUNTING = Shape.of(
    "counting",
    {
        "first_day": open_to_readings(ARGUMENTS[Arg.FIRST_DAY]),
        "roll": open_to_readings(ARGUMENTS[Arg.ROLL]),
        "provision": open_to_readings(text),
    },
)
_PROVISION = Text("норма", "provision")


def counting_rules(diagnostics: Diagnostics, node: Node | None) -> CountingRules:
    """What a mapping says, its readings chosen."""
    if node is None:
        return CountingRules()
    given = COUNTING.given(diagnostics, node)
    first, where = given["first_day"], given.value("provision")
    cited = read_citation(diagnostics, where, _PROVISION) if where is not None else None
    return CountingRules(
        None if first is None else first == "counted", given["roll"], cited.words if cited else ""
    )


def counted(node: Node, shape: Shape, counting: Node | None) -> Node:
    """A rule or a definition (``shape``) with what its pack says of its terms, where it says nothing itself."""
    key = shape.by_key["counting"]
    own = isinstance(node, Mapping) and any(word in node.entries for word in key.both)
    if own or not isinstance(node, Mapping) or not isinstance(counting, Mapping):
        return node
    asked = set(_asked(node))
    said = {
        word: entry
        for word, entry in counting.entries.items()
        if word in COUNTING.by_word and COUNTING.by_word[word].en in {*asked, "provision"}
    }
    if not any(COUNTING.by_word[word].en in asked for word in said):
        return node
    at = counting.file, counting.line, counting.column
    entry = Entry(Scalar(*at, key.ru), Mapping(*at, said))
    return Mapping(node.file, node.line, node.column, {**node.entries, key.ru: entry})


def _asked(node: Node) -> Iterator[str]:
    """What the terms in a tree do not say themselves: does the first day count, where do they roll?"""
    for part in walk(node):
        if not isinstance(part, Mapping):
            continue
        given = {MOMENT.by_word[word].en: one for word, one in part.entries.items() if word in MOMENT.by_word}
        if "within" not in given or "after" not in given:
            continue
        units = set(_units(given["within"].value))
        if "first_day" not in given and units - {Unit.HOUR}:
            yield "first_day"
        if "roll" not in given and units - set(NOT_ROLLED):
            yield "roll"


def _units(node: Node) -> Iterator[Unit]:
    """The units of the terms that stand in a tree."""
    for part in walk(node):
        if isinstance(part, Scalar):
            try:
                yield Term.parse(part.text).unit
            except UsageError:
                continue
