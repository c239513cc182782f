"""Hypothesis strategies: calendars, terms, moments, intervals, and whole records of any pack.

Records are derived from the vocabulary and the rules, so a new pack has its strategies for nothing. They shrink to
records a person can read: to few facts, plain days, first options.

    from hypothesis import given
    from qcrules.testing.strategies import inspections

    @given(inspections(near_deadlines=True))
    def test_something(inspection): ...

``near_deadlines`` crowds values around the boundaries of the pack's own rules, days off and transfers; ``broken``
gives records with exactly one mistake, which a check must refuse.
"""

from .boundaries import Deadline, Record, deadlines, exact, turning_days
from .days import calendars, days_of, edges, intervals, moments, terms
from .drawing import GivenPack, Source
from .typed import acts, inspections, monitoring_reports, plans, protocols
from .whole import records

__all__ = [
    "Deadline",
    "GivenPack",
    "Record",
    "Source",
    "acts",
    "calendars",
    "days_of",
    "deadlines",
    "edges",
    "exact",
    "inspections",
    "intervals",
    "moments",
    "monitoring_reports",
    "plans",
    "protocols",
    "records",
    "terms",
    "turning_days",
]
