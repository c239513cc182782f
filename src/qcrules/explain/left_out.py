"""The days that a term leaves out, one by one, as its story tells them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ..engine.worlds import Scope, ScopeTable, Worlds, truth
from ..kernel.derived import DaysOut, Prolonged
from ..kernel.interval import FALSE, INF, MINUTES_A_DAY, NEVER, TRUE
from ..time.calendar import Calendar


@frozen(eq=False, repr=False)
class LeftOut:
    """The days that do not count in a term, in one record or item."""

    of: Prolonged
    scope: Scope
    worlds: Worlds
    calendar: Calendar

    @property
    def stands_still(self) -> bool:
        """Have days begun that do not count, and not ended yet, so that the clock may stand for ever?"""
        return self.of.most is None and any(
            table.get(out.since)[0] < INF <= table.get(out.until)[0] for out, table, _ in self._periods()
        )

    def days(self, first: int, last: int, *, open_too: bool) -> list[int]:
        """Those of the days of a term that would have counted, as far as they are known to the day.

        ``open_too``: also those of a period that has not ended.
        """
        found: set[int] = set()
        for out, table, surely in self._periods():
            since, until = _day(table, out.since), _day(table, out.until)
            if open_too and table.get(out.until) == NEVER:
                until = last
            if surely and since is not None and until is not None:
                found.update(
                    range(max(since + out.first_counts, first), min(until - out.last_counts, last) + 1)
                )
        days = sorted(day for day in found if not self.of.working or self.calendar.is_working(day))
        return days[: self.of.most]

    def _periods(self) -> Iterator[tuple[DaysOut, ScopeTable, bool]]:
        """Each period that may be left out, where its moments stand, and whether it surely is left out."""
        for out in self.of.out:
            yield out, self.scope.recorded, True
        for each in self.of.listed:
            for item in self.worlds.items.get(each.list_path, ()):
                holds = truth(each.where, item.recorded)
                if holds != FALSE:
                    yield each.out, item.recorded, holds == TRUE


def _day(table: ScopeTable, slot: int) -> int | None:
    """The day of a moment that is known to the day."""
    low, high = table.get(slot)
    day = low // MINUTES_A_DAY
    return day if low > -INF and high < INF and day == high // MINUTES_A_DAY else None
