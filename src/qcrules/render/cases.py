"""The cases of a pack that were run: what failed and why, and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qcrules.testing.cases.run import EXPECTED, GOT, Case, Outcome, Result
from qcrules.text import Lang, Text

from .layout import TextLayout
from .words import Noun

_PASSED = Noun("случай прошёл", "случая прошли", "случаев прошли", "case passed", "cases passed")
_FAILED = Noun("не прошёл", "не прошли", "не прошли", "failed", "failed")
_NONE = Text("ни одного случая: прогонять нечего", "no cases: there is nothing to run")


def as_dict(results: Sequence[Result], lang: Lang) -> dict[str, Any]:
    """Every case, with what each rule was expected to answer and answered."""
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "cases": [_result(result, lang) for result in results],
    }


def redundant_as_list(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Rows that could go, each with its place."""
    return [{"case": case.title, "table": case.table or None, "source": str(case.place)} for case in cases]


def render_redundant(cases: Sequence[Case], lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """Rows that could go, one by one; the last line is how many."""
    layout = TextLayout(width=width, colour=colour)
    for case in cases:
        layout.entry("·", f"{case.place}: {case.name}")
    layout.gap()
    words = Text(f"лишних строк: {len(cases)}", f"redundant rows: {len(cases)}")
    layout.whole(words(lang), style="bold")
    return layout.text()


def _result(result: Result, lang: Lang) -> dict[str, Any]:
    return {
        "case": result.case.title,
        "table": result.case.table or None,
        "page": result.case.page,
        "source": str(result.case.place),
        "passed": result.passed,
        "broken": result.broken(lang) if result.broken else None,
        "rules": [_outcome(outcome, lang) for outcome in result.outcomes],
    }


def _outcome(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "citation": outcome.citation,
        "source": str(outcome.place),
        "expected": outcome.expected,
        "got": outcome.got,
        "passed": outcome.passed,
        "why": outcome.why(lang),
    }


def render(
    results: Sequence[Result], lang: Lang, *, verbose: bool = False, width: int = 100, colour: bool = False
) -> str:
    """The failures one by one (``verbose``: every case); the last line is the counts."""
    layout = TextLayout(width=width, colour=colour)
    for result in results:
        if not result.passed:
            _failure(layout, result, lang)
        elif verbose:
            layout.entry("✓", f"{result.case.place}: {result.case.name}", style="green")
    passed = sum(result.passed for result in results)
    layout.gap()
    words = _PASSED.of(passed, lang) if results else _NONE(lang)
    if passed < len(results):
        words += f", {_FAILED.of(len(results) - passed, lang)}"
    layout.whole(words, style="bold red" if passed < len(results) else "bold green")
    return layout.text()


def _failure(layout: TextLayout, result: Result, lang: Lang) -> None:
    """One that failed; a mistake of a file, whose name is its title, is told by its place alone."""
    if result.broken and result.case.title == Path(result.case.place.file).name:
        for row in result.broken(lang).split("\n"):
            layout.entry("✗", row, style="red bold")
        return
    layout.entry("✗", f"{result.case.place}: {result.case.name}", style="red bold")
    if result.broken:
        for row in result.faults(lang):
            layout.line(row, indent=4, hang=8)
    for outcome in result.outcomes:
        if outcome.passed:
            continue
        layout.line(f"{outcome.rule} ({outcome.place})", indent=4, hang=8)
        layout.line(f"{EXPECTED(lang)}: {outcome.expected}", indent=6, hang=10)
        layout.line(f"{GOT(lang)}: {outcome.got}", indent=6, hang=10)
        if outcome.why(lang):
            layout.line(outcome.why(lang), indent=6, hang=10, style="dim")
