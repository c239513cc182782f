"""Days that do not count: what the verb makes of them, against walking from day to day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qcrules.engine.derived import resumed
from qcrules.kernel.derived import Resumed
from qcrules.kernel.interval import INF, MINUTES_A_DAY
from qcrules.time.calendar import load_calendar

CALENDAR = load_calendar("GB-ENG+GB-NIR")
FIRST = date(2014, 2, 1).toordinal()
DAYS = st.integers(FIRST, FIRST + 90)


def _slots(*spans):
    """What each of three slots holds: the start, and the two ends of the days that do not count."""
    return spans.__getitem__


def _due_by_walking(start, count, since, until, working):
    day = start
    while count:
        day += 1
        if (not working or CALENDAR.is_working(day)) and not since <= day <= until:
            count -= 1
    return day


def _due(span_end, count, working):
    day = span_end // MINUTES_A_DAY
    return CALENDAR.nth(CALENDAR.worked(day) + count) if working else day + count


def _minutes(day):
    return day * MINUTES_A_DAY, day * MINUTES_A_DAY + MINUTES_A_DAY - 1


@given(DAYS, DAYS, DAYS, st.integers(1, 25), st.booleans())
def test_points(start, since, until, count, working):
    table = _slots(_minutes(start), _minutes(since), _minutes(until))
    lo, hi = resumed(Resumed(0, 1, 2, count, working), table, CALENDAR)
    assert lo // MINUTES_A_DAY == hi // MINUTES_A_DAY
    assert _due(lo, count, working) == _due_by_walking(start, count, since, until, working)


_SPAN = st.tuples(DAYS, st.integers(0, 5))


@given(_SPAN, _SPAN, _SPAN, st.integers(1, 25), st.booleans(), st.data())
def test_every_point_of_vague_moments_lies_inside(start, since, until, count, working, data):
    spans = [(_minutes(day)[0], _minutes(day + more)[1]) for day, more in (start, since, until)]
    lo, hi = resumed(Resumed(0, 1, 2, count, working), _slots(*spans), CALENDAR)
    points = [_minutes(data.draw(st.integers(day, day + more))) for day, more in (start, since, until)]
    low, high = resumed(Resumed(0, 1, 2, count, working), _slots(*points), CALENDAR)
    assert lo <= low
    assert high <= hi


@given(DAYS, DAYS, st.integers(1, 25), st.booleans())
def test_a_period_that_never_ended_leaves_nothing_out_and_one_that_may_end_has_no_bound(
    start, since, count, working
):
    how = Resumed(0, 1, 2, count, working)
    base, begun = _minutes(start), _minutes(since)
    assert resumed(how, _slots(base, begun, (INF, INF)), CALENDAR) == base
    lo, hi = resumed(how, _slots(base, begun, (begun[0], INF)), CALENDAR)
    assert lo == base[0]
    in_time = since <= _due(base[0], count, working)
    assert hi == (INF if in_time else base[1])


def test_what_is_not_known_bounds_nothing():
    how, base = Resumed(0, 1, 2, 20, True), _minutes(FIRST)
    unknown = (-INF, INF)
    assert resumed(how, _slots(base, unknown, unknown), CALENDAR) == (base[0], INF)
    assert resumed(how, _slots((INF, INF), base, base), CALENDAR) == (INF, INF)
