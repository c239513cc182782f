"""``qcrules batch IN… -o OUT``: a whole register."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .base import Command, Day, new, option, reading_option
from .check import _readings
from .output import answer, complain
from .packs import rules_option
from .progress import Progress

if TYPE_CHECKING:
    from qcrules.batch import Report
    from qcrules.batch.run import Job

_ABOUT = Text(
    "Проверить реестр: строка — проверка. Читает Parquet, CSV, Excel и JSON lines, пишет вердикты (строка — дело, "
    "столбец — правило) или нарушения (строка — нарушение). Плохие строки попадают в отдельный файл с причиной.",
    "Check a register, a row a record. Reads Parquet, CSV, Excel and JSON lines; writes verdicts (a row a record, a "
    "column a rule) or findings (a row a violation). Bad rows go to a file of their own, with the reason.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def batch(
        files: tuple[str, ...],
        output: str | None,
        guess_map: bool,
        verdicts: bool,
        findings: bool,
        **how: Any,
    ) -> int:
        _needs_tables()
        if guess_map:
            return _guess(files[0], how["kind"], how["rules"], lang)
        if output is None:
            raise click.UsageError(Text("Нужен -o ФАЙЛ.", "-o FILE is needed.")(lang))
        if verdicts and findings:
            raise click.UsageError(
                Text("Либо --verdicts, либо --findings.", "Either --verdicts or --findings.")(lang)
            )
        report: Report = "findings" if findings else "verdicts"
        return _run([Path(file) for file in files], Path(output), lang, report=report, **how)

    file = Text("ФАЙЛ", "FILE")(lang)
    return new(
        lang,
        "batch",
        _ABOUT,
        batch,
        click.Argument(["files"], nargs=-1, required=True, metavar=f"{file}..."),
        option(
            lang,
            "-o",
            "--output",
            metavar=file,
            help=Text("Куда: .parquet, .csv, .jsonl, .xlsx.", "Where to: .parquet, .csv, .jsonl, .xlsx."),
        ),
        option(
            lang,
            "--verdicts",
            is_flag=True,
            help=Text(
                "Строка — дело, столбец — правило (по умолчанию).",
                "A row a record, a column a rule (the default).",
            ),
        ),
        option(
            lang,
            "--findings",
            is_flag=True,
            help=Text("Строка — нарушение.", "A row a violation."),
        ),
        option(
            lang,
            "--as-of",
            type=Day(lang),
            help=Text(
                "День проверки; иначе столбец «на дату», иначе сегодня.",
                "The day; else column as_of, else today.",
            ),
        ),
        option(
            lang,
            "--kind",
            default="inspection",
            help=Text("Вид записей, по умолчанию проверка.", "The kind of the records; default inspection."),
        ),
        reading_option(lang),
        option(
            lang,
            "--complete",
            is_flag=True,
            help=Text(
                "Считать, что чего нет в строке, того не было.", "What a row leaves out did not happen."
            ),
        ),
        option(
            lang,
            "--map",
            "mapping",
            metavar=file,
            help=Text("Чей столбец — какой термин.", "Whose column is which term."),
        ),
        option(
            lang,
            "--guess-map",
            is_flag=True,
            help=Text(
                "Предложить такой файл и ничего не проверять.", "Propose such a file, and check nothing."
            ),
        ),
        option(
            lang,
            "--rejects",
            metavar=file,
            help=Text(
                "Куда плохие строки; иначе рядом с ответом.", "Where bad rows go; else beside the answer."
            ),
        ),
        option(
            lang,
            "--against",
            metavar=file,
            help=Text("Вердикты прошлого прогона: что изменилось.", "Verdicts of a former run: what moved."),
        ),
        option(
            lang,
            "--processes",
            type=click.IntRange(1, 64),
            default=min(os.cpu_count() or 1, 64),
            help=Text("Сколько процессов.", "How many processes."),
        ),
        rules_option(lang),
    )


def _needs_tables() -> None:
    try:
        import numpy
        import pyarrow

        del numpy, pyarrow
    except ImportError:
        raise UsageError(
            Problem(
                Text(
                    "для реестров нужно: pip install 'qcrules[batch]'",
                    "registers need: pip install 'qcrules[batch]'",
                )
            )
        ) from None


def _run(
    files: list[Path],
    out: Path,
    lang: Lang,
    *,
    report: Report,
    as_of: date | None,
    kind: str,
    reading: tuple[str, ...],
    complete: bool,
    mapping: str | None,
    rejects: str | None,
    against: str | None,
    processes: int,
    rules: str | None,
) -> int:
    from qcrules.batch.mapping import read_mapping
    from qcrules.batch.run import Job, run
    from qcrules.batch.summary import words
    from qcrules.finding import Force

    job: Job = Job(
        kind=kind,
        report=report,
        rules=rules,
        as_of=as_of,
        readings=_readings(reading),
        complete=complete,
        lang=lang,
    )
    decider = job.decider()
    if mapping is not None:
        from attrs import evolve

        job = evolve(job, mapping=read_mapping(Path(mapping), decider.names))
    bad = Path(rejects) if rejects else out.with_name(f"{out.stem}.rejects.csv")
    before = _verdicts(Path(against)) if against else None
    with Progress(_rows_in(files), least=1) as bar:
        summary = run(job, files, out, bad, processes=processes, progress=bar.step)
    answer(words(summary, decider, lang))
    if summary.rejected:
        complain(Text(f"отклонённые строки: {bad}", f"rejected rows: {bad}")(lang))
    if before is not None:
        answer(_moves(before, _verdicts(out), lang))
    mandatory = {rule.id for rule in decider.rules if rule.force is Force.MANDATORY}
    violated = any(counts[-1] for rule, counts in summary.by_rule.items() if rule in mandatory)
    return 2 if summary.rejected == summary.rows and summary.rows else 1 if violated else 0


def _rows_in(files: list[Path]) -> int | None:
    """How many rows there are to check, where every file tells it at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if any(file.suffix != ".parquet" for file in files):
        return None
    try:
        return sum(int(pq.read_metadata(file).num_rows) for file in files)
    except (OSError, pa.ArrowException):
        return None  # what is wrong is said when the file is read


def _verdicts(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        if path.suffix == ".csv":
            return pa_csv.read_csv(path)
    except FileNotFoundError:
        raise UsageError(
            Problem(Text(f"{path}: такого файла нет", f"{path}: there is no such file"))
        ) from None
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        raise UsageError(
            Problem(Text(f"{path}: не читается: {why}", f"{path}: cannot be read: {why}"))
        ) from None
    raise UsageError(
        Problem(Text(f"{path}: сравниваются .parquet и .csv", f"{path}: .parquet and .csv can be compared"))
    )


def _moves(before: Any, after: Any, lang: Lang) -> str:
    from qcrules.batch.run import moved

    found = moved(before, after)
    lines = [
        "",
        Text(f"Изменилось вердиктов: {found.num_rows}", f"Verdicts that moved: {found.num_rows}")(lang),
    ]
    counts = found.group_by(["rule", "before", "after"]).aggregate([([], "count_all")])
    for row in sorted(counts.to_pylist(), key=lambda row: -row["count_all"])[:40]:
        lines.append(f"  {row['count_all']:>9,}  {row['rule']}: {row['before']} → {row['after']}")
    return "\n".join(lines) + "\n"


def _guess(file: str, kind: str, rules: str | None, lang: Lang) -> int:
    from qcrules.batch.files import chunks
    from qcrules.batch.mapping import guess
    from qcrules.batch.run import Job

    decider = Job(kind=kind, rules=rules).decider()
    first = next(iter(chunks(Path(file), decider.pack.vocabulary, decider.kind)))
    answer(guess(first.batch, decider.names))
    return 0
