"""The words that mean the same in every file: for nothing and unknown, yes and no, the day of the check.

Where a place understands more or fewer of them, it has a set of its own here, with the reason beside it.
"""

from __future__ import annotations

from typing import Any

UNKNOWN_MARK = "?"
"""The value of a fact that is not known."""

NONE_MARK = "—"
"""The value of a fact that is not there, written where a blank would say nothing."""

NONE = frozenset({"нет", "none"})
"""Says that there is none: as the value of a fact, and as what a definition chooses."""

NOTHING = NONE | {"", "—"}
"""The value of a fact that is recorded as absent. Text may begin with `-` or `~`, so these are not here."""

NULLS = frozenset({"", "~", "null", "—"})
"""YAML without quotation marks that holds no value at all: «нет» is no null there, for it may answer a question."""

DASHES = frozenset({"-", "–", "—", "−"})
"""What stands in a cell of a printed form in place of a figure."""

FOREIGN_NULLS = frozenset({"", "NULL", "null", "NaN", "nan", "NaT"})
"""How other programs write an empty cell."""

YES_WORDS = frozenset({"да", "yes", "true"})
NO_WORDS = frozenset({"нет", "no", "false"})

STATE_NONE = NONE | frozenset(
    {"no", "—", "-", "absent", "отсутствует", "не было", "not yet", "not_yet", "ещё нет", "еще нет"}
)
"""What a column of states in a register says of a fact that is not there, in small letters."""

STATE_UNKNOWN = frozenset({UNKNOWN_MARK, "unknown", "неизвестно", "не известно"})
STATE_KNOWN = frozenset({"", "known", "yes", "есть", "да", "известно"})

AS_OF = ("as_of", "на дату", "as of", "на_дату")
"""The key or the column with the day of the check."""

COMPLETE = ("complete", "полная", "полный", "полное")
"""The key that says whether the record leaves nothing out."""


def is_blank(value: Any) -> bool:
    """Does a recorded value say that there is nothing: null, «нет», “none”, a dash, blank text?"""
    return value is None or (isinstance(value, str) and value in NOTHING)


def yes_no(word: Any) -> bool | None:
    """What a word for yes or no says; None where it is neither. A truth value is itself."""
    if isinstance(word, bool):
        return word
    if not isinstance(word, str):
        return None
    return True if word in YES_WORDS else False if word in NO_WORDS else None
