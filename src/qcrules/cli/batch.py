"""``qcrules batch IN… -o OUT``: a whole register."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .options import AS_OF, FILES, NULLS, OUTPUT, READING, RULES, chosen_readings, flag, option
from .output import answer, complain, write_whole
from .progress import ProgressBar
from .words import said


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
        from qcrules.batch.moves import moved, verdicts_of
        from qcrules.batch.run import Job, guessed_map, rows_in, run
        from qcrules.render import register as renderer
    except ImportError:
        raise UsageError(Problem(said("no-tables"))) from None
    sources = list(map(Path, files))
    for one, other, both in (
        ("--guess-map", "--map", guess_map and mapping),
        ("--guess-map", "--against", guess_map and against),
        ("--findings", "--against", findings and against),
    ):
        if both:
            raise click.UsageError(said("not-together", one, other)(lang))
    if guess_map:
        job = Job(kind=asked["kind"], rules=asked["rules"], sheet=asked["sheet"], lang=lang)
        answer(guessed_map(job, sources[0]), output)
        return 0
    if output is None:
        raise click.UsageError(said("no-output")(lang))
    if verdicts and findings:
        raise click.UsageError(said("one-report")(lang))
    out = Path(output)
    if not out.name:
        raise UsageError(Problem(said("is-a-folder", output or ".")))
    bad = Path(rejects) if rejects else out.with_name(f"{out.stem}.rejects.csv")
    job = Job(
        **asked, report="findings" if findings else "verdicts", readings=chosen_readings(reading), lang=lang
    ).mapped(mapping)
    before = verdicts_of(Path(against)) if against else None
    with ProgressBar(rows_in(sources), least=1) as bar:
        summary = run(job, sources, out, bad, processes=processes, progress=bar.step)
    answer(renderer.summary(summary, job.decider(), lang))
    if summary.rejected:
        complain(said("rejected", bad)(lang))
    moves = moved(before, verdicts_of(out)) if before is not None else None
    if moves is not None:
        answer(renderer.moves(moves, lang))
    if report is not None:
        from qcrules.render import register_page

        write_whole(report, register_page.render(summary, job.decider(), lang, moves and moves.verdicts))
    return 2 if summary.rejected == summary.rows and summary.rows else int(summary.violated_rows > 0)


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
