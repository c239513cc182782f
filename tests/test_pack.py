"""The built-in pack is sound, and every case on its pages comes out as written (by other engines: ``make prove``)."""

from __future__ import annotations

from itertools import groupby

import pytest

from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.lint import Level, coverage, lint_pack
from qcrules.testing.cases.run import Case, cases_of, run_case

CASES = {page: list(some) for page, some in groupby(cases_of(load_rules().pack), lambda case: case.page)}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rules()


@pytest.mark.parametrize("cases", CASES.values(), ids=CASES)
def test_the_cases_of_the_page(cases: list[Case], book: Rulebook) -> None:
    results = [run_case(book, case, "reference", explained=False) for case in cases]
    assert [f"{one.place}: {one.title}\n{one.told('en')}" for one in results if not one.passed] == []


@pytest.mark.long
def test_the_lint_finds_nothing_to_mend_and_every_unit_is_claimed(book: Rulebook) -> None:
    assert [issue for issue in lint_pack(book.pack) if issue.level is Level.ERROR] == []
    counted = coverage(book.pack)
    assert (counted.units, counted.claimed, counted.later) == (237, 237, 0)


def test_every_page_of_the_law_its_forms_and_their_explanations_is_here(book: Rulebook) -> None:
    numbers = {page.number for page in book.pack.pages}
    assert {"приказ", "25-1", *(str(number) for number in range(1, 30))} <= numbers
    assert {f"{part} {form}" for part in ("форма", "пояснение") for form in ("1-мк", "2-мк")} <= numbers
