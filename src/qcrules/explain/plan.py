"""The rules of a kind of record under some chosen readings, ready to be decided and explained."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ..engine import VariantGroup
from ..facts.field import Field
from ..finding import Provision
from ..law.lowering import Variant, conditions_of, fields_of
from ..law.model import Bearer, Validity
from ..law.verbs import Timed


@frozen(eq=False, repr=False)
class RulePlan:
    """What explaining a rule needs under some chosen readings: worked out once, used for every record."""

    variant: Variant
    timed: Timed | None
    alternatives: tuple[int, ...]
    rows: tuple[tuple[str, str, int], ...]
    bearer: Bearer | None
    _provisions: dict[Validity, Provision] = field(factory=dict)
    _fields: list[Field] = field(factory=list)

    @property
    def fields(self) -> list[Field]:
        """The fields that the rule's own form reads."""
        if not self._fields:
            self._fields[:] = fields_of(conditions_of(self.variant.form))
        return self._fields

    def provision(self, validity: Validity) -> Provision:
        """What a finding says of the rule itself, while the regulation's life is as given."""
        found = self._provisions.get(validity)
        if found is None:
            rule, in_force = self.variant.rule, self.variant.form.in_force
            found = self._provisions[validity] = Provision(
                rule=rule.id,
                citation=rule.citation.words,
                paragraph=rule.citation.paragraph,
                part=rule.citation.part,
                point=rule.citation.point,
                force=rule.force,
                edition=f"{in_force.first or validity.first}/{in_force.last or validity.last}",
                bearer=self.bearer.id if self.bearer else None,
                bearer_words=self.bearer.words if self.bearer else None,
                gist=self.variant.form.gist,
                each=rule.for_each.label if rule.for_each is not None else None,
            )
        return found


@frozen(eq=False, repr=False)
class Plan:
    """All rules of a kind of record under some chosen readings, and the groups in which they are decided."""

    rules: Mapping[str, RulePlan]
    groups: list[VariantGroup]
