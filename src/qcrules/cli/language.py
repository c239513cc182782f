"""Which language to speak, before anything else is known."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from qcrules.text import Lang, of_locale


def spoken(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """``--lang`` where it is given, else Russian where the locale is Russian, else English."""
    asked: Lang | None = None
    for here, after in zip(arguments, [*arguments, ""][1:], strict=True):
        if here == "--":
            break
        word = after if here == "--lang" else here.removeprefix("--lang=") if "=" in here else ""
        asked = _lang(word) or asked
    return asked or of_locale(environment)


def _lang(word: str) -> Lang | None:
    return "ru" if word == "ru" else "en" if word == "en" else None
