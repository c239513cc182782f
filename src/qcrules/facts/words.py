"""The words that mean the same at every door: for nothing and unknown, yes and no, the day of the check.

One rule for all of them: what is *blank* is not filled in, so nobody knows; what is *absent* is written («—», «нет»,
`none`, `null`, «не было»). Capital letters, the form of Unicode, spaces around a word and the dots
of «ё» mean nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

Nulls = Literal["absent", "unknown"]
"""What a null says: in a case file it is written, so there is none; in a table it is an empty cell, so nobody knows."""

BLANK = ""
"""The value of a fact that is not filled in."""

UNKNOWN_MARK = "?"
"""The value of a fact that is not known."""

NONE_MARK = "—"
"""The value of a fact that is not there, written where a blank would say nothing."""

NONE = frozenset({"нет", "none"})
"""Says that there is none: as the value of a fact, and as what a definition chooses."""

DASHES = frozenset({"-", "–", "—", "−"})
"""What stands in a cell of a printed form in place of a figure."""

NOTHING = NONE | DASHES | {"absent", "отсутствует", "не было", "not yet", "not_yet", "ещё нет", "еще нет"}
"""The value of a fact that is recorded as absent, in small letters."""

NOT_KNOWN = frozenset(
    {
        UNKNOWN_MARK,
        "unknown",
        "неизвестно",
        "не известно",
        "n/a",
        "#n/a",
        "н/д",
        "#н/д",
        "нет данных",
        "no data",
    }
)
"""The value of a fact that is recorded as not known, in small letters."""

NULLS = frozenset({"", "~", "null", "—"})
"""YAML without quotation marks that holds no value at all: «нет» is no null there, for it may answer a question."""

NULL_WORDS = frozenset({"~", "null", "Null", "NULL", "None", "<NA>", "<null>", "nil", "\\N"})
"""How programs write their null in text. `None`, as Python writes it, is one; `none` is a word and says «нет»."""

NOT_FILLED_IN = frozenset({"", "NaN", "nan", "NaT", "-nan", "#NULL!", "#ПУСТО!"})
"""How programs write an empty cell."""

MERGED = "#MERGED!"
"""Stands in cells of a register that are merged with one of a row above them."""

ERRORS = frozenset(
    {
        MERGED.casefold(),
        "#ref!",
        "#value!",
        "#div/0!",
        "#name?",
        "#num!",
        "#error",
        "#error!",
        "#spill!",
        "#calc!",
        "#not calculated!",
    }
    | {"#ссылка!", "#знач!", "#дел/0!", "#имя?", "#число!", "#ошибка!"}
)
"""What a spreadsheet shows in a cell that it could not work out, in small letters; `#N/A` says that nobody knows."""

YES_WORDS = frozenset({"да", "yes", "true", "истина", "1", "1.0", "1,0"})
NO_WORDS = frozenset({"нет", "no", "false", "ложь", "0", "0.0", "0,0"})

STATE_NONE = NOTHING | {"no"}
"""What a column of states in a register says of a fact that is not there, in small letters."""

STATE_UNKNOWN = NOT_KNOWN
STATE_KNOWN = frozenset(
    {"known", "yes", "есть", "да", "известно"} | {word.casefold() for word in NULL_WORDS | NOT_FILLED_IN}
)
"""What it says where the fact has a value, or where it says nothing."""

AS_OF = ("as_of", "на дату", "as of", "на_дату")
"""The key or the column with the day of the check."""

COMPLETE = ("complete", "полная", "полный", "полное")
"""The key that says whether the record leaves nothing out."""


_NO_WIDTH = re.compile("[\u200b\u2060\ufeff\xad]")
"""Spaces without width, the mark at the beginning of a file, and where a word may be cut: nobody has typed them."""


def tidy(words: str) -> str:
    """Words in the usual form of Unicode, with one space between them and none around them."""
    words = " ".join(words.split())
    if words.isascii():
        return words
    if _NO_WIDTH.search(words):
        words = " ".join(_NO_WIDTH.sub("", words).split())
    return unicodedata.normalize("NFC", words)


def folded(words: str) -> str:
    """Words as they are compared: tidy, in small letters, «ё» written as «е», as most people write it."""
    return tidy(words).casefold().replace("ё", "е")


def stated(words: str, nulls: Nulls = "absent") -> str | None:
    """What tidy words say of any fact: BLANK, UNKNOWN_MARK, None for what is not there; else the words themselves."""
    if words in NOT_FILLED_IN:
        return BLANK
    if words in NULL_WORDS:
        return None if nulls == "absent" else BLANK
    if len(words) > _LONGEST:
        return words
    small = words.casefold()
    return None if small in NOTHING else UNKNOWN_MARK if small in NOT_KNOWN else words


_LONGEST = max(map(len, NOTHING | NOT_KNOWN))


def says_nothing(value: Any) -> bool:
    """Is a value blank, or does it say that there is nothing?"""
    return value is None or (isinstance(value, str) and not stated(tidy(value)))


def beside(name: str) -> str | None:
    """What a key or a column says of the check and not of the record: `as_of`, `complete`; else None."""
    word = folded(name)
    return "as_of" if word in AS_OF else "complete" if word in COMPLETE else None


def yes_no(word: Any) -> bool | None:
    """What a word for yes or no says; None where it is neither. A truth value is itself."""
    if isinstance(word, bool):
        return word
    if isinstance(word, int):
        return bool(word) if word in (0, 1) else None
    if not isinstance(word, str):
        return None
    small = folded(word)
    return True if small in YES_WORDS else False if small in NO_WORDS else None
