"""A monthly monitoring report and its parts (п.25-п.29, annexes 1 and 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from attrs import frozen

from .documents import Letter, Publication
from .unknown import UNKNOWN, Fact, Moment

Numbers = Mapping[str, int | None]
"""Month (``2014-03``) or ``total`` → number; None: a blank cell."""

Figures = Mapping[str, Numbers]
"""Row of the form (``1.1``) → its numbers."""

Services = Mapping[str, Mapping[str, Numbers]]
"""Row 3.1 or 3.2 → service → its numbers."""


@frozen(kw_only=True)
class Submitter:
    """Who submits the report (п.25-1)."""

    name: Fact[str] = UNKNOWN
    kind: Fact[
        Literal["central_state_body", "regional_akimat", "raion_akimat", "territorial_unit", "other"]
    ] = UNKNOWN


@frozen(kw_only=True)
class MonitoringDecision:
    """What the leadership decided on the monitoring (п.27)."""

    considered_on: Fact[Moment] = UNKNOWN
    outcomes: Fact[Sequence[Literal["recommendation_letter", "public_council", "take_note"]]] = UNKNOWN


@frozen(kw_only=True)
class MonitoringReport:
    """A monthly report on form 1-МК or 2-МК (п.25-п.29)."""

    id: Fact[str] = UNKNOWN
    form: Fact[Literal["1-mk", "2-mk"]] = UNKNOWN
    submitter: Fact[Submitter] = UNKNOWN
    month: Fact[str] = UNKNOWN
    corrects: Fact[str] = UNKNOWN
    preventive_measures: Fact[str] = UNKNOWN
    submitted_at: Fact[Moment] = UNKNOWN
    sent_to: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    figures: Fact[Figures] = UNKNOWN
    late_services: Fact[Services] = UNKNOWN
    signed_by: Fact[Literal["head", "acting_head", "other"]] = UNKNOWN
    executor: Fact[str] = UNKNOWN
    stamped: Fact[bool] = UNKNOWN
    decision: Fact[MonitoringDecision] = UNKNOWN
    letter: Fact[Letter] = UNKNOWN
    used_in_assessment: Fact[bool] = UNKNOWN
    publications: Fact[Sequence[Publication]] = UNKNOWN


@frozen(kw_only=True)
class MonitoringYear:
    """The reports of one submitter for a year, side by side (п.25); ``check`` on a list or a folder makes it."""

    id: Fact[str] = UNKNOWN
    form: Fact[Literal["1-mk", "2-mk"]] = UNKNOWN
    submitter: Fact[Submitter] = UNKNOWN
    month: Fact[str] = UNKNOWN
    reports: Fact[Figures] = UNKNOWN
    totals: Fact[Figures] = UNKNOWN
