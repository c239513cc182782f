"""The records of many files, judged and told: here, or in as many processes as are asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from qcrules.errors import QcrulesError
from qcrules.text import Lang

from .options import chosen_readings

if TYPE_CHECKING:
    from concurrent.futures import Future

    from qcrules.finding import Assessment
    from qcrules.judge.check import Checked
    from qcrules.judge.judgement import Settings
    from qcrules.judge.rulebook import Rulebook

FEW = 48
"""Fewer files than these are done sooner than another process is started."""

_AT_ONCE = 8
"""So many files are given to a process at a time."""


@frozen(eq=False, repr=False)
class CheckJob:
    """How records are judged, and how an assessment is told. All of it goes to other processes."""

    rules: str | None
    settings: Settings
    tell: Callable[[Assessment], Any]

    @classmethod
    def of(
        cls,
        tell: Callable[[Assessment], Any],
        lang: Lang,
        reading: tuple[str, ...],
        rules: str | None,
        as_of: str | None,
        **how: Any,
    ) -> CheckJob:
        """As the options of a command say it. What is wrong with the rules is told first."""
        from qcrules.judge.judgement import Settings
        from qcrules.judge.rulebook import kept_rules

        kept_rules.cache_clear()  # a program that goes on running sees what was edited since
        kept_rules(rules)
        return cls(rules, Settings.of(as_of, lang, readings=chosen_readings(reading), **how), tell)

    @property
    def book(self) -> Rulebook:
        """The rules, loaded once a process."""
        from qcrules.judge.rulebook import kept_rules

        return kept_rules(self.rules)


@frozen(eq=False, repr=False)
class ToldRecord:
    """What came of one record: what is told of it, or what was wrong. ``checked``: where it was judged here."""

    source: str
    answer: Any = None
    violated: bool = False
    error: Exception | None = None
    reports: tuple[Any, ...] = ()
    checked: Checked | None = None


def told(
    job: CheckJob, files: Sequence[str], processes: int, over: Callable[[Iterable[str]], Iterator[str]]
) -> Iterator[ToldRecord]:
    """Every record of every file, in order, then every year of reports; ``over`` learns of each file that is done."""
    from qcrules.judge.check import judged_years

    reports: list[Any] = []
    shared = processes > 1 and len(files) >= FEW
    coming = _elsewhere(job, files, processes) if shared else iter([None] * len(files))
    for file, found in zip(over(files), coming, strict=True):
        for one in found if found is not None else _here(job, file):
            reports += one.reports
            yield one
    for year in judged_years(reports, job.book, job.settings):
        yield _told(job, str(year.source), year)


def _here(job: CheckJob, file: str) -> Iterator[ToldRecord]:
    from qcrules.judge.check import judged_of

    for one in judged_of(file, job.book, job.settings):
        yield _told(job, file, one)


def _told(job: CheckJob, source: str, one: Checked) -> ToldRecord:
    if one.assessment is None:
        return ToldRecord(source, error=one.error)
    return ToldRecord(
        source, job.tell(one.assessment), bool(one.assessment.violations), None, one.reports, checked=one
    )


def _elsewhere(job: CheckJob, files: Sequence[str], processes: int) -> Iterator[list[ToldRecord] | None]:
    """What other processes tell of each file; None where it is better judged here."""
    from qcrules.judge.rulebook import kept_rules
    from qcrules.workers import workers  # a cold start does not wait for what few files need

    waiting: deque[Future[list[list[ToldRecord] | None]]] = deque()
    with workers(processes, kept_rules, job.rules) as pool:
        for at in range(0, len(files), _AT_ONCE):
            waiting.append(pool.submit(_told_of, job, files[at : at + _AT_ONCE]))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _told_of(job: CheckJob, files: Iterable[str]) -> list[list[ToldRecord] | None]:
    return [_whole(job, file) for file in files]


def _whole(job: CheckJob, file: str) -> list[ToldRecord] | None:
    """What is told of a file; None where it meets a fault of ours, which is met again where it can be shown."""
    try:
        found = [evolve(one, checked=None) for one in _here(job, file)]
    except Exception:
        return None
    ours = any(one.error is not None and not isinstance(one.error, QcrulesError) for one in found)
    return None if ours else found
