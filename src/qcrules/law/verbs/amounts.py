"""Numbers as expressions: how many items of a list satisfy a condition, the sum of a number of each, a number said.

What is said in the place of a field is a definition without a name (``model.Definition``), as moments are.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ...facts.field import Field, ValueType
from ...facts.layout import NUMBER
from ...facts.types import Type
from ...kernel.derived import OverItems, Total
from ...text import Text
from .expressions import ListComputed
from .logic import may_grow
from .spec import Computed, Lower, quoted

_COUNT, _SUM = Text("число {}", "the number of {}"), Text("сумма {} среди {}", "the sum of {} over {}")


@frozen(kw_only=True, eq=False, repr=False)
class Amount(ListComputed):
    """How many items of a list satisfy a condition; of ``what``, a number of each, the sum."""

    what: Field | None = None

    def fields(self) -> Sequence[Field]:
        return (self.items,) if self.what is None else (self.items, self.what)

    @property
    def type(self) -> ValueType:
        return Type.NUMBER

    def lower(self, to: Lower, item_list: str | None) -> int:
        where, listed = self.where.running(to), to.slot(self.items)
        what = to.slot(self.what) if self.what is not None else None
        grows = may_grow(self.items, self.where)
        return to.derived(OverItems(self.items.path, listed, where, what, grows), NUMBER)

    @property
    def words(self) -> Text:
        items = quoted(self.items)
        said = _COUNT.filled(items) if self.what is None else _SUM.filled(quoted(self.what), items)
        return self.where_it_holds(said)


@frozen(eq=False, repr=False)
class PlainNumber(Computed):
    """A number that no record changes."""

    value: int

    @property
    def type(self) -> ValueType:
        return Type.NUMBER

    def lower(self, to: Lower, item_list: str | None) -> int:
        return to.derived(Total(item_list, (), (), self.value), NUMBER)

    @property
    def words(self) -> Text:
        return Text.same(str(self.value))
