"""The papers of control: the protocol, the act, the letter, the publication, and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from .unknown import UNKNOWN, Day, Fact, Moment


@frozen(kw_only=True)
class Official:
    """Someone who inspects, or who represents the inspected body (п.10, п.13 ч.2 4) and 5))."""

    name: Fact[str] = UNKNOWN
    position: Fact[str] = UNKNOWN


@frozen(kw_only=True)
class Recommendation:
    """What is to be done about a violation, and by when (п.13 ч.2 10), п.17 1), п.23)."""

    text: Fact[str] = UNKNOWN
    due_on: Fact[Day] = UNKNOWN


@frozen(kw_only=True)
class Protocol:
    """The record of a refusal or an obstruction, signed by both sides (п.12, п.15 ч.1)."""

    drawn_up_at: Fact[Moment] = UNKNOWN
    signed_by_inspector: Fact[bool] = UNKNOWN
    signed_by_subject: Fact[bool] = UNKNOWN
    refusal_explained: Fact[bool] = UNKNOWN
    refusal_noted: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Violation:
    """A violation that the act states, with the law it offends and its nature (п.13 ч.2 8))."""

    description: Fact[str] = UNKNOWN
    legal_basis: Fact[str] = UNKNOWN
    nature: Fact[str] = UNKNOWN
    removed: Fact[bool] = UNKNOWN


@frozen(kw_only=True)
class Acquaintance:
    """That someone has read the act, or refused to (п.13 ч.2 11))."""

    name: Fact[str] = UNKNOWN
    outcome: Fact[Literal["signed", "refused"]] = UNKNOWN


@frozen(kw_only=True)
class Act:
    """The act on the results of an inspection: its contents, service and refusals (п.13-п.15)."""

    copies: Fact[int] = UNKNOWN
    served_at: Fact[Moment] = UNKNOWN
    drawn_up_at: Fact[Moment] = UNKNOWN
    states_time: Fact[bool] = UNKNOWN
    place: Fact[str] = UNKNOWN
    inspecting_body: Fact[str] = UNKNOWN
    order_number: Fact[str] = UNKNOWN
    order_date: Fact[Day] = UNKNOWN
    appointment_document: Fact[Literal["order", "appointment_act"]] = UNKNOWN
    inspectors: Fact[Sequence[Official]] = UNKNOWN
    subject_name: Fact[str] = UNKNOWN
    representatives: Fact[Sequence[Official]] = UNKNOWN
    representatives_absent: Fact[bool] = UNKNOWN
    inspected_from: Fact[Day] = UNKNOWN
    inspected_to: Fact[Day] = UNKNOWN
    inspection_place: Fact[str] = UNKNOWN
    period_from: Fact[Day] = UNKNOWN
    period_to: Fact[Day] = UNKNOWN
    activity_analysis: Fact[str] = UNKNOWN
    results: Fact[str] = UNKNOWN
    violations: Fact[Sequence[Violation]] = UNKNOWN
    cause_analysis: Fact[str] = UNKNOWN
    recommendations: Fact[Sequence[Recommendation]] = UNKNOWN
    acquaintance: Fact[Sequence[Acquaintance]] = UNKNOWN
    signed_by_inspectors: Fact[bool] = UNKNOWN
    sign_refused: Fact[bool] = UNKNOWN
    refused_at: Fact[Moment] = UNKNOWN
    refusal_protocol: Fact[Protocol] = UNKNOWN
    copy_to_chancellery_at: Fact[Moment] = UNKNOWN
    chancellery_mark: Fact[bool] = UNKNOWN
    receipt_refused: Fact[bool] = UNKNOWN
    receipt_refused_at: Fact[Moment] = UNKNOWN
    sent_by_courier_at: Fact[Moment] = UNKNOWN
    sent_otherwise_at: Fact[Moment] = UNKNOWN
    delivered_at: Fact[Moment] = UNKNOWN


@frozen(kw_only=True)
class Letter:
    """The letter with recommendations (п.17 1), п.18, п.23; after monitoring п.27 1)."""

    sent_on: Fact[Moment] = UNKNOWN
    delivered_at: Fact[Moment] = UNKNOWN
    addressee: Fact[Literal["head_of_subject", "superior_body", "other"]] = UNKNOWN
    signed_by: Fact[Literal["leadership", "unit_head", "substitute", "deputy", "other"]] = UNKNOWN
    recommendations: Fact[Sequence[Recommendation]] = UNKNOWN
    calls_for_discipline: Fact[bool] = UNKNOWN
    reply_due_on: Fact[Day] = UNKNOWN


@frozen(kw_only=True)
class Publication:
    """Where and when results of control were published (п.29)."""

    by: Fact[Literal["agency", "subject"]] = UNKNOWN
    channel: Fact[Literal["media", "website"]] = UNKNOWN
    published_on: Fact[Moment] = UNKNOWN
