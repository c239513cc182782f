"""Hypothesis's entry point: with it ``from_type(Inspection)`` works without an import of ours.

Hypothesis loads this in every project that has qcrules beside it, so the strategies themselves are imported only when
one of our types is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from qcrules.domain import Act, Inspection, InspectionPlan, MonitoringReport, Protocol

_STRATEGIES: dict[type, str] = {
    Inspection: "inspections",
    Act: "acts",
    Protocol: "protocols",
    MonitoringReport: "monitoring_reports",
    InspectionPlan: "plans",
}


def register() -> None:
    """Tell Hypothesis how to draw our types."""
    for cls, name in _STRATEGIES.items():
        st.register_type_strategy(cls, _later(name))


def _later(name: str) -> Callable[[Any], st.SearchStrategy[Any]]:
    def drawn(_: Any) -> st.SearchStrategy[Any]:
        from . import strategies

        strategy: st.SearchStrategy[Any] = getattr(strategies, name)()
        return strategy

    return drawn
