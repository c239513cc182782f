"""Findings for a person at a terminal: the counts, the worst first, the receipt last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from qcrules.finding import Assessment, Due, Evidence, Finding, Force, Verdict
from qcrules.text import Lang, Text

from .layout import TextLayout
from .sections import (
    COUNTS,
    FEW,
    ReportSection,
    days_left,
    divided_readings,
    due_parts,
    headline,
    item_words,
    needed_facts,
    open_sections,
    quiet_sections,
    receipt,
    subject,
)
from .words import skipped, when

if TYPE_CHECKING:
    from ..ahead.change import WhatIf

_MARKS = {
    Verdict.VIOLATED: ("✗", "red bold"),
    Verdict.PENDING: ("…", "yellow bold"),
    Verdict.UNDETERMINED: ("?", "cyan bold"),
    Verdict.COMPLIANT: ("✓", "green"),
    Verdict.NOT_APPLICABLE: ("–", "dim"),
}
QUIET = (Verdict.COMPLIANT, Verdict.NOT_APPLICABLE)
MOST_NEEDED = 12
"""So many facts are told with what waits for them."""
_ADVICE = ("•", "yellow bold")


def render(
    assessments: Iterable[Assessment], *, verbose: bool = False, width: int = 100, colour: bool = False
) -> str:
    """Every assessment in turn; ``verbose`` also lists what was complied with and what did not apply."""
    return "".join(pieces(assessments, verbose=verbose, width=width, colour=colour))


def pieces(
    assessments: Iterable[Assessment],
    *,
    verbose: bool = False,
    what_if: bool = False,
    width: int = 100,
    colour: bool = False,
) -> Iterator[str]:
    """The same, an assessment at a time; ``what_if``: with the smallest change beside each violation."""
    found = (body(one, verbose=verbose, what_if=what_if, width=width, colour=colour) for one in assessments)
    return joined(found, width=width, colour=colour)


def body(
    assessment: Assessment,
    *,
    verbose: bool = False,
    what_if: bool = False,
    width: int = 100,
    colour: bool = False,
) -> str:
    """One assessment."""
    layout = TextLayout(width=width, colour=colour)
    _AssessmentLayout(assessment, layout, verbose, _changes(assessment) if what_if else None).write()
    return layout.text()


def joined(bodies: Iterable[str], *, width: int = 100, colour: bool = False) -> Iterator[str]:
    """Assessments that were told one by one, with a line between them."""
    line = TextLayout(width=width, colour=colour).paint("─" * min(width, 72), "dim")
    for number, one in enumerate(bodies):
        yield f"\n{line}\n\n{one}" if number else one


def _changes(assessment: Assessment) -> WhatIf:
    from ..ahead.change import WhatIf  # only who asks for changes needs them

    return WhatIf.of(assessment)


@frozen(eq=False, repr=False)
class _AssessmentLayout:
    """One assessment, laid out; ``told``: what was said of readings so far."""

    it: Assessment
    layout: TextLayout
    verbose: bool
    what_if: WhatIf | None
    told: set[str] = field(factory=set)

    @property
    def lang(self) -> Lang:
        return self.it.lang

    def say(self, ru: str, en: str) -> str:
        return ru if self.lang == "ru" else en

    def write(self) -> None:
        it, layout = self.it, self.layout
        layout.whole(headline(it), style="bold red" if it.violations else "bold")
        about = subject(it)
        layout.line(f"{about} · {it.source}" if it.source else about, style="dim")
        for one in open_sections(it, all_contested=self.verbose):
            if one.name == "undetermined" and len(one.findings) > FEW and not self.verbose:
                self.needs(one)
            else:
                self.section(one, *self.shown(one.name))
        self.quiet()
        self.notes(self.say("Предупреждения о записи", "Warnings about the record"), it.warnings, "!")
        self.notes(self.say("Допущения", "Assumptions"), it.assumptions, "·")
        layout.gap()
        if it.caveat:
            layout.entry("!", it.caveat(self.lang), style="yellow")
        layout.whole(" · ".join(receipt(it)), style="dim")

    # -- sections ---------------------------------------------------------------------------------------------------

    def shown(self, name: str) -> tuple[Callable[[Finding], None], ...]:
        """What is shown of each finding of a section."""
        parts: dict[str, tuple[Callable[[Finding], None], ...]] = {
            "pending": (self.left,),
            "undetermined": (self.missing,),
            "contested": (self.due,),
            "advice_open": (self.left, self.missing),
            "rights": (self.missing,),
        }
        return (*parts.get(name, (self.due, self.evidence)), self.rests_on, self.readings, self.changes)

    def section(self, it: ReportSection, *parts: Callable[[Finding], None]) -> None:
        """Findings under a title, each with what is shown of it."""
        if it.findings:
            self.layout.gap()
            self.layout.line(it.title(self.lang), style="bold")
        for finding in it.findings:
            self.lead(finding)
            for part in parts:
                part(finding)

    def needs(self, it: ReportSection) -> None:
        """The facts that would decide most, each once with the provisions that wait for it."""
        facts = needed_facts(it.findings)
        self.layout.gap()
        self.layout.line(f"{it.title(self.lang)}: {len(it.findings)}", style="bold")
        for one in facts[:MOST_NEEDED]:
            cited = ", ".join(dict.fromkeys(finding.citation for finding in one.findings))
            words = f"{one.missing.term(self.lang)} ({one.missing.field}) — {cited}"
            self.layout.entry(f"? {self.say('нужно', 'needed')}:", words, style="cyan bold")
        rest = facts[MOST_NEEDED:]
        more = self.say("-v покажет, что каждый факт решит", "-v shows what each fact decides")
        if rest:
            names = ", ".join(one.missing.term(self.lang) for one in rest)
            self.layout.line(f"{self.say('и ещё', 'and also')}: {names}", indent=4, hang=4, style="dim")
        self.layout.line(f"({more})", style="dim")

    def quiet(self) -> None:
        """Complied with, and not applicable: counts, or a list where more words are asked for."""
        complied, *aside = quiet_sections(self.it)
        self.layout.gap()
        if self.verbose:
            self.section(complied, self.due)
            for one in aside:
                self.section(one)
            self.layout.gap()
            return
        counts = self.it.summary
        said = ", ".join(
            COUNTS[verdict].of(counts[verdict], self.lang) for verdict in QUIET if counts[verdict]
        )
        if said:
            self.layout.line(f"{said} ({self.say('-v покажет списком', '-v lists them')})", style="dim")

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
        item = f" {item_words(finding, finding.at, self.lang)}" if finding.at is not None else ""
        cited = f"{mark} {finding.citation}{item}"
        self.layout.entry(cited, finding.text(self.lang), style=style)

    def left(self, finding: Finding) -> None:
        """«срок 12.03, осталось 5 дней»."""
        if finding.due is not None:
            due = f"{self.say('срок', 'due')} {when(finding.due.at, self.lang)}"
            self.layout.line(f"{due}, {days_left(finding, self.it.as_of, self.lang)}", indent=4)
            self.reckoning(finding.due)

    def due(self, finding: Finding) -> None:
        """«срок 12.03, исполнено 15.03, +3 рабочих дня», and how the term was reckoned; not what the sentence says."""
        if finding.due is None:
            return
        done = finding.done(self.lang)
        days = [finding.due.at, *([done] if done is not None else [])]
        if self.verbose or not all(when(day, self.lang) in finding.text(self.lang) for day in days):
            self.layout.line(", ".join(due_parts(finding, finding.due, self.lang)), indent=4)
        self.reckoning(finding.due)

    def reckoning(self, due: Due) -> None:
        """Where the term starts and which days it passed over; nothing where it is a day of the record itself."""
        lang = self.lang
        if due.base == due.at and not self.verbose:
            return
        term = f" ({due.base_term(lang)})" if due.base_term else ""
        self.parts(
            (
                "самое раннее —",
                "at the earliest",
                when(due.earliest, lang) if due.earliest != due.at else None,
            ),
            ("от", "from", when(due.base, lang) + term if due.base is not None else None),
            ("счёт с", "counted from", when(due.first_counted, lang) if due.first_counted else None),
            (
                "не считаются",
                "not counted",
                skipped(due.skipped, lang, brief=not self.verbose) if due.skipped else None,
            ),
            ("перенесён с", "moved from", when(due.rolled_from, lang) if due.rolled_from else None),
            ("по календарю", "on the calendar", due.calendar or None),
            ("считают по", "counted under", due.counted_by or None),
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
            if not (decides or self.verbose):
                continue  # the sentence has named it
            words = f"{self.say('нужно', 'needed')}: {one.term(self.lang)} ({one.field})"
            self.layout.line(f"{words} — {decides}" if decides else words, indent=4, hang=8)

    def evidence(self, finding: Finding) -> None:
        """The facts on which it rests, in a line; what the sentence says is not said again."""
        words = finding.text(self.lang)
        said = [
            f"{one.term(self.lang)}: {one.words(self.lang)}{self.place(one)}"
            for one in (finding.evidence if self.verbose else finding.foreground)
            if self.verbose or one.words(self.lang) not in words
        ]
        if said:
            self.layout.line("; ".join(said), indent=4, hang=6, style="dim")

    def place(self, evidence: Evidence) -> str:
        """Where a fact was recorded: the line, in the file that is checked."""
        if evidence.place is None:
            return ""
        place = evolve(evidence.place, column=None)
        if self.verbose or place.file != self.it.source or place.line is None:
            return f" ({place})"
        return f" ({self.say('строка', 'line')} {place.line})"

    def rests_on(self, finding: Finding) -> None:
        """The verdicts of other rules that it was decided by."""
        said = [f"{one.citation} ({one.rule}) — {one.verdict.words(self.lang)}" for one in finding.rests_on]
        if said:
            words = self.say("зависит от вывода", "rests on the verdict on")
            self.layout.line(f"{words}: {'; '.join(said)}", indent=4, hang=6)

    def changes(self, finding: Finding) -> None:
        """What would have made it comply, or still will, where that was asked."""
        for words in self.what_if.words(finding) if self.what_if is not None else ():
            self.layout.line(words(self.lang), indent=4, hang=8)

    def readings(self, finding: Finding) -> None:
        """Readings, only where their options disagree: which options give which verdict."""
        for reading, options in divided_readings(finding, self.lang):
            said = "; ".join(
                f"{', '.join(words)} — {verdict.words(self.lang)}" for verdict, words in options.items()
            )
            words = f"{self.say('чтение', 'reading')} {reading}"
            again = f"{reading}: {said}" in self.told and not self.verbose
            self.told.add(f"{reading}: {said}")
            self.layout.line(
                f"{words}: {self.say('как выше', 'as above')}" if again else f"{words}: {said}",
                indent=4,
                hang=8,
            )
