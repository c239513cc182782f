"""What others have written, made harmless for where it goes: a terminal, a line, a file of JSON, a cell of a table.

A record may hold signs that steer a terminal, turn the direction of a line, cannot be seen, or begin a formula. They
are shown, never obeyed, and nothing is left out: a reader sees that they are there.
"""

from __future__ import annotations

import re
from functools import cache

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Controls of both sets, of direction and of shape, signs without width or ink, halves of signs, and no signs at all.
A tab and a new line are not among them."""

_IN_TEXT = f"[{_UNSEEN}]"
_PAINTED = f"\x1b\\[[0-9;]*m|([{_UNSEEN}])"

FORMULA = r"^\s*[=+\-@＝＋－＠]"
"""How a text begins that a program for tables takes for a formula."""

A_NUMBER = r"^\s*[+\-]?[0-9][0-9 .,]*(?:[eE][+\-]?[0-9]+)?\s*$"
"""A signed number is none, although it begins like one."""


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """A pattern, compiled when it is needed: each takes half a millisecond, and most commands need one of them."""
    return re.compile(words)


def text(words: str) -> str:
    """The words with all that cannot be seen shown, as in `\\x1b`; lines stay lines."""
    return _pattern(_IN_TEXT).sub(_shown, words.replace("\r\n", "\n"))


def line(words: object) -> str:
    """The same on one line: a record cannot write a line of its own."""
    return _pattern(_IN_TEXT).sub(_shown, str(words)).replace("\t", "\\t").replace("\n", "\\n")


def painted(words: str) -> str:
    """The same where colours of our own are in the words."""
    return _pattern(_PAINTED).sub(lambda found: _shown(found) if found[1] else found[0], words)


def json(document: str) -> str:
    """A document of JSON in which all that cannot be seen is escaped: it says the same, and steers nothing."""
    return _pattern(_IN_TEXT).sub(_escaped, document)


def cell(words: str) -> str:
    """A text for a table that another program opens: what would begin a formula there stands behind an apostrophe."""
    return f"'{words}" if _pattern(FORMULA).match(words) and not _pattern(A_NUMBER).match(words) else words


def _shown(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    if sign == "\r":
        return "\\r"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
