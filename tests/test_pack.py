"""The built-in pack is sound, and every case on its pages comes out as written, whichever engine decides."""

from __future__ import annotations

import sys

import pytest

from qcrules.judge.judgement import EngineName
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.lint import Level, coverage, lint_pack
from qcrules.testing.cases.run import run_pack

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
        f"{result.case.place}: {result.case.title}: {result.broken or ''}"
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


def test_every_unit_of_the_text_is_claimed(book: Rulebook) -> None:
    counted = coverage(book.pack)
    assert (counted.units, counted.claimed, counted.later) == (237, 237, 0)


def test_every_page_of_the_law_its_forms_and_their_explanations_is_here(book: Rulebook) -> None:
    numbers = {page.number for page in book.pack.pages}
    assert {"приказ", "25-1", *(str(number) for number in range(1, 30))} <= numbers
    assert {f"{part} {form}" for part in ("форма", "пояснение") for form in ("1-мк", "2-мк")} <= numbers
