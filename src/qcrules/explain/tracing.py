"""From operands back to the facts: what a rule read, and which facts would decide it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from ..engine.worlds import FactTable, ItemTable, truth
from ..facts.columns import label_at
from ..facts.field import Field
from ..facts.recorded import Facts
from ..facts.types import Type
from ..facts.words import UNKNOWN_MARK, is_blank
from ..finding import Evidence, Item
from ..kernel.derived import Derived, Total
from ..kernel.formula import All, Compare
from ..kernel.interval import FALSE, Key
from ..law.lowering import Lowered, Variant, definition_fields, rule_fields, verdicts_read
from ..law.model import Pack, Rule
from ..text import Text


def path_of_item(path: str, key: Key | None) -> str:
    """``obstructions[].kind`` of the second item is ``obstructions[2].kind``."""
    return path.replace("[]", f"[{key}]", 1) if key is not None else path


def underlying(pack: Pack, rule: Rule) -> tuple[Field, ...]:
    """Every recorded field that a rule reads, through definitions and verdicts."""
    found: dict[str, Field] = {}

    def add(fields: Iterable[Field]) -> None:
        for fact in fields:
            if fact.defined:
                add(definition_fields(pack.definitions[rule.kind][fact.path]))
            else:
                found.setdefault(fact.path, fact)

    add(rule_fields(rule))
    for other in sorted(verdicts_read(rule)):
        add(underlying(pack, pack.rules[rule.kind][other]))
    return tuple(found.values())


@frozen(eq=False, repr=False)
class Tracer:
    """What stands behind each slot of a lowered rulebook. One a rulebook; safe to share."""

    pack: Pack
    lowered: Lowered
    recorded: Mapping[int, Field]
    derived: Mapping[int, Derived]
    verdicts: Mapping[int, Variant]
    definitions: Mapping[int, Field]
    _reads: dict[str, tuple[Field, ...]] = field(factory=dict)
    _chosen: dict[int, Mapping[str, str]] = field(factory=dict)

    @classmethod
    def of(cls, pack: Pack, lowered: Lowered) -> Tracer:
        recorded: dict[int, Field] = {}
        slots = lowered.layout.slots
        for part in pack.vocabulary.kinds[lowered.kind].root.walk():
            for path in part.paths:
                recorded.setdefault(slots[path], part)
        return cls(
            pack,
            lowered,
            recorded,
            lowered.derived,
            {variant.verdict_slot: variant for variant in lowered.variants},
            {
                slot: pack.definitions[lowered.kind][path].field
                for path, slots in lowered.defined_slots.items()
                for slot in slots.values()
            },
        )

    def reads(self, rule: Rule) -> tuple[Field, ...]:
        """Every recorded field that a rule reads."""
        found = self._reads.get(rule.id)
        if found is None:
            found = self._reads[rule.id] = underlying(self.pack, rule)
        return found

    def slot(self, fact: Field, variant: Variant) -> int:
        """The slot of a field under the variant's readings, and the defaults of all others."""
        chosen = self._chosen.get(variant.number)
        if chosen is None:
            chosen = self._chosen[variant.number] = {**self.pack.defaults(), **dict(variant.choice)}
        return self.lowered.slot(fact, chosen)

    # -- what differs ------------------------------------------------------------------------------------------

    def failing(self, variant: Variant, table: FactTable | ItemTable) -> list[Compare]:
        """The comparisons of a requirement that do not hold, where it is a conjunction of comparisons."""
        need = variant.requirement
        parts = need.parts if isinstance(need, All) else (need,)
        return [one for one in parts if isinstance(one, Compare) and truth(one, table) == FALSE]

    def rows_behind(self, comparison: Compare) -> Iterator[Field]:
        """The rows of tables that a comparison reads, also through sums."""
        slots = [self.lowered.operands[number].slot for number in (comparison.left, comparison.right)]
        for slot in slots:
            derived = self.derived.get(slot) if slot is not None else None
            parts = (*derived.plus, *derived.minus) if isinstance(derived, Total) else (slot,)
            for part in parts:
                fact = self.recorded.get(part) if part is not None else None
                row = self.lowered.layout.rows.get(fact.path) if fact else None
                if row is not None:
                    yield row


@frozen
class Spot:
    """Where a fact stands, or would stand, in a record: its path, its field, the item of a list, the line of a row."""

    path: str
    field: Field
    key: Key | None = None
    line: str = ""

    @property
    def item(self) -> Item | None:
        """The item, or the column of a table, in which it stands."""
        path = self.field.list_path
        return Item(path, self.key) if path is not None and self.key is not None else None

    @property
    def label(self) -> Text:
        return label_at(self.field.label, self.key, self.line)

    @property
    def trail(self) -> tuple[str, ...]:
        """The keys that lead to it within its kind; of a cell, those of its table, its row and its column."""
        if isinstance(self.key, str) and self.field.list_path is not None:
            return self.field.list_path, self.field.key, self.key
        return tuple(self.path.split("."))


def concrete(fact: Field, facts: Facts, item: Key | None) -> Iterator[Spot]:
    """Where a field stands in this record: in one item, or in every item of its list."""
    if fact.list_path is None:
        yield Spot(fact.path, fact)
        return
    for key in [item] if item is not None else facts.items.get(fact.list_path, ()):
        yield from cells_behind(fact, key, facts)


def cells_behind(fact: Field, key: Key | None, facts: Facts) -> Iterator[Spot]:
    """Where a field stands in an item; of what a row is beside its neighbours, where their cells stand."""
    row = facts.layout.rows.get(fact.path) if key is not None else None
    if row is None or fact.list_path is None:
        yield Spot(
            path_of_item(fact.path, key if fact.list_path else None), fact, key if fact.list_path else None
        )
    elif row.path in facts.lines:
        for name in facts.lines[row.path]:
            yield Spot(f"{path_of_item(row.path, key)}.{name}", row, key, name)
    else:
        columns = facts.columns.get(fact.list_path)
        part = fact.key if fact is not row else ""
        for column in columns.behind(part, str(key)) if columns is not None else [key]:
            yield Spot(path_of_item(row.path, column), row, column)


def evidence_at(spot: Spot, facts: Facts) -> Evidence | None:
    """The fact that is recorded at a spot, or an object around it which says «none» or «unknown»."""
    here = spot.path
    while here:
        found = facts.recorded.get(here)
        if found is not None:
            gone = is_blank(found.value) or found.value == UNKNOWN_MARK
            if here != spot.path and not gone and found.field.type is not Type.MONTH:
                return None
            inside = here.startswith(f"{spot.item}.")
            at = spot if here == spot.path else Spot(here, found.field, spot.key if inside else None)
            value, words = found.show()
            return Evidence(
                field=here,
                term=at.label,
                value=value,
                words=words,
                place=facts.places(found.trail),
                trail=found.trail,
                item=at.item,
                background=True,
            )
        here = here.rpartition(".")[0]
    return None
