"""What explains a verdict: one sentence, the term, the facts behind it, what would decide it, what readings make of it.

A record has hundreds of these values, so those that are made most are not guarded: to set what is guarded takes three
times as long.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Protocol

import attrs
from attrs import define, frozen

from .by_value import ByValue
from .errors import Place
from .text import Text
from .verdict import Verdict

NO_WORDS = Text("", "")
DelayUnit = Literal["hours", "calendar_days", "working_days"]


@frozen(eq=False, repr=False)
class Delay(ByValue):
    """By how much at least, in the unit of the term (months and years are shown in calendar days)."""

    value: int
    unit: DelayUnit


@frozen(eq=False, repr=False)
class Item(ByValue):
    """One item of a list: the path of the list, and the item's number from 1, or the name of a column of a table."""

    list_path: str
    key: int | str

    def __str__(self) -> str:
        return f"{self.list_path}[{self.key}]"


@define(eq=False, repr=False)
class Evidence(ByValue):
    """A fact that the rule read: its path, its value (None: «not yet» or «absent»), the value in words, its place.

    ``trail``: the keys that lead to it in the record. ``item``: the item, or the column, in which it stands.
    ``background``: the verdict rests on it only from afar: it chose the edition, or decided against another branch
    of a definition; a person need not see it.
    A finding on an item tells 50 items of any other list; the rest is one fact, ``obstructions[…]``, whose value is how
    many they are.
    """

    field: str
    term: Text
    value: str | int | bool | None
    words: Text
    place: Place | None = None
    trail: tuple[str | int, ...] = attrs.field(default=(), eq=False)
    item: Item | None = None
    background: bool = False

    @property
    def source(self) -> str | None:
        """Its place in words: «case.yaml:12:5»."""
        return str(self.place) if self.place is not None else None


@frozen(eq=False, repr=False)
class Missing(ByValue):
    """A fact that would decide an undetermined finding, and which of its values would decide it how.

    ``trail``: the keys that would lead to it in the record, within its kind. Of a list of many items in which it is
    missing 50 are told, and the rest as ``obstructions[…]``.
    """

    field: str
    term: Text
    decides: Text
    trail: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class SkippedDay(ByValue):
    """A day that a term passed over, and why."""

    day: date
    reason: Text


@frozen(eq=False, repr=False)
class Due(ByValue):
    """A due day (or minute, for terms in hours) with the way it was reckoned.

    ``calendar``: on whose working days, where they are not those of the pack's own calendar.
    ``counted_by``: the provision that says how terms are counted, where the term does not say so itself.
    ``opens``: it is the first day on which the act may be done, not the last («не раньше»).
    """

    at: date | datetime
    earliest: date | datetime
    base: date | datetime | None
    base_field: str | None
    base_term: Text | None
    first_counted: date | None = None
    skipped: tuple[SkippedDay, ...] = ()
    rolled_from: date | None = None
    opens: bool = False
    calendar: str = ""
    counted_by: str = ""


@define(eq=False, repr=False)
class ReadingVerdict(ByValue):
    """What one option of a reading, the others as chosen, makes of the verdict; ``words`` are the option's own.

    ``due``: the last day or minute of the term under this option, as ``Due.at``, where there is one.
    """

    reading: str
    option: str
    verdict: Verdict
    words: Text = NO_WORDS
    due: date | datetime | None = None


@frozen(eq=False, repr=False)
class VerdictRead(ByValue):
    """The verdict of another rule on which a finding rests: of several items the worst."""

    rule: str
    citation: str
    verdict: Verdict


@define(eq=False, repr=False)
class Explanation(ByValue):
    """Why a verdict is what it is: one sentence, the due day, what was done, the delay, the facts behind it."""

    text: Text
    due: Due | None = None
    actual: date | datetime | Text | None = None
    delay: Delay | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    readings: tuple[ReadingVerdict, ...] = ()
    rests_on: tuple[VerdictRead, ...] = ()

    @property
    def due_at(self) -> date | datetime | None:
        """The due day or minute alone."""
        return self.due.at if self.due is not None else None

    @property
    def foreground(self) -> tuple[Evidence, ...]:
        """Of the evidence, the facts on which the verdict rests."""
        return tuple(one for one in self.evidence if not one.background)

    def whole(self) -> Explanation:
        """Itself: nothing of it is left to be worked out."""
        return self


class ExplainedVerdict(Protocol):
    """What explains a verdict, part by part, as an ``Explanation`` has them; each is worked out when asked for."""

    @property
    def text(self) -> Text: ...
    @property
    def due(self) -> Due | None: ...
    @property
    def due_at(self) -> date | datetime | None: ...
    @property
    def actual(self) -> date | datetime | Text | None: ...
    @property
    def delay(self) -> Delay | None: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...
    @property
    def foreground(self) -> tuple[Evidence, ...]: ...
    @property
    def missing(self) -> tuple[Missing, ...]: ...
    @property
    def readings(self) -> tuple[ReadingVerdict, ...]: ...
    @property
    def rests_on(self) -> tuple[VerdictRead, ...]: ...

    def whole(self) -> Explanation:
        """All the parts."""
