"""The five answers to one rule, and how a provision binds."""

from __future__ import annotations

from enum import StrEnum

from .text import Text


class Verdict(StrEnum):
    """The five answers to one rule (design: two worlds), the worst first."""

    VIOLATED = "violated"
    PENDING = "pending"
    UNDETERMINED = "undetermined"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> Text:
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.VIOLATED: Text("нарушение", "violated"),
    Verdict.PENDING: Text("срок не истёк", "pending"),
    Verdict.UNDETERMINED: Text("недостаточно данных", "undetermined"),
    Verdict.COMPLIANT: Text("соответствует", "compliant"),
    Verdict.NOT_APPLICABLE: Text("не применимо", "not applicable"),
}


class Force(StrEnum):
    """How a provision binds; only mandatory ones count as violations.

    A right binds nobody: it is used in time, or it is lost.
    """

    MANDATORY = "mandatory"
    RECOMMENDATION = "recommendation"
    ADVISORY = "advisory"
    RIGHT = "right"

    @property
    def advises(self) -> bool:
        """Is it advice, which is kept or not?"""
        return self in (Force.RECOMMENDATION, Force.ADVISORY)
