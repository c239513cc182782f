"""A register that was checked: what it comes to, and which verdicts moved since another run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from qcrules import harmless
from qcrules.batch.people import verdict_words
from qcrules.engine.columnar.formulas import (
    COMPLIANT,
    NOT_APPLICABLE,
    PENDING,
    UNDETERMINED,
    VERDICTS,
    VIOLATED,
)
from qcrules.facts.field import Field, Unsaid
from qcrules.finding import Delay, Force
from qcrules.text import Lang, Text, shown

from .words import overrun

if TYPE_CHECKING:
    from qcrules.batch.deciding import Decider
    from qcrules.batch.moves import Moves
    from qcrules.batch.summary import Summary

_MOST_COLUMNS = 40
"""So many columns that mean nothing are named."""

_HEAD = Text(
    "пункт           нарушено   срок идёт  не решено    соблюдено   не прим.   нарушено из применимых",
    "paragraph       violated     pending  undecided    compliant       n/a   violated of applicable",
)


def summary(it: Summary, decider: Decider, lang: Lang) -> str:
    """The summary as a ministry would print it."""
    kept = it.rows - it.rejected
    first = Text(
        f"Строк {_number(it.rows)}: проверено {_number(kept)}, отклонено {_number(it.rejected)}; "
        f"с нарушениями {_number(it.violated_rows)}",
        f"Rows {it.rows:,}: checked {kept:,}, rejected {it.rejected:,}; with violations {it.violated_rows:,}",
    )
    lines = [first(lang), *_nearly_nothing(it, decider, lang), "", _HEAD(lang), *_paragraphs(it, decider)]
    bodies = [name for name, _ in it.by_body.most_common(12)]
    lines += _shares(Text("По органам", "By body")(lang), bodies, it.by_body, it.rows_by_body)
    months = sorted(it.rows_by_month)[:36]
    lines += _shares(Text("По месяцам", "By month")(lang), months, it.by_month, it.rows_by_month)
    if it.delays:
        lines += ["", Text("Худшие просрочки", "Worst delays")(lang)]
        lines += [
            f"  {overrun(Delay(one.value, one.unit), False, lang)}  {one.citation}  {harmless.line(one.id)}"
            for one in it.delays
        ]
    lines += [*_missing(it, lang), *_columns(it, decider, lang), *_repeated(it.repeated, lang)]
    if caveat := decider.pack.caveat:
        lines += ["", f"! {caveat(lang)}"]
    return "\n".join(lines) + "\n"


def years(it: Summary, decider: Decider, file: str, lang: Lang) -> str:
    """What the years come to that reports make up, rule by rule: most of what is asked of them is advice."""
    lines = [
        Text(f"Годы, из которых состоят отчёты: {_number(it.rows)}, {file}", f"Years: {it.rows:,}, {file}")(
            lang
        )
    ]
    for plan in decider.plans:
        counts = it.by_rule.get(plan.variant.rule.id)
        if counts is not None and counts[VIOLATED]:
            applicable = sum(counts) - counts[NOT_APPLICABLE]
            said = f"{plan.variant.rule.citation.words}  {plan.variant.form.gist(lang)}"
            lines.append(f"  {_number(counts[VIOLATED]):>9} / {_number(applicable):>9}  {said}")
    none = Text("  во всех всё сходится", "  nothing is amiss in any")(lang)
    return "\n".join(lines if len(lines) > 1 else [*lines, none]) + "\n"


def _nearly_nothing(it: Summary, decider: Decider, lang: Lang) -> Iterator[str]:
    """That most of what applies cannot be decided, so that few violations say little."""
    rules = (rule.id for rule in decider.rules if rule.force is Force.MANDATORY)
    mandatory = [it.by_rule[rule] for rule in rules if rule in it.by_rule]
    left = sum(counts[UNDETERMINED] for counts in mandatory)
    applicable = sum(sum(counts) - counts[NOT_APPLICABLE] for counts in mandatory)
    if 2 * left > applicable:
        yield Text(
            f"Почти ничего не известно: не решено {_number(left)} из {_number(applicable)}; чего не хватает — ниже",
            f"Nearly nothing is known: {left:,} of {applicable:,} are undecided; what is lacking is told below",
        )(lang)


def _paragraphs(it: Summary, decider: Decider) -> Iterator[str]:
    """Mandatory rules by paragraph, in the order of the law."""
    found: dict[str, list[int]] = {}
    for rule in decider.rules:
        if rule.force is Force.MANDATORY and rule.id in it.by_rule:
            counts = found.setdefault(rule.citation.paragraph_words, [0] * len(VERDICTS))
            for code, number in enumerate(it.by_rule[rule.id]):
                counts[code] += number
    for citation, counts in found.items():
        applicable = sum(counts) - counts[NOT_APPLICABLE]
        share = f"{100 * counts[VIOLATED] / applicable:5.1f} %" if applicable else "    —"
        yield (
            f"{citation:<15}{counts[VIOLATED]:>9,}{counts[PENDING]:>12,}{counts[UNDETERMINED]:>11,}"
            f"{counts[COMPLIANT]:>13,}{counts[NOT_APPLICABLE]:>11,}   {share}".replace(",", "\u202f")
        )


def _shares(title: str, names: Iterable[str], bad: Counter[str], rows: Counter[str]) -> Iterator[str]:
    """How many rows of each name have violations."""
    if rows:
        yield from ("", title)
        for name in names:
            share = 100 * bad[name] / rows[name]
            yield f"  {harmless.line(name):<40} {_number(bad[name]):>9} / {_number(rows[name]):>9}  {share:5.1f} %"


def _missing(it: Summary, lang: Lang) -> Iterator[str]:
    """The facts that would decide most."""
    if it.missing:
        title = Text(
            f"Чего не хватает делам, о которых не всё решено (их {_number(it.undecided_rows)})",
            f"What records lack that are not fully decided ({it.undecided_rows:,} of them)",
        )
        yield from ("", title(lang))
        for fact, number in it.missing.most_common(10):
            share = 100 * number / it.undecided_rows
            yield f"  {_number(number):>9}  {share:5.1f} %  {fact(lang)}"


def _columns(it: Summary, decider: Decider, lang: Lang) -> Iterator[str]:
    """Columns that mean nothing, and those that are not there."""
    if it.unknown_columns:
        strange = list(it.unknown_columns)
        some = ((name, decider.names.near(name)(lang)) for name in strange[:_MOST_COLUMNS])
        said = ", ".join(_strange(name, hint) if name else _NAMELESS(lang) for name, hint in some)
        title = Text("Столбцы без значения для правил", "Columns that mean nothing here")(lang)
        yield from ("", f"{title}: {said}{_and_more(len(strange) - _MOST_COLUMNS, lang)}")
    facts = {fact.path: fact for fact in decider.kind.root.walk()}
    taken = {path: _taken_for(facts[path], decider.reader.complete) for path in it.missing_columns}
    for heading in (_NONE_UNSAID, _NONE_WHEN_COMPLETE, _YES_WHEN_COMPLETE, _NO_COLUMN):
        paths = [path for path in it.missing_columns if taken[path] is heading]
        if paths:
            tail = _and_more(len(paths) - 12, lang)
            names = (facts[path].label.ru if lang == "ru" else path for path in paths[:12])
            yield f"{heading(lang)}: {', '.join(names)}{tail}"


_NAMELESS = Text("столбец без названия", "a column without a name")


def _strange(name: str, hint: str) -> str:
    """A name that means nothing here; in brackets the nearest that does, where there is one."""
    return f"`{shown(name)}` ({hint.removeprefix('; ')})" if hint else f"`{shown(name)}`"


def _taken_for(fact: Field, complete: bool) -> Text:
    """What a fact was taken for that no column tells."""
    if fact.unsaid is Unsaid.NONE:
        return _NONE_UNSAID
    if not complete or fact.left_out_when_complete == fact.unknown:
        return _NO_COLUMN
    return _YES_WHEN_COMPLETE if fact.unsaid is Unsaid.YES else _NONE_WHEN_COMPLETE


_NO_COLUMN = Text("Столбцов нет, факты неизвестны", "No column, so not known")
_NONE_UNSAID = Text(
    "Столбцов нет, а молчание по словарю значит «нет»",
    "No column, and by the vocabulary silence says “no”",
)
_NONE_WHEN_COMPLETE = Text(
    "Столбцов нет, и --complete значит, что этого не было («нет»)",
    "No column, and --complete says that there was none (“no”)",
)
_YES_WHEN_COMPLETE = Text(
    "Столбцов нет, и при --complete это по словарю «да»",
    "No column, and with --complete the vocabulary takes it for “yes”",
)


def _and_more(more: int, lang: Lang) -> str:
    return Text(f" и ещё {more}", f" and {more} more")(lang) if more > 0 else ""


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def moves(found: Moves, lang: Lang) -> str:
    """How many verdicts moved, of which rules from what to what; which rows came or went."""
    table = found.verdicts
    title = Text(f"Изменилось вердиктов: {table.num_rows}", f"Verdicts that moved: {table.num_rows}")
    lines = ["", title(lang)]
    counts = table.group_by(["rule", "before", "after"]).aggregate([([], "count_all")])
    for row in sorted(counts.to_pylist(), key=lambda row: -row["count_all"])[:40]:
        was, is_ = (verdict_words(row[name], lang) for name in ("before", "after"))
        lines.append(f"  {row['count_all']:>9,}  {harmless.line(row['rule'])}: {was} → {is_}")
    if found.came or found.went:
        came, went = _number(found.came), _number(found.went)
        rows = Text(
            f"Новых строк: {came}; строк больше нет: {went}", f"Rows that came: {came}; that went: {went}"
        )
        lines.append(rows(lang))
    lines += _repeated(found.repeated, lang)
    return "\n".join(lines) + "\n"


def _repeated(ids: Sequence[str], lang: Lang) -> Iterator[str]:
    """Ids that several rows have."""
    if ids:
        some = ", ".join(harmless.line(one) for one in ids[:5])
        more = "…" if len(ids) > 5 else ""
        yield Text(
            f"Номер повторяется ({_number(len(ids))}): {some}{more}",
            f"Ids that repeat ({_number(len(ids))}): {some}{more}",
        )(lang)
