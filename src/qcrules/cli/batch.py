"""``qcrules batch IN… -o OUT``: a whole register."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from qcrules.errors import UsageError
from qcrules.text import Lang, Text

from .base import CommandTable
from .options import FILE, FILES, READING, RULES, CalendarDay, chosen_readings, flag, option
from .output import answer, complain
from .progress import ProgressBar


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
    processes: int,
    reading: tuple[str, ...],
    **asked: Any,
) -> int:
    """Check the rows of some files; ``asked``: the kind of the records, the rules, the day and what is left out."""
    try:
        from qcrules.batch.moves import moved, verdicts_of
        from qcrules.batch.run import Job, guessed_map, rows_in, run
        from qcrules.render import register as face
    except ImportError:
        raise UsageError.of(
            "для реестров нужно: pip install 'qcrules[batch]'",
            "registers need: pip install 'qcrules[batch]'",
        ) from None
    sources = list(map(Path, files))
    if guess_map:
        answer(guessed_map(Job(kind=asked["kind"], rules=asked["rules"]), sources[0]))
        return 0
    if output is None:
        raise click.UsageError(Text("Нужен -o ФАЙЛ.", "-o FILE is needed.")(lang))
    if verdicts and findings:
        raise click.UsageError(
            Text("Либо --verdicts, либо --findings.", "Either --verdicts or --findings.")(lang)
        )
    out = Path(output)
    bad = Path(rejects) if rejects else out.with_name(f"{out.stem}.rejects.csv")
    job = Job(
        **asked, report="findings" if findings else "verdicts", readings=chosen_readings(reading), lang=lang
    ).mapped(mapping)
    before = verdicts_of(Path(against)) if against else None
    with ProgressBar(rows_in(sources), least=1) as bar:
        summary = run(job, sources, out, bad, processes=processes, progress=bar.step)
    answer(face.summary(summary, job.decider(), lang))
    if summary.rejected:
        complain(Text(f"отклонённые строки: {bad}", f"rejected rows: {bad}")(lang))
    if before is not None:
        answer(face.moves(moved(before, verdicts_of(out)), lang))
    return 2 if summary.rejected == summary.rows and summary.rows else int(summary.violated_rows > 0)


COMMAND = CommandTable(
    Text(
        "Проверить реестр: строка — проверка. Читает Parquet, CSV, Excel и JSON lines, пишет вердикты (строка — "
        "дело, столбец — правило) или нарушения (строка — нарушение). Плохие строки попадают в отдельный файл с "
        "причиной.",
        "Check a register, a row a record. Reads Parquet, CSV, Excel and JSON lines; writes verdicts (a row a record, "
        "a column a rule) or findings (a row a violation). Bad rows go to a file of their own, with the reason.",
    ),
    batch,
    (
        FILES,
        option(
            "-o --output",
            Text("Куда: .parquet, .csv, .jsonl, .xlsx.", "Where to: .parquet, .csv, .jsonl, .xlsx."),
            FILE,
        ),
        flag(
            "--verdicts",
            Text(
                "Строка — дело, столбец — правило (по умолчанию).",
                "A row a record, a column a rule (the default).",
            ),
        ),
        flag("--findings", Text("Строка — нарушение.", "A row a violation.")),
        option(
            "--as-of",
            Text(
                "День проверки; иначе столбец «на дату», иначе сегодня.",
                "The day; else column as_of, else today.",
            ),
            type=CalendarDay(),
        ),
        option(
            "--kind",
            Text("Вид записей, по умолчанию проверка.", "The kind of the records; default inspection."),
            default="inspection",
        ),
        READING,
        flag(
            "--complete",
            Text("Считать, что чего нет в строке, того не было.", "What a row leaves out did not happen."),
        ),
        option("--map mapping", Text("Чей столбец — какой термин.", "Whose column is which term."), FILE),
        flag(
            "--guess-map",
            Text("Предложить такой файл и ничего не проверять.", "Propose such a file, and check nothing."),
        ),
        option(
            "--rejects",
            Text("Куда плохие строки; иначе рядом с ответом.", "Where bad rows go; else beside the answer."),
            FILE,
        ),
        option(
            "--against",
            Text("Вердикты прошлого прогона: что изменилось.", "Verdicts of a former run: what moved."),
            FILE,
        ),
        option(
            "--processes",
            Text("Сколько процессов.", "How many processes."),
            type=click.IntRange(1, 64),
            default=min(os.cpu_count() or 1, 64),
        ),
        RULES,
    ),
)
