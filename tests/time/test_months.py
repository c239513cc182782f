"""Months by number, and the years that the calendar knows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcrules.time.months import day_of_month, month_of, month_words, months_through, read_month, year_to_date

KNOWN = st.dates(date(1, 1, 1), date(9998, 12, 31))


@given(KNOWN)
def test_a_month_is_written_and_read_again(day):
    month = month_of(day)
    assert month_words(month) == f"{day:%Y-%m}".zfill(7)
    assert read_month(month_words(month)) == month


@given(KNOWN, st.integers(1, 31))
def test_a_day_of_a_month_is_in_it(day, number):
    found = date.fromordinal(day_of_month(month_of(day), number))
    assert (found.year, found.month) == (day.year, day.month)
    assert found.day == number or (
        found.day < number and month_of(date.fromordinal(found.toordinal() + 1)) == month_of(day) + 1
    )


@pytest.mark.parametrize(
    "words", ["2014", "2014-3", "2014-13", "2014-00", "0000-01", "2014.03", "2014-03-01", "год-03"]
)
def test_what_is_no_month_is_not_read(words):
    with pytest.raises(ValueError, match=words):
        read_month(words)


def test_months_in_a_row():
    assert months_through("2013-11", "2014-02") == ["2013-11", "2013-12", "2014-01", "2014-02"]
    assert year_to_date("2014-03") == ["2014-01", "2014-02", "2014-03"]
