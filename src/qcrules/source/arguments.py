"""What may stand under the keys of verbs: their shapes, made from what the verbs say of themselves, and a condition."""

from __future__ import annotations

from collections.abc import Mapping

from ..law.verbs import CHOICES, VERBS, Arg, ArgSpec, BuiltDay, Condition, Period
from ..text import Text
from .contents import (
    PARTS,
    SCALAR,
    WORD,
    any_of,
    described,
    listed,
    many,
    of,
    one_of,
    open_to_readings,
    refer,
)
from .shape import Content, KeySpec, Shape

CONDITION = refer("condition")
_FIELD = described(of({"type": "string"}), "Поле записи или определённый факт", "A field or a defined fact")
_MOMENT = any_of(_FIELD, refer("built_day"))
_TERM = described(
    of({"type": "string"}),
    "Срок: 24 часа, 5 рабочих дней, 30 календарных дней, 1 месяц",
    "A term: 24 hours, 5 working days, 30 calendar days, 1 month",
)
_COUNT = described(
    of({"type": ["string", "integer"]}), "Число или поле с числом", "A number, or a field with one"
)
_FIELDS = any_of(many(_FIELD), of({"type": "object"}))
_NUMBERS = any_of(many(of({"type": ["string", "integer"]})), of({"type": "object"}))
_RULE = described(of({"type": "string"}), "id правила", "The id of a rule")
_BUILT = Text(
    f"событие или дата; или `{{{BuiltDay.RU}: {{день: …, месяц: …, год: …}}}}`",
    f"an event or a date; or `{{{BuiltDay.EN}: {{day: …, month: …, year: …}}}}`",
)
_FIELD_OR_FIELDS = Text("поле или список полей", "a field, or a list of them")


def _choice(kind: Arg) -> Content:
    return one_of({word.en: word.ru for word in CHOICES[kind].values()})


ARGUMENTS: Mapping[Arg, tuple[Content, Text]] = {
    Arg.FIELD: (_FIELD, Text("поле", "a field")),
    Arg.MOMENT: (_MOMENT, _BUILT),
    Arg.SET: (_FIELD, Text("поле-набор", "a set")),
    Arg.LIST: (_FIELD, Text("поле-список", "a list")),
    Arg.TERM: (_TERM, Text("срок: `5 рабочих дней`", "a term: `5 working days`")),
    Arg.COUNT: (_COUNT, Text("число или поле с числом", "a number, or a field with one")),
    Arg.VALUE: (of(WORD), Text("значение или поле", "a value or a field")),
    Arg.VALUES: (many(of(WORD)), Text("вариант или список вариантов", "an option, or a list of them")),
    Arg.CONDITION: (CONDITION, Text("условие", "a condition")),
    Arg.CONDITIONS: (any_of(listed(CONDITION), CONDITION), Text("список условий", "a list of conditions")),
    Arg.FIELDS: (_FIELDS, _FIELD_OR_FIELDS),
    Arg.SERIES: (_FIELDS, _FIELD_OR_FIELDS),
    Arg.RULE: (_RULE, Text("id правила", "the id of a rule")),
    Arg.NUMBERS: (_NUMBERS, Text("числа: поле или список полей", "numbers: a field, or a list of them")),
    Arg.PERIOD: (
        refer("period"),
        Text(
            "`{от: СОБЫТИЕ, до: СОБЫТИЕ}`, оба дня входят", "`{from: EVENT, to: EVENT}`, both days included"
        ),
    ),
    Arg.FIRST_DAY: (
        _choice(Arg.FIRST_DAY),
        Text("`считается` или `не_считается` (по умолчанию)", "`counted` or `not_counted` (default)"),
    ),
    Arg.RELATION: (
        _choice(Arg.RELATION),
        Text("`равно`, `не_меньше`, `не_больше`", "`equals`, `at_least`, `at_most`"),
    ),
    Arg.ROLL: (
        _choice(Arg.ROLL),
        Text("`вперёд`, `назад` или `нет` (по умолчанию)", "`forward`, `back` or `none` (default)"),
    ),
}
"""For each kind of argument what may stand there, and how the reference says it."""


def _key(arg: ArgSpec) -> KeySpec:
    content, about = ARGUMENTS[arg.kind]
    return KeySpec(arg.en, arg.ru, open_to_readings(content), needed=arg.required).about(about.ru, about.en)


def _of_verb(verb: type[Condition]) -> KeySpec:
    spec = verb.SPEC
    content = ARGUMENTS[spec.bare][0] if spec.bare else VERB_SHAPES[verb].content()
    return KeySpec(spec.en, spec.ru, open_to_readings(content)).about(spec.meaning.ru, spec.meaning.en)


VERB_SHAPES = {
    verb: Shape(Text(f"`{verb.SPEC.ru}`", f"`{verb.SPEC.en}`"), tuple(map(_key, verb.SPEC.args)))
    for verb in VERBS
    if verb.SPEC.bare is None
}
_PERIOD_ENDS = {
    "from": Text("С какого события (этот день входит)", "From which event (its day included)"),
    "to": Text("По какое событие (этот день входит)", "To which event (its day included)"),
}
PERIOD = Shape(
    Text("не_считая", "excluding"),
    tuple(
        KeySpec(en, ru, _FIELD, needed=True).about(_PERIOD_ENDS[en].ru, _PERIOD_ENDS[en].en)
        for en, ru in Period.KEYS.items()
    ),
)
_VALUE_OF_A_FIELD = described(
    open_to_readings(many(of(SCALAR))), "Поле записи и его значение", "A field of the record and its value"
)
_PAIRS = Shape(None, tuple(map(_of_verb, VERBS)), others=_VALUE_OF_A_FIELD)

PARTS["period"] = PERIOD.schema
PARTS["condition"] = any_of(refer("reading"), _PAIRS.content(), listed(CONDITION)).schema
