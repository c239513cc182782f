"""Kazakhstan's order № 06-7/63 of 2013 on the quality of public services, as executable law.

``check`` judges a record, a mapping or a case file, and answers with an ``Assessment`` full of ``Finding``;
``load_rules`` reads another pack of rules.
Nothing is imported before it is asked for: ``import qcrules`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ahead.plan import plan
    from .domain import UNKNOWN, Fact
    from .domain.records import *  # noqa: F403 - the classes of `__all__`
    from .errors import (
        CalendarRangeError,
        EngineDisagreement,
        InputError,
        PackError,
        QcrulesError,
        RecordError,
        UsageError,
    )
    from .finding import Assessment, Finding, Force, Verdict
    from .judge.check import check, check_all, warm
    from .judge.rulebook import Rulebook, load_rules
    from .time.deadline import deadline

__all__ = [
    "UNKNOWN",
    "Acquaintance",
    "Act",
    "Assessment",
    "CalendarRangeError",
    "Decision",
    "Disclosure",
    "EngineDisagreement",
    "Escalation",
    "Fact",
    "Finding",
    "Force",
    "Ground",
    "Implementation",
    "InputError",
    "InspectingBody",
    "Inspection",
    "InspectionPlan",
    "Inspector",
    "Letter",
    "Measure",
    "Measures",
    "MonitoringDecision",
    "MonitoringReport",
    "MonitoringYear",
    "Notice",
    "Objections",
    "Obstruction",
    "Official",
    "Order",
    "PackError",
    "PlanBody",
    "Protocol",
    "Publication",
    "QcrulesError",
    "Recommendation",
    "RecordError",
    "Rulebook",
    "Shown",
    "Subject",
    "Submitter",
    "UsageError",
    "Verdict",
    "Violation",
    "check",
    "check_all",
    "deadline",
    "load_rules",
    "plan",
    "warm",
]

_ELSEWHERE = {
    **dict.fromkeys(["check", "check_all", "warm"], "judge.check"),
    **dict.fromkeys(["load_rules", "Rulebook"], "judge.rulebook"),
    "deadline": "time.deadline",
    "plan": "ahead.plan",
    **dict.fromkeys(["Assessment", "Finding", "Force", "Verdict"], "finding"),
    **dict.fromkeys([name for name in __all__ if name.endswith("Error")], "errors"),
    "EngineDisagreement": "errors",
}
"""Where a public name lives; the others are records, in ``domain``."""


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module `qcrules` has no attribute `{name}`")
    value = getattr(import_module(f".{_ELSEWHERE.get(name, 'domain')}", __name__), name)
    globals()[name] = value
    return value


def _version() -> str:
    """The version that is installed; of a checkout that is not, 0."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("qcrules")
    except PackageNotFoundError:
        return "0"


def __dir__() -> list[str]:
    return sorted(__all__)
