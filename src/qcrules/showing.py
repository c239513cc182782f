"""The way up from an answer to what shows it: renderers stand above findings, and are taken when somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Self

import attrs

from .errors import UsageError


def renderer(name: str) -> Any:
    """A renderer by its name: the one way up."""
    return import_module(f"qcrules.render.{name}")


class ShownFinding:
    """A finding shows itself in a notebook, as the card that it is on a page."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        found: str = renderer("finding_card").FindingCard(self).html()
        return found


class ShownAssessment:
    """The forms of an assessment: a page, JSON and back, rows of a table. Stored, it leaves its judgement behind."""

    __slots__ = ()

    def __getstate__(self) -> dict[str, Any]:
        names = [one.name for one in attrs.fields(type(self))]  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in names if name != "basis"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in {**state, "basis": None}.items():
            object.__setattr__(self, name, value)

    def to_html(self, *, what_if: bool = True) -> str:
        """The report of the case: one page that stands alone; ``what_if``: with the smallest changes."""
        page = renderer("case_page")
        found: str = page.render([page.reported(self, what_if=what_if)])
        return found

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_dict(self) -> dict[str, Any]:
        """The answer as ``qcrules check --format json`` writes it, in the language of the assessment."""
        found: dict[str, Any] = renderer("json").as_dict(self)
        return found

    def to_json(self) -> str:
        """The same as text."""
        found: str = renderer("json").dumps(self.to_dict())
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The assessment that ``to_dict`` gave; words are in its one language. RecordError where it is none."""
        found: Self = renderer("restored").from_dict(data)
        return found

    @classmethod
    def from_json(cls, words: str) -> Self:
        """The assessment that ``to_json`` wrote. RecordError where it is none."""
        found: Self = renderer("restored").from_json(words)
        return found

    def to_rows(self) -> list[dict[str, Any]]:
        """A flat row a finding, for tables of any program."""
        found: list[dict[str, Any]] = renderer("rows").rows(self)
        return found

    def to_frame(self) -> Any:
        """A data frame of pandas, or else of polars, with a row a finding. UsageError where neither is installed."""
        for library in ("pandas", "polars"):
            try:
                return import_module(library).DataFrame(self.to_rows())
            except ImportError:
                continue
        raise UsageError.of("нужен pandas или polars", "pandas or polars is needed")
