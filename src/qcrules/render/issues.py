"""What a lint found, for a person, for a machine, and for the tools that show findings beside the file (SARIF)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qcrules.lint import CODES, Issue, Level, LintReport
from qcrules.text import Lang, Text

from .layout import TextLayout
from .words import Noun

_ERRORS = Noun("ошибка", "ошибки", "ошибок", "error", "errors")
_WARNINGS = Noun("предупреждение", "предупреждения", "предупреждений", "warning", "warnings")
_NOTES = Noun("замечание", "замечания", "замечаний", "note", "notes")
_UNITS = Noun("единица", "единицы", "единиц", "unit", "units")
_STYLES = {Level.ERROR: "red bold", Level.WARNING: "yellow", Level.OPEN: "cyan", Level.NOTE: "dim"}
_SARIF = {Level.ERROR: "error", Level.WARNING: "warning", Level.OPEN: "note", Level.NOTE: "note"}


def as_dict(report: LintReport, lang: Lang) -> dict[str, Any]:
    """The issues, their counts, and how much of the text is claimed (None where the pack cannot be loaded)."""
    issues, covered, counts = report.issues, report.covered, _counts(report.issues)
    return {
        "schema": "qcrules/lint/1",
        "units": {"total": covered.units, "claimed": covered.claimed, "open": covered.later}
        if covered
        else None,
        "errors": counts[Level.ERROR],
        "warnings": counts[Level.WARNING],
        "argued": sum(issue.argued is not None for issue in issues),
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
                "argued": issue.argued(lang) if issue.argued else None,
            }
            for issue in issues
        ],
    }


def render(
    report: LintReport, lang: Lang, *, verbose: bool = False, width: int = 100, colour: bool = False
) -> str:
    """Errors and warnings one by one, the rest as counts (``verbose`` lists all); the last line sums up."""
    layout = TextLayout(width=width, colour=colour)
    for issue in report.issues:
        if not (verbose or issue.fails):
            continue
        layout.entry(f"{issue.place}: {issue.code}", issue.message(lang), style=_STYLES[issue.level])
        said = (
            f"{Text('допущено', 'allowed')(lang)}: {issue.argued(lang)}" if issue.argued else issue.cure(lang)
        )
        layout.line(said, indent=4, style="dim")
    layout.gap()
    layout.whole(_sum(report, lang), style="bold")
    return layout.text()


def sarif(issues: Sequence[Issue], lang: Lang) -> dict[str, Any]:
    """SARIF 2.1.0: one run; what the pack argues for is there, suppressed with its reason."""
    codes = sorted({issue.code for issue in issues})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "qcrules",
                        "language": lang,
                        "rules": [_sarif_rule(code, lang) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(issue, codes, lang) for issue in issues],
            }
        ],
    }


def _sarif_rule(code: str, lang: Lang) -> dict[str, Any]:
    known = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": known.title(lang)},
        "fullDescription": {"text": known.why(lang)},
        "help": {"text": known.cure(lang), "markdown": known.page(lang)},
        "defaultConfiguration": {"level": _SARIF[known.level]},
    }


def _sarif_result(issue: Issue, codes: list[str], lang: Lang) -> dict[str, Any]:
    place = issue.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(place.file).as_posix())}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line, "startColumn": place.column or 1}
    return {
        "ruleId": issue.code,
        "ruleIndex": codes.index(issue.code),
        "level": _SARIF[issue.level],
        "message": {"text": f"{issue.message(lang)}. {issue.cure(lang)}"},
        **({"locations": [{"physicalLocation": physical}]} if place.file else {}),
        **(
            {"suppressions": [{"kind": "external", "justification": issue.argued(lang)}]}
            if issue.argued
            else {}
        ),
    }


def _counts(issues: Sequence[Issue]) -> Counter[Level]:
    return Counter(issue.level for issue in issues if issue.argued is None)


def _sum(report: LintReport, lang: Lang) -> str:
    issues, covered, counts = report.issues, report.covered, _counts(report.issues)
    words = [_ERRORS.of(counts[Level.ERROR], lang)]
    if counts[Level.WARNING]:
        words.append(_WARNINGS.of(counts[Level.WARNING], lang))
    if covered:
        words.append(
            Text(
                f"{_UNITS.of(covered.units, 'ru')} текста: заявлено {covered.claimed}, позже {covered.later}",
                f"{_UNITS.of(covered.units, 'en')} of text: {covered.claimed} claimed, {covered.later} to come",
            )(lang)
        )
    argued = sum(issue.argued is not None for issue in issues)
    if argued:
        words.append(Text(f"допущено с причиной: {argued}", f"{argued} allowed with a reason")(lang))
    if counts[Level.NOTE]:
        words.append(_NOTES.of(counts[Level.NOTE], lang))
    if argued or counts[Level.NOTE] or counts[Level.OPEN]:
        words[-1] += Text(" (-v покажет)", " (-v lists them)")(lang)
    return "; ".join(words)
