"""What a lint finds: a code, a place, what is wrong, and the cure."""

from __future__ import annotations

from attrs import frozen

from qcrules.errors import Place
from qcrules.text import Text

from .codes import CODES, Level

__all__ = ["CODES", "Issue", "Level", "issue"]


@frozen
class Issue:
    """One thing found. ``subject`` is what it is about; ``argued`` is what the pack says for it, if it does."""

    code: str
    level: Level
    place: Place
    message: Text
    cure: Text
    subject: str = ""
    argued: Text | None = None

    @property
    def fails(self) -> bool:
        """Does it make the lint fail?"""
        return self.argued is None and self.level in (Level.ERROR, Level.WARNING)


def issue(code: str, place: Place, message: Text, cure: Text | None = None, subject: str = "") -> Issue:
    """An issue of a code, as grave as the code is; without a cure of its own, with that of the code."""
    known = CODES[code]
    return Issue(code, known.level, place, message, cure or known.cure, subject)
