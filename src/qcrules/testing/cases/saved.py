"""An answer as a case: the record as it was given, with the verdicts that are expected of it from now on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qcrules.facts.input import Input
from qcrules.finding import Assessment, Finding, Verdict
from qcrules.source.built_in import BUILT_IN, shipped_packs

from .expectation import Expectation

_SHOWN = (Verdict.VIOLATED, Verdict.PENDING)


def case_file(checked: Iterable[tuple[Input, Assessment]], beside: Path) -> str:
    """The answers as a case file; ``beside``: where it will stand, for the way to its pack."""
    import yaml  # slow to import

    kept = list(checked)
    file = {**_pack(kept, beside), "cases": [_case(*one) for one in kept]}

    class Dumper(yaml.SafeDumper):  # type: ignore[misc,unused-ignore]
        """Writes a value out wherever it stands."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    written: str = yaml.dump(file, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)
    return written


def _pack(checked: Iterable[tuple[Input, Assessment]], beside: Path) -> dict[str, str]:
    """The pack of the cases, where it is not the one that is taken without being named."""
    for _, assessment in checked:
        folder = Path(assessment.basis.book.core.folder).resolve()
        shipped = {one.resolve(): name for name, one in shipped_packs().items()}
        name = shipped.get(folder) or Path(os.path.relpath(folder, beside.resolve().parent)).as_posix()
        return {} if name == BUILT_IN else {"pack": name}
    return {}


def _case(given: Input, assessment: Assessment) -> dict[str, Any]:
    """One answer: what it is about, the day, the readings, the record, and what is expected."""
    name = f"{assessment.kind_words(assessment.lang)} {assessment.subject_id or ''}".strip()
    case: dict[str, Any] = {"case": name, "as_of": assessment.as_of}
    if assessment.basis.settings.complete_of(given):
        case["complete"] = True
    if assessment.readings:
        case["readings"] = dict(assessment.readings)
    case[given.kind.key] = _plain(given.record)
    case["expected"] = _expected(assessment)
    return case


def _expected(assessment: Assessment) -> dict[str, str]:
    """What each rule came to, an assertion an item where these differ."""
    found: dict[str, list[str]] = {}
    for finding in assessment.findings:
        found.setdefault(finding.rule, []).append(_asserted(finding).words(assessment.lang))
    return {rule: words[0] if len(set(words)) == 1 else " / ".join(words) for rule, words in found.items()}


def _asserted(finding: Finding) -> Expectation:
    """All that a case can say of a finding."""
    shown = finding.verdict in _SHOWN and finding.due is not None
    due = finding.due.at if shown and finding.due is not None else None
    return Expectation(
        finding.verdict,
        str(_plain(due)) if due is not None else None,
        finding.delay.value if finding.delay is not None else None,
        finding.contested,
        tuple(one.field for one in finding.missing),
    )


def _plain(value: Any) -> Any:
    """A record as a case file writes it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value if isinstance(value, str | int | float | bool | date | None) else str(value)
