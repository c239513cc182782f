"""Which language to speak, before anything else is known."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from qcrules.text import Lang

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """``--lang`` where it is given, else Russian where the locale is Russian, else English."""
    asked: Lang | None = None
    for here, after in zip(arguments, [*arguments, ""][1:], strict=True):
        if here == "--":
            break
        word = after if here == "--lang" else here.removeprefix("--lang=") if "=" in here else ""
        asked = _lang(word) or asked
    return asked or of_locale(environment)


def of_locale(environment: Mapping[str, str] = os.environ) -> Lang:
    """Russian where the first locale variable that is set says so, else English."""
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return "ru" if locale.lower().partition(".")[0].partition("_")[0] in ("ru", "russian") else "en"


def _lang(word: str) -> Lang | None:
    return "ru" if word == "ru" else "en" if word == "en" else None
