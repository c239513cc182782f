"""What every report of a check says and in which order: the counts, the worst first, the receipt last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from attrs import frozen

from qcrules.facts.columns import column_words
from qcrules.finding import Assessment, Due, Evidence, Finding, Force, Item, Missing, Verdict
from qcrules.text import Lang, Text

from .words import Noun, due_name, overrun, when

COUNTS = {
    Verdict.VIOLATED: Noun("нарушение", "нарушения", "нарушений", "violation", "violations"),
    Verdict.PENDING: Noun("срок идёт", "срока идут", "сроков идут", "term is running", "terms are running"),
    Verdict.UNDETERMINED: Noun(
        "зависит от недостающего факта",
        "зависят от недостающих фактов",
        "зависят от недостающих фактов",
        "depends on a missing fact",
        "depend on missing facts",
    ),
    Verdict.COMPLIANT: Noun("соблюдено", "соблюдено", "соблюдено", "complied with", "complied with"),
    Verdict.NOT_APPLICABLE: Noun(
        "не применимо", "не применимо", "не применимо", "not applicable", "not applicable"
    ),
}
_NO_VIOLATIONS = Text("нарушений нет", "no violations")
_NEARLY_NOTHING = Text("почти ничего не известно", "nearly nothing is known")
_CONTESTED = Noun("спорное", "спорных", "спорных", "contested", "contested")
_AS_OF = {
    "argument": Text("задан", "as given"),
    "record": Text("из записи", "from the record"),
    "today": Text("сегодня", "today"),
}
_OPEN = (Verdict.VIOLATED, Verdict.PENDING, Verdict.UNDETERMINED)
_DAYS = Noun("день", "дня", "дней", "day", "days")
_LEFT = Noun("остался", "осталось", "осталось", "left", "left")


@frozen(eq=False, repr=False)
class ReportSection:
    """Findings that stand together in a report, under a title."""

    name: str
    title: Text
    findings: tuple[Finding, ...]


def headline(assessment: Assessment) -> str:
    """The verdict in one line, from the counts: «2 нарушения, 1 срок идёт, 41 соблюдено»."""
    counts, lang = assessment.summary, assessment.lang
    words = [noun.of(counts[verdict], lang) for verdict, noun in COUNTS.items() if counts[verdict]]
    if nearly_nothing_known(assessment):
        words.insert(0, _NEARLY_NOTHING(lang))
    elif not counts[Verdict.VIOLATED]:
        words.insert(0, _NO_VIOLATIONS(lang))
    contested = sum(f.contested for f in assessment.findings if f.force is Force.MANDATORY)
    if contested:
        words.append(_CONTESTED.of(contested, lang))
    return ", ".join(words)


def nearly_nothing_known(assessment: Assessment) -> bool:
    """Is nothing violated only because most of what applies cannot be decided?"""
    counts = assessment.summary
    decided = counts[Verdict.PENDING] + counts[Verdict.COMPLIANT]
    return not counts[Verdict.VIOLATED] and counts[Verdict.UNDETERMINED] > max(decided, FEW)


FEW = 6
"""So many undecided findings are told one by one; of more, what they need is told once."""


@frozen(eq=False, repr=False)
class NeededFact:
    """A fact that is not known, and the findings that wait for it (each finding waits under one fact only)."""

    missing: Missing
    findings: tuple[Finding, ...]


def needed_facts(findings: Iterable[Finding]) -> list[NeededFact]:
    """The facts for which some findings wait: first the one for which most do, then that of most of the others, …"""
    wait = [(finding, {one.field: one for one in finding.missing}) for finding in findings]
    left = [(finding, facts) for finding, facts in wait if facts]
    found: list[NeededFact] = []
    while left:
        counts = Counter(chain.from_iterable(facts for _, facts in left))
        alone = Counter(next(iter(facts)) for _, facts in left if len(facts) == 1)
        field = max(counts, key=lambda path: (counts[path] + alone[path], path))
        waiting = [(finding, facts[field]) for finding, facts in left if field in facts]
        found.append(NeededFact(waiting[0][1], tuple(finding for finding, _ in waiting)))
        left = [one for one in left if field not in one[1]]
    return found


_UNDONE = (Verdict.PENDING, Verdict.UNDETERMINED)
_SETTLED = (Verdict.COMPLIANT, Verdict.NOT_APPLICABLE)


def open_sections(it: Assessment, *, all_contested: bool = False) -> tuple[ReportSection, ...]:
    """The findings that a reader must see, the worst first.

    ``all_contested``: also what is decided and turns under another reading, but not to the worse.
    """
    violated = tuple(sorted(it.violations, key=lambda finding: finding.contested))
    pending = tuple(sorted(it.with_verdict(Verdict.PENDING), key=last_day))
    contested = tuple(_contested(it, all_contested))
    return (
        ReportSection("violations", Text("Нарушения", "Violations"), violated),
        ReportSection("pending", Text("Сроки идут", "Still due"), pending),
        ReportSection(
            "undetermined",
            Text("Недостаточно данных", "Undetermined"),
            it.with_verdict(Verdict.UNDETERMINED),
        ),
        ReportSection("contested", Text("Решено, но спорно", "Decided, but contested"), contested),
        ReportSection("advice", Text("Рекомендации (не обязательны)", "Advice (not mandatory)"), it.advice),
        ReportSection(
            "advice_open",
            Text("Рекомендации: срок идёт или данных недостаточно", "Advice that is still due or undecided"),
            tuple(one for one in it.findings if one.force.advises and one.verdict in _UNDONE),
        ),
        ReportSection("rights", Text("Права", "Rights"), tuple(_rights(it))),
    )


def quiet_sections(it: Assessment) -> tuple[ReportSection, ReportSection, ReportSection]:
    """What was complied with, and what did not apply; as many as are counted, and the advice apart."""
    complied, aside = map(it.with_verdict, (Verdict.COMPLIANT, Verdict.NOT_APPLICABLE))
    shown = set(map(id, _rights(it)))
    settled = (f for f in it.findings if f.force is not Force.MANDATORY and f.verdict in _SETTLED)
    advice = (one for one in settled if id(one) not in shown)
    title = Text("Рекомендации: соблюдены или не применимы", "Advice that was followed or does not apply")
    return (
        ReportSection("complied", Text("Соблюдено", "Complied with"), complied),
        ReportSection("aside", Text("Не применимо", "Not applicable"), aside),
        ReportSection("advice_quiet", title, tuple(advice)),
    )


def _rights(it: Assessment) -> Iterator[Finding]:
    """The rights that there are: used, lost, or still to be used."""
    for one in it.findings:
        if one.force is Force.RIGHT and one.verdict is not Verdict.NOT_APPLICABLE:
            yield one


def _contested(it: Assessment, every: bool) -> Iterator[Finding]:
    """What is decided, and turns to the worse under another reading (or turns at all)."""
    for one in it.findings:
        if one.contested and one.force is Force.MANDATORY and one.verdict not in _OPEN:
            worse = any(other.verdict in _OPEN for other in one.readings)
            yield from [one] if worse or every else []


def subject(assessment: Assessment) -> str:
    """What was checked: «проверка 2014-17»."""
    return f"{assessment.kind_words(assessment.lang)} {assessment.subject_id or ''}".strip()


def item_words(finding: Finding, at: Item, lang: Lang) -> str:
    """The item in the words of the record: «акт.нарушения[2]» for act.violations[2]."""
    each = finding.provision.each
    if each is None or lang != "ru":
        return str(at)
    known = isinstance(at.key, int) or _tell_of(at, finding.foreground) or _tell_of(at, finding.evidence)
    return f"{each.ru}[{column_words(at.key).ru}]" if known else str(at)


def _tell_of(at: Item, evidence: Iterable[Evidence]) -> bool:
    return any(one.item == at for one in evidence)


class DividedReading(NamedTuple):
    """A reading whose options disagree: which options give which verdict."""

    reading: str
    options: dict[Verdict, list[str]]


def divided_readings(finding: Finding, lang: Lang) -> list[DividedReading]:
    """The readings whose options disagree, in the words of their options."""
    found: dict[str, DividedReading] = {}
    for one in finding.readings:
        options = found.setdefault(one.reading, DividedReading(one.reading, {})).options
        quoted = f"«{one.words.ru}»" if lang == "ru" else f"“{one.words.en}”"
        options.setdefault(one.verdict, []).append(quoted if one.words.ru else one.option)
    return [one for one in found.values() if len(one.options) > 1]


def days_left(finding: Finding, as_of: date, lang: Lang) -> str:
    """«осталось 5 дней», “5 days left”."""
    days = last_day(finding) - as_of.toordinal()
    if days <= 0:
        return Text("истекает сегодня", "the last day is today")(lang)
    left, number = _LEFT.form(days, lang), _DAYS.of(days, lang)
    return Text(f"{left} {number}", f"{number} {left}")(lang)


def due_parts(finding: Finding, due: Due, lang: Lang) -> list[str]:
    """«срок 12.03», «исполнено 15.03», «+3 рабочих дня»."""
    done = finding.done(lang)
    words = [f"{due_name(due)(lang)} {when(due.at, lang)}"]
    if done is not None:
        words.append(Text("исполнено", "done")(lang) + f" {when(done, lang)}")
    elif finding.verdict is Verdict.VIOLATED:
        words.append(Text("не исполнено", "not done")(lang))
    return [*words, *([overrun(finding.delay, due.opens, lang)] if finding.delay else [])]


def receipt(it: Assessment) -> Iterator[str]:
    """By what rules, calendar and engine, on which day and under which readings it was checked."""
    pack, calendar, lang = it.pack, it.calendar, it.lang
    yield f"{Text('правила', 'rules')(lang)} {pack['id']} {pack['version']} ({pack['sha256'][:8]})"
    yield f"{Text('календарь', 'calendar')(lang)} {calendar['id']} ({calendar['sha256'][:8]})"
    yield f"{Text('движок', 'engine')(lang)} {it.engine}"
    source = _AS_OF[it.as_of_source](lang)
    yield f"{Text('день проверки', 'checked as of')(lang)} {when(it.as_of, lang)} ({source})"
    if it.readings:
        chosen = ", ".join(f"{reading}={option}" for reading, option in it.readings.items())
        yield f"{Text('чтения', 'readings')(lang)} {chosen}"


def last_day(finding: Finding) -> int:
    """When something falls due; duties without a term come last."""
    return finding.due.at.toordinal() if finding.due else 10**7
