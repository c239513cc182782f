"""What the cases of a pack show of its law, target by target.

A case shows a target of a rule only where it asserts something of that rule. An edition that a page states for all
its rules is a part of its own: any case of any of them shows it.
"""

from __future__ import annotations

from .covered import CaseCoverage, CoveredPart, ShownByCase
from .measure import Measuring

__all__ = ["CaseCoverage", "CoveredPart", "Measuring", "ShownByCase"]
