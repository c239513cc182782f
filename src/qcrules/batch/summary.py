"""What a whole register comes to: counts by rule, by body, by month, worst delays, what undecided rows lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field

from ..calendar import FIRST
from ..engine.columnar import COMPLIANT, NOT_APPLICABLE, PENDING, TOP, UNDETERMINED, VERDICTS, VIOLATED
from ..finding import Force, Verdict
from ..text import Lang, Text
from .deciding import Answer, Decider

SAMPLE = 3
"""Undecided rows of a chunk that are explained to learn what they lack."""

BODY = "inspecting_body.name"
WORST = 10


@define
class Summary:
    """Counts that add up: of chunks, of files."""

    rows: int = 0
    rejected: int = 0
    violated_rows: int = 0
    by_rule: dict[str, list[int]] = field(factory=dict)
    by_body: Counter[str] = field(factory=Counter)
    rows_by_body: Counter[str] = field(factory=Counter)
    by_month: Counter[str] = field(factory=Counter)
    rows_by_month: Counter[str] = field(factory=Counter)
    sampled: int = 0
    missing: Counter[tuple[str, str]] = field(factory=Counter)
    delays: list[tuple[int, str, str, str, str]] = field(factory=list)
    unknown_columns: dict[str, None] = field(factory=dict)
    missing_columns: dict[str, None] = field(factory=dict)

    def add(self, other: Summary) -> None:
        """The counts of more rows."""
        self.rows += other.rows
        self.rejected += other.rejected
        self.violated_rows += other.violated_rows
        for rule, counts in other.by_rule.items():
            known = self.by_rule.setdefault(rule, [0] * len(VERDICTS))
            self.by_rule[rule] = [a + b for a, b in zip(known, counts, strict=True)]
        for mine, more in (
            (self.by_body, other.by_body),
            (self.rows_by_body, other.rows_by_body),
            (self.by_month, other.by_month),
            (self.rows_by_month, other.rows_by_month),
        ):
            mine.update(more)
        self.missing.update(other.missing)
        self.sampled += other.sampled
        self.delays = sorted([*self.delays, *other.delays], reverse=True)[:WORST]
        self.unknown_columns.update(other.unknown_columns)
        self.missing_columns.update(other.missing_columns)


def count(decider: Decider, answer: Answer, findings: pa.RecordBatch | None) -> Summary:
    """The counts of some decided rows."""
    good = answer.good
    found = Summary(rows=len(good), rejected=int((~good).sum()))
    violated = np.zeros(len(good), np.bool_)
    whole = bool(good.all())
    for rule in decider.rules:
        codes = answer.codes[rule.id] if whole else answer.codes[rule.id][good]
        found.by_rule[rule.id] = np.bincount(codes, minlength=len(VERDICTS)).tolist()
        if rule.force is Force.MANDATORY:
            violated |= answer.codes[rule.id] == VIOLATED
    violated &= good
    found.violated_rows = int(violated.sum())
    body = answer.table.facts.get(BODY)
    if body is not None and "" in body.columns:
        _tally(body.columns[""].cast(pa.string()), violated, good, found.by_body, found.rows_by_body)
    places = np.broadcast_to(np.asarray(answer.edition), len(good))
    if (known := (places > 0) & (places < TOP)).any():
        days = pa.array((places + (FIRST - 1 - date(1970, 1, 1).toordinal())).astype(np.int32), mask=~known)
        months = pc.strftime(days.cast(pa.date32()), format="%Y-%m")
        _tally(months, violated, good, found.by_month, found.rows_by_month)
    _sample(decider, answer, found)
    if findings is not None:
        found.delays = sorted(_delays(findings), reverse=True)[:WORST]
    found.unknown_columns = dict.fromkeys(answer.table.unknown)
    return found


def _tally(words: Any, violated: Any, good: Any, bad: Counter[str], rows: Counter[str]) -> None:
    for where, tally in ((violated, bad), (good, rows)):
        for one in words.filter(pa.array(where)).value_counts().to_pylist():
            tally[one["values"] or "—"] += one["counts"]


def _sample(decider: Decider, answer: Answer, found: Summary) -> None:
    from . import explain_row

    undecided = np.zeros(len(answer.good), np.bool_)
    for rule in decider.rules:
        undecided |= answer.codes[rule.id] == UNDETERMINED
    rows = np.nonzero(undecided & answer.good)[0]
    for row in rows[:: max(1, len(rows) // SAMPLE)][:SAMPLE].tolist():
        found.sampled += 1
        open_ = [f for f in explain_row(decider, answer, row) if f.verdict is Verdict.UNDETERMINED]
        found.missing.update({(m.term.ru, m.field.split("[")[0]) for f in open_ for m in f.missing})


def _delays(findings: pa.RecordBatch) -> Iterable[tuple[int, str, str, str, str]]:
    table = findings.filter(pc.is_valid(findings.column("delay")))
    for row in table.to_pylist():
        days = row["delay"] if row["delay_unit"] != "hours" else row["delay"] // 24
        yield days, row["delay_unit"], row["id"] or f"#{row['row'] + 1}", row["citation"], row["rule"]


# -- words ------------------------------------------------------------------------------------------------------------

_UNITS = {
    "hours": Text("сут.", "days"),
    "calendar_days": Text("календ. дн.", "calendar days"),
    "working_days": Text("раб. дн.", "working days"),
}
_HEAD = Text(
    "пункт           нарушено   срок идёт  не решено    соблюдено   не прим.   нарушено из применимых",
    "paragraph       violated     pending  undecided    compliant       n/a   violated of applicable",
)


def words(summary: Summary, decider: Decider, lang: Lang) -> str:
    """The summary as a ministry would print it."""
    lines = [_first(summary)(lang), ""]
    lines.append(_HEAD(lang))
    for citation, counts in _by_paragraph(summary, decider):
        applicable = sum(counts) - counts[NOT_APPLICABLE]
        share = f"{100 * counts[VIOLATED] / applicable:5.1f} %" if applicable else "    —"
        lines.append(
            f"{citation:<15}{counts[VIOLATED]:>9,}{counts[PENDING]:>12,}{counts[UNDETERMINED]:>11,}"
            f"{counts[COMPLIANT]:>13,}{counts[NOT_APPLICABLE]:>11,}   {share}".replace(",", "\u202f")
        )
    _shares(lines, Text("По органам", "By body"), summary.by_body, summary.rows_by_body, lang)
    _shares(
        lines, Text("По месяцам", "By month"), summary.by_month, summary.rows_by_month, lang, in_order=True
    )
    if summary.delays:
        lines += ["", Text("Худшие просрочки", "Worst delays")(lang)]
        lines += [
            f"  +{n} {_UNITS[unit](lang)}  {citation}  {id_}" for n, unit, id_, citation, _ in summary.delays
        ]
    if summary.missing:
        lines += [
            "",
            Text(
                f"Чего не хватает нерешённым делам (по выборке из {summary.sampled})",
                f"What undecided records lack (in a sample of {summary.sampled})",
            )(lang),
        ]
        for (ru, path), number in summary.missing.most_common(10):
            lines.append(f"  {100 * number / summary.sampled:3.0f} %  {ru if lang == 'ru' else path}")
    if summary.unknown_columns:
        said = ", ".join(summary.unknown_columns)
        lines += [
            "",
            Text(f"Столбцы без значения для правил: {said}", f"Columns that mean nothing here: {said}")(lang),
        ]
    if summary.missing_columns:
        said = ", ".join(list(summary.missing_columns)[:12])
        more = len(summary.missing_columns) - 12
        tail = Text(f" и ещё {more}", f" and {more} more") if more > 0 else Text("", "")
        lines += [
            Text(
                f"Столбцов нет, факты неизвестны: {said}{tail.ru}",
                f"No column, so not known: {said}{tail.en}",
            )(lang)
        ]
    return "\n".join(lines) + "\n"


def _first(summary: Summary) -> Text:
    kept = summary.rows - summary.rejected
    return Text(
        f"Строк {_number(summary.rows)}: проверено {_number(kept)}, отклонено {_number(summary.rejected)}; "
        f"с нарушениями {_number(summary.violated_rows)}",
        f"Rows {summary.rows:,}: checked {kept:,}, rejected {summary.rejected:,}; "
        f"with violations {summary.violated_rows:,}",
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _by_paragraph(summary: Summary, decider: Decider) -> Iterable[tuple[str, list[int]]]:
    """Mandatory rules by paragraph, in the order of the law."""
    found: dict[str, list[int]] = {}
    for rule in decider.rules:
        if rule.force is Force.MANDATORY and rule.id in summary.by_rule:
            counts = found.setdefault(f"п.{rule.citation.paragraph}", [0] * len(VERDICTS))
            for code, number in enumerate(summary.by_rule[rule.id]):
                counts[code] += number
    return found.items()


def _shares(
    lines: list[str], title: Text, bad: Counter[str], rows: Counter[str], lang: Lang, in_order: bool = False
) -> None:
    if not rows:
        return
    lines += ["", title(lang)]
    names = sorted(rows) if in_order else [name for name, _ in bad.most_common(12)]
    for name in names[:36]:
        lines.append(
            f"  {name:<40} {bad[name]:>9,} / {rows[name]:>9,}  {100 * bad[name] / rows[name]:5.1f} %"
        )
