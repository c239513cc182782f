"""The typed face of the built-in vocabulary: what an office keeps, as frozen objects.

Every field may be left out: it is then ``UNKNOWN``. ``None`` says more: it has not happened yet, or is
not there. A test holds these classes equal to the pack's vocabulary; another pack needs no classes, a
mapping will do.
"""

from .documents import Acquaintance, Act, Letter, Official, Protocol, Publication, Recommendation, Violation
from .inspection import (
    Decision,
    Disclosure,
    Escalation,
    Ground,
    Implementation,
    InspectingBody,
    Inspection,
    Measure,
    Measures,
    Notice,
    Objections,
    Obstruction,
    Order,
    Shown,
    Subject,
)
from .mapping import KINDS, as_mapping, kind_of
from .monitoring import MonitoringDecision, MonitoringReport, MonitoringYear, Submitter
from .plan import InspectionPlan, PlanBody
from .unknown import UNKNOWN, Day, Fact, Moment, Unknown

__all__ = [
    "KINDS",
    "UNKNOWN",
    "Acquaintance",
    "Act",
    "Day",
    "Decision",
    "Disclosure",
    "Escalation",
    "Fact",
    "Ground",
    "Implementation",
    "InspectingBody",
    "Inspection",
    "InspectionPlan",
    "Letter",
    "Measure",
    "Measures",
    "Moment",
    "MonitoringDecision",
    "MonitoringReport",
    "MonitoringYear",
    "Notice",
    "Objections",
    "Obstruction",
    "Official",
    "Order",
    "PlanBody",
    "Protocol",
    "Publication",
    "Recommendation",
    "Shown",
    "Subject",
    "Submitter",
    "Unknown",
    "Violation",
    "as_mapping",
    "kind_of",
]
