"""The meaning of every verb, held against an enumeration of the points of small intervals."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from packs import HEAD, load, only, rule
from points import (
    DEFINITIONS,
    MOMENTS,
    Record,
    Said,
    conditions,
    duties,
    enumerated,
    every,
    reads_once,
    records,
)
from properties import examples

from qcrules.judge.check import check

Verdict = Callable[[Said, Said, bool, Record], str]
ALWAYS = every([])
DEFINED = (*MOMENTS, *DEFINITIONS)


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """The verdict of the reference engine on a rule that is written, loaded and lowered for it."""
    folder: Path = tmp_path_factory.mktemp("pack")
    head = HEAD.replace("weekends", "KZ").replace("редакция_по: {loan: [lent_at]}\n", "")

    def verdict(condition: Said, need: Said, forbidden: bool, record: Record) -> str:
        duty = "запрещено" if forbidden else "требуется"
        book = load(
            folder, [rule(если=condition.words, **{duty: need.words})], head=head, definitions=DEFINITIONS
        )
        found = check(
            {"loan": record.written},
            rules=book,
            as_of=date.fromordinal(record.as_of),
            complete=record.complete,
            engine="reference",
        )
        return str(only(found).verdict)

    return verdict


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that is read once is not kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.curdir)


@settings(max_examples=examples(45))
@given(st.just(ALWAYS) | conditions(), duties(), st.booleans(), records())
def test_a_decided_verdict_holds_at_every_point(
    verdict: Verdict, condition: Said, need: Said, forbidden: bool, record: Record
) -> None:
    said = verdict(condition, need, forbidden, record)
    truths = enumerated(condition, need, forbidden, record)
    event(said)
    assert truths.allow(said), truths
    if reads_once(condition, need, record):
        event("each fact read once")
        assert said == truths.verdict


@settings(max_examples=examples(25))
@given(
    conditions(DEFINED, lists=True),
    duties(DEFINED, lists=True),
    st.booleans(),
    records(),
)
def test_so_it_does_through_definitions_and_lists(
    verdict: Verdict, condition: Said, need: Said, forbidden: bool, record: Record
) -> None:
    said = verdict(condition, need, forbidden, record)
    event(said)
    assert enumerated(condition, need, forbidden, record).allow(said)
