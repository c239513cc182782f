"""Where the pack is that comes with qcrules."""

from __future__ import annotations

from pathlib import Path

from ..errors import Problem, UsageError
from ..text import Text

BUILT_IN = "kz-06-7-63"


def built_in_rules() -> Path:
    """The folder of the pack that comes with qcrules: in a wheel, or beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "rules", package.parents[1] / "rules"):
        if (folder / BUILT_IN).is_dir():
            return folder / BUILT_IN
    raise UsageError(Problem(Text("встроенные правила не найдены", "the built-in rules were not found")))
