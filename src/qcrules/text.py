"""One sentence in Russian and in English."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import frozen

from . import harmless
from .by_value import ByValue

Lang = Literal["ru", "en"]
LANGS: tuple[Lang, Lang] = ("ru", "en")
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@frozen(repr=False)
class Text(ByValue):
    """The same words in Russian and in English; ``text("ru")`` gives one of them."""

    ru: str
    en: str

    def __call__(self, lang: Lang) -> str:
        return self.ru if lang == "ru" else self.en

    @classmethod
    def same(cls, words: str) -> Text:
        """Words that need no translation: a number, a name, a quotation of the law."""
        return cls(words, words)

    @classmethod
    def joined(cls, between: Text | str, parts: Iterable[Text]) -> Text:
        """Several texts one after another, with something between them."""
        parts = list(parts)
        ru, en = (between, between) if isinstance(between, str) else (between.ru, between.en)
        return cls(ru.join([part.ru for part in parts]), en.join([part.en for part in parts]))

    def filled(self, *parts: object) -> Text:
        """These words with something for each ``{}``: a text in its own language, a string on one line
        and harmless, anything else as it is."""
        ru = [part.ru if isinstance(part, Text) else _part(part) for part in parts]
        en = [part.en if isinstance(part, Text) else _part(part) for part in parts]
        return Text(self.ru.format(*ru), self.en.format(*en))


def _part(part: object) -> object:
    return harmless.line(part) if isinstance(part, str) else part


def of_locale(environment: Mapping[str, str] = os.environ) -> Lang:
    """Russian where the first locale variable that is set says so, else English."""
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return "ru" if locale.lower().partition(".")[0].partition("_")[0] in ("ru", "russian") else "en"


def shown(value: object) -> str:
    """A value as a message shows it: on one line, and no more of it than a person reads."""
    try:
        said = _parts(value) if isinstance(value, dict | list) else str(value)
        words = "null" if value is None else harmless.line(" ".join(said.split()))
    except ValueError:  # a whole number of thousands of digits
        return "…"
    return words if len(words) <= 80 else f"{words[:79]}…"


def _parts(value: object) -> str:
    """What has parts as JSON writes it, for most who read it know no Python."""
    import json  # only a mistake needs it

    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, RecursionError):
        return str(value)
