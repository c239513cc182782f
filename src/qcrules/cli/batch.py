"""``qcrules batch IN… -o OUT``: a whole register."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from qcrules.errors import Problem, UsageError
from qcrules.reader import apart
from qcrules.text import Lang

from .base import CommandTable
from .options import AS_OF, FILES, NULLS, OUTPUT, READING, RULES, chosen_readings, flag, option
from .output import answer, complain, require_ending, write_whole
from .progress import ProgressBar
from .words import said

if TYPE_CHECKING:
    from qcrules.batch.job import Job
    from qcrules.batch.summary import Summary


def batch(
    lang: Lang,
    files: tuple[str, ...],
    output: str | None,
    guess_map: bool,
    verdicts: bool,
    findings: bool,
    mapping: str | None,
    rejects: str | None,
    against: str | None,
    report: str | None,
    processes: int,
    reading: tuple[str, ...],
    **asked: Any,
) -> int:
    """Check the rows of some files; ``asked``: the kind of the records, the rules, the day and what is left out."""
    try:
        from qcrules.batch.job import Job
        from qcrules.batch.moves import moved, verdicts_of
        from qcrules.batch.run import rows_in, run
        from qcrules.render import register as renderer
    except ImportError:
        raise UsageError(Problem(said("no-tables"))) from None
    sources = list(map(Path, files))
    if findings and against:
        raise click.UsageError(said("not-together", "--findings", "--against")(lang))
    if guess_map:
        deciding: dict[str, Any] = {"map": mapping, "against": against, "verdicts": verdicts}
        deciding |= {"findings": findings, "rejects": rejects, "report": report, "reading": reading}
        return _guessed(lang, sources, output, {**deciding, **asked})
    if output is None:
        raise click.UsageError(said("no-output")(lang))
    if verdicts and findings:
        raise click.UsageError(said("one-report")(lang))
    out = Path(output)
    if not out.name:
        raise UsageError(Problem(said("is-a-folder", output or ".")))
    bad = Path(rejects) if rejects else out.with_name(f"{out.stem}.rejects.csv")
    job, sources = Job(
        **asked, report="findings" if findings else "verdicts", readings=chosen_readings(reading), lang=lang
    ).over(sources)
    job = job.mapped(mapping, sources)
    if report is not None:
        others = [Path(one) for one in (mapping, against) if one]
        apart([*sources, *others, out, bad], report)
        require_ending(report, "not-html", ".html", ".htm")
    before = verdicts_of(Path(against)) if against else None
    with ProgressBar(len(sources) if job.forms else rows_in(sources), least=1) as bar:
        summary = run(job, sources, out, bad, processes=processes, progress=bar.step)
    _told(summary, job, out)
    if summary.rejected:
        complain(said("rejected", bad)(lang))
    moves = moved(before, verdicts_of(out)) if before is not None else None
    if moves is not None:
        answer(renderer.moves(moves, lang))
    if report is not None:
        from qcrules.render import register_page

        write_whole(report, register_page.render(summary, job.decider(), lang, moves and moves.verdicts))
    return 2 if summary.rejected == summary.rows and summary.rows else int(summary.any_violated)


def _told(summary: Summary, job: Job, out: Path) -> None:
    """Say what the rows come to, and the years that reports make up."""
    from qcrules.batch.run import years_beside
    from qcrules.judge.years import YEAR
    from qcrules.render import register

    answer(register.summary(summary, job.decider(), job.lang))
    if (years := summary.years) is not None:
        decider = evolve(job, kind=YEAR).decider()
        answer("\n" + register.years(years, decider, str(years_beside(out)), job.lang))


def _guessed(lang: Lang, sources: list[Path], output: str | None, asked: Mapping[str, Any]) -> int:
    """Draft a mapping file for one register; what else is asked means nothing then."""
    from qcrules.batch.job import Job
    from qcrules.batch.run import guessed_map

    job = {name: asked[name] for name in ("kind", "rules", "sheet")}
    for name in (name for name, given in asked.items() if given and name not in job):
        raise click.UsageError(said("not-together", "--guess-map", f"--{name.replace('_', '-')}")(lang))
    if len(sources) > 1:
        raise click.UsageError(said("one-register")(lang))
    if output is not None:
        apart(sources, output)
    answer(guessed_map(Job(**job, lang=lang), sources[0]), output)
    return 0


COMMAND = CommandTable(
    batch,
    (
        FILES,
        OUTPUT,
        flag("--verdicts"),
        flag("--findings"),
        AS_OF,
        option("--kind"),
        option("--sheet"),
        READING,
        flag("--complete"),
        NULLS,
        option("--map mapping"),
        flag("--guess-map"),
        option("--rejects"),
        option("--against"),
        option("--report"),
        option("--processes", type=click.IntRange(1, 64), default=min(os.cpu_count() or 1, 64)),
        RULES,
    ),
)
