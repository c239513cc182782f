"""Where the packs are that come with qcrules, and which folder the name of a pack means."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from ..errors import Problem, UsageError, nearest
from ..text import Text

BUILT_IN = "kz-06-7-63"
"""The name of the pack that is meant where nobody names one."""


def shipped_packs() -> dict[str, Path]:
    """The packs that come with qcrules, the built-in one first: name → folder. None of their files is read."""
    rules = built_in_rules().parent
    with os.scandir(rules) as found:
        names = [one.name for one in found if os.path.isfile(os.path.join(one.path, "pack.yaml"))]
    return {name: rules / name for name in sorted(names, key=lambda name: (name != BUILT_IN, name))}


@cache
def built_in_rules() -> Path:
    """The folder of the built-in pack: in a wheel, or beside ``src`` in a checkout; looked for once a process."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "rules", package.parents[1] / "rules"):
        if (folder / BUILT_IN).is_dir():
            return folder / BUILT_IN
    raise UsageError(Problem(Text("встроенные правила не найдены", "the built-in rules were not found")))


def rules_folder(rules: str | os.PathLike[str] | None = None) -> Path:
    """The folder of the pack that is meant: a folder, the name of a pack that comes with qcrules, or the built-in one.

    A folder of that name comes first. UsageError for a bare word that is neither.
    """
    if not rules:
        return built_in_rules()
    folder, name = Path(rules), os.fspath(rules)
    if folder.exists() or folder.name != name:
        return folder
    packs = shipped_packs()
    if name not in packs:
        listed, hint = ", ".join(packs), nearest(name, packs)
        raise UsageError.of(
            f"нет ни папки `{name}`, ни такого свода; с qcrules поставляются: {listed}{hint.ru}",
            f"`{name}` is neither a folder nor a pack; those that come with qcrules: {listed}{hint.en}",
        )
    return packs[name]
