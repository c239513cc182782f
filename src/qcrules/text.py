"""One sentence in the two languages of the house."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Lang = Literal["ru", "en"]


@frozen
class Text:
    """The same words in Russian and in English; ``text("ru")`` gives one of them."""

    ru: str
    en: str

    def __call__(self, lang: Lang) -> str:
        return self.ru if lang == "ru" else self.en

    @classmethod
    def same(cls, words: str) -> Text:
        """Words that need no translation: a number, a name, a quotation of the law."""
        return cls(words, words)
