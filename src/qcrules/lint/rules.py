"""Has every rule its cases, every reading its use and its cases, every term a reader?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qcrules.errors import Place
from qcrules.finding import Verdict
from qcrules.rulebook.model import CaseTable, Earliest, Pack, Reading, Rule
from qcrules.rulebook.verbs import Condition, walk
from qcrules.testing.expectation import NotUnderstood, parse, verdicts
from qcrules.text import Text
from qcrules.vocabulary import Field, Type

from .issue import Issue, issue

_DECIDED = frozenset(Verdict) - {Verdict.VIOLATED}


def cases(pack: Pack) -> Iterator[Issue]:
    """Rules without a case in which they are violated, or kept; cells that say nothing known."""
    asserted: dict[str, set[Verdict]] = {}
    names = {rule.id for rule in _rules(pack)}
    for table in _tables(pack):
        for column, head in enumerate(table.header):
            if head.text not in names:
                continue
            for row in table.rows:
                cell = row[column]
                asserted.setdefault(head.text, set()).update(verdicts(cell.text) if cell.text else ())
                if cell.text:
                    yield from _unreadable(cell.text, cell.place)
    for rule in _rules(pack):
        seen = asserted.get(rule.id, set())
        if Verdict.VIOLATED not in seen and _can_be_violated(rule):
            yield _without(rule, "QC010", "нарушено", "violated")
        if not seen & _DECIDED:
            yield _without(rule, "QC011", "не нарушено", "not violated")


def readings(pack: Pack) -> Iterator[Issue]:
    """Readings that nothing uses, that no case tells apart, or whose options nobody argues for."""
    used = set(pack.life_readings)
    used |= {name for rule in _rules(pack) for name in rule.readings}
    used |= {name for of in pack.definitions.values() for one in of.values() for name in one.readings}
    told_apart = _told_apart(pack)
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
        for option in reading.options.values():
            if not option.argument:
                yield _of_reading(
                    reading,
                    "QC022",
                    Text(f"у варианта `{option.key}` нет довода", f"option `{option.key}` has no argument"),
                    Text("напишите `довод`", "write its `довод`"),
                )


def terms(pack: Pack) -> Iterator[Issue]:
    """Terms that no rule reads, and bearers whom no rule binds."""
    read = {field.path for field in _fields_read(pack)}
    for kind in pack.vocabulary.kinds.values():
        if kind.inside is not None:
            continue
        for field in kind.root.walk():
            if field is kind.root or field.type in (Type.OBJECT, Type.LIST) or field.path in read:
                continue
            yield issue(
                "QC030",
                Place(f"{pack.folder}/vocabulary.yaml"),
                Text(
                    f"`{kind.key}`: термин «{field.label.ru}» ({field.path}) не читает ни одно правило",
                    f"`{kind.key}`: term “{field.label.en}” ({field.path}) is read by no rule",
                ),
                Text("используйте его или уберите", "use it or remove it"),
            )
    bound = {rule.bearer for rule in _rules(pack)}
    for word, bearer in pack.bearers.items():
        if word not in bound and bearer.id not in bound:
            yield issue(
                "QC031",
                Place(f"{pack.folder}/pack.yaml"),
                Text(
                    f"обязанный «{word}» не назван ни в одном правиле", f"no rule binds “{bearer.words.en}”"
                ),
                Text("назовите его или уберите", "name it or remove it"),
            )


def _rules(pack: Pack) -> list[Rule]:
    return list({rule.id: rule for rules in pack.rules.values() for rule in rules.values()}.values())


def _tables(pack: Pack) -> Iterable[CaseTable]:
    return (table for page in pack.pages for table in page.tables)


def _can_be_violated(rule: Rule) -> bool:
    """A rule that nobody can decide here is never violated."""
    return any(form.requirement is not None for form in rule.forms.values())


def _unreadable(words: str, place: Place) -> Iterator[Issue]:
    try:
        parse(words)
    except NotUnderstood as wrong:
        yield issue(
            "QC012",
            place,
            wrong.words,
            Text(
                "напишите вердикт и, если нужно, срок и просрочку",
                "write a verdict, and a due date and delay",
            ),
        )


def _without(rule: Rule, code: str, ru: str, en: str) -> Issue:
    return issue(
        code,
        rule.place,
        Text(
            f"у правила `{rule.id}` нет случая, где оно {ru}",
            f"rule `{rule.id}` has no case where it is {en}",
        ),
        Text("добавьте строку в «Случаи» этой страницы", "add a row to the cases of its page"),
    )


def _told_apart(pack: Pack) -> set[str]:
    """Readings for which some table of cases chooses two options at least, or one beside the default."""
    found: dict[str, set[str]] = {}
    for table in _tables(pack):
        for column, head in enumerate(table.header):
            if head.text in pack.readings:
                usual = pack.readings[head.text].default
                chosen = {row[column].text or usual for row in table.rows}
                found.setdefault(head.text, set()).update(chosen)
    return {name for name, options in found.items() if len(options) > 1}


def _of_reading(reading: Reading, code: str, what: Text, cure: Text) -> Issue:
    return issue(
        code,
        reading.place,
        Text(f"чтение `{reading.id}`: {what.ru}", f"reading `{reading.id}`: {what.en}"),
        cure,
    )


def _fields_read(pack: Pack) -> Iterator[Field]:
    """Every field that a rule, a definition, a list of edition dates or of the usual order reads."""
    for rule in _rules(pack):
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
