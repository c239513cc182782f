"""The sentence of a finding: what was violated, why a rule does not apply, what is not known."""

from __future__ import annotations

from attrs import define

from ..engine.worlds import Scope, truth
from ..facts.columns import column_words
from ..facts.field import Field
from ..facts.moments import NOT_KNOWN, day_words, span_words
from ..facts.recorded import Facts
from ..facts.types import Type
from ..finding import Delay, Due, Missing, Verdict
from ..kernel.interval import FALSE, INF, NEVER, Interval
from ..law.lowering import Variant
from ..law.model import PLACEHOLDER, SPECIAL, Validity
from ..law.verbs import walk
from ..text import Lang, Text
from .explainer import Explainer, RulePlan
from .spots import path_of_item
from .terms import delay_words

_SET_ASIDE = Text(
    "По выбранному чтению норма здесь не применяется",
    "Under the chosen reading the provision does not apply here",
)


@define(eq=False, repr=False)
class Sentences:
    """Says what was found on one record, in both languages."""

    explainer: Explainer
    facts: Facts
    validity: Validity

    def of(
        self,
        plan: RulePlan,
        scope: Scope,
        verdict: Verdict,
        due: Due | None,
        delay: Delay | None,
        missing: tuple[Missing, ...],
    ) -> Text:
        """One sentence on the finding."""
        variant = plan.variant
        gist = variant.form.gist
        if verdict is Verdict.VIOLATED:
            return self.violated(plan, scope, due, delay)
        if verdict is Verdict.NOT_APPLICABLE:
            return self.why_not(plan, scope)
        if verdict is Verdict.COMPLIANT:
            return gist
        if verdict is Verdict.PENDING:
            if due is None:
                return Text(
                    f"{gist.ru}: ещё не сделано, срок не установлен",
                    f"{gist.en}: not done yet, no term is set",
                )
            at = day_words(due.at)
            return Text(f"{gist.ru}: срок — по {at.ru}", f"{gist.en}: due {at.en}")
        if variant.form.undecidable is not None and not missing:
            return variant.form.undecidable
        ru = ", ".join(f"«{one.term.ru}»" for one in missing)
        en = ", ".join(f"“{one.term.en}”" for one in missing)
        return Text(f"{gist.ru}: неизвестно {ru}", f"{gist.en}: not known: {en}")

    def violated(self, plan: RulePlan, scope: Scope, due: Due | None, delay: Delay | None) -> Text:
        variant = plan.variant
        messages = variant.form.messages
        template = messages.get("not_done") if self.not_done(plan, scope) else None
        template = template or messages.get("violated")
        if template is None:
            gist = variant.form.gist
            return Text(f"Нарушено: {gist.ru}", f"Violated: {gist.en}")
        return Text(
            self.fill(template.ru, "ru", plan, scope, due, delay),
            self.fill(template.en, "en", plan, scope, due, delay),
        )

    def not_done(self, plan: RulePlan, scope: Scope) -> bool:
        """Did the event that the requirement is about not happen at all?"""
        requirement = plan.variant.form.requirement
        if plan.timed is not None:
            events = [plan.timed.what]
        elif requirement is not None:
            events = [f for part in walk(requirement) for f in part.fields() if f.type is Type.EVENT]
        else:
            events = []
        return bool(events) and scope.recorded.get(self.explainer.slot(events[0], plan.variant)) == NEVER

    def fill(
        self, template: str, lang: Lang, plan: RulePlan, scope: Scope, due: Due | None, delay: Delay | None
    ) -> str:
        """A message with its facts filled in."""
        variant = plan.variant
        special = {
            "due": day_words(due.at) if due else NOT_KNOWN,
            "delay": delay_words(delay) if delay else Text("", ""),
            "actual": self.said(plan.timed.what, variant, scope) if plan.timed else NOT_KNOWN,
            "differences": self.differences(variant, scope),
            "column": column_words(scope.key),
        }

        def value(name: str) -> str:
            if name in SPECIAL:
                return special[SPECIAL[name]](lang)
            fact = self.named(name, variant)
            return self.said(fact, variant, scope)(lang) if fact is not None else "…"

        return PLACEHOLDER.sub(lambda found: value(found[1]), template)

    def differences(self, variant: Variant, scope: Scope) -> Text:
        """The rows that differ from what they should be: «показатели.1» — 980, больше чем 970."""
        found: dict[str, Text] = {}
        for one in self.explainer.failing(variant, scope.recorded):
            rows = list(self.explainer.rows_behind(one))
            if not rows:
                continue
            left, right = (scope.recorded.operand(number) for number in (one.left, one.right))
            row, here, sign, there = rows[0], left, Text("больше", "more"), right
            if not self.is_plain_row(one.left) and self.is_plain_row(one.right):
                row, here, sign, there = rows[-1], right, Text("меньше", "less"), left
            value, other = _count_words(here), _count_words(there)
            found[row.path] = Text(
                f"«{row.label.ru}» — {value}, {sign.ru} чем {other}",
                f"“{row.label.en}” is {value}, {sign.en} than {other}",
            )
        return Text("; ".join(one.ru for one in found.values()), "; ".join(one.en for one in found.values()))

    def is_plain_row(self, operand: int) -> bool:
        """Is an operand a row itself: no sum, not what stands beside it, not its lines?"""
        slot = self.explainer.lowered.operands[operand].slot
        fact = self.explainer.recorded.get(slot) if slot is not None else None
        return (
            fact is not None
            and self.explainer.lowered.layout.rows.get(fact.path) is fact
            and fact.path not in self.facts.lines
        )

    def named(self, words: str, variant: Variant) -> Field | None:
        """The field that a placeholder names."""
        kind = self.explainer.pack.vocabulary.kinds[variant.rule.kind]
        for definition in self.explainer.pack.definitions[variant.rule.kind].values():
            if words in (definition.field.path, definition.field.label.ru):
                return definition.field
        return self.explainer.pack.vocabulary.find(kind, words)

    def said(self, fact: Field, variant: Variant, scope: Scope) -> Text:
        """A fact as it stands in the record, in words."""
        recorded = self.facts.recorded.get(path_of_item(fact.path, scope.key if fact.list_path else None))
        if recorded is not None:
            return recorded.words()
        span = scope.recorded.get(self.explainer.slot(fact, variant))
        return span_words(span) if fact.type.is_moment else NOT_KNOWN

    def why_not(self, plan: RulePlan, scope: Scope) -> Text:
        """Why a rule does not apply: the first part of its condition that fails."""
        variant = plan.variant
        failed = next(
            (n for n, gate in variant.gates.items() if truth(gate, scope.recorded) == FALSE), "condition"
        )
        form = variant.form
        if failed in ("in_force", "edition"):
            first, last = form.in_force.first or self.validity.first, form.in_force.last or self.validity.last
            a, b = day_words(first), day_words(last)
            return Text(
                f"Норма действует с {a.ru} по {b.ru}, дело вне этого времени",
                f"In force from {a.en} to {b.en}; the case is outside",
            )
        if failed == "items":
            assert variant.rule.for_each is not None
            label = variant.rule.for_each.label
            return Text(f"«{label.ru}»: записей нет", f"“{label.en}”: none")
        if failed.startswith("exception:"):
            exception = form.exceptions[int(failed.partition(":")[2])]
            return Text(f"Исключение: {exception.citation.words}", f"Exception: {exception.citation.words}")
        if failed == "started":
            assert form.requirement is not None
            bases = [
                b
                for b in form.requirement.presupposed()
                if scope.recorded.get(self.explainer.slot(b, variant))[0] >= INF
            ]
            names = bases or form.requirement.presupposed()
            return Text(
                f"Срок не начался: нет «{names[0].label.ru}»",
                f"The term has not begun: no “{names[0].label.en}”",
            )
        if form.condition.is_never:
            return _SET_ASIDE
        return Text("Условие нормы не выполнено: {}", "The condition is not met: {}").filled(
            form.condition.words
        )


def _count_words(span: Interval) -> str:
    """A count, however vague: «12», «≥ 12», «?»."""
    lo, hi = span
    if lo == hi:
        return str(lo)
    return f"{lo}–{hi}" if hi < INF else f"≥ {lo}" if lo > -INF else "?"
