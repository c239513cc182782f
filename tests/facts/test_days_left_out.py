"""Days that do not count: what the verb makes of them, against walking from day to day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qcrules.engine.moments import Out, prolonged
from qcrules.engine.worlds import Outlook
from qcrules.kernel.derived import DaysOut, Prolonged
from qcrules.kernel.interval import INF, MINUTES_A_DAY, NEVER, TRUE
from qcrules.time.calendar import load_calendar

CALENDAR = load_calendar("GB-ENG+GB-NIR")
FIRST = date(2014, 2, 1).toordinal()
DAYS = st.integers(FIRST, FIRST + 90)
LAST_MINUTE = MINUTES_A_DAY - 1


def _prolonged(count, working, start, *periods, outlook=Outlook.RECORDED):
    """The last day of a term of so many days from a moment, past the days from one moment to another."""
    out = [Out(DaysOut(1, 2), TRUE, since, until, until) for since, until in periods]
    end = tuple(
        one if abs(one) >= INF else _due(one, count, working) * MINUTES_A_DAY + LAST_MINUTE for one in start
    )
    return prolonged(Prolonged(0, 3, (), (), working, False), outlook, start, end, out, CALENDAR)


def _due(span_end, count, working):
    day = span_end // MINUTES_A_DAY
    return CALENDAR.nth(CALENDAR.worked(day) + count) if working else day + count


def _minutes(day):
    return day * MINUTES_A_DAY, day * MINUTES_A_DAY + MINUTES_A_DAY - 1


def _walk_past(start, count, periods, working):
    day = start
    while count:
        day += 1
        out = any(since <= day <= until for since, until in periods)
        if (not working or CALENDAR.is_working(day)) and not out:
            count -= 1
    return day


@given(DAYS, st.lists(st.tuples(DAYS, DAYS), max_size=3), st.integers(1, 25), st.booleans())
def test_points(start, periods, count, working):
    spans = [(_minutes(since), _minutes(until)) for since, until in periods]
    lo, hi = _prolonged(count, working, _minutes(start), *spans)
    assert lo == hi
    assert lo // MINUTES_A_DAY == _walk_past(start, count, periods, working)


_SPAN = st.tuples(DAYS, st.integers(0, 5))


@given(_SPAN, st.lists(st.tuples(_SPAN, _SPAN), max_size=2), st.integers(1, 25), st.booleans(), st.data())
def test_every_point_of_vague_moments_lies_inside(start, periods, count, working, data):
    def vague(span):
        return _minutes(span[0])[0], _minutes(sum(span))[1]

    def drawn(span):
        return _minutes(data.draw(st.integers(span[0], sum(span))))

    lo, hi = _prolonged(count, working, vague(start), *(tuple(map(vague, one)) for one in periods))
    low, high = _prolonged(count, working, drawn(start), *(tuple(map(drawn, one)) for one in periods))
    assert lo <= low
    assert high <= hi


@given(DAYS, DAYS, st.integers(1, 25), st.booleans())
def test_a_period_that_never_ended_leaves_nothing_out_and_one_that_may_end_has_no_bound(
    start, since, count, working
):
    base, begun = _minutes(start), _minutes(since)
    due = _due(base[0], count, working) * MINUTES_A_DAY + LAST_MINUTE
    assert _prolonged(count, working, base, (begun, NEVER)) == (due, due)
    assert _prolonged(count, working, base, (begun, NEVER), outlook=Outlook.LOW) == (due, due)
    in_time = since <= due // MINUTES_A_DAY
    endless = (INF, INF) if in_time else (due, due)
    assert _prolonged(count, working, base, (begun, NEVER), outlook=Outlook.HIGH) == endless
    lo, hi = _prolonged(count, working, base, (begun, (begun[0], INF)))
    assert lo == due
    assert hi == (INF if in_time else due)


def test_what_is_not_known_bounds_nothing():
    base, unknown = _minutes(FIRST), (-INF, INF)
    due = _due(base[0], 20, True) * MINUTES_A_DAY + LAST_MINUTE
    assert _prolonged(20, True, base, (unknown, unknown)) == (due, INF)
    assert _prolonged(20, True, (INF, INF), (base, base)) == (INF, INF)
