"""Findings for a person at a terminal: the counts, the worst first, the receipt last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, frozen

from qcrules.facts.columns import column_words
from qcrules.finding import Assessment, Due, Finding, Force, Item, Verdict
from qcrules.text import Lang, Text

from .layout import TextLayout
from .words import Noun, overrun, skipped, when

_COUNTS = {
    Verdict.VIOLATED: Noun("нарушение", "нарушения", "нарушений", "violation", "violations"),
    Verdict.PENDING: Noun("срок идёт", "срока идут", "сроков идут", "term is running", "terms are running"),
    Verdict.UNDETERMINED: Noun(
        "зависит от факта",
        "зависят от фактов",
        "зависят от фактов",
        "depends on a missing fact",
        "depend on missing facts",
    ),
    Verdict.COMPLIANT: Noun("соблюдено", "соблюдено", "соблюдено", "complied with", "complied with"),
    Verdict.NOT_APPLICABLE: Noun(
        "не применимо", "не применимо", "не применимо", "not applicable", "not applicable"
    ),
}
_NO_VIOLATIONS = Text("нарушений нет", "no violations")
_CONTESTED = Noun("спорное", "спорных", "спорных", "contested", "contested")
_MARKS = {
    Verdict.VIOLATED: ("✗", "red bold"),
    Verdict.PENDING: ("…", "yellow bold"),
    Verdict.UNDETERMINED: ("?", "cyan bold"),
    Verdict.COMPLIANT: ("✓", "green"),
    Verdict.NOT_APPLICABLE: ("–", "dim"),
}
_ADVICE = ("•", "yellow bold")
_AS_OF = {
    "argument": Text("задан", "as given"),
    "record": Text("из записи", "from the record"),
    "today": Text("сегодня", "today"),
}
_OPEN = (Verdict.VIOLATED, Verdict.PENDING, Verdict.UNDETERMINED)
_DAYS = Noun("день", "дня", "дней", "day", "days")
_LEFT = Noun("остался", "осталось", "осталось", "left", "left")


def render(
    assessments: Iterable[Assessment], *, verbose: bool = False, width: int = 100, colour: bool = False
) -> str:
    """Every assessment in turn; ``verbose`` also lists what was complied with and what did not apply."""
    return "".join(pieces(assessments, verbose=verbose, width=width, colour=colour))


def pieces(
    assessments: Iterable[Assessment], *, verbose: bool = False, width: int = 100, colour: bool = False
) -> Iterator[str]:
    """The same, an assessment at a time."""
    for number, assessment in enumerate(assessments):
        layout = TextLayout(width=width, colour=colour)
        if number:
            layout.row("")
            layout.line("─" * min(width, 72), style="dim")
            layout.gap()
        _AssessmentLayout(assessment, layout, verbose).write()
        yield layout.text()


def headline(assessment: Assessment) -> str:
    """The verdict in one line, from the counts: «2 нарушения, 1 срок идёт, 41 соблюдено»."""
    counts, lang = assessment.summary, assessment.lang
    words = [noun.of(counts[verdict], lang) for verdict, noun in _COUNTS.items() if counts[verdict]]
    if not counts[Verdict.VIOLATED]:
        words.insert(0, _NO_VIOLATIONS(lang))
    contested = sum(f.contested for f in assessment.findings if f.force is Force.MANDATORY)
    if contested:
        words.append(_CONTESTED.of(contested, lang))
    return ", ".join(words)


@frozen
class _AssessmentLayout:
    """One assessment, laid out."""

    it: Assessment
    layout: TextLayout
    verbose: bool

    @property
    def lang(self) -> Lang:
        return self.it.lang

    def say(self, ru: str, en: str) -> str:
        return ru if self.lang == "ru" else en

    def write(self) -> None:
        it, layout = self.it, self.layout
        layout.whole(headline(it), style="bold red" if it.violations else "bold")
        subject = f"{it.kind_words(self.lang)} {it.subject_id or ''}".strip()
        layout.line(f"{subject} · {it.source}" if it.source else subject, style="dim")
        violated = sorted(it.violations, key=lambda finding: finding.contested)
        pending = sorted(it.with_verdict(Verdict.PENDING), key=_last_day)
        self.section(self.say("Нарушения", "Violations"), violated, self.due, self.evidence)
        self.section(self.say("Сроки идут", "Still due"), pending, self.left)
        undetermined = it.with_verdict(Verdict.UNDETERMINED)
        self.section(self.say("Недостаточно данных", "Undetermined"), undetermined, self.missing)
        self.section(self.say("Решено, но спорно", "Decided, but contested"), self.contested(), self.due)
        advice = self.say("Рекомендации (не обязательны)", "Advice (not mandatory)")
        self.section(advice, it.advice, self.due, self.evidence)
        self.quiet()
        self.notes(self.say("Предупреждения о записи", "Warnings about the record"), it.warnings, "!")
        self.notes(self.say("Допущения", "Assumptions"), it.assumptions, "·")
        layout.gap()
        if it.caveat:
            layout.entry("!", it.caveat(self.lang), style="yellow")
        layout.whole(" · ".join(self.receipt()), style="dim")

    # -- sections ---------------------------------------------------------------------------------------------------

    def section(
        self, title: str, findings: Iterable[Finding], *parts: Callable[[Finding], None], last: bool = True
    ) -> None:
        """Findings under a title, each with what is shown of it and, ``last``, with the readings that it turns on."""
        findings = tuple(findings)
        if findings:
            self.layout.gap()
            self.layout.line(title, style="bold")
        for finding in findings:
            self.lead(finding)
            for part in (*parts, self.readings) if last else parts:
                part(finding)

    def contested(self) -> Iterator[Finding]:
        """What is decided, and turns to the worse under another reading (or turns at all, where more is asked for)."""
        for one in self.it.findings:
            if one.contested and one.force is Force.MANDATORY and one.verdict not in _OPEN:
                worse = any(other.verdict in _OPEN for other in one.readings)
                yield from [one] if worse or self.verbose else []

    def quiet(self) -> None:
        """Complied with, and not applicable: counts, or a list where more words are asked for."""
        complied, aside = (
            self.it.with_verdict(verdict, force=None)
            for verdict in (Verdict.COMPLIANT, Verdict.NOT_APPLICABLE)
        )
        titles = self.say("Соблюдено", "Complied with"), self.say("Не применимо", "Not applicable")
        self.layout.gap()
        if self.verbose:
            self.section(titles[0], complied, self.due, last=False)
            self.section(titles[1], aside, last=False)
            self.layout.gap()
            return
        for title, findings in zip(titles, (complied, aside), strict=True):
            self.layout.line(f"{title}: {len(findings)}")
        self.layout.line(self.say("(-v покажет их списком)", "(-v lists them)"), style="dim")

    def notes(self, title: str, notes: tuple[Text, ...], mark: str) -> None:
        if notes:
            self.layout.gap()
            self.layout.line(title, style="bold")
        for note in notes:
            self.layout.entry(mark, note(self.lang), style="yellow")

    # -- parts of a finding -----------------------------------------------------------------------------------------

    def lead(self, finding: Finding) -> None:
        mark, style = _MARKS[finding.verdict]
        if finding.verdict is Verdict.VIOLATED and finding.force is not Force.MANDATORY:
            mark, style = _ADVICE
        item = f" {self.item(finding, finding.at)}" if finding.at is not None else ""
        cited = f"{mark} {finding.citation}{item}"
        self.layout.entry(cited, finding.text(self.lang), style=style)

    def item(self, finding: Finding, at: Item) -> str:
        """The item in the words of the record: «акт.нарушения[2]» for act.violations[2]."""
        each = finding.provision.each
        known = any(one.item == at for one in finding.evidence)
        if each is None or self.lang != "ru" or not known:
            return str(at)
        return f"{each.ru}[{column_words(at.key).ru}]"

    def left(self, finding: Finding) -> None:
        """«срок 12.03, осталось 5 дней»."""
        if finding.due is None:
            return
        days = _last_day(finding) - self.it.as_of.toordinal()
        left = self.say(
            f"{_LEFT.form(days, 'ru')} {_DAYS.of(days, 'ru')}",
            f"{_DAYS.of(days, 'en')} {_LEFT.form(days, 'en')}",
        )
        if days <= 0:
            left = self.say("истекает сегодня", "the last day is today")
        self.layout.line(f"{self.say('срок', 'due')} {when(finding.due.at, self.lang)}, {left}", indent=4)
        self.reckoning(finding.due)

    def due(self, finding: Finding) -> None:
        """«срок 12.03, исполнено 15.03, +3 рабочих дня», and how the term was reckoned."""
        if finding.due is None:
            return
        done = finding.done(self.lang)
        self.parts(
            ("срок", "due", when(finding.due.at, self.lang)),
            ("исполнено", "done", when(done, self.lang) if done is not None else None),
            (
                "не исполнено",
                "not done",
                "" if done is None and finding.verdict is Verdict.VIOLATED else None,
            ),
            ("", "", overrun(finding.delay, self.lang) if finding.delay else None),
        )
        self.reckoning(finding.due)

    def reckoning(self, due: Due) -> None:
        """Where the term starts and which days it passed over."""
        lang = self.lang
        term = f" ({due.base_term(lang)})" if due.base_term else ""
        self.parts(
            (
                "самое раннее —",
                "at the earliest",
                when(due.earliest, lang) if due.earliest != due.at else None,
            ),
            ("от", "from", when(due.base, lang) + term if due.base is not None else None),
            ("счёт с", "counted from", when(due.first_counted, lang) if due.first_counted else None),
            ("не считаются", "not counted", skipped(due.skipped, lang) if due.skipped else None),
            ("перенесён с", "moved from", when(due.rolled_from, lang) if due.rolled_from else None),
            hang=6,
            style="dim",
        )

    def parts(self, *parts: tuple[str, str, str | None], hang: int = 4, style: str = "") -> None:
        """A line of words with what they say, of those that say anything."""
        said = [f"{self.say(ru, en)} {words}".strip() for ru, en, words in parts if words is not None]
        if said:
            self.layout.line(", ".join(said), indent=4, hang=hang, style=style)

    def missing(self, finding: Finding) -> None:
        for one in finding.missing:
            decides = one.decides(self.lang)
            words = f"{self.say('нужно', 'needed')}: {one.term(self.lang)} ({one.field})"
            self.layout.line(f"{words} — {decides}" if decides else words, indent=4, hang=8)

    def evidence(self, finding: Finding) -> None:
        for one in finding.evidence:
            if self.verbose or not one.background:
                place = f"  ({evolve(one.place, column=None)})" if one.place else ""
                words = f"{one.term(self.lang)}: {one.words(self.lang)}{place}"
                self.layout.line(words, indent=4, hang=8, style="dim")

    def readings(self, finding: Finding) -> None:
        """Readings, only where their options disagree: which options give which verdict."""
        by_reading: dict[str, dict[Verdict, list[str]]] = {}
        for one in finding.readings:
            options = by_reading.setdefault(one.reading, {}).setdefault(one.verdict, [])
            quoted = self.say(f"«{one.words.ru}»", f"“{one.words.en}”")
            options.append(quoted if one.words.ru else one.option)
        for reading, verdicts in by_reading.items():
            if len(verdicts) > 1:
                said = "; ".join(
                    f"{', '.join(options)} — {verdict.words(self.lang)}"
                    for verdict, options in verdicts.items()
                )
                self.layout.line(f"{self.say('чтение', 'reading')} {reading}: {said}", indent=4, hang=8)

    # -- last -------------------------------------------------------------------------------------------------------

    def receipt(self) -> Iterator[str]:
        """By what rules, calendar and engine, on which day and under which readings it was checked."""
        it, pack, calendar = self.it, self.it.pack, self.it.calendar
        yield f"{self.say('правила', 'rules')} {pack['id']} {pack['version']} ({pack['sha256'][:8]})"
        yield f"{self.say('календарь', 'calendar')} {calendar['id']} ({calendar['sha256'][:8]})"
        yield f"{self.say('движок', 'engine')} {it.engine}"
        source = _AS_OF[it.as_of_source](self.lang)
        yield f"{self.say('день проверки', 'checked as of')} {when(it.as_of, self.lang)} ({source})"
        if it.readings:
            chosen = ", ".join(f"{reading}={option}" for reading, option in it.readings.items())
            yield f"{self.say('чтения', 'readings')} {chosen}"


def _last_day(finding: Finding) -> int:
    """When something falls due; duties without a term come last."""
    return finding.due.at.toordinal() if finding.due else 10**7
