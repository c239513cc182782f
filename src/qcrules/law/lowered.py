"""What rules have become once they are lowered, as engines and explanations know them (see ``lowering``)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ..facts.field import Field
from ..facts.layout import Layout
from ..kernel.derived import Derived
from ..kernel.formula import Formula, Not, Operand, both
from .model import Rule, RuleForm, choice_of, form_of
from .validity import Choice
from .verbs import Condition, Timed


@frozen(eq=False, repr=False)
class Variant:
    """A rule under one combination of readings, ready for an engine.

    ``condition`` is asked of the record as it stands; ``requirement`` (None: nobody can decide) in both worlds.
    ``gates`` are the parts of the condition by which an explanation tells why a rule does not apply; ``alternatives``
    the terms of an *or* in the requirement, or of an item of which one is enough, each with what must hold besides for
    it to matter.
    """

    number: int
    rule: Rule
    form: RuleForm
    choice: Choice
    condition: Formula
    requirement: Formula | None
    gates: Mapping[str, Formula]
    stratum: int
    verdict_slot: int
    reads: tuple[Field, ...]
    alternatives: tuple[tuple[Timed, Formula], ...] = ()
    step: Formula | None = None
    """Is the day of its own step, done or due, within the validity of the regulation? None where nobody asks."""

    @property
    def list_path(self) -> str | None:
        return self.rule.for_each.path if self.rule.for_each else None

    @property
    def not_done(self) -> Formula | None:
        """The rule applies, and as recorded its requirement is not met: the verdict turns on what may still happen."""
        return None if self.requirement is None else both(self.condition, Not(self.requirement))


@frozen(eq=False, repr=False)
class Lowered:
    """A rulebook for one kind of record, as engines know it.

    ``formulas``: what each condition became, true only once its terms run; by the verdict slot of the variant, or the
    slot of the defined fact, in which it stands. A store does not keep them. ``steps``: the slots that say whether the
    regulation is in force at a step.
    """

    kind: str
    layout: Layout
    operands: tuple[Operand, ...]
    derived: Mapping[int, Derived]
    variants: tuple[Variant, ...]
    by_rule: Mapping[str, Mapping[Choice, Variant]]
    readings_of: Mapping[str, tuple[str, ...]]
    defined_slots: Mapping[str, Mapping[Choice, int]]
    verdict_slots_read: frozenset[int]
    contradictions: tuple[Mapping[Choice, Formula], ...] = ()
    """The conditions of the pack's contradictions of this kind, in their order (none of texts that differ)."""
    formulas: Mapping[int, Mapping[Condition, Formula]] = field(factory=dict, metadata={"stored": False})
    steps: frozenset[int] = frozenset()

    def variant(self, rule: str, chosen: Mapping[str, str]) -> Variant:
        """The variant of a rule under the chosen options."""
        return self.by_rule[rule][choice_of(self.readings_of[rule], chosen)]

    def slot(self, fact: Field, chosen: Mapping[str, str]) -> int:
        """The slot of a recorded or defined fact under the chosen options."""
        return slot_of(fact, self.layout, self.defined_slots, chosen)


def slot_of(
    fact: Field, layout: Layout, defined: Mapping[str, Mapping[Choice, int]], chosen: Mapping[str, str]
) -> int:
    """The slot of a recorded or defined fact under the chosen options."""
    if not fact.defined:
        return layout.slots[fact.path]
    return form_of(defined[fact.path], chosen)
