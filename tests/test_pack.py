"""The built-in pack is sound, and every case on its pages comes out as written, whichever engine decides."""

from __future__ import annotations

import sys

import pytest

from qcrules.check import EngineName, Rulebook, load_rules
from qcrules.lint import Level, coverage, lint_pack
from qcrules.testing.runner import run_pack

PAGES = [page.id for page in load_rules().pack.pages if page.tables]
ENGINES = ["reference", "durable"] if sys.version_info < (3, 13) else ["reference"]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rules()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("page_id", PAGES)
def test_the_cases_of_the_page(page_id: str, engine: EngineName, book: Rulebook) -> None:
    results = list(run_pack(book, engine=engine, wanted=lambda case: case.page == page_id))
    assert results
    failures = [
        f"{result.place}: {result.title}: {result.broken or ''}"
        + "; ".join(
            f"{outcome.rule}: expected {outcome.expected}, got {outcome.got}"
            for outcome in result.outcomes
            if not outcome.passed
        )
        for result in results
        if not result.passed
    ]
    assert failures == []


def test_the_lint_finds_no_error(book: Rulebook) -> None:
    assert [issue for issue in lint_pack(book.pack) if issue.level is Level.ERROR] == []


def test_every_unit_of_the_text_is_claimed_or_comes_later(book: Rulebook) -> None:
    counted = coverage(book.pack)
    assert counted.units > 80
    assert counted.claimed + counted.later == counted.units


def test_only_planning_and_monitoring_come_later(book: Rulebook) -> None:
    assert {page.number for page in book.pack.pages if page.later} == {"8", "25", "25-1", "26", "27"}
