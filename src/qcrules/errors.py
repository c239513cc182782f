"""Every exception of qcrules.

QcrulesError                     the root; ``str(error)`` is for a person, never a traceback's business
├── InputError                   something given is wrong: all of it at once, each with its place
│   ├── RecordError              a case file or an object to be checked
│   ├── PackError                a rule page, the vocabulary, a pack: refused whole
│   └── UsageError               an argument of a call or of a command
├── CalendarRangeError           a day outside the years the calendar knows; never guessed
└── EngineDisagreement           two engines gave different verdicts: our fault, never a verdict
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from attrs import frozen

from . import harmless
from .by_value import ByValue
from .text import Lang, Text

MOST_PROBLEMS = 500
"""So many mistakes are told at once; then reading stops: the rest may follow from them."""

LONGEST_WORD = 120
"""No word that is longer is held against the known ones."""

_MORE = Text("ошибок больше {}; исправьте сначала эти", "there are more than {} mistakes; mend these first")

KEY = ""
"""Ends the path of a key in a document (as against that of its value)."""

UNKNOWN_WORD, CIRCLE = "QC091", "QC092"
"""The codes of two kinds of mistake: a word that is not known; definitions or verdicts that run in a circle."""


@frozen(eq=False, repr=False)
class Place(ByValue):
    """Where something was read: a file and, from 1, its line and column; of a workbook the cell, `'Форма'!D14`."""

    file: str
    line: int | None = None
    column: int | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [self.file, self.line, self.column, self.cell]
        return ":".join(harmless.line(part) for part in parts if part is not None)


NOWHERE = Place("")
"""The place of what no document said."""


@frozen(eq=False, repr=False)
class Problem(ByValue):
    """One thing that is wrong: where, and what was found and expected.

    ``code``: the code under which ``qcrules lint`` explains mistakes of its kind, where it has one of its own.
    ``path``: of a record, the field that is at fault, as the record calls it: `inspection.notice.delivered_at`.
    """

    message: Text
    place: Place | None = None
    code: str | None = None
    path: str | None = None

    def words(self, lang: Lang) -> str:
        """`place: message`, or the message alone where nothing has a place."""
        return f"{self.place}: {self.message(lang)}" if self.place else self.message(lang)

    def to_dict(self, lang: Lang = "en") -> dict[str, str | int | None]:
        """The problem as data: what is wrong, the field, the file, the line and the column."""
        place = self.place or Place("")
        return {
            "message": self.message(lang),
            "path": self.path,
            "code": self.code,
            "file": place.file or None,
            "line": place.line,
            "column": place.column,
            "cell": place.cell,
        }


class QcrulesError(Exception):
    """The root of every error that qcrules raises on purpose."""

    def words(self, lang: Lang = "en") -> str:
        """The error for a person, in either language."""
        return str(self)


class InputError(QcrulesError):
    """Something given is wrong; ``problems`` lists all of it."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.words("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (
            self.problems,
        )  # it comes from a process that worked for this one as it was raised there

    @classmethod
    def of(cls, ru: str, en: str, place: Place | None = None) -> Self:
        """The error of one problem, in either language."""
        return cls(Problem(Text(ru, en), place))

    def words(self, lang: Lang = "en") -> str:
        return "\n".join(problem.words(lang) for problem in self.problems)


class ProblemList(list[Problem]):
    """Mistakes as they are noted. With too many it raises ``error`` with all of them, and says that there are more."""

    def __init__(self, error: type[InputError]) -> None:
        super().__init__()
        self.error = error

    def append(self, problem: Problem) -> None:
        super().append(problem)
        if len(self) > MOST_PROBLEMS:
            more = Problem(_MORE.filled(MOST_PROBLEMS), self[-1].place)
            raise self.error([*self[:MOST_PROBLEMS], more])


class RecordError(InputError):
    """A case file or an object to be checked cannot be read."""


class PackError(InputError):
    """A pack cannot be loaded; it is refused whole."""


class UsageError(InputError):
    """An argument is wrong."""


class CalendarRangeError(QcrulesError):
    """A day lies outside the years that the calendar knows."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message,)

    def words(self, lang: Lang = "en") -> str:
        return self.message(lang)


class EngineDisagreement(QcrulesError):
    """Two engines decided the same rule differently. A fault of qcrules, never a verdict."""


def nearest(word: str, known: Iterable[str]) -> Text:
    """«, возможно, `x`»: the nearest right word, or nothing where none is near."""
    from difflib import get_close_matches  # only a mistake needs it

    close = get_close_matches(word, list(known), n=1, cutoff=0.6) if len(word) <= LONGEST_WORD else []
    if not close:
        return Text("", "")
    return Text(f"; возможно, `{close[0]}`", f"; did you mean `{close[0]}`?")
