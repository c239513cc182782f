"""As much of a pack as can be read: what is wrong in it stays undecided, and the rest goes on.

Only cases are run on it, never a record: bad input never becomes a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, frozen

from ..errors import PackError, Place, Problem
from ..law.lowered import Lowered
from ..law.lowering import lower
from ..law.model import Pack
from .pack import Draft, in_order_of_files, read_pack
from .ready import Ready
from .unread import left_open

_OF_ALL = ("pack.yaml", "calendar.yaml")
"""Files on which every verdict stands."""


@frozen(eq=False)
class Sound:
    """The sound part of a pack, ready to check, and everything that is wrong with the rest.

    ``unread``: the rules that are left undecided, and the place that is to blame for each.
    """

    pack: Pack
    ready: Ready
    problems: tuple[Problem, ...] = ()
    unread: Mapping[str, Place] = {}


def load_sound(folder: Path) -> Sound:
    """The sound part of the pack in a folder. PackError where it is its head, its calendar or all its words."""
    draft = read_pack(folder)
    pack, problems = draft.pack, list(draft.problems)
    if any(map(_concerns_all, problems)) or (problems and not (pack.validity and pack.rules)):
        raise PackError(problems)
    unread: dict[str, Place] = {}
    lowered: dict[str, Lowered] = {}
    for kind in pack.rules:
        pack, lowered[kind], wrong = _lower(pack, kind, draft, unread)
        problems += wrong
    problems.sort(key=in_order_of_files)
    return Sound(pack, Ready(evolve(pack, pages=()), lowered), tuple(problems), unread)


def _concerns_all(problem: Problem) -> bool:
    return problem.place is not None and Path(problem.place.file).name in _OF_ALL


def _lower(
    pack: Pack, kind: str, draft: Draft, unread: dict[str, Place]
) -> tuple[Pack, Lowered, list[Problem]]:
    """A kind's rules lowered, those that are wrong (or found to be, like circles, while lowering) undecided."""
    rules = {
        id: next((one.place for one in wrong if one.place), pack.rules[kind][id].place)
        for id, wrong in draft.unread.items()
        if id in pack.rules[kind]
    }
    definitions = dict(draft.undefined.get(kind, {}))
    problems: list[Problem] = []
    while True:
        left, blamed = left_open(pack, kind, rules, definitions)
        try:
            lowered = lower(left, kind)
        except PackError as error:
            places = {problem.place for problem in error.problems if problem.place}
            more_rules = {id: rule.place for id, rule in left.rules[kind].items() if rule.place in places}
            more = {path: one.place for path, one in left.definitions[kind].items() if one.place in places}
            if not more_rules.keys() - rules.keys() and not more.keys() - definitions.keys():
                raise
            rules |= more_rules
            definitions |= more
            problems += error.problems
        else:
            unread.update(blamed)
            return left, lowered, problems
