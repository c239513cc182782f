"""A half-yearly plan of inspections (п.5 2), п.8)."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from .unknown import UNKNOWN, Fact, Moment


@frozen(kw_only=True)
class PlanBody:
    """Whose plan it is (п.8)."""

    name: Fact[str] = UNKNOWN
    kind: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN


@frozen(kw_only=True)
class InspectionPlan:
    """A plan of inspections for a half-year and its way to the Prosecutor's statistics (п.8)."""

    id: Fact[str] = UNKNOWN
    body: Fact[PlanBody] = UNKNOWN
    year: Fact[int] = UNKNOWN
    half: Fact[Literal[1, 2]] = UNKNOWN
    risk_based: Fact[bool] = UNKNOWN
    approved_on: Fact[Moment] = UNKNOWN
    approved_by: Fact[Literal["agency", "territorial_unit", "other"]] = UNKNOWN
    amends: Fact[str] = UNKNOWN
    sent_to_legal_statistics_on: Fact[Moment] = UNKNOWN
