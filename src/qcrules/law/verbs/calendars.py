"""On which calendar a term is counted: one that is named, or one that the option of a fact chooses."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ...facts.field import Field, Option
from ...kernel.formula import Formula, Operand, Scale
from ...text import Text
from .spec import Lower, compare, constant, quoted


@frozen(eq=False, repr=False)
class CalendarChoice:
    """Whose working days a term counts: those of a calendar, or of one that the option of a fact chooses.

    ``named``: the calendars of some options; ``other``: that of all others. A calendar without a name is the pack's.
    """

    other: str
    fact: Field | None = None
    named: tuple[tuple[Option, str], ...] = ()

    @property
    def words(self) -> Text:
        """«, по календарю US+US-CA»."""
        if self.fact is None:
            return Text(", по календарю {}", ", on the calendar {}").filled(self.other)
        said = Text(", по календарю, который выбирает {}", ", on the calendar that {} chooses")
        return said.filled(quoted(self.fact))

    def cases(self, to: Lower) -> Iterator[tuple[Formula | None, str]]:
        """When which calendar counts."""
        for option, name in self.named:
            assert self.fact is not None
            code = Operand(to.slot(self.fact), Scale.MEMBER, members=frozenset((option.code,)))
            yield compare(to, constant(1), code), name
        yield None, self.other
