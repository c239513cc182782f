"""Any value that a program may hand over → a value as a case file would have it.

Text, numbers, days, lists and mappings of plain Python come out, whatever library they came from; what says «nothing»,
«not filled in» or «not known» is the same everywhere (``words``). What a value means for a field is for its type.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from ..text import Text
from .words import BLANK, ERRORS, MERGED, Nulls, stated, tidy

MOST_DIGITS = 15
"""So many digits a whole number may have: more are no count of anything."""

DEEPEST = 32
"""So deep brackets may stand in each other in a JSON text."""

_MISSING = frozenset({"NAType", "NaTType", "NoneType", "MaskedConstant"})
"""The types of the words of pandas and NumPy for an empty cell, by name: nothing is imported to recognise them."""


class Unreadable(ValueError):
    """A value that no field can hold; ``words`` say what it is."""

    def __init__(self, words: Text) -> None:
        self.words = words


def outside(value: Any, nulls: Nulls = "absent") -> Any:
    """A value as a case file would have it. Unreadable where it is of no kind that a record can hold."""
    read = _READ.get(type(value))
    if read is not None:
        return read(value, nulls)
    return _foreign(value, nulls)


def _text(value: str, nulls: Nulls) -> Any:
    words = tidy(value)
    if words.startswith("#") and words.casefold() in ERRORS:
        raise Unreadable(
            _MERGED if words == MERGED else Text(f"ошибка ячейки `{words}`", f"the cell error `{words}`")
        )
    return stated(words, nulls)


_MERGED = Text(
    "часть объединённых ячеек (разъедините их: чьё это значение, не ясно)",
    "a part of merged cells (unmerge them: whose value it is, is not clear)",
)


def _null(value: None, nulls: Nulls) -> Any:
    return None if nulls == "absent" else BLANK


def _same(value: Any, nulls: Nulls) -> Any:
    return value


def _float(value: float, nulls: Nulls) -> Any:
    if value != value:
        return BLANK
    return int(value) if abs(value) < 10**MOST_DIGITS and value == int(value) else value


def _moment(value: datetime, nulls: Nulls) -> Any:
    """Midnight is how databases write a day without a time."""
    if value.tzinfo is not None:
        return value
    at_midnight = not (value.hour or value.minute or value.second or value.microsecond)
    return value.date() if at_midnight else value


_READ: Mapping[type, Callable[[Any, Nulls], Any]] = {
    str: _text,
    type(None): _null,
    bool: _same,
    int: _same,
    float: _float,
    date: _same,
    datetime: _moment,
    dict: _same,
    list: _same,
}


def _foreign(value: Any, nulls: Nulls) -> Any:
    """A value of a library, or of a class made from a plain one."""
    if type(value).__name__ in _MISSING:
        return BLANK
    if isinstance(value, Enum):
        return outside(value.value, nulls)
    decimal = sys.modules.get("decimal")  # who hands over such a number has imported it
    if decimal is not None and isinstance(value, decimal.Decimal):
        whole = value.is_finite() and abs(value) < 10**MOST_DIGITS and value == int(value)
        return int(value) if whole else BLANK if value.is_nan() else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return _bytes(bytes(value), nulls)
    if isinstance(value, str):
        return _text(str(value), nulls)
    if isinstance(value, datetime):
        return _moment(_plain_moment(value), nulls)
    if isinstance(value, date | Mapping):
        return value
    if isinstance(value, time):
        raise Unreadable(Text("время без дня", "a time without a day"))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _float(float(value), nulls)
    if isinstance(value, Sequence | set | frozenset):
        return list(value)
    return _of_numpy(value, nulls)


def _plain_moment(value: datetime) -> datetime:
    """A moment of a library as Python's own, its nanoseconds left out."""
    return datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second, tzinfo=value.tzinfo
    )


def _bytes(value: bytes, nulls: Nulls) -> Any:
    """Octets that are text; some programs keep text so."""
    try:
        return _text(value.decode(), nulls)
    except UnicodeDecodeError:
        raise Unreadable(Text("двоичные данные", "binary data")) from None


def _of_numpy(value: Any, nulls: Nulls) -> Any:
    """A scalar or an array of NumPy, by what it can do."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    try:
        if hasattr(value, "to_dict"):
            return value.to_dict()
        if hasattr(value, "to_timestamp") and hasattr(value, "freqstr"):
            return _text(str(value), nulls)  # a period of pandas: a month, a day
        if kind == "M":
            moment = value.astype("datetime64[us]").item()
            vague = value.dtype.str.endswith(("[Y]", "[M]"))  # a year, a month: as they are written
            far = moment is not None and not isinstance(moment, datetime)
            return BLANK if moment is None else outside(str(value) if vague or far else moment, nulls)
        if kind and getattr(value, "ndim", 0):
            return value.tolist()
        if kind:
            return outside(value.item(), nulls)
    except (ValueError, TypeError, OverflowError):
        pass
    said = type(value).__name__
    raise Unreadable(Text(f"значение вида `{said}`", f"a value of type `{said}`"))


# -- whole numbers ------------------------------------------------------------------------------------------------


def whole(words: str) -> int | None:
    """The whole number that is written so; pandas and Excel may keep it as 2.0."""
    found = _WHOLE.fullmatch(words)
    return int(found[1]) if found and len(found[1]) <= MOST_DIGITS else None


def too_long(value: Any) -> bool:
    """Is it a number, but of more digits than any count of anything?"""
    if isinstance(value, str):
        found = _WHOLE.fullmatch(value)
        return found is not None and len(found[1]) > MOST_DIGITS
    return isinstance(value, int | float) and value >= 10**MOST_DIGITS


_WHOLE = re.compile(r"([0-9]+)(?:[.,]0+)?")


# -- JSON ---------------------------------------------------------------------------------------------------------


class NotJson(ValueError):
    """A text is no JSON that a record can hold; ``words`` say why."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words.en)


def from_json(text: str, constants: bool = True) -> Any:
    """What a JSON text holds. NotJson where it is none, a key stands twice, or it is nested too deeply.

    ``constants``: may NaN and Infinity stand in it, as programs write them?
    """
    if _depth(text) > DEEPEST:
        raise NotJson(Text(f"скобки глубже {DEEPEST}", f"brackets deeper than {DEEPEST}"))
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_constant=_constant if constants else _no_constant,
        )
    except json.JSONDecodeError as error:
        at = error.pos + 1
        raise NotJson(Text(f"не JSON: ошибка у знака {at}", f"no JSON: wrong near character {at}")) from None


_BRACKET = re.compile(r"[\[\]{}]")


def _depth(text: str) -> int:
    """No less than how deep brackets stand in each other; those in text are counted too."""
    deep = most = 0
    if text.count("[") + text.count("{") > DEEPEST:
        for sign in _BRACKET.findall(text):
            if sign in "[{":
                deep += 1
                most = max(most, deep)
            else:
                deep -= 1
    return most


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJson(Text(f"ключ `{twice}` дан дважды", f"key `{twice}` is given twice"))
    return found


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS + 1 else digits


def _constant(name: str) -> Any:
    return BLANK if name == "NaN" else name


def _no_constant(name: str) -> Any:
    raise NotJson(Text(f"не JSON: `{name}`", f"no JSON: `{name}`"))
