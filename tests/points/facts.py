"""A point gives each fact one value: the facts of a loan, and what the law defines of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from qcrules.time.calendar import Calendar, load_calendar

DAY = 1440
NEVER = 1 << 60
MONDAY = date(2014, 3, 3).toordinal()  # 8 to 10 and 21 to 25 March are days off in Kazakhstan
LONG_AGO = (MONDAY - 200) * DAY
MUCH_LATER = (MONDAY + 400) * DAY
CALENDAR: Calendar = load_calendar("KZ")
ELSE = "иначе"
ON_CALENDAR = "@calendar"
"""Among what a condition reads: whatever chooses the calendar of its terms."""

Point = dict[str, Any]
Holds = Callable[[Point], bool]

EVENTS = ("lent_at", "returned_at", "reminded_at")
MOMENTS = (*EVENTS, "due_on")
BOOLS = ("paid", "damaged")
NUMBERS = ("renewals", "limit")
OPTIONS = ("ordinary", "night", "hall")
MARKS = ("stamp", "note", "fine")

DEFINITIONS = {
    "start": {
        "путь": "start",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [{"если": {"paid": "yes"}, "это": "returned_at"}, {"это": "lent_at"}],
    },
    "first_claim": {
        "путь": "first_claim",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [
            {
                "это": {
                    "самое_раннее": {"в": "claims", "где": {"claims.upheld": "yes"}, "что": "claims.made_at"}
                }
            }
        ],
    },
}
BEHIND = {"start": ("paid", "returned_at", "lent_at"), "first_claim": ("claims",)}


def day_of(minute: int) -> int:
    return minute if minute == NEVER else minute // DAY


def last_of(day: int) -> int:
    return day if day == NEVER else day * DAY + DAY - 1


def awaited(point: Point, name: str, term: bool) -> int:
    """An event that is held against a term; where a condition asks whether it is late, it may still come today."""
    here: int = point[name]
    may_come = term and here == NEVER and name != "due_on" and point.get("denied", False)
    return point["asked"] if may_come and "asked" in point else here
