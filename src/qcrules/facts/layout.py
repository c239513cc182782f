"""Where each fact of a kind of record stands in the fact table."""

from __future__ import annotations

from functools import lru_cache

from attrs import define, evolve, field

from ..kernel.interval import Interval
from ..text import Text
from .field import Field
from .types import Type

IN_FORCE = "@in_force"
EDITION = "@edition"
VALID_SINCE, VALID_UNTIL = "@valid_since", "@valid_until"
"""The first and the last minute of the days on which the regulation is in force."""
VALID_BEFORE, BY_STEP = "@valid_before", "@by_step"
"""The first minute after them; whether the day of each step chooses, and not that of the whole record."""

GIVEN = (VALID_SINCE, VALID_UNTIL, VALID_BEFORE, BY_STEP)
"""What a record is judged by and does not say."""

FLAG = Field("", IN_FORCE, Text.same(""), Text("в силе", "in force"), Type.BOOL)
"""What a slot behaves like that says yes or no."""
DAY = Field("", EDITION, Text.same(""), Text("дата редакции", "date of the edition"), Type.DATE)
"""What a slot behaves like that holds a day."""
SUM = Field("", EDITION, Text.same(""), Text("сумма", "sum"), Type.DATE)
"""What a slot behaves like that holds a sum: with parts taken away it may be any whole number, as wide as a date."""


NUMBER = Field("", EDITION, Text.same(""), Text("число", "number"), Type.NUMBER)
"""What a slot behaves like that holds a number."""


@define(eq=False, repr=False)
class Layout:
    """Path → slot, and what each slot holds while nobody has recorded it.

    Slots of recorded facts come first; lowering appends those of defined facts, quantifiers and verdicts.
    ``unsaid``: what a slot holds where the record is silent: mostly ``unknown``, but «none» for what is written only
    when it is so. ``rows``: the row of a table behind each field that is one, or says what it is beside its neighbours.
    """

    slots: dict[str, int] = field(factory=dict)
    unknown: list[Interval] = field(factory=list)
    complete: list[Interval] = field(factory=list)
    none: list[Interval] = field(factory=list)
    moments: list[bool] = field(factory=list)
    rows: dict[str, Field] = field(factory=dict)
    unsaid: list[Interval] = field(factory=list)

    def add(self, path: str, like: Field) -> int:
        """A new slot that behaves like that field."""
        slot = len(self.unknown)
        self.slots[path] = slot
        self.unknown.append(like.unknown)
        self.complete.append(like.left_out_when_complete)
        self.none.append(like.none)
        self.moments.append(like.type.happens)
        self.unsaid.append(like.left_out)
        return slot

    def copy(self) -> Layout:
        """A layout of its own that begins as this one."""
        return Layout(
            {**self.slots},
            [*self.unknown],
            [*self.complete],
            [*self.none],
            [*self.moments],
            {**self.rows},
            [*self.unsaid],
        )

    def blank(self, complete: bool) -> list[Interval]:
        """What each slot holds in a record that says nothing: a list of its own."""
        return (self.complete if complete else self.unsaid).copy()


def lay_out(root: Field) -> Layout:
    """A slot for every field of the kind, for each option of a set, and for the edition of the law in force."""
    return _laid_out(root).copy()


@lru_cache(maxsize=16)
def _laid_out(root: Field) -> Layout:
    """It is the same whatever the rules are: whoever changes these and lowers them again need not lay out anew."""
    layout = Layout()
    layout.add(IN_FORCE, FLAG)
    for path in (EDITION, *GIVEN[:-1]):
        layout.add(path, DAY)
    layout.add(BY_STEP, FLAG)
    for part in root.walk():
        layout.add(part.path, part)
        for row in part.rows:
            layout.rows.update({inner.path: row for inner in row.walk()})
        if not part.children:  # the facets of a month are fields, and come by themselves
            silent = FLAG if part.unsaid is None else evolve(FLAG, unsaid=part.unsaid)
            for facet in part.type.facets(part):
                layout.add(facet, silent)
    return layout
