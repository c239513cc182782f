"""A finding as it is told, where a record may give several of what the law knows one of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import frozen

from ..finding import Finding

V = TypeVar("V")
OneOfEach = Mapping[str, int]
"""Which of several is seen, by the path of the fact, from 0."""


@frozen(eq=False, repr=False)
class Told(Generic[V]):
    """A finding as it is told («letters[2]»), and as it was found in a view of the record that has one of each."""

    finding: Finding
    found: Finding
    view: V
