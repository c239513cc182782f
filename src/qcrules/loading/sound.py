"""As much of a pack as can be loaded: a broken page is left out, and what stands on it; the rest goes on."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from ..errors import PackError, Problem
from ..rulebook.lowering import Lowered, lower
from ..rulebook.model import Pack
from .folder import Folder, read_folder
from .pack import load_pack, read_pack
from .store import Ready


@frozen(eq=False)
class Sound:
    """The sound part of a pack, ready to check, and everything that is wrong with the rest."""

    pack: Pack
    ready: Ready
    problems: tuple[Problem, ...] = ()


def load_sound(folder: Path) -> Sound:
    """The sound part of the pack in a folder. PackError where not even its head can be read."""
    problems: list[Problem] = []
    try:
        pack = load_pack(folder)
    except PackError as error:
        if not all((folder / name).is_file() for name in ("pack.yaml", "vocabulary.yaml")):
            raise
        pack, problems = _sound(folder, read_folder(folder))
        problems = problems or list(error.problems)
    lowered: dict[str, Lowered] = {}
    for kind in pack.rules:
        try:
            lowered[kind] = lower(pack, kind)
        except PackError as error:
            problems += error.problems
            pack = evolve(pack, rules={**pack.rules, kind: {}})
            lowered[kind] = lower(pack, kind)
    return Sound(pack, Ready(evolve(pack, pages=()), lowered), tuple(problems))


def _sound(folder: Path, files: Folder) -> tuple[Pack, list[Problem]]:
    """Leave out the pages that are wrong, until none is."""
    problems = list(files.problems)
    while True:
        pack, found = read_pack(folder, files)
        if not found:
            return pack, problems
        problems += [problem for problem in found if problem not in problems]
        wrong = {problem.place.file for problem in found if problem.place}
        pages = tuple(page for page in files.pages if page.file not in wrong)
        if len(pages) == len(files.pages):
            raise PackError(problems)
        files = evolve(files, pages=pages)
