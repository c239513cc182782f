"""An assessment as flat rows, one a finding, for tables of any program."""

from __future__ import annotations

from typing import Any

from qcrules.finding import Assessment, Finding


def rows(assessment: Assessment) -> list[dict[str, Any]]:
    """A row a finding, in the order of the law."""
    return [_row(assessment, finding) for finding in assessment.findings]


def _row(assessment: Assessment, finding: Finding) -> dict[str, Any]:
    delay = finding.delay
    return {
        "subject": assessment.subject_id,
        "rule": finding.rule,
        "citation": finding.citation,
        "item": finding.item,
        "verdict": str(finding.verdict),
        "force": str(finding.force),
        "contested": finding.contested,
        "bearer": finding.bearer,
        "due": finding.due.at if finding.due is not None else None,
        "actual": finding.done(assessment.lang),
        "delay": delay.value if delay is not None else None,
        "delay_unit": delay.unit if delay is not None else None,
        "message": finding.message,
    }
