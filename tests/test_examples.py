"""The examples are read, judged, and judged as their first lines say."""

from __future__ import annotations

from pathlib import Path

import pytest

import qcrules

EXAMPLES = Path(__file__).parents[1] / "examples"

VIOLATED = {
    "planned-with-violations.yaml": [
        "п.10 ч.1",
        "п.11 ч.1",
        "п.13 ч.2 8)",
        "п.13 ч.2 9)",
        "п.14",
        "п.18",
        "п.21",
        "п.22",
    ],
    "planned-clean.yaml": [],
    "unplanned-hours.yaml": ["п.10 ч.2"],
    "refusals.yaml": ["п.12 ч.1", "п.14", "п.21", "п.23"],
    "running.yaml": [],
    "several-letters.yaml": ["п.18", "п.23"],
    "monitoring-1mk.yaml": ["п.25", "п.26 5)", "форма 1-мк стр.1", "форма 1-мк стр.3.1"],
    "monitoring-2mk.yaml": ["форма 2-мк стр.14", "форма 2-мк стр.3.2", "форма 2-мк стр.8"],
    "inspection-plan.yaml": ["п.8 ч.3"],
}


def judged(name: str) -> qcrules.Assessment:
    return qcrules.check(EXAMPLES / name)


def test_every_example_is_judged_here() -> None:
    assert {path.name for path in EXAMPLES.glob("*.yaml")} == set(VIOLATED)


@pytest.mark.parametrize("name", VIOLATED)
def test_the_example_violates_what_it_is_meant_to(name: str) -> None:
    assert sorted({finding.citation for finding in judged(name).violations}) == VIOLATED[name]


@pytest.mark.parametrize("name", VIOLATED)
def test_the_example_does_not_contradict_itself(name: str) -> None:
    assert judged(name).warnings == ()


def test_the_running_inspection_has_terms_that_run_and_facts_that_lack() -> None:
    summary = judged("running.yaml").summary
    assert summary["pending"] > 0
    assert summary["undetermined"] > 0
