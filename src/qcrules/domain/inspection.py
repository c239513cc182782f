"""An inspection and its parts (п.5-п.24, п.28, п.29), in the order in which it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from .documents import Act, Letter, Official, Protocol, Publication
from .unknown import UNKNOWN, Day, Fact, Moment


@frozen(kw_only=True)
class Ground:
    """Why an inspection may be held: one of the five grounds (п.5)."""

    kind: Fact[
        Literal["state_instruction", "plan", "complaint", "leadership_instruction", "other_information"]
    ] = UNKNOWN
    document: Fact[str] = UNKNOWN
    dated_on: Fact[Day] = UNKNOWN
    sent_to_legal_statistics_on: Fact[Moment] = UNKNOWN


@frozen(kw_only=True)
class Subject:
    """The body that is inspected (п.1, п.6 ч.1)."""

    name: Fact[str] = UNKNOWN
    kind: Fact[
        Literal[
            "central_state_body",
            "central_body_department",
            "territorial_unit",
            "local_executive_body",
            "akim",
            "service_centre",
            "other",
        ]
    ] = UNKNOWN
    superior_body: Fact[str] = UNKNOWN


@frozen(kw_only=True)
class InspectingBody:
    """The body that inspects: the Agency or a territorial unit of it (п.6 ч.1)."""

    name: Fact[str] = UNKNOWN
    kind: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN


@frozen(kw_only=True)
class Order:
    """The order that appoints the inspection (п.6 ч.2), its period (п.7, п.14), registration (п.11 ч.1)."""

    number: Fact[str] = UNKNOWN
    issued_on: Fact[Moment] = UNKNOWN
    signed_by: Fact[Literal["head", "acting_head", "deputy", "other"]] = UNKNOWN
    signed_by_body: Fact[Literal["agency", "territorial_unit"]] = UNKNOWN
    subject_matter: Fact[str] = UNKNOWN
    starts_on: Fact[Day] = UNKNOWN
    ends_on: Fact[Day] = UNKNOWN
    working_days: Fact[int] = UNKNOWN
    extended_to: Fact[Day] = UNKNOWN
    registered_on: Fact[Moment] = UNKNOWN
    registration_number: Fact[str] = UNKNOWN


@frozen(kw_only=True)
class Notice:
    """The notice that an inspection will begin (п.10)."""

    sent_at: Fact[Moment] = UNKNOWN
    delivered_at: Fact[Moment] = UNKNOWN
    form: Fact[Literal["written", "oral"]] = UNKNOWN
    states_period: Fact[bool] = UNKNOWN
    states_subject_matter: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Shown:
    """What the inspectors showed on arrival (п.11 ч.1)."""

    order: Fact[bool] = UNKNOWN
    registration_mark: Fact[bool] = UNKNOWN
    service_id: Fact[bool] = UNKNOWN
    checklist: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Obstruction:
    """A refusal to read the order, or to let the inspectors in or at the papers (п.12)."""

    kind: Fact[Literal["refused_to_read_order", "access_denied", "documents_withheld"]] = UNKNOWN
    occurred_at: Fact[Moment] = UNKNOWN
    protocol: Fact[Protocol] = UNKNOWN


@frozen(kw_only=True)
class Decision:
    """What the leadership decided on the act (п.17)."""

    considered_on: Fact[Moment] = UNKNOWN
    decided_on: Fact[Moment] = UNKNOWN
    decided_by: Fact[Literal["leadership", "deputy", "other"]] = UNKNOWN
    outcomes: Fact[Sequence[Literal["recommendation_letter", "take_note"]]] = UNKNOWN


@frozen(kw_only=True)
class Disclosure:
    """A protected secret that an inspector disclosed, and the law that let them (п.19)."""

    secret: Fact[Literal["commercial", "tax", "other_protected"]] = UNKNOWN
    by: Fact[str] = UNKNOWN
    disclosed_at: Fact[Moment] = UNKNOWN
    legal_basis: Fact[str] = UNKNOWN
    published_as_results: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Objections:
    """The inspected body's objections to the act (п.20)."""

    reservation_before_signature: Fact[bool] = UNKNOWN
    sent_at: Fact[Moment] = UNKNOWN
    submitted_at: Fact[Moment] = UNKNOWN
    form: Fact[Literal["written", "oral"]] = UNKNOWN
    to_violations: Fact[Sequence[str]] = UNKNOWN
    to_all_violations: Fact[bool] = UNKNOWN
    answered_at: Fact[Moment] = UNKNOWN


@frozen(kw_only=True)
class Measure:
    """One thing that the inspected body will do, by whom and by when (п.22)."""

    action: Fact[str] = UNKNOWN
    responsible: Fact[str] = UNKNOWN
    due_on: Fact[Day] = UNKNOWN


@frozen(kw_only=True)
class Measures:
    """The inspected body's information on the measures that it will take (п.21, п.22)."""

    sent_at: Fact[Moment] = UNKNOWN
    submitted_at: Fact[Moment] = UNKNOWN
    agreed_with_leadership: Fact[bool] = UNKNOWN
    items: Fact[Sequence[Measure]] = UNKNOWN


@frozen(kw_only=True)
class Implementation:
    """The inspected body's report on the measures that it has taken (п.23)."""

    sent_at: Fact[Moment] = UNKNOWN
    reported_at: Fact[Moment] = UNKNOWN
    discipline_documents: Fact[bool] = UNKNOWN
    held_liable: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Escalation:
    """Whom the inspectors told that no measures were taken (п.24)."""

    prosecutor_informed_on: Fact[Moment] = UNKNOWN
    bodies_informed_on: Fact[Moment] = UNKNOWN
    court_application_on: Fact[Moment] = UNKNOWN


@frozen(kw_only=True)
class Inspection:
    """An inspection from its ground to the publication of its results (п.5-п.24, п.28, п.29)."""

    id: Fact[str] = UNKNOWN
    kind: Fact[Literal["planned", "unplanned"]] = UNKNOWN
    grounds: Fact[Sequence[Ground]] = UNKNOWN
    coverage: Fact[Literal["single_fact", "period"]] = UNKNOWN
    subject: Fact[Subject] = UNKNOWN
    inspecting_body: Fact[InspectingBody] = UNKNOWN
    agency_instruction: Fact[bool] = UNKNOWN
    inspectors: Fact[Sequence[Official]] = UNKNOWN
    order: Fact[Order] = UNKNOWN
    study_completed_on: Fact[Moment] = UNKNOWN
    notice: Fact[Notice] = UNKNOWN
    shown: Fact[Shown] = UNKNOWN
    order_handed_at: Fact[Moment] = UNKNOWN
    obstructions: Fact[Sequence[Obstruction]] = UNKNOWN
    cancelled_at: Fact[Moment] = UNKNOWN
    cancellation_reason: Fact[Literal["refused_to_read_order", "other"]] = UNKNOWN
    act: Fact[Act] = UNKNOWN
    handed_to_leadership_at: Fact[Moment] = UNKNOWN
    decision: Fact[Decision] = UNKNOWN
    letter: Fact[Letter] = UNKNOWN
    disclosures: Fact[Sequence[Disclosure]] = UNKNOWN
    objections: Fact[Objections] = UNKNOWN
    measures: Fact[Measures] = UNKNOWN
    implementation: Fact[Implementation] = UNKNOWN
    measures_taken: Fact[bool] = UNKNOWN
    escalation: Fact[Escalation] = UNKNOWN
    used_in_assessment: Fact[bool] = UNKNOWN
    publications: Fact[Sequence[Publication]] = UNKNOWN
