"""The laws of a pack's findings."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from qcrules.errors import CalendarRangeError
from qcrules.facts.field import Field
from qcrules.facts.moments import read_moment
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.facts.words import UNKNOWN_MARK
from qcrules.finding import Finding, Verdict
from qcrules.judge.check import check
from qcrules.judge.judgement import EngineName
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.kernel.interval import MINUTES_A_DAY
from qcrules.law.dependencies import definition_fields, rule_fields, verdicts_read
from qcrules.law.model import Rule, RuleForm
from qcrules.law.verbs import Passed, Timed, Violated, walk
from qcrules.time.calendar import load_calendar

from ..strategies import GivenPack, Record, Source, days_of, records
from .completeness import complete
from .law import Law, LawBook
from .order import WAYS, facts_in_any_order, rules_in_any_order, shuffled_records

DECIDED = (Verdict.COMPLIANT, Verdict.VIOLATED, Verdict.PENDING, Verdict.NOT_APPLICABLE)
_UNSETTLED = (Verdict.NOT_APPLICABLE, Verdict.UNDETERMINED)
"""Whether the rule applies may be what is asked."""

FindingKey = tuple[str, str | None]


class KindUnderLaw:
    """A kind of record of a pack, with the checks that a law makes."""

    def __init__(self, book: Rulebook, kind: str, engine: EngineName = "reference") -> None:
        self.book = book
        self.kind = kind
        self.engine = engine

    def __repr__(self) -> str:
        return f"<{self.kind} of {self.book.core.id}>"

    def findings(self, record: Record) -> dict[FindingKey, Finding]:
        """The findings by rule and item; an example that leaves the calendar is no example."""
        try:
            found = check(record, rules=self.book, engine=self.engine).findings
        except CalendarRangeError:
            assume(False)
            raise
        return {(one.rule, one.item): one for one in found}

    def leaves(self, record: Record) -> Iterator[tuple[str, Field, Any]]:
        """Every recorded leaf: its path with the numbers of items, its field, its value."""
        yield from _leaves(self.book.core.vocabulary.kinds[self.kind].root, record[self.kind], "")

    @property
    def edition_dates(self) -> set[str]:
        """The facts that choose the edition: where they are not known, any day of the validity is assumed."""
        whole = self.book.core.vocabulary.kinds[self.kind]
        inside = f"{whole.inside}." if whole.inside else ""
        paths = {one.path.removeprefix(inside) for one in self.book.core.edition_dates.get(whole.whole, ())}
        return paths | {path.rpartition(".")[0] for path in paths if path.endswith((".start", ".end"))}

    @property
    def consequences(self) -> set[str]:
        """The rules that are decided by the verdicts of others, at any remove."""
        return {name for name, rule in self.rules.items() if verdicts_read(rule)}

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules of the kind."""
        return self.book.core.rules[self.book.core.vocabulary.kinds[self.kind].whole]

    @property
    def turned_by_time(self) -> set[str]:
        """The rules that time alone may make applicable, or not: those that ask in a condition for a verdict, for a
        term, or for what has no day yet; and those that rest on the verdict of such a rule."""
        rules = self.rules.items()
        return self._resting_on(
            {name for name, rule in rules if any(map(self._asks_for_time, rule.forms.values()))}
        )

    @property
    def reading_what_passes(self) -> set[str]:
        """The rules that read a moment that comes by itself, and those that rest on the verdict of such a rule."""
        rules = self.rules.items()
        return self._resting_on(
            {name for name, rule in rules if any(map(self._comes_by_itself, rule_fields(rule)))}
        )

    def _resting_on(self, some: set[str]) -> set[str]:
        """Some rules, and those that rest on the verdict of one of them."""
        return {name for name in self.rules if name in some or self.behind(name) & some}

    def behind(self, rule: str) -> set[str]:
        """The rules on whose verdicts a rule rests."""
        found, more = set[str](), verdicts_read(self.rules[rule])
        while more:
            found |= more
            more = {name for one in more for name in verdicts_read(self.rules[one])} - found
        return found

    def _comes_by_itself(self, fact: Field) -> bool:
        kind = self.book.core.vocabulary.kinds[self.kind].whole
        definition = self.book.core.definitions[kind].get(fact.path)
        if definition is None:
            return False
        chosen = (one.choice for branches in definition.forms.values() for one in branches)
        return any(isinstance(one, Passed) for one in chosen) or any(
            map(self._comes_by_itself, definition_fields(definition))
        )

    def _asks_for_time(self, form: RuleForm) -> bool:
        asked = [form.condition, *(one.condition for one in form.exceptions)]
        parts = [part for one in asked for part in walk(one)]
        return any(
            isinstance(part, Timed | Violated) or any(one.defined for one in part.fields()) for part in parts
        )


def _leaves(whole: Field, record: Mapping[str, Any], path: str) -> Iterator[tuple[str, Field, Any]]:
    for key, value in record.items():
        child, here = whole.children[key], f"{path}.{key}" if path else key
        if child.type is Type.OBJECT and isinstance(value, dict):
            yield from _leaves(child, value, here)
        elif child.type is Type.LIST and isinstance(value, list) and child.children:
            for number, item in enumerate(value, 1):
                yield from _leaves(child, item, f"{here}[{number}]")
        elif child.type is not Type.TABLE:
            yield here, child, value


@st.composite
def _sharper(draw: st.DrawFn, subject: KindUnderLaw, near: bool) -> tuple[Record, Record]:
    """A record, and one in which some facts are known better."""
    record = draw(records(subject.book, subject.kind, near_deadlines=near))
    better = copy.deepcopy(record)
    vague = [
        (path, fact, value)
        for path, fact, value in subject.leaves(record)
        if _is_vague(fact, value) and path not in subject.edition_dates
    ]
    assume(vague)
    numbers = draw(st.lists(st.integers(0, len(vague) - 1), min_size=1, max_size=6, unique=True))
    for path, fact, value in (vague[number] for number in numbers):
        FactPath.parse(path).put(better[subject.kind], _better(draw, fact, value))
    return record, better


@st.composite
def _forgotten(draw: st.DrawFn, subject: KindUnderLaw) -> tuple[Record, Record]:
    """A record, and the same with some facts that nobody knows any more."""
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    known = [path for path, _, value in subject.leaves(record) if value != UNKNOWN_MARK]
    known = [path for path in known if path not in subject.edition_dates]
    assume(known)
    forgotten = copy.deepcopy(record)
    for path in draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)):
        FactPath.parse(path).put(forgotten[subject.kind], UNKNOWN_MARK)
    return record, forgotten


@st.composite
def _perhaps_not_yet(draw: st.DrawFn, subject: KindUnderLaw) -> tuple[Record, Record]:
    """A record with events that may lie before the day of the check or after it; and one that says which."""
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    events = [
        (path, value[:10])
        for path, fact, value in subject.leaves(record)
        if fact.type.happens and isinstance(value, str) and len(value) in (10, 16)
    ]
    events = [one for one in events if one[0] not in subject.edition_dates]
    assume(events)
    some = draw(st.lists(st.sampled_from(events), min_size=1, max_size=3, unique=True))
    today = date.fromisoformat(some[0][1]) + timedelta(draw(st.integers(0, 3)))
    record["as_of"] = str(today)
    better = copy.deepcopy(record)
    for path, said in some:
        first = min(date.fromisoformat(said), today) - timedelta(draw(st.integers(0, 3)))
        last = today + timedelta(draw(st.integers(1, 9)))
        FactPath.parse(path).put(record[subject.kind], f"{first}/{last}")
        exact = draw(st.sampled_from([None, str(first), str(today), str(last)]))
        FactPath.parse(path).put(better[subject.kind], exact)
    return record, better


def _is_vague(fact: Field, value: Any) -> bool:
    return value == UNKNOWN_MARK or (fact.type.is_day and isinstance(value, str) and len(value) != 16)


def _better(draw: st.DrawFn, fact: Field, value: Any) -> Any:
    """One exact value of those that a vague one allows."""
    if value == UNKNOWN_MARK:
        days = draw(st.lists(days_of(load_calendar("KZ")), min_size=2, max_size=2))
        return draw(st.sampled_from(fact.type.samples(fact, days)))
    span = read_moment(value)
    minute = draw(st.sampled_from(span) | st.integers(*span))
    hour = f"{minute % MINUTES_A_DAY // 60:02}:{minute % 60:02}"
    return f"{date.fromordinal(minute // MINUTES_A_DAY)} {hour}"


@st.composite
def _records_and_days(draw: st.DrawFn, subject: KindUnderLaw) -> tuple[Record, int]:
    """A record in which everything is dated before the day of the check, and how much later to look again."""
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    days = [date.fromisoformat(record["as_of"])]
    for _, fact, value in subject.leaves(record):
        if fact.type.happens and isinstance(value, str) and value != "?":
            days.append(date.fromordinal(read_moment(value)[1] // MINUTES_A_DAY))
    return {**record, "as_of": str(max(days))}, draw(st.integers(1, 8) | st.integers(9, 400))


@st.composite
def _changed(draw: st.DrawFn, subject: KindUnderLaw) -> tuple[Record, Record, str]:
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    donor = draw(records(subject.book, subject.kind))
    places = [
        path
        for path, fact, _ in subject.leaves(record)
        if not (fact.type.has_fields or fact.type.has_items) and path not in subject.edition_dates
    ]
    assume(places)
    path = draw(st.sampled_from(places))
    other = copy.deepcopy(record)
    given_ = FactPath.parse(re.sub(r"\[[0-9]+\]", "[]", path)).get(donor[subject.kind])
    value = given_ if given_ is not None else draw(st.sampled_from([None, "?"]))
    FactPath.parse(path).put(other[subject.kind], value)
    return record, other, path


LAWS = LawBook()


def of_pack(
    pack: GivenPack = None, kind: str | None = None, *, engine: EngineName = "reference"
) -> list[Law]:
    """The laws of a pack's findings, for one kind of record or (None) its first."""
    book = pack if isinstance(pack, Rulebook) else load_rules(pack)
    subject = KindUnderLaw(book, kind or next(iter(book.core.vocabulary.kinds)), engine)
    Source.of(book, subject.kind)
    return LAWS.of(subject)


def _near_deadlines(subject: KindUnderLaw) -> st.SearchStrategy[Record]:
    return records(subject.book, subject.kind, near_deadlines=True)


@LAWS.law(
    "если неточный или неизвестный факт заменить любым точным, который он допускает, решённый вывод не "
    "изменится",
    "replace a vague or unknown fact by any exact one that it allows: a decided verdict never changes",
    lambda of: _sharper(of, near=True) | _sharper(of, near=False) | _perhaps_not_yet(of),
)
def not_knowing_is_sound(subject: KindUnderLaw, drawn: tuple[Record, Record]) -> None:
    vague, better = (subject.findings(record) for record in drawn)
    for (rule, item), finding in better.items():
        before = vague.get((rule, item)) or vague.get((rule, None))
        if before is None or before.verdict is finding.verdict:
            continue
        assert before.verdict not in DECIDED, (rule, item, before.verdict, finding.verdict)


@LAWS.law(
    "если известный факт заменить неизвестным, нарушение не станет «срок не истёк»",
    "replace known facts by unknown ones: what was violated is never pending",
    lambda of: _forgotten(of),
)
def forgetting_makes_no_breach_pending(subject: KindUnderLaw, drawn: tuple[Record, Record]) -> None:
    known, forgotten = (subject.findings(record) for record in drawn)
    for key, finding in known.items():
        after = forgotten.get(key)
        if finding.verdict is Verdict.VIOLATED and after is not None:
            assert after.verdict is not Verdict.PENDING, (key, drawn[1])


@LAWS.law(
    "вывод «недостаточно данных» называет факты, которых не хватает, а решённый — никаких",
    "an undetermined finding names the facts that are missing, a decided one none",
    _near_deadlines,
)
def what_is_undetermined_names_what_is_missing(subject: KindUnderLaw, record: Record) -> None:
    rules = subject.book.core.rules[subject.book.core.vocabulary.kinds[subject.kind].whole]
    for finding in subject.findings(record).values():
        decidable = any(form.requirement is not None for form in rules[finding.rule].forms.values())
        if finding.verdict is Verdict.UNDETERMINED and decidable:
            assert finding.missing, finding
        if finding.verdict in DECIDED:
            assert not finding.missing, finding


@LAWS.law(
    "если каждый факт читается один раз (определения раскрыты), то вывод «недостаточно данных» называет "
    "факты, ответы на которые один за другим решают его — и одни так, а другие иначе",
    "where each fact is read once, definitions inlined, an undetermined finding names facts; answered one "
    "after another they decide it, and some answers each way",
    lambda of: st.tuples(_near_deadlines(of), st.integers(0, 200)),
)
def what_is_undetermined_can_be_decided_each_way(subject: KindUnderLaw, drawn: tuple[Record, int]) -> None:
    complete(subject.book, subject.kind, drawn)


@LAWS.law(
    "когда идёт время и больше ничего не записано, «срок не истёк» становится только нарушением (или, пока "
    "не известен срок или другое событие, «недостаточно данных»), а решённое не меняется; кроме того, "
    "применимо ли правило, чьё условие спрашивает о сроке или о выводе другого и того, что стоит на его "
    "выводе; и того, что читает наступающее само (`истекло`)",
    "as the day of the check moves on and nothing else is recorded, pending becomes only violated (or "
    "undetermined, while the term or another event is not known), and nothing decided changes; save whether a "
    "rule applies whose condition asks for a term or for the verdict of another and what rests on its "
    "verdict; and what reads a moment that comes by itself (`passed`)",
    lambda of: _records_and_days(of),
)
def time_alone_violates_only_what_is_pending(subject: KindUnderLaw, drawn: tuple[Record, int]) -> None:
    record, later = drawn
    day = date.fromisoformat(record["as_of"]) + timedelta(later)
    now, then = subject.findings(record), subject.findings({**record, "as_of": str(day)})
    turned, passing = subject.turned_by_time, subject.reading_what_passes
    both = (*now.items(), *then.items())
    unsettled = {rule for (rule, _), one in both if rule in turned and one.verdict in _UNSETTLED}
    assert list(now) == list(then)
    for (rule, item), finding in now.items():
        verdict = then[rule, item].verdict
        if rule in turned and not {finding.verdict, verdict}.isdisjoint(_UNSETTLED):
            continue
        if rule in passing or subject.behind(rule) & unsettled:
            continue
        later_on = (Verdict.PENDING, Verdict.UNDETERMINED, Verdict.VIOLATED)
        allowed = later_on[later_on.index(finding.verdict) :] if finding.verdict in later_on else ()
        assert verdict is finding.verdict or verdict in allowed, (rule, item, finding.verdict, verdict)


@LAWS.law(
    "факты в любом порядке дают те же выводы в том же порядке",
    "facts in any order give the same findings, in the same order",
    lambda of: shuffled_records(of.book, of.kind),
)
def order_does_not_matter(subject: KindUnderLaw, drawn: tuple[Record, Record]) -> None:
    facts_in_any_order(subject.book, drawn)


@LAWS.law(
    "страницы под другими именами и правила на них в другом порядке дают те же выводы с теми же словами",
    "pages under other names, and their rules in another order, give the same findings in the same words",
    lambda of: st.tuples(_near_deadlines(of), st.integers(1, WAYS)),
)
def the_order_of_rules_and_pages_does_not_matter(subject: KindUnderLaw, drawn: tuple[Record, int]) -> None:
    rules_in_any_order(subject.book, drawn)


@LAWS.law(
    "перемена факта меняет только те выводы, чьи основания его называют",
    "changing a fact changes only findings whose evidence names it",
    lambda of: _changed(of),
)
def a_fact_changes_only_what_names_it(subject: KindUnderLaw, drawn: tuple[Record, Record, str]) -> None:
    record, other, path = drawn
    whole = subject.book.core.vocabulary.kinds[subject.kind]
    full = f"{whole.inside}.{path}" if whole.inside else path
    before, after = subject.findings(record), subject.findings(other)
    for key, finding in before.items():
        if key not in after:  # the columns of a table come and go with the month that is reported
            continue
        if finding.verdict is not after[key].verdict and key[0] not in subject.consequences:
            named = {one.field for one in (*finding.evidence, *after[key].evidence)}
            assert full.replace("[]", "[1]") in named, (key, finding.verdict, after[key].verdict, full, named)
