"""What may stand under the keys of verbs: their shapes, made from what the verbs say of themselves, and a condition."""

from __future__ import annotations

from collections.abc import Mapping

from ..law.verbs import CHOICES, VERBS, Arg, ArgSpec, Condition
from ..text import Text
from .bilingual import tables
from .contents import (
    PARTS,
    SCALAR,
    WORD,
    any_of,
    at_least,
    described,
    listed,
    many,
    of,
    one_of,
    open_to_readings,
    part,
)
from .shape import Content, KeySpec, Shape

CONDITION = part("condition")
_FIELD = described(of({"type": "string"}), "Поле записи или определённый факт", "A field or a defined fact")
_TERM = described(
    of({"type": "string"}),
    "Срок: 24 часа, 5 рабочих дней, 30 календарных дней, 1 месяц",
    "A term: 24 hours, 5 working days, 30 calendar days, 1 month",
)
_COUNT = described(
    any_of(of({"type": ["string", "integer"]}), part("number")),
    "Число, поле с числом или выражение: {число: СПИСОК}",
    "A number, a field with one, or an expression: {count: LIST}",
)
_FIELDS = any_of(many(_FIELD), of({"type": "object"}))
_NUMBERS = any_of(many(of({"type": ["string", "integer"]})), of({"type": "object"}))
_RULE = described(of({"type": "string"}), "id правила", "The id of a rule")

ARGUMENTS: Mapping[Arg, Content] = {
    Arg.FIELD: _FIELD,
    Arg.FACT: any_of(_FIELD, part("number")),
    Arg.MOMENT: any_of(_FIELD, part("moment")),
    Arg.SET: _FIELD,
    Arg.LIST: _FIELD,
    Arg.TERM: described(
        any_of(_TERM, listed(part("branch"))),
        "Срок; или срок по условию: [{если: …, это: СРОК}, {это: СРОК}]",
        "A term; or a term by a condition: [{if: …, is: TERM}, {is: TERM}]",
    ),
    Arg.COUNT: _COUNT,
    Arg.VALUE: any_of(of(WORD), part("number")),
    Arg.VALUES: many(of(WORD)),
    Arg.CONDITION: CONDITION,
    Arg.CONDITIONS: any_of(listed(CONDITION), CONDITION),
    Arg.FIELDS: _FIELDS,
    Arg.SERIES: _FIELDS,
    Arg.RULE: _RULE,
    Arg.NUMBERS: _NUMBERS,
    Arg.PERIOD: many(part("excluding")),
    **{kind: one_of({word.en: word.ru for word in words.values()}) for kind, words in CHOICES.items()},
}
"""For each kind of argument what may stand there."""

ABOUT = {Arg(row[0]): Text(row[-1], row[-2]) for row in tables("keys.md")["arguments"][1]}
"""For each kind of argument how the reference says what may stand there."""


def _key(arg: ArgSpec) -> KeySpec:
    return KeySpec(
        arg.en, arg.ru, open_to_readings(ARGUMENTS[arg.kind]), ABOUT[arg.kind], needed=arg.required
    )


def _of_verb(verb: type[Condition]) -> KeySpec:
    spec = verb.SPEC
    content = ARGUMENTS[spec.bare] if spec.bare else VERB_SHAPES[verb].content()
    return KeySpec(spec.en, spec.ru, open_to_readings(content), spec.meaning)


VERB_SHAPES = {
    verb: Shape(Text(f"`{verb.SPEC.ru}`", f"`{verb.SPEC.en}`"), tuple(map(_key, verb.SPEC.args)))
    for verb in VERBS
    if verb.SPEC.bare is None
}
_MOMENT, _FIRST_DAY, _ROLL = (
    open_to_readings(ARGUMENTS[one]) for one in (Arg.MOMENT, Arg.FIRST_DAY, Arg.ROLL)
)
_LENGTH = open_to_readings(ARGUMENTS[Arg.TERM])
_NUMBER = many(any_of(of({"type": ["string", "integer", "object"]}), part("moment")))
BUILT_DAY = Shape.of("built_day", dict.fromkeys(("day", "month", "year"), _NUMBER))
OF_ITEMS = Shape.of("of_items", {"in": open_to_readings(_FIELD), "where": CONDITION, "what": _MOMENT})
EXCLUDING = Shape.of(
    "excluding",
    {
        "from": _MOMENT,
        "to": _MOMENT,
        "first_day": _FIRST_DAY,
        "last_day": _FIRST_DAY,
        "in": open_to_readings(_FIELD),
        "where": CONDITION,
        "periods": listed(part("excluding")),
        "at_most": open_to_readings(_TERM),
    },
)
BRANCH = Shape.of(
    "branch",
    {
        "if": CONDITION,
        "is": any_of(of(SCALAR), part("reading"), part("moment"), part("number"), listed(part("branch"))),
    },
)
MOMENT = Shape.of(
    "moment",
    {
        "day": BUILT_DAY.content(),
        "within": _LENGTH,
        "after": _MOMENT,
        "at_least": _LENGTH,
        "before": _MOMENT,
        "first_day": _FIRST_DAY,
        "roll": _ROLL,
        "excluding": open_to_readings(ARGUMENTS[Arg.PERIOD]),
        "later_of": open_to_readings(listed(_MOMENT)),
        "earlier_of": open_to_readings(listed(_MOMENT)),
        "earliest": OF_ITEMS.content(),
        "latest": OF_ITEMS.content(),
        "passed": _MOMENT,
        "without": _MOMENT,
    },
)
COUNTED = Shape.of("counted", {"in": open_to_readings(_FIELD), "where": CONDITION})
SUMMED = Shape.of(
    "summed",
    {"in": open_to_readings(_FIELD), "where": CONDITION, "what": open_to_readings(ARGUMENTS[Arg.FACT])},
)
NUMBER = Shape.of("number", {"count": any_of(_FIELD, COUNTED.content()), "sum": SUMMED.content()})
_VALUE_OF_A_FIELD = described(
    open_to_readings(many(of(SCALAR))), "Поле записи и его значение", "A field of the record and its value"
)
EVERY_ROW = Shape.of(
    "every_row", {"table": _FIELD, "but": many(of({"type": ["string", "number"]}))}, others=of({})
)
EVERY_ROW_WORDS = ("каждая_строка", "every_row")
_EVERY_ROW = KeySpec(
    EVERY_ROW_WORDS[1],
    EVERY_ROW_WORDS[0],
    EVERY_ROW.content(),
    Text("Условие верно о каждой строке таблицы", "The condition holds of every row of a table"),
)
NAMED_WORDS = ("условие", "condition")
_NAMED = KeySpec(
    NAMED_WORDS[1],
    NAMED_WORDS[0],
    many(of({"type": "string"})),
    Text("Условие, у которого есть имя (`условия`)", "A condition that has a name (`conditions`)"),
)
_PAIRS = Shape(None, (*map(_of_verb, VERBS), _EVERY_ROW, _NAMED), others=_VALUE_OF_A_FIELD)

PARTS["excluding"] = EXCLUDING.schema
PARTS["branch"] = BRANCH.schema
PARTS["moment"] = any_of(at_least(1, MOMENT.content()), listed(part("branch"))).schema
PARTS["number"] = any_of(at_least(1, NUMBER.content()), listed(part("branch"))).schema
PARTS["condition"] = any_of(part("reading"), _PAIRS.content(), listed(CONDITION)).schema
