"""A law: a property with its statement in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from attrs import field, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcrules.text import Text

Holds = Callable[[Any, Any], None]


@frozen(eq=False)
class Law:
    """A property with its statement in words. Calling it tries to break it."""

    name: str
    statement: Text
    examples: st.SearchStrategy[Any] = field(repr=False)
    holds: Callable[[Any], None] = field(repr=False)

    def __str__(self) -> str:
        return self.name

    def __call__(self, examples: int | None = None) -> None:
        """Draw examples; AssertionError (or whatever the law's subject raised) for the smallest that breaks it."""

        def law(example: Any) -> None:
            self.holds(example)

        law.__name__ = law.__qualname__ = self.name
        quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
        how: dict[str, Any] = {"max_examples": examples} if examples else {}
        tried = settings(deadline=None, suppress_health_check=quiet, **how)(given(self.examples)(law))
        try:
            tried()
        except Exception as broken:
            broken.add_note(f"{self.name}: {self.statement.en} / {self.statement.ru}")
            raise


@frozen(eq=False)
class LawBook:
    """Laws of one kind of thing (a calendar, a pack), each a function whose name is the law's."""

    _drafts: list[tuple[Text, Callable[[Any], st.SearchStrategy[Any]], Holds]] = field(factory=list)

    def law(
        self, ru: str, en: str, examples: Callable[[Any], st.SearchStrategy[Any]]
    ) -> Callable[[Holds], Holds]:
        """Enter a function: its statement, and what examples it is asked of, by the thing that it is a law of."""

        def enter(holds: Holds) -> Holds:
            self._drafts.append((Text(ru, en), examples, holds))
            return holds

        return enter

    def of(self, thing: Any) -> list[Law]:
        """The laws of a thing: each is asked of it and an example."""
        return [
            Law(holds.__name__, statement, examples(thing), partial(holds, thing))
            for statement, examples, holds in self._drafts
        ]
