"""Findings for a person at a terminal: the counts, the worst first, the receipt last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, frozen

from qcrules.facts.columns import column_words
from qcrules.finding import Assessment, Due, Finding, Force, Verdict
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
    """One assessment on layout."""

    it: Assessment
    layout: TextLayout
    verbose: bool

    @property
    def lang(self) -> Lang:
        return self.it.lang

    def write(self) -> None:
        violated = bool(self.it.violations)
        self.layout.whole(headline(self.it), style="bold red" if violated else "bold")
        self.layout.line(self._subject(), style="dim")
        self._section(Text("Нарушения", "Violations"), _worst_first(self.it.violations), self._violation)
        self._section(
            Text("Сроки идут", "Still due"),
            _soonest_first(self.it.with_verdict(Verdict.PENDING)),
            self._pending,
        )
        self._section(
            Text("Недостаточно данных", "Undetermined"),
            self.it.with_verdict(Verdict.UNDETERMINED),
            self._undetermined,
        )
        self._section(
            Text("Решено, но спорно", "Decided, but contested"), self._contested(), self._contested_one
        )
        self._section(
            Text("Рекомендации (не обязательны)", "Advice (not mandatory)"), self.it.advice, self._violation
        )
        self._quiet()
        self._notes(Text("Предупреждения о записи", "Warnings about the record"), self.it.warnings, "!")
        self._notes(Text("Допущения", "Assumptions"), self.it.assumptions, "·")
        self.layout.gap()
        self.layout.whole(self._receipt(), style="dim")

    # -- sections ----------------------------------------------------------------------------------

    def _section(self, title: Text, findings: Iterable[Finding], one: Callable[[Finding], None]) -> None:
        findings = tuple(findings)
        if not findings:
            return
        self.layout.gap()
        self.layout.line(title(self.lang), style="bold")
        for finding in findings:
            one(finding)

    def _violation(self, finding: Finding) -> None:
        self._lead(finding, finding.text(self.lang))
        self._due(finding)
        self._evidence(finding)
        self._readings(finding)

    def _pending(self, finding: Finding) -> None:
        self._lead(finding, finding.text(self.lang))
        if finding.due:
            days = (_day_of(finding.due) - self.it.as_of.toordinal()) if finding.due else 0
            left = Text(f", {_left(days).ru}", f", {_left(days).en}")(self.lang)
            self.layout.line(self._say("срок ", "due ") + when(finding.due.at, self.lang) + left, indent=4)
            self._reckoning(finding.due)
        self._readings(finding)

    def _undetermined(self, finding: Finding) -> None:
        self._lead(finding, finding.text(self.lang))
        for missing in finding.missing:
            need = f"{missing.term(self.lang)} ({missing.field})"
            decides = missing.decides(self.lang)
            words = f"{self._say('нужно', 'needed')}: {need}" + (f" — {decides}" if decides else "")
            self.layout.line(words, indent=4, hang=8)
        self._readings(finding)

    def _contested(self) -> tuple[Finding, ...]:
        return tuple(
            f
            for f in self.it.findings
            if f.contested and f.force is Force.MANDATORY and f.verdict not in _OPEN
            if any(one.verdict in _OPEN for one in f.readings) or self.verbose
        )

    def _contested_one(self, finding: Finding) -> None:
        self._lead(finding, finding.text(self.lang))
        self._due(finding)
        self._readings(finding)

    def _quiet(self) -> None:
        """Complied with, and not applicable: counts, or a list where more words are asked for."""
        self.layout.gap()
        for verdict, title in (
            (Verdict.COMPLIANT, Text("Соблюдено", "Complied with")),
            (Verdict.NOT_APPLICABLE, Text("Не применимо", "Not applicable")),
        ):
            findings = self.it.with_verdict(verdict, force=None)
            if not self.verbose:
                self.layout.line(f"{title(self.lang)}: {len(findings)}")
                continue
            if findings:
                self.layout.line(title(self.lang), style="bold")
            for finding in findings:
                self._lead(finding, finding.text(self.lang))
                if verdict is Verdict.COMPLIANT:
                    self._due(finding)
            self.layout.gap()
        if not self.verbose:
            self.layout.line(self._say("(-v покажет их списком)", "(-v lists them)"), style="dim")

    def _notes(self, title: Text, notes: tuple[Text, ...], mark: str) -> None:
        if not notes:
            return
        self.layout.gap()
        self.layout.line(title(self.lang), style="bold")
        for note in notes:
            self.layout.entry(mark, note(self.lang), style="yellow")

    # -- parts of a finding ------------------------------------------------------------------------

    def _lead(self, finding: Finding, words: str) -> None:
        mark, style = _MARKS[finding.verdict]
        if finding.verdict is Verdict.VIOLATED and finding.force is not Force.MANDATORY:
            mark, style = _ADVICE
        item = f" {self._item(finding)}" if finding.at else ""
        self.layout.entry(f"{mark} {finding.citation}{item}", words, style=style)

    def _item(self, finding: Finding) -> str:
        """The item in the words of the record: «акт.нарушения[2]» for act.violations[2]."""
        at, each = finding.at, finding.provision.each
        known = any(one.item == at for one in finding.evidence)
        if at is None or each is None or self.lang != "ru" or not known:
            return str(at)
        return f"{each.ru}[{column_words(at.key)(self.lang)}]"

    def _due(self, finding: Finding) -> None:
        """«срок 12.03, исполнено 15.03, +3 рабочих дня», and how the term was reckoned."""
        if finding.due is None:
            return
        parts = [self._say("срок ", "due ") + when(finding.due.at, self.lang)]
        done = finding.done(self.lang)
        if done is not None:
            parts.append(self._say("исполнено ", "done ") + when(done, self.lang))
        elif finding.verdict is Verdict.VIOLATED:
            parts.append(self._say("не исполнено", "not done"))
        if finding.delay:
            parts.append(overrun(finding.delay, self.lang))
        self.layout.line(", ".join(parts), indent=4)
        self._reckoning(finding.due)

    def _reckoning(self, due: Due) -> None:
        """Where the term starts and which days it passed over."""
        parts = []
        if due.earliest != due.at:
            parts.append(self._say("самое раннее — ", "at the earliest ") + when(due.earliest, self.lang))
        if due.base is not None:
            term = f" ({due.base_term(self.lang)})" if due.base_term else ""
            parts.append(self._say("от ", "from ") + when(due.base, self.lang) + term)
        if due.first_counted:
            parts.append(self._say("счёт с ", "counted from ") + when(due.first_counted, self.lang))
        if due.skipped:
            parts.append(self._say("не считаются ", "not counted ") + skipped(due.skipped, self.lang))
        if due.rolled_from:
            parts.append(self._say("перенесён с ", "moved from ") + when(due.rolled_from, self.lang))
        if parts:
            self.layout.line(", ".join(parts), indent=4, hang=6, style="dim")

    def _evidence(self, finding: Finding) -> None:
        for evidence in finding.evidence:
            if evidence.background and not self.verbose:
                continue
            value = evidence.words(self.lang)
            place = evolve(evidence.place, column=None) if evidence.place is not None else None
            source = f"  ({place})" if place is not None else ""
            self.layout.line(f"{evidence.term(self.lang)}: {value}{source}", indent=4, hang=8, style="dim")

    def _quoted(self, words: Text) -> str:
        """Words in the quotation marks of the language."""
        return self._say(f"«{words.ru}»", f"“{words.en}”")

    def _readings(self, finding: Finding) -> None:
        """Readings, only where their options disagree: which options give which verdict."""
        by_reading: dict[str, dict[Verdict, list[str]]] = {}
        for one in finding.readings:
            options = by_reading.setdefault(one.reading, {}).setdefault(one.verdict, [])
            options.append(self._quoted(one.words) if one.words.ru else one.option)
        for reading, verdicts in by_reading.items():
            if len(verdicts) > 1:
                words = "; ".join(
                    f"{', '.join(said)} — {verdict.words(self.lang)}" for verdict, said in verdicts.items()
                )
                self.layout.line(f"{self._say('чтение', 'reading')} {reading}: {words}", indent=4, hang=8)

    # -- first and last ----------------------------------------------------------------------------

    def _subject(self) -> str:
        parts = [f"{self.it.kind_words(self.lang)} {self.it.subject_id or ''}".strip()]
        if self.it.source:
            parts.append(self.it.source)
        return " · ".join(parts)

    def _receipt(self) -> str:
        pack, calendar = self.it.pack, self.it.calendar
        day = when(self.it.as_of, self.lang)
        chosen = ", ".join(f"{reading}={option}" for reading, option in self.it.readings.items())
        settled = (f"{self._say('чтения', 'readings')} {chosen}",) if chosen else ()
        return " · ".join(
            (
                f"{self._say('правила', 'rules')} {pack['id']} {pack['version']} ({pack['sha256'][:8]})",
                f"{self._say('календарь', 'calendar')} {calendar['id']} ({calendar['sha256'][:8]})",
                f"{self._say('движок', 'engine')} {self.it.engine}",
                f"{self._say('день проверки', 'checked as of')} {day} "
                f"({_AS_OF[self.it.as_of_source](self.lang)})",
                *settled,
            )
        )

    def _say(self, ru: str, en: str) -> str:
        return ru if self.lang == "ru" else en


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Violated under every reading before contested; otherwise as the law has them."""
    return sorted(findings, key=lambda finding: finding.contested)


def _soonest_first(findings: Iterable[Finding]) -> list[Finding]:
    """What falls due first; duties without a term last."""
    return sorted(findings, key=lambda f: _day_of(f.due) if f.due else 10**7)


def _day_of(due: Due) -> int:
    return due.at.toordinal()


_DAYS = Noun("день", "дня", "дней", "day", "days")
_LEFT = Noun("остался", "осталось", "осталось", "left", "left")


def _left(days: int) -> Text:
    if days <= 0:
        return Text("истекает сегодня", "the last day is today")
    ru = f"{_LEFT.form(days, 'ru')} {_DAYS.of(days, 'ru')}"
    return Text(ru, f"{_DAYS.of(days, 'en')} left")
