"""Has every rule its cases, every reading its use and its cases, every term a reader?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qcrules.errors import InputError, Place
from qcrules.facts.reading import RecordReader
from qcrules.facts.vocabulary import Field, Type
from qcrules.finding import Verdict
from qcrules.law.model import Case, CaseTable, Cell, Choice, Earliest, Pack, Page, Reading, Rule, RuleForm
from qcrules.law.verbs import BuiltDay, Condition, walk
from qcrules.testing.expectation import verdicts
from qcrules.testing.rows import TITLE, read_row
from qcrules.testing.runner import last_day
from qcrules.testing.tables import sort_rows
from qcrules.text import Text

from .issue import CODES, Issue, issue
from .places import place_of_key, place_of_term

_DECIDED = frozenset(Verdict) - {Verdict.VIOLATED}


def cases(pack: Pack) -> Iterator[Issue]:
    """Rules without a case in which they are violated, or kept."""
    asserted: dict[str, set[Verdict]] = {}
    names = {rule.id for rule in all_rules(pack)}
    for page in pack.pages:
        for table in page.tables:
            for column, head in enumerate(table.header):
                for row in table.rows if head.text in names else ():
                    asserted.setdefault(head.text, set()).update(verdicts(row[column].text))
    for rule in all_rules(pack):
        seen = asserted.get(rule.id, set())
        if Verdict.VIOLATED not in seen and _is_decided(rule):
            yield _without(rule, "QC010", "нарушено", "violated")
        if not seen & _DECIDED:
            yield _without(rule, "QC011", "не нарушено", "not violated")


def rows(pack: Pack, readers: Mapping[str, RecordReader]) -> Iterator[Issue]:
    """Rows of the case tables that cannot be read, that assert nothing, or that repeat another.

    ``readers``: of records, by their kind.
    """
    for page in pack.pages:
        seen: dict[str, Place] = {}
        for table in page.tables:
            found = sort_rows(pack, page, table)
            for problem in found.problems:
                yield issue("QC012", problem.place or table.header[0].place, problem.message)
            for cells in found.rows:
                yield from _row(pack, page, table, cells, seen, readers)


def _row(
    pack: Pack,
    page: Page,
    table: CaseTable,
    cells: tuple[Cell, ...],
    seen: dict[str, Place],
    readers: Mapping[str, RecordReader],
) -> Iterator[Issue]:
    try:
        row = read_row(pack, page, table, cells)
        readers[row.kind.whole].read(
            row.record,
            as_of=row.as_of or last_day(pack),
            complete=row.complete,
            places=row.place_of,
            part=row.kind,
            defined=row.defined,
        )
    except InputError as wrong:
        for problem in wrong.problems:
            yield issue("QC012", problem.place or cells[0].place, problem.message)
        return
    name = Text(f"случай «{row.title}»", f"case “{row.title}”")
    if not row.asserted:
        words = Text(f"{name.ru} не ждёт ни одного вердикта", f"{name.en} expects no verdict")
        yield issue("QC013", row.place, words)
    told = [(head.text, cell.text) for head, cell in zip(table.header, cells, strict=False) if cell.text]
    same = repr((sorted(table.base.items(), key=str), sorted(one for one in told if one[0] not in TITLE)))
    if row.asserted and same in seen:
        words = Text(
            f"{name.ru} повторяет строку {seen[same].line}", f"{name.en} repeats line {seen[same].line}"
        )
        yield issue("QC014", row.place, words, subject=row.title)
    seen.setdefault(same, row.place)


def readings(pack: Pack, turns: Mapping[str, tuple[str, ...]]) -> Iterator[Issue]:
    """Readings that nothing uses, that no case tells apart, or whose options nobody argues for.

    ``turns``: the readings that each rule turns on, through definitions and verdicts too.
    """
    used = set(pack.life_readings)
    used |= {name for rule in all_rules(pack) for name in rule.readings}
    used |= {name for of in pack.definitions.values() for one in of.values() for name in one.readings}
    told_apart = _told_apart(pack, turns)
    idle = used - _turning(pack)
    for reading in pack.readings.values():
        if reading.id not in used:
            yield _of_reading(
                reading,
                "QC020",
                Text("чтение нигде не используется", "the reading is used nowhere"),
                Text("используйте его через `чтение:` или уберите", "use it through `чтение:` or remove it"),
            )
        elif reading.id not in told_apart:
            yield _of_reading(
                reading,
                "QC021",
                Text("ни один случай не различает его вариантов", "no case tells its options apart"),
                Text(
                    f"добавьте в таблицу случаев столбец `{reading.id}` с двумя вариантами",
                    f"add a column `{reading.id}` with two options to a table of cases",
                ),
            )
        if reading.id in idle:
            yield _of_reading(
                reading,
                "QC023",
                Text("при любом варианте правила те же", "the rules are the same under each option"),
                CODES["QC023"].cure,
            )
        for option in reading.options.values():
            if not option.argument:
                yield _of_reading(
                    reading,
                    "QC022",
                    Text(f"у варианта `{option.key}` нет довода", f"option `{option.key}` has no argument"),
                    Text("напишите `довод`", "write its `довод`"),
                )


def terms(pack: Pack) -> Iterator[Issue]:
    """Terms that no rule reads, definitions that nothing uses, bearers whom no rule binds."""
    read = {field.path for field in _fields_read(pack)}
    for kind in pack.vocabulary.kinds.values():
        if kind.inside is not None:
            continue
        for field in kind.root.walk():
            if field is kind.root or field.type in (Type.OBJECT, Type.LIST) or field.path in read:
                continue
            if field.type is Type.DATE and field.path.rpartition(".")[0] in _months(kind.root):
                continue
            yield issue(
                "QC030",
                place_of_term(pack, kind.key, field.path),
                Text(
                    f"`{kind.key}`: термин «{field.label.ru}» ({field.path}) не читает ни одно правило",
                    f"`{kind.key}`: term “{field.label.en}” ({field.path}) is read by no rule",
                ),
                subject=f"{kind.key}.{field.path}",
            )
    for of_kind in pack.definitions.values():
        for one in of_kind.values():
            if one.field.path not in read:
                yield issue(
                    "QC032",
                    one.place,
                    Text(
                        f"определение «{one.field.label.ru}» нигде не используется",
                        f"the definition “{one.field.label.en}” is used nowhere",
                    ),
                    subject=one.field.path,
                )
    bound = {rule.bearer for rule in all_rules(pack)}
    for word, bearer in pack.bearers.items():
        if word not in bound and bearer.id not in bound:
            yield issue(
                "QC031",
                place_of_key(Path(pack.folder, "pack.yaml"), ("обязанные", "bearers"), word),
                Text(
                    f"обязанный «{word}» не назван ни в одном правиле", f"no rule binds “{bearer.words.en}”"
                ),
                subject=bearer.id,
            )


def _months(root: Field) -> set[str]:
    return {field.path for field in root.walk() if field.type is Type.MONTH}


def all_rules(pack: Pack) -> list[Rule]:
    """Every rule of a pack, each once."""
    return list({rule.id: rule for rules in pack.rules.values() for rule in rules.values()}.values())


def _tables(pack: Pack) -> Iterable[CaseTable]:
    return (table for page in pack.pages for table in page.tables)


def _is_decided(rule: Rule) -> bool:
    """A rule that nobody can decide here is never violated."""
    return any(form.requirement is not None for form in rule.forms.values())


def _without(rule: Rule, code: str, ru: str, en: str) -> Issue:
    return issue(
        code,
        rule.place,
        Text(
            f"у правила `{rule.id}` нет случая, где оно {ru}",
            f"rule `{rule.id}` has no case where it is {en}",
        ),
        subject=rule.id,
    )


def _told_apart(pack: Pack, turns: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Readings for which a table chooses two options at least, in rows that expect something else of one rule that
    turns on the reading (or the same, and say that it is contested)."""
    found = set()
    for table in _tables(pack):
        for column, head in enumerate(table.header):
            if head.text not in pack.readings:
                continue
            usual = pack.readings[head.text].default
            for other, asked in enumerate(table.header):
                if head.text not in (*turns.get(asked.text, ()), *pack.life_readings):
                    continue
                rows = [(row[column].text or usual, row[other].text) for row in table.rows if row[other].text]
                said = {words for _, words in rows}
                if len({option for option, _ in rows}) > 1 and (len(said) > 1 or any(map(_contested, said))):
                    found.add(head.text)
    return found


def _contested(cell: str) -> bool:
    return "спорно" in cell or "contested" in cell


def _of_reading(reading: Reading, code: str, what: Text, cure: Text) -> Issue:
    return issue(
        code,
        reading.place,
        Text(f"чтение `{reading.id}`: {what.ru}", f"reading `{reading.id}`: {what.en}"),
        cure,
        reading.id,
    )


def _turning(pack: Pack) -> set[str]:
    """The readings under whose options some rule, definition or the regulation's life says something else."""
    things: list[tuple[tuple[str, ...], dict[Choice, str]]] = [
        (pack.life_readings, {choice: repr(life) for choice, life in pack.life.items()})
    ]
    for rule in all_rules(pack):
        things.append((rule.readings, {choice: _said(form) for choice, form in rule.forms.items()}))
    for of_kind in pack.definitions.values():
        for one in of_kind.values():
            things.append((one.readings, {choice: _cases_said(form) for choice, form in one.forms.items()}))
    found = set()
    for names, forms in things:
        for name in names:
            groups: dict[Choice, set[str]] = {}
            for choice, said in forms.items():
                rest = tuple(pair for pair in choice if pair[0] != name)
                groups.setdefault(rest, set()).add(said)
            if any(len(said) > 1 for said in groups.values()):
                found.add(name)
    return found


def _said(form: RuleForm) -> str:
    """A form of a rule, as a person would read it: what reads alike is alike."""
    parts = [str(form.window.first), str(form.window.last), form.condition.words("en"), str(form.prohibited)]
    parts += [f"{one.citation} {one.condition.words('en')}" for one in form.exceptions]
    parts.append(form.requirement.words("en") if form.requirement else "undecidable")
    return "\n".join(parts)


def _cases_said(form: tuple[Case, ...]) -> str:
    parts = []
    for case in form:
        parts.append(case.condition.words("en") if case.condition else "")
        choice = case.choice
        if isinstance(choice, Earliest):
            parts.append(f"{choice.items.path} {choice.what.path} {choice.where.words('en')}")
        elif isinstance(choice, BuiltDay):
            parts.append(choice.words("en"))
        else:
            parts.append(choice.path if choice else "none")
    return "\n".join(parts)


def _fields_read(pack: Pack) -> Iterator[Field]:
    """Every field that a rule, a definition, a list of edition dates or of the usual order reads."""
    for rule in all_rules(pack):
        if rule.for_each:
            yield rule.for_each
        for form in rule.forms.values():
            conditions = [form.condition, *(one.condition for one in form.exceptions)]
            if form.requirement is not None:
                conditions.append(form.requirement)
            for condition in conditions:
                yield from _fields_of(condition)
    for definitions in pack.definitions.values():
        for definition in definitions.values():
            for branches in definition.forms.values():
                for branch in branches:
                    yield from _fields_of(branch.condition) if branch.condition else ()
                    if isinstance(branch.choice, Earliest):
                        yield branch.choice.what
                        yield from _fields_of(branch.choice.where)
                    elif isinstance(branch.choice, BuiltDay):
                        yield from branch.choice.fields()
                    elif branch.choice is not None:
                        yield branch.choice
    for dates in pack.edition_dates.values():
        yield from dates
    for chains in pack.usual_order.values():
        for chain in chains:
            yield from chain


def _fields_of(condition: Condition) -> Iterator[Field]:
    for part in walk(condition):
        yield from part.fields()
