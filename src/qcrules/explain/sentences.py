"""The sentence of a finding: what was violated, why a rule does not apply, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from attrs import define

from ..engine.worlds import Scope, truth
from ..facts.columns import TOTAL, column_words
from ..facts.field import Field
from ..facts.moments import NOT_KNOWN, day_words, read_moment, span_words
from ..facts.recorded import Facts
from ..facts.types import UNKNOWN_NUMBER, Type
from ..finding import Delay, Force, Missing, Verdict
from ..kernel.interval import FALSE, INF, NEVER, Interval, Key
from ..law.model import PLACEHOLDER, SPECIAL
from ..law.validity import Validity
from ..law.verbs import Timed
from ..text import Text
from .explainer import Explainer, RulePlan
from .spots import path_of_item
from .terms import RunningTerm, delay_words
from .unmet import Unmet

_VIOLATED = Text("Не соблюдено: «{}»", "Not complied with: “{}”")
_NOT_DONE = Text("Не сделано: «{}»", "Not done: “{}”")
_DIFFERS = Text("Графа {}: {}.", "Column {}: {}.")
_NO_TERM = Text("{}: ещё не сделано, срок не установлен", "{}: not done yet, no term is set")
_STANDS_STILL = Text(
    "{}: дни, которые не считаются, ещё не кончились, и последнего дня пока нет",
    "{}: the days that do not count have not ended yet, so there is no last day",
)
_DONE_MEANWHILE = Text(
    "{}: исполнено {}; в срок ли, зависит от того, чего ещё не было",
    "{}: done {}; whether that was in time depends on what has not happened yet",
)
_IN_NO_TERM = Text(
    "{}: ещё может быть исполнено, но не в тот срок, который истёк",
    "{}: may still be complied with, but not in the term that is over",
)
_DUE = Text("{}: срок — по {}", "{}: due {}")
_RIGHT_USED = Text("Право использовано: «{}»", "The right is used: “{}”")
_RIGHT_LOST = Text("Право утрачено: «{}»", "The right is lost: “{}”")
_LAST_DAY_OF_A_RIGHT = Text("{}: последний день — {}", "{}: the last day is {}")
_NOT_KNOWN = Text("{}: неизвестно {}", "{}: not known: {}")
_QUOTED = Text("«{}»", "“{}”")
_AND_MORE = Text("{} и ещё {}", "{} and {} more")
_NAMED = 5
"""So many missing facts a sentence names, each once; the finding has them all, with their items."""
_NOT_STATED = Text("не указано", "not stated")
_MORE = Text("{} — {}, больше чем {}", "{} is {}, more than {}")
_LESS = Text("{} — {}, меньше чем {}", "{} is {}, less than {}")
_MUST_BE_AT_MOST = Text("{} — {}, а должно быть не больше {}", "{} is {}, but must be at most {}")
_MUST_BE_AT_LEAST = Text("{} — {}, а должно быть не меньше {}", "{} is {}, but must be at least {}")
_LESS_THAN_AN_HOUR = Text("меньше часа", "less than an hour")
_ROW = Text("строка {}", "row {}")
_OUTSIDE = Text(
    "Норма действует с {} по {}, дело вне этого времени", "In force from {} to {}; the case is outside"
)
_BEFORE_IN_FORCE = Text("Норма действует с {}, дело раньше", "In force from {}; the case is earlier")
_NOT_BROUGHT_IN = Text("{}: введено {}, дело раньше", "{} was brought in on {}; the case is earlier")
_STEP_OUTSIDE = Text(
    "Норма действует с {} по {}, а шаг, о котором она, — вне этого времени",
    "In force from {} to {}; the step of which it speaks is outside",
)
_AFTER_THE_LAST_DAY = Text(
    "Срок, {}, — после последнего дня действия правил, {}.",
    "The due day, {}, is after the last day on which the regulation is in force, {}.",
)
_NO_ITEMS = Text("«{}»: записей нет", "“{}”: none")
_EXCEPTION = Text("Исключение: {}", "Exception: {}")
_NOT_BEGUN = Text("Срок не начался: нет «{}»", "The term has not begun: no “{}”")
_NOT_MET = Text("Не применимо: {}", "Not applicable: {}")
_SET_ASIDE = Text(
    "По этому чтению норма здесь не применяется", "Under this reading the provision does not apply here"
)


@define(eq=False, repr=False)
class Sentences:
    """Says what was found of one rule on one record or item, in both languages."""

    explainer: Explainer
    facts: Facts
    validity: Validity
    plan: RulePlan
    scope: Scope
    term: RunningTerm | None

    def of(
        self, verdict: Verdict, due: date | datetime | None, delay: Delay | None, missing: tuple[Missing, ...]
    ) -> Text:
        """One sentence on the finding; and one more where its due day lies after the last day of the regulation."""
        said = self.found(verdict, due, delay, missing)
        if due is None or verdict not in (Verdict.VIOLATED, Verdict.PENDING):
            return said
        if due.toordinal() <= self.validity.last.toordinal():
            return said
        after = _AFTER_THE_LAST_DAY.filled(day_words(due), day_words(self.validity.last))
        return Text(f"{said.ru.removesuffix('.')}. {after.ru}", f"{said.en.removesuffix('.')}. {after.en}")

    def found(
        self, verdict: Verdict, due: date | datetime | None, delay: Delay | None, missing: tuple[Missing, ...]
    ) -> Text:
        """What was found."""
        form, right = self.plan.variant.form, self.plan.variant.rule.force is Force.RIGHT
        if verdict is Verdict.VIOLATED:
            return self.violated(due, delay)
        if verdict is Verdict.NOT_APPLICABLE:
            return self.why_not()
        if verdict is Verdict.COMPLIANT:
            return _RIGHT_USED.filled(form.gist) if right else form.gist
        if verdict is Verdict.PENDING:
            if due is None:
                return self.without_a_day(form.gist)
            return (_LAST_DAY_OF_A_RIGHT if right else _DUE).filled(form.gist, day_words(due))
        if form.undecidable is not None and not missing:
            return self.filled(form.undecidable)
        lacking = list(dict.fromkeys(one.term for one in missing))  # of many items the same
        names = Text.joined(", ", map(_QUOTED.filled, lacking[:_NAMED]))
        more = len(lacking) - _NAMED
        return _NOT_KNOWN.filled(form.gist, _AND_MORE.filled(names, more) if more > 0 else names)

    def without_a_day(self, gist: Text) -> Text:
        """Why there is no last day of what may still be complied with."""
        term = self.term
        if term is None:
            return _NO_TERM.filled(gist)
        if not term.may_be_met:
            return _IN_NO_TERM.filled(gist)
        if term.left_out is None or not term.left_out.stands_still:
            return _NO_TERM.filled(gist)
        return _DONE_MEANWHILE.filled(gist, self.done_on(term)) if term.done else _STANDS_STILL.filled(gist)

    @property
    def timed(self) -> Timed | None:
        """The comparison that tells when the requirement is due."""
        return self.term.timed if self.term is not None else None

    # -- violated -----------------------------------------------------------------------------------------------

    def violated(self, due: date | datetime | None, delay: Delay | None) -> Text:
        """The message of the rule, or that of what was not done at all."""
        form = self.plan.variant.form
        template = form.messages.get("not_done") if self.not_done() else None
        template = template or form.messages.get("violated")
        if template is None or (delay is None and _tells_delay(template)):
            differences = self.differences()
            if differences.ru:
                return _DIFFERS.filled(_column(self.scope.key), differences)
            if self.plan.variant.rule.force is Force.RIGHT:
                return _RIGHT_LOST.filled(form.gist)
            return (_NOT_DONE if self.not_done() else _VIOLATED).filled(form.gist)
        special: Mapping[str, Callable[[], Text]] = {
            "due": lambda: day_words(due) if due else NOT_KNOWN,
            "delay": lambda: self.late(due, delay) if delay else Text("", ""),
            "actual": lambda: self.done_on(self.term) if self.term else NOT_KNOWN,
            "differences": self.differences,
            "column": lambda: _column(self.scope.key),
        }
        return self.filled(template, special)

    def filled(self, template: Text, special: Mapping[str, Callable[[], Text]] | None = None) -> Text:
        """A message with its values in it; ``special``: those that are no facts, worked out where it names them."""
        values: dict[str, Text] = {}

        def value(name: str) -> Text:
            found = values.get(name)
            if found is None:
                found = values[name] = worked_out(name)
            return found

        def worked_out(name: str) -> Text:
            if name in SPECIAL and special is not None:
                return special[SPECIAL[name]]()
            fact = self.explainer.named(name)
            return self.said(fact) if fact is not None else Text.same("…")

        ru, en = list(_taken_apart(template.ru)), list(_taken_apart(template.en))
        ru[1::2] = [value(name).ru for name in ru[1::2]]
        en[1::2] = [value(name).en for name in en[1::2]]
        return Text("".join(ru), "".join(en))

    def late(self, due: date | datetime | None, delay: Delay) -> Text:
        """By how much it was missed at least; less than an hour is no hour."""
        timed = self.timed
        if delay == Delay(1, "hours") and timed is not None and isinstance(due, datetime):
            (first, last), (limit, _) = self.span(timed.what, self.term), read_moment(due)
            if 0 <= (limit - last if timed.EARLIEST else first - limit) < 60:
                return _LESS_THAN_AN_HOUR
        return delay_words(delay)

    def not_done(self) -> bool:
        """Did the event that the requirement is about not happen at all?"""
        if self.term is not None:
            return self.span(self.term.timed.what, self.term) == NEVER
        event = self.plan.event
        return event is not None and self.span(event) == NEVER

    def differences(self) -> Text:
        """The rows that differ from what they should be: «строка 1 — 980, больше чем 970»."""
        found: dict[str, Text] = {}
        for one in self.explainer.failing(self.plan.variant, self.scope.recorded):
            rows = list(self.explainer.rows_behind(one))
            if not rows:
                continue
            left, right = (self.scope.recorded.operand(side) for side in (one.left, one.right))
            if not self.is_plain_row(one.left) and self.is_plain_row(one.right):
                row, more = rows[-1], False
            else:
                row, more, left, right = rows[0], True, right, left
            found[row.path] = _compared(_ROW.filled(row.key), right, left, more)
        return Text.joined("; ", found.values())

    def is_plain_row(self, operand: int) -> bool:
        """Is an operand a row itself: no sum, not what stands beside it, not its lines?"""
        slot = self.explainer.lowered.operands[operand].slot
        fact = self.explainer.recorded.get(slot) if slot is not None else None
        rows, lines = self.explainer.lowered.layout.rows, self.facts.lines
        return fact is not None and rows.get(fact.path) is fact and fact.path not in lines

    def done_on(self, term: RunningTerm) -> Text:
        """When what a term awaits was done, in words; of an item of which one is enough, in that item."""
        fact, key = term.timed.what, term.scope.key
        recorded = self.facts.recorded.get(path_of_item(fact.path, key if fact.list_path else None))
        return recorded.words() if recorded is not None else span_words(self.span(fact, term))

    def said_or_none(self, fact: Field) -> Text | None:
        """A fact as it stands in the record, in words; None where it was worked out, or stands nowhere."""
        key = self.scope.key if fact.list_path else None
        recorded = self.facts.recorded.get(path_of_item(fact.path, key))
        return recorded.words() if recorded is not None else None

    def said(self, fact: Field) -> Text:
        """The same; where it stands nowhere, when it was, as far as that is known. What is absent is not stated."""
        recorded = self.said_or_none(fact)
        if recorded is not None:
            absent = recorded == fact.type.none_words and fact.type is not Type.BOOL
            return _NOT_STATED if absent else recorded
        if fact.type.is_moment:
            return span_words(self.span(fact))
        left_out = fact.type is not Type.BOOL and self.span(fact)[1] <= 0  # of a complete record
        return _NOT_STATED if left_out else NOT_KNOWN

    def span(self, fact: Field, term: RunningTerm | None = None) -> Interval:
        """What a field is, as recorded: where its rule is asked, or where a term of it runs."""
        if term is not None:
            return term.here.span(fact)
        return self.scope.recorded.get(self.explainer.slot(fact, self.plan.variant))

    # -- not applicable -----------------------------------------------------------------------------------------

    def why_not(self) -> Text:
        """Why a rule does not apply: the first part of its condition that fails; of the circumstances on which it
        depends, all that are lacking."""
        variant, form = self.plan.variant, self.plan.variant.form
        table = self.scope.recorded
        failing = (name for name, gate in variant.gates.items() if truth(gate, table) == FALSE)
        failed = next(failing, "condition")
        if failed == "edition" and form.in_force.inserted and form.in_force.last is None:
            return _NOT_BROUGHT_IN.filled(form.in_force.inserted, day_words(form.in_force.first))
        if failed in ("in_force", "edition"):
            first, last = form.in_force.first or self.validity.first, form.in_force.last or self.validity.last
            by_step = failed == "in_force" and self.explainer.lowered.kind in self.validity.by_step
            if self.validity.endless and form.in_force.last is None and not by_step:
                return _BEFORE_IN_FORCE.filled(day_words(first))
            return (_STEP_OUTSIDE if by_step else _OUTSIDE).filled(day_words(first), day_words(last))
        if failed == "items" and variant.rule.for_each is not None:
            return _NO_ITEMS.filled(variant.rule.for_each.label)
        if failed.startswith("exception:"):
            return _EXCEPTION.filled(form.exceptions[int(failed.partition(":")[2])].citation.words)
        if failed == "started" and form.requirement is not None:
            bases = form.requirement.presupposed()
            return _NOT_BEGUN.filled(next((one for one in bases if self.span(one)[0] >= INF), bases[0]).label)
        conjuncts = form.condition.conjuncts()
        gates = (name for name in (failed, *failing) if name.startswith("condition:"))
        lacking = [conjuncts[int(name.partition(":")[2])] for name in gates]
        if not lacking or any(one.is_never for one in lacking):
            return _SET_ASIDE
        unmet = Unmet(
            self.said_or_none, self.span, self.explainer.pack.rules[self.explainer.lowered.kind].__getitem__
        )
        return _NOT_MET.filled(Text.joined("; ", map(unmet.words, lacking)))


@lru_cache(maxsize=4096)
def _taken_apart(message: str) -> tuple[str, ...]:
    """What a message says before, between and after its values, and between these their names."""
    return tuple(PLACEHOLDER.split(message))


@lru_cache(maxsize=4096)
def _tells_delay(template: Text) -> bool:
    """Does a message say how late something was? Where another part of the requirement failed, nothing was."""
    return any(SPECIAL.get(name) == "delay" for name in PLACEHOLDER.findall(template.ru + template.en))


def _column(key: Key | None) -> Text:
    """A column of a table as a sentence names it: «03.2014», “2014-03”, «Всего»."""
    said = column_words(key)
    if key == TOTAL:
        return _QUOTED.filled(said)
    year, dash, month = said.ru.partition("-")
    return Text(f"{month}.{year}", said.en) if dash else said


def _compared(row: Text, count: Interval, limit: Interval, more: bool) -> Text:
    """A row that is more, or less, than a number; of a number that is vague, the end that counts."""
    least, most = limit
    if least == most:
        return (_MORE if more else _LESS).filled(row, _count_words(count), least)
    if more:
        return _MUST_BE_AT_MOST.filled(row, _count_words(count), most)
    return _MUST_BE_AT_LEAST.filled(row, _count_words(count), least)


def _count_words(span: Interval) -> str:
    """A count, however vague: «12», «≥ 12», «?»."""
    lo, hi = span
    if lo == hi:
        return str(lo)
    return f"{lo}–{hi}" if hi < UNKNOWN_NUMBER[1] else f"≥ {lo}" if lo >= 0 else "?"
