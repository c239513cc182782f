"""The findings as they are told, where a record may give several of what the law knows one of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from ..finding import Finding

V = TypeVar("V")
OneOfEach = Mapping[str, int]
"""Which of several is seen, by the path of the fact, from 0."""


@frozen(eq=False, repr=False)
class Told(Generic[V]):
    """The findings of a record in the order of the law; and the views of it, with one of each, that they come from.

    Of each view the findings as they are told («letters[2]»), each with itself as it was found there.
    """

    findings: tuple[Finding, ...]
    views: Mapping[V, Sequence[tuple[Finding, Finding]]]
