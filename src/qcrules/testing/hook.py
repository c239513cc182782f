"""Hypothesis's entry point: with it ``from_type(Inspection)`` works without an import of ours.

Hypothesis loads this in every project that has qcrules beside it, so nothing of ours is imported here: the types are
told when they are there, which is now or when ``qcrules.domain`` is imported, and the strategies are imported when one
of them is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_STRATEGIES = {
    "Inspection": "inspections",
    "Act": "acts",
    "Protocol": "protocols",
    "MonitoringReport": "monitoring_reports",
    "InspectionPlan": "plans",
}


def register() -> None:
    """Tell Hypothesis how to draw our types, where they are there already."""
    domain = sys.modules.get("qcrules.domain")
    if domain is None or not hasattr(domain, "Inspection"):  # it calls this again when it is whole
        return
    from hypothesis import strategies as st

    for cls, name in _STRATEGIES.items():
        st.register_type_strategy(getattr(domain, cls), _later(name))


def _later(name: str) -> Callable[[Any], SearchStrategy[Any]]:
    def drawn(_: Any) -> SearchStrategy[Any]:
        from . import strategies

        strategy: SearchStrategy[Any] = getattr(strategies, name)()
        return strategy

    return drawn
