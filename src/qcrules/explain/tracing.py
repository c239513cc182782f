"""From operands back to the facts: what a rule read, and which facts would decide it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from ..engine.worlds import ItemTable, Scope, Table, Worlds, truth
from ..facts.layout import EDITION, IN_FORCE, option_path
from ..facts.recorded import Facts
from ..facts.vocabulary import Field, Type
from ..facts.words import UNKNOWN_MARK, is_blank
from ..finding import Evidence
from ..kernel.formula import All, Compare, Formula, Not, Scale
from ..kernel.interval import FALSE, INF, MAYBE, MINUTES_A_DAY, OPEN, TRUE, Interval, Key
from ..law.lowering import (
    Choose,
    DayOf,
    Derived,
    EarliestOf,
    Lowered,
    Resumed,
    Total,
    Variant,
    definition_fields,
    rule_fields,
    verdicts_read,
)
from ..law.model import Pack, Rule, choice_of
from .values import canonical, label_at, recorded_words


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

    @classmethod
    def of(cls, pack: Pack, lowered: Lowered) -> Tracer:
        recorded: dict[int, Field] = {}
        slots = lowered.layout.slots
        for part in pack.vocabulary.kinds[lowered.kind].root.walk():
            recorded.setdefault(slots[part.path], part)
            for end in part.children.values() if part.type is Type.MONTH else ():
                recorded[slots[end.path]] = part
            for option in part.options if part.type is Type.SET else ():
                recorded[slots[option_path(part.path, option)]] = part
        return cls(
            pack,
            lowered,
            recorded,
            {derived.slot: derived for derived in lowered.derived},
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
        """The slot of a field under the variant's readings."""
        if not fact.defined:
            return self.lowered.layout.slots[fact.path]
        slots = self.lowered.defined_slots[fact.path]
        names = tuple(name for name, _ in next(iter(slots)))
        return slots[choice_of(names, {**self.pack.defaults(), **dict(variant.choice)})]

    # -- what differs ------------------------------------------------------------------------------------------

    def failing(self, variant: Variant, table: Table | ItemTable) -> list[Compare]:
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

    # -- missing facts ------------------------------------------------------------------------------------------

    def missing(self, variant: Variant, scope: Scope, worlds: Worlds) -> dict[str, Field]:
        """The facts that would decide an undetermined verdict, by their path."""
        search = _Search(self, worlds, scope)
        search.variant(variant)
        return search.found


def concrete(fact: Field, facts: Facts, rule: Rule, item: Key | None) -> Iterator[str]:
    """The paths of a field in this record: of the rule's item, or of every item of its list."""
    if fact.list_path is None:
        yield fact.path
    elif fact.path in facts.layout.rows:
        own = rule.for_each is not None and rule.for_each.path == fact.list_path and item is not None
        for key in [item] if own else facts.items.get(fact.list_path, ()):
            yield from (path for path, _ in cells_behind(fact, key, facts))
    elif rule.for_each is not None and rule.for_each.path == fact.list_path and item is not None:
        yield path_of_item(fact.path, item)
    else:
        for key in facts.items.get(fact.list_path, ()):
            yield path_of_item(fact.path, key)


def cells_behind(fact: Field, key: Key | None, facts: Facts) -> Iterator[tuple[str, Field]]:
    """The recorded paths of a field in an item: its own; of what a row is beside its neighbours, their cells."""
    row = facts.layout.rows.get(fact.path) if key is not None else None
    if row is None or fact.list_path is None:
        yield path_of_item(fact.path, key if fact.list_path else None), fact
    elif row.path in facts.lines:
        for name in facts.lines[row.path]:
            yield f"{path_of_item(row.path, key)}.{name}", row
    else:
        columns = facts.columns.get(fact.list_path)
        part = fact.key if fact is not row else ""
        for column in columns.behind(part, str(key)) if columns is not None else [key]:
            yield path_of_item(row.path, column), row


def nearest_recorded(path: str, facts: Facts) -> str | None:
    """The path itself where it is recorded, or that of an object around it which says «none» or «unknown»."""
    here = path
    while here:
        found = facts.recorded.get(here)
        if found is not None:
            gone = is_blank(found.value) or found.value == UNKNOWN_MARK
            return here if here == path or gone or found.field.type is Type.MONTH else None
        here = here.rpartition(".")[0]
    return None


def evidence_at(path: str, facts: Facts) -> Evidence:
    """The recorded fact at a path."""
    recorded = facts.recorded[path]
    place = facts.source(path)
    return Evidence(
        field=path,
        term=label_at(recorded.field.label, path),
        value=canonical(recorded),
        words=recorded_words(recorded),
        source=str(place) if place else None,
        background=True,
    )


def undecided(formula: Formula, table: Table | ItemTable) -> Iterator[Compare]:
    """The open comparisons on which an open formula hangs."""
    if truth(formula, table) != OPEN:
        return
    if isinstance(formula, Compare):
        yield formula
    elif isinstance(formula, Not):
        yield from undecided(formula.part, table)
    else:
        for part in formula.parts:
            yield from undecided(part, table)


@define
class _Search:
    """One search for missing facts."""

    tracer: Tracer
    worlds: Worlds
    scope: Scope
    found: dict[str, Field] = field(factory=dict)

    def variant(self, variant: Variant) -> None:
        gate = truth(variant.condition, self.scope.closed)
        if gate == OPEN:
            self.formula(variant.condition, self.scope)
        elif gate == TRUE and variant.requirement is not None:
            self.formula(variant.requirement, self.scope)

    def formula(self, formula: Formula, scope: Scope) -> None:
        for comparison in undecided(formula, scope.closed):
            for number in (comparison.left, comparison.right):
                operand = self.tracer.lowered.operands[number]
                if operand.slot is not None:
                    to_the_minute = operand.scale is Scale.RAW
                    self.slot(operand.slot, scope, to_the_minute)

    def slot(self, slot: int, scope: Scope, to_the_minute: bool) -> None:
        """The facts behind a slot, where it is not exact."""
        tracer = self.tracer
        if self.settled(slot, scope.closed.get(slot), to_the_minute):
            return
        if slot in tracer.recorded:
            fact = tracer.recorded[slot]
            for path, part in cells_behind(fact, scope.key, self.worlds.facts):
                if not self.recorded_cell(path):
                    self.found.setdefault(path, part)
        elif slot in tracer.definitions and tracer.definitions[slot].path in self.worlds.facts.defined:
            self.found.setdefault(tracer.definitions[slot].path, tracer.definitions[slot])
        elif slot in tracer.derived:
            self.derived(tracer.derived[slot], scope, to_the_minute)
        elif slot in tracer.verdicts:
            other = tracer.verdicts[slot]
            for inner in self.worlds.scopes(other.list_path):
                _Search(tracer, self.worlds, inner, self.found).variant(other)
        elif slot in (tracer.lowered.layout.slots[EDITION], tracer.lowered.layout.slots[IN_FORCE]):
            for fact in tracer.pack.edition_dates.get(tracer.lowered.kind, ())[:1]:
                known = tracer.recorded[tracer.lowered.layout.slots[fact.path]]
                self.found.setdefault(known.path, known)

    def recorded_cell(self, path: str) -> bool:
        """Is a cell of a table recorded (its sum with others may be unknown for want of theirs)?"""
        found = self.worlds.facts.recorded.get(path)
        return (
            found is not None
            and found.value != UNKNOWN_MARK
            and found.field.path in self.worlds.facts.layout.rows
        )

    def settled(self, slot: int, span: Interval, to_the_minute: bool) -> bool:
        lo, hi = span
        if lo == hi:
            return True
        day = self.tracer.lowered.layout.unknown[slot][0] <= -INF and not to_the_minute
        return day and lo > -INF and hi < INF and lo // MINUTES_A_DAY == hi // MINUTES_A_DAY

    def derived(self, derived: Derived, scope: Scope, to_the_minute: bool) -> None:
        record = self.worlds.record
        if isinstance(derived, Choose):
            for condition, source in derived.cases:
                holds = TRUE if condition is None else truth(condition, record.closed)
                if condition is not None and holds == OPEN:
                    self.formula(condition, record)
                if holds != FALSE and source is not None:
                    self.slot(source, record, to_the_minute)
                if holds == TRUE:
                    return
            return
        if isinstance(derived, DayOf):
            if derived.source is not None:
                self.slot(derived.source, record, to_the_minute)
            return
        if isinstance(derived, Resumed):
            for part in (derived.base, derived.since, derived.until):
                self.slot(part, record, to_the_minute)
            return
        if isinstance(derived, Total):
            for part in (*derived.plus, *derived.minus):
                self.slot(part, scope, to_the_minute)
            return
        items = self.worlds.items.get(derived.list_path, [])
        list_slot = self.tracer.lowered.layout.slots[derived.list_path]
        if not items and record.closed.get(list_slot) == MAYBE:
            self.slot(list_slot, record, to_the_minute)
        for item in items:
            self.formula(derived.where, item)
            if isinstance(derived, EarliestOf) and truth(derived.where, item.closed) != FALSE:
                self.slot(derived.item_slot, item, to_the_minute)
