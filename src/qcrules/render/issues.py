"""What a lint found, for a person and for a machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from qcrules.lint import Coverage, Issue, Level
from qcrules.text import Lang, Text

from .paper import Paper
from .words import Noun

_ERRORS = Noun("ошибка", "ошибки", "ошибок", "error", "errors")
_NOTES = Noun("замечание", "замечания", "замечаний", "note", "notes")
_UNITS = Noun("единица", "единицы", "единиц", "unit", "units")
_STYLES = {Level.ERROR: "red bold", Level.OPEN: "yellow", Level.NOTE: "dim"}


def as_dict(issues: Sequence[Issue], covered: Coverage, lang: Lang) -> dict[str, Any]:
    """The issues, their counts, and how much of the text is claimed."""
    counts = Counter(issue.level for issue in issues)
    return {
        "schema": "qcrules/lint/1",
        "units": {"total": covered.units, "claimed": covered.claimed, "open": covered.later},
        "errors": counts[Level.ERROR],
        "open": counts[Level.OPEN],
        "notes": counts[Level.NOTE],
        "issues": [
            {
                "code": issue.code,
                "level": str(issue.level),
                "file": issue.place.file,
                "line": issue.place.line,
                "column": issue.place.column,
                "message": issue.message(lang),
                "cure": issue.cure(lang),
            }
            for issue in issues
        ],
    }


def render(
    issues: Sequence[Issue],
    covered: Coverage,
    lang: Lang,
    *,
    verbose: bool = False,
    width: int = 100,
    colour: bool = False,
) -> str:
    """The errors one by one, the rest as counts (``verbose`` lists all); the last line sums up."""
    paper = Paper(width=width, colour=colour)
    for issue in issues:
        if verbose or issue.level is Level.ERROR:
            paper.entry(f"{issue.place}: {issue.code}", issue.message(lang), style=_STYLES[issue.level])
            paper.line(issue.cure(lang), indent=4, style="dim")
    paper.gap()
    paper.whole(_sum(issues, covered, lang), style="bold")
    return paper.text()


def _sum(issues: Sequence[Issue], covered: Coverage, lang: Lang) -> str:
    counts = Counter(issue.level for issue in issues)
    words = [
        _ERRORS.of(counts[Level.ERROR], lang),
        Text(
            f"{_UNITS.of(covered.units, 'ru')} текста: заявлено {covered.claimed}, позже {covered.later}",
            f"{_UNITS.of(covered.units, 'en')} of text: {covered.claimed} claimed, {covered.later} to come",
        )(lang),
    ]
    if counts[Level.NOTE]:
        listed = Text(" (-v покажет)", " (-v lists them)")(lang)
        words.append(_NOTES.of(counts[Level.NOTE], lang) + listed)
    return "; ".join(words)
