"""The picture of time: a row a term, from the event to the due day, with what was done and the days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from qcrules.finding import Assessment, Due, Finding, Force, Verdict
from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar
from qcrules.time.counting import Reckoning

from .html import filled, said
from .sections import due_parts, item_words
from .words import DUE, MONTHS, due_name, when, with_weekday

_WIDTH, _LEFT, _TOP, _ROW = 960.0, 8.0, 46.0, 46.0
_DAY = timedelta(days=1)
_LETTER, _BOLD = 7.4, 8.4
"""How wide a letter is, plain and bold, for cutting words that would not fit."""


@frozen
class TermRow:
    """One term of the picture: moments from the event to what was done, and the words beside it."""

    title: str
    about: str
    words: str
    verdict: Verdict
    base: date | datetime | None
    earliest: date | datetime
    due: date | datetime
    done: date | datetime | None
    late: bool
    """Does an overrun run from the due day to what was done, or to the day of the check?"""
    name: Text = DUE
    """What the day is called."""
    others: tuple[tuple[date | datetime, str], ...] = ()
    """The days that other readings give, with their words."""

    def moments(self) -> Iterator[date | datetime]:
        """Every moment that the row shows."""
        yield from (one for one in (self.base, self.earliest, self.due, self.done) if one is not None)
        yield from (day for day, _ in self.others)


def case_picture(assessment: Assessment, calendar: Calendar | None) -> str:
    """The terms of a case as SVG; nothing where it has none."""
    lang, shown = assessment.lang, [_of_finding(one, assessment.lang) for one in _with_terms(assessment)]
    title = said("picture-of-case", f"{assessment.kind_words(lang)} {assessment.subject_id or ''}".strip())
    return picture(title, shown, calendar, assessment.as_of, lang) if shown else ""


def term_picture(title: Text, reckoning: Reckoning, calendar: Calendar, lang: Lang) -> str:
    """One term as SVG."""
    row = TermRow(
        title=title(lang),
        about="",
        words=with_weekday(reckoning.due, lang),
        verdict=Verdict.PENDING,
        base=reckoning.base,
        earliest=reckoning.due,
        due=reckoning.due,
        done=None,
        late=False,
    )
    return picture(title, [row], calendar, None, lang)


def _with_terms(assessment: Assessment) -> list[Finding]:
    """The findings that have a term, by when it begins."""
    found = [
        one
        for one in assessment.findings
        if one.force is Force.MANDATORY and one.verdict is not Verdict.NOT_APPLICABLE and one.due is not None
    ]
    return sorted(found, key=lambda one: min(map(_at, _of_finding(one, assessment.lang).moments())))


def _of_finding(finding: Finding, lang: Lang) -> TermRow:
    due = finding.due
    assert isinstance(due, Due)
    actual = finding.actual
    item = f" {item_words(finding, finding.at, lang)}" if finding.at is not None else ""
    words = due_parts(finding, due, lang)
    return TermRow(
        title=f"{finding.citation}{item}",
        about=finding.gist(lang),
        words=" · ".join(words),
        verdict=finding.verdict,
        base=due.base,
        earliest=due.earliest,
        due=due.at,
        done=actual if isinstance(actual, date) else None,
        late=finding.verdict is Verdict.VIOLATED and finding.delay is not None,
        name=due_name(due),
        others=_others(finding, due, lang),
    )


def _others(finding: Finding, due: Due, lang: Lang) -> tuple[tuple[date | datetime, str], ...]:
    """Other days under other readings."""
    found: dict[date | datetime, list[str]] = {}
    for one in finding.readings:
        if one.due is not None and one.due not in (due.at, due.earliest):
            found.setdefault(one.due, []).append(f"«{one.words.ru}»" if lang == "ru" else f"“{one.words.en}”")
    return tuple((day, ", ".join(words)) for day, words in found.items())


# -- drawing ----------------------------------------------------------------------------------------------------


def picture(
    title: Text, rows: Sequence[TermRow], calendar: Calendar | None, as_of: date | None, lang: Lang
) -> str:
    """Rows as SVG that stands alone, with its words for who cannot see it."""
    scale = _TimeScale.of([moment for row in rows for moment in row.moments()], as_of)
    height = _TOP + _ROW * len(rows) + 34
    return filled(
        "timeline.svg",
        lang,
        title=title,
        rows=[_drawn(row, number, scale, lang) for number, row in enumerate(rows)],
        months=list(_ticks(scale, lang)),
        off=list(_days_off(scale, calendar, lang)) if calendar is not None else [],
        as_of=_check_line(scale, as_of, lang),
        others=any(row.others for row in rows),
        late=any(row.late for row in rows),
        done=any(row.done is not None for row in rows),
        width=_WIDTH,
        top=_TOP,
        bottom=height - 30,
        height=height,
    )


@frozen
class _TimeScale:
    """From moments to places on the picture."""

    first: float
    last: float
    check: float | None

    @classmethod
    def of(cls, moments: Iterable[date | datetime], as_of: date | None) -> _TimeScale:
        """All moments, and the day of the check unless it would push them together."""
        at = [_at(moment) for moment in moments]
        first, last, check = min(at), max(at) + 1, _at(as_of) if as_of is not None else None
        span = max(last - first, 6)
        if check is not None and first - span / 2 <= check <= last + span / 2:
            first, last = min(first, check), max(last, check + 1)
        margin = max((last - first) / 40, 1)
        return cls(first - margin, last + margin, check)

    def x(self, at: float) -> float:
        """The place of a moment."""
        inside = min(max(at, self.first), self.last)
        return round(_LEFT + (inside - self.first) / (self.last - self.first) * (_WIDTH - 2 * _LEFT), 1)

    @property
    def a_day(self) -> float:
        """How wide a day is."""
        return (_WIDTH - 2 * _LEFT) / (self.last - self.first)


def _at(moment: date | datetime) -> float:
    """A moment as a number of days."""
    if isinstance(moment, datetime):
        return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1440
    return float(moment.toordinal())


def _middle(moment: date | datetime) -> float:
    """Where a moment is marked: a day in its middle."""
    return _at(moment) + (0 if isinstance(moment, datetime) else 0.5)


def _drawn(row: TermRow, number: int, scale: _TimeScale, lang: Lang) -> dict[str, Any]:
    """A row as the template draws it."""
    base = _middle(row.base) if row.base is not None else None
    due, earliest = _middle(row.due), _middle(row.earliest)
    start = base if base is not None else min(earliest, due) - 12 / scale.a_day
    done = _middle(row.done) if row.done is not None else None
    until = done if done is not None else scale.check
    beyond = scale.check is not None and due > scale.check + 1 and row.verdict is not Verdict.VIOLATED
    split = min(max(scale.check or 0, min(start, due)), max(start, due)) if beyond else max(start, due)
    wide = _BOLD if row.verdict is Verdict.VIOLATED else _LETTER
    room = int((_WIDTH - 2 * _LEFT - len(row.words) * wide - len(row.title) * _BOLD) / _LETTER) - 3
    about = row.about if len(row.about) <= room else f"{row.about[: max(room - 1, 0)].rstrip()}…"
    return {
        "y": _TOP + _ROW * number,
        "title": row.title,
        "about": about,
        "words": row.words,
        "verdict": str(row.verdict),
        "base": scale.x(base) if base is not None and base != due else None,
        "base_words": when(row.base, lang) if row.base is not None else "",
        "bar": (scale.x(min(start, due)), scale.x(split)),
        "beyond": (scale.x(split), scale.x(max(start, due))) if beyond else None,
        "soft": scale.x(earliest) if earliest != due else scale.x(start) if base is None else None,
        "due": scale.x(due),
        "due_name": row.name(lang),
        "stem": (scale.x(due), scale.x(done)) if done is not None and base in (None, due) else None,
        "due_words": when(row.due, lang),
        "done": scale.x(done) if done is not None else None,
        "done_words": when(row.done, lang) if row.done is not None else "",
        "late": tuple(map(scale.x, sorted((due, until)))) if row.late and until is not None else None,
        "others": [(scale.x(_middle(day)), when(day, lang), words) for day, words in row.others],
    }


def _ticks(scale: _TimeScale, lang: Lang) -> Iterator[tuple[float, str]]:
    """The first day of each month, or of some of them, with its name."""
    first, last = (date.fromordinal(int(day)) for day in (scale.first, scale.last))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(size for size in (1, 2, 3, 6, 12, 24, 60, 240, 1200) if months / size <= 11)
    for month in range(first.year * 12, last.year * 12 + 12, step):
        day = date(month // 12, month % 12 + 1, 1)
        if first < day <= last:
            x = scale.x(day.toordinal())
            yield x, f"{MONTHS[day.month - 1](lang)} {day.year}" if x < _WIDTH - 100 else ""
    if (first.year, first.month) == (last.year, last.month):
        yield _LEFT, f"{MONTHS[first.month - 1](lang)} {first.year}"


def _days_off(scale: _TimeScale, calendar: Calendar, lang: Lang) -> Iterator[tuple[float, float, str]]:
    """Days off, each with its reason, where a day is wide enough to be seen."""
    if scale.a_day < 1:
        return
    for day in range(int(scale.first), int(scale.last) + 1):
        if calendar.first <= day <= calendar.last and not calendar.is_working(day):
            reason = calendar.reason(day)
            words = f"{with_weekday(date.fromordinal(day), lang)}: {reason(lang) if reason else ''}"
            left, right = scale.x(day), scale.x(day + 1)
            if right > left:
                yield left, round(right - left, 1), words


def _check_line(scale: _TimeScale, as_of: date | None, lang: Lang) -> tuple[float, str, str] | None:
    """The line at the day of the check, with its words and on which side of it they stand."""
    if as_of is None:
        return None
    x = scale.x(_middle(as_of))
    return x, said("day-of-check", when(as_of, lang))(lang), "end" if x > _WIDTH / 2 else "start"
