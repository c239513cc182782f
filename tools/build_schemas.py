"""Writes docs/reference/schemas/*.json: JSON Schemas of the files of a pack, for completion and checking in an editor.

They are made from the tables of keys that the loader itself uses and from the verbs' own descriptions. With --check
nothing is written, and the exit status is 1 where a file is not what would be written.

A schema knows the keys, their words in both languages and their values; which fields and rules there are, only
`qcrules lint` knows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qcrules.facts.types import TYPES
from qcrules.facts.words import AS_OF, COMPLETE
from qcrules.forms import layout
from qcrules.law.verbs import CHOICES, VERBS, Arg, BuiltDay, Period
from qcrules.lint import CODES
from qcrules.lint.allowed import ALLOWED_KEYS
from qcrules.source import definitions, head, pack, pages, readings, rules, vocabulary
from qcrules.testing import casefile

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "schemas"
Schema = dict[str, Any]

SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
WORD: Schema = {"type": ["string", "number", "boolean"]}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
YES_NO: Schema = {"enum": ["да", "нет", "yes", "no", "true", "false", True, False]}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def many(of: Schema) -> Schema:
    """One, or a list of them."""
    return {"anyOf": [of, {"type": "array", "items": of}]}


def open_to_readings(of: Schema) -> Schema:
    """The value, or a choice among readings that stands for it."""
    return {"anyOf": [of, ref("reading")]}


TEXT: Schema = {
    "description": "Слова: одни на два языка или {ru: …, en: …}",
    "anyOf": [
        WORD,
        {"type": "object", "properties": {"ru": WORD, "en": WORD}, "additionalProperties": False},
    ],
}
READING: Schema = {
    "type": "object",
    "description": "Значение зависит от чтения: {чтение: имя, вариант: ЗНАЧЕНИЕ, другой: ЗНАЧЕНИЕ}",
    "anyOf": [{"required": [word]} for word in readings._KEYS],
}

# What each key says. A key without its line here stops the build.
ABOUT: Mapping[str, Mapping[str, str]] = {
    "rule": {
        "id": "Постоянное имя правила: латиница, цифры, дефис",
        "provision": "Единица текста, которую правило решает; первая — ссылка вывода",
        "gist": "Чего требует норма, одной фразой",
        "bearer": "Кто обязан: слово из «обязанные» свода",
        "force": "Сила: обязательная (по умолчанию), рекомендация, проверка_правдоподобия",
        "for_each": "Список: один вывод на каждый его элемент",
        "in_force": "Редакция: с какого и по какой день",
        "if": "Когда норма применяется",
        "except": "Исключения, каждое со своей ссылкой",
        "require": "Что должно быть",
        "forbid": "Чего быть не должно",
        "undecidable": "Почему здесь этого никто не решит",
        "violated": "Сообщение о нарушении; {поле}, {срок}, {факт}, {просрочка}",
        "not_done": "Сообщение, если не сделано вовсе",
    },
    "pack": {
        "id": "Постоянное имя свода",
        "version": "Версия свода",
        "title": "Название правил",
        "language": "Язык ключей: ru или en",
        "calendar": "Календарь: KZ, GB-ENG, weekends; из нескольких рабочий день — рабочий в каждом",
        "in_force": "Жизнь правил: с какого и по какой день",
        "edition_by": "По каким датам выбирают редакцию, для каждого вида записи",
        "bearers": "Кого правила обязывают",
        "usual_order": "Обычный порядок событий: запись, которая ему противоречит, получает предупреждение",
    },
    "window": {"from": "С какого дня", "to": "По какой день"},
    "bearer": {"id": "Имя для отчётов", "en": "Английское слово"},
    "vocabulary": {"objects": "Общие объекты, пригодные как тип", "kinds": "Виды записи"},
    "kind": {
        "term": "Русское слово",
        "en": "Английское слово",
        "fields": "Поля",
        "inside": "Этот вид — часть другого: путь этой части",
    },
    "object": {"term": "Русское слово", "en": "Английское слово", "fields": "Поля"},
    "field": {
        "term": "Русское слово: им пользуются правила и русские файлы дел",
        "en": "Английская подпись",
        "type": "Тип: событие, дата, да_нет, выбор, набор, число, текст, месяц, объект, список или имя общего объекта",
        "options": "Варианты выбора или набора",
        "fields": "Поля объекта или элемента списка",
        "item": "Общий объект, из которых состоит список",
        "rows": "Строки таблицы",
        "month": "Месяц, к которому относится таблица",
        "columns": "Графы таблицы",
        "unsaid": "Что значит поле, о котором запись молчит",
    },
    "correction": {
        "day": "День",
        "working": "Рабочий ли он",
        "reason": "Почему",
        "source": "Откуда это известно",
    },
    "block": {
        "readings": "Чтения: где текст можно честно прочесть двояко",
        "definitions": "Определения: факты, которые закон определяет через записанные",
        "without_case": "Чего никакой случай не покажет, и почему",
    },
    "excuse": {
        "of": "О каком правиле, определении или чтении",
        "what": "Чего не показать",
        "reason": "Почему",
    },
    "reading": {
        "question": "О чём спор",
        "options": "Варианты с доводами",
        "default": "Вариант по умолчанию",
        "basis": "Откуда спор известен",
    },
    "option": {"ru": "Вариант по-русски", "en": "Вариант по-английски", "argument": "Довод за него"},
    "definition": {
        "path": "Английский путь факта",
        "term": "Русское слово",
        "en": "Английская подпись",
        "type": "Тип: событие, дата или да_нет",
        "provision": "Норма, которая его определяет",
        "cases": "Варианты: первый, чьё «если» выполнено; последний без «если»",
    },
    "case_of_definition": {"if": "Когда", "is": "Какой факт берётся"},
    "earliest": {"in": "Список", "where": "Какие элементы", "what": "Какое событие элемента"},
    "built_day": {
        "day": "Число месяца или «последний»",
        "month": "Месяц: число, поле записи или соседний с ним",
        "year": "Год: число, поле записи или соседний с ним",
    },
    "exception": {"provision": "Норма исключения", "if": "Когда оно действует"},
    "claim": {"provision": "Единица текста", "reason": "Почему её не проверяют"},
    "page": {
        "id": "Имя страницы",
        "paragraph": "Номер пункта",
        "kind": "Вид записи, о котором страница (по умолчанию первый)",
        "in_force": "Редакция всех правил страницы",
        "base": "Факты, с которых начинается каждый случай",
        "later": "Правила появятся позже: почему",
    },
    "period": {"from": "С какого события (этот день входит)", "to": "По какое событие (этот день входит)"},
    "allowed": {"code": "Код предупреждения", "what": "О чём оно; * — что угодно", "why": "Почему остаётся"},
    "forms": {
        "sheet": "Название листа Excel",
        "record": "Вид записи, которой форма становится при чтении",
        "periodicity": "Периодичность",
        "addressee": "Куда представляется",
        "term": "Срок представления: слова на форме",
        "number": "Заголовок графы с номерами строк",
        "activities": "Заголовок графы с названиями строк",
        "total": "Заголовок графы с итогом",
        "including": "Слова перед подстроками",
        "service": "Слова там, где пишут название услуги",
        "stamp": "Место печати",
        "quarters": "Заголовки кварталов, по порядку",
        "months": "Заголовки месяцев, по порядку",
        "signatures": "Подписи: слова на форме → поле записи с именем или «нет»",
        "facts": "Сведения о представлении: стоят под формой и не печатаются",
        "forms": "Формы: ключ → её титул",
        "rows": "Строки всех форм: номер → слова или {текст: …, …}",
    },
    "form": {
        "index": "Индекс формы",
        "annex": "Приложение, которым она утверждена",
        "title": "Название",
        "submitters": "Кто представляет",
        "explanation": "Файл с пояснением: пункты под заголовками «### пояснение, п.N»",
        "rows": "Строки, которые в этой форме названы иначе: номер → слова",
    },
    "form_row": {
        "words": "Слова строки, как в подлиннике",
        "adds_up": "Строка складывается из своих подстрок",
        "services": "Под строкой перечисляют услуги, по строке на услугу; она складывается из них",
        "figures": "Заголовок без чисел",
        "words_allowed": "Вместо числа можно написать словами",
        "balance": "«Всего» — остаток на последний месяц, а не сумма месяцев",
        "point": "Номер пункта пояснения о строке",
    },
    "form_facts": {"title": "Заголовок под формой", "fields": "Поля записи, по порядку"},
    "case_top": {"pack": "Папка свода", "bases": "Именованные основы", "cases": "Случаи"},
    "case": {
        "case": "О чём случай",
        "base": "Основа, с которой он начинается",
        "as of": "День проверки",
        "readings": "Выбранные чтения",
        "expected": "Ожидаемые вердикты: правило или норма → вердикт",
        "complete": "Чего нет в записи, того не было",
    },
}


def keyed(
    what: str, words: Mapping[str, str], values: Mapping[str, Schema], needed: Iterable[str] = ()
) -> Schema:
    """An object whose keys may be in either language; ``words``: English → Russian."""
    properties: Schema = {}
    unsaid = set(words) - set(ABOUT[what])
    assert not unsaid, f"{what}: say in ABOUT what these keys are for: {unsaid}"
    for en, ru in words.items():
        value = {**values.get(en, SCALAR), "description": f"{ABOUT[what][en]} ({en})"}
        properties[ru] = value
        properties.setdefault(en, {**value, "description": f"{ABOUT[what][en]} (по-русски {ru})"})
    unused = set(ABOUT[what]) - set(words)
    assert not unused, f"{what}: described, but no key: {unused}"
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **(
            {"allOf": [{"anyOf": [{"required": [words[key]]}, {"required": [key]}]} for key in needed]}
            if needed
            else {}
        ),
    }


def named(of: Schema) -> Schema:
    """An object whose keys are names of their own."""
    return {"type": "object", "additionalProperties": of}


# -- conditions ---------------------------------------------------------------------------------------------


def both_words(words: Mapping[str, str]) -> Schema:
    return {"enum": [*words.values(), *words]}


def argument(kind: Arg) -> Schema:
    """The value of one key of a verb."""
    field: Schema = {"type": "string", "description": "Поле записи или определённый факт"}
    shapes: dict[Arg, Schema] = {
        Arg.FIELD: field,
        Arg.MOMENT: {"anyOf": [field, ref("built_day")]},
        Arg.SET: field,
        Arg.LIST: field,
        Arg.TERM: {
            "type": "string",
            "description": "Срок: 24 часа, 5 рабочих дней, 30 календарных дней, 1 месяц",
        },
        Arg.COUNT: {"type": ["string", "integer"], "description": "Число или поле с числом"},
        Arg.VALUE: WORD,
        Arg.VALUES: many(WORD),
        Arg.CONDITION: ref("condition"),
        Arg.CONDITIONS: {"anyOf": [{"type": "array", "items": ref("condition")}, ref("condition")]},
        Arg.FIELDS: {"anyOf": [many(field), {"type": "object"}]},
        Arg.SERIES: {"anyOf": [many(field), {"type": "object"}]},
        Arg.RULE: {"type": "string", "description": "id правила"},
        Arg.NUMBERS: {"anyOf": [many({"type": ["string", "integer"]}), {"type": "object"}]},
        Arg.PERIOD: ref("period"),
    }
    if kind in CHOICES:
        words = CHOICES[kind].values()
        return {"enum": [*(word.ru for word in words), *(word.en for word in words)]}
    return shapes[kind]


def condition() -> Schema:
    """A mapping of verbs and fields, or a list of such mappings."""
    properties: Schema = {}
    for verb in VERBS:
        spec = verb.SPEC
        if spec.bare is not None:
            value: Schema = argument(spec.bare)
        else:
            inner: Schema = {}
            for arg in spec.args:
                shape = open_to_readings(argument(arg.kind))
                inner[arg.ru] = {**shape, "description": f"({arg.en})"}
                inner.setdefault(arg.en, {**shape, "description": f"(по-русски {arg.ru})"})
            needed = [
                {"anyOf": [{"required": [a.ru]}, {"required": [a.en]}]} for a in spec.args if a.required
            ]
            value = {"type": "object", "properties": inner, "additionalProperties": False, "allOf": needed}
        value = open_to_readings(value)
        properties[spec.ru] = {**value, "description": f"{spec.meaning.ru} ({spec.en})"}
        properties.setdefault(spec.en, {**value, "description": f"{spec.meaning.ru} (по-русски {spec.ru})"})
    value_of_field = open_to_readings(many(SCALAR))
    whole: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": {**value_of_field, "description": "Поле записи и его значение"},
    }
    return {"anyOf": [ref("reading"), whole, {"type": "array", "items": ref("condition")}]}


def shared() -> Schema:
    """What the schemas of the blocks of a page refer to."""
    built = keyed(
        "built_day",
        BuiltDay.KEYS,
        {key: many({"type": ["string", "integer", "object"]}) for key in BuiltDay.KEYS},
    )
    return {
        "reading": READING,
        "condition": condition(),
        "period": keyed(
            "period",
            Period.KEYS,
            dict.fromkeys(Period.KEYS, argument(Arg.FIELD)),
            ("from", "to"),
        ),
        "built_day": {
            "type": "object",
            "properties": {BuiltDay.RU: built, BuiltDay.EN: built},
            "additionalProperties": False,
            "minProperties": 1,
        },
    }


# -- the files ----------------------------------------------------------------------------------------------

CITATIONS = many({"type": "string", "description": "п.13 ч.2 3), приказ п.4, s.10(2)"})


def window() -> Schema:
    return keyed("window", {"from": "с", "to": "по"}, dict.fromkeys(("from", "to"), open_to_readings(DAY)))


def rule_block() -> Schema:
    forces = {str(force): word for force, word in rules.FORCES.items()}
    exception = keyed(
        "exception", {"provision": "норма", "if": "если"}, {"provision": CITATIONS, "if": ref("condition")}
    )
    values = {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
        "provision": CITATIONS,
        "gist": open_to_readings(TEXT),
        "force": both_words(forces),
        "in_force": open_to_readings(window()),
        "if": ref("condition"),
        "except": open_to_readings(many(exception)),
        "require": ref("condition"),
        "forbid": ref("condition"),
        "undecidable": open_to_readings(TEXT),
        "violated": open_to_readings(TEXT),
        "not_done": open_to_readings(TEXT),
    }
    rule = keyed("rule", rules.RULE_KEYS, values, ("id", "provision", "gist"))
    return {"title": "Блок «Правило»: список правил", "type": "array", "items": rule, "$defs": shared()}


def interpretation_block() -> Schema:
    option = {
        "anyOf": [
            WORD,
            keyed("option", readings.OPTION_KEYS, dict.fromkeys(("ru", "en"), WORD)),
        ]
    }
    reading = keyed(
        "reading",
        readings.READING_KEYS,
        {"question": TEXT, "options": {**named(option), "minProperties": 2}, "basis": many(WORD)},
        ("question", "options", "default"),
    )
    earliest = keyed(
        "earliest",
        definitions._EARLIEST_KEYS,
        {**dict.fromkeys(("in", "what"), open_to_readings(WORD)), "where": ref("condition")},
        ("in", "what"),
    )
    choice = {
        "anyOf": [
            WORD,
            ref("reading"),
            ref("built_day"),
            {
                "type": "object",
                "properties": dict.fromkeys(definitions._EARLIEST, earliest),
                "additionalProperties": False,
            },
        ]
    }
    branch = keyed(
        "case_of_definition", definitions._CASE_KEYS, {"if": ref("condition"), "is": choice}, ("is",)
    )
    cases = open_to_readings({"type": "array", "items": open_to_readings(branch)})
    definition = keyed("definition", definitions.DEFINITION_KEYS, {"cases": cases}, ("path", "cases"))
    excuse = keyed("excuse", pages.EXCUSE_KEYS, {"what": many(WORD), "reason": TEXT}, pages.EXCUSE_KEYS)
    values = {
        "readings": named(reading),
        "definitions": named(definition),
        "without_case": {"type": "array", "items": excuse},
    }
    block = keyed("block", pack.BLOCK_KEYS, values)
    return {"title": "Блок «Толкования»: чтения и определения", **block, "$defs": shared()}


def claims_block() -> Schema:
    claim = keyed(
        "claim",
        {"provision": "норма", "reason": "причина"},
        {"provision": CITATIONS, "reason": TEXT},
        ("provision", "reason"),
    )
    return {"title": "Блок «Почему не проверяется»", "type": "array", "items": claim}


def front_matter() -> Schema:
    values = {
        "kind": many(WORD),
        "in_force": open_to_readings(window()),
        "base": {"type": "object"},
        "later": TEXT,
    }
    page = keyed("page", pages.FRONT_KEYS, values, ("id", "paragraph"))
    return {"title": "Ключи страницы", **page, "$defs": {"reading": READING}}


def pack_file() -> Schema:
    chain = {"type": "array", "items": WORD}
    values = {
        "title": TEXT,
        "language": {"enum": ["ru", "en"]},
        "calendar": many({"type": "string"}),
        "in_force": window(),
        "edition_by": named(chain),
        "bearers": named(keyed("bearer", {"id": "id", "en": "en"}, {})),
        "usual_order": named({"type": "array", "items": chain}),
    }
    needed = ("id", "version", "title", "calendar", "in_force")
    return {
        "title": "pack.yaml",
        **keyed("pack", head.PACK_KEYS, values, needed),
        "$defs": {"reading": READING},
    }


def vocabulary_file() -> Schema:
    types = {key: one.term.ru for key, one in TYPES.items()}
    whole = {"anyOf": [both_words(types), {"type": "string", "description": "имя общего объекта"}]}
    anything: Schema = {}
    field = keyed(
        "field",
        vocabulary._FIELD_KEYS,
        {
            "type": whole,
            "options": named(TEXT),
            "fields": named(ref("field")),
            "rows": anything,
            "month": anything,
            "columns": anything,
        },
        ("type",),
    )
    kind = keyed("kind", vocabulary._KIND_KEYS, {"fields": named(ref("field"))})
    shape = keyed("object", vocabulary._OBJECT_KEYS, {"fields": named(ref("field"))}, ("fields",))
    top = keyed(
        "vocabulary", vocabulary._TOP_KEYS, {"objects": named(shape), "kinds": named(kind)}, ("kinds",)
    )
    return {"title": "vocabulary.yaml", **top, "$defs": {"field": field}}


def calendar_file() -> Schema:
    values = {"day": DAY, "working": YES_NO, "reason": TEXT}
    line = keyed("correction", head.CORRECTION_KEYS, values, ("day", "working", "source"))
    return {"title": "calendar.yaml", "type": "array", "items": line}


def lint_file() -> Schema:
    values = {"code": {"enum": list(CODES)}, "what": many(WORD), "why": TEXT}
    return {
        "title": "lint.yaml",
        "type": "array",
        "items": keyed("allowed", ALLOWED_KEYS, values, ALLOWED_KEYS),
    }


def case_file() -> Schema:
    def words(*keys: tuple[str, ...]) -> dict[str, str]:
        return {key[1]: key[0] for key in keys}

    values = {
        "base": {"anyOf": [WORD, {"type": "object"}]},
        "as of": DAY,
        "readings": named(WORD),
        "expected": named({"anyOf": [WORD, {"type": "array"}, {"type": "object"}]}),
        "complete": YES_NO,
    }
    own = words(casefile.TITLE, casefile.BASE, casefile.READINGS, casefile.EXPECTED)
    case = keyed("case", {**own, "as of": "на дату", "complete": "полная"}, values)
    for spellings, key in ((AS_OF, "на дату"), (COMPLETE, "полная")):
        case["properties"].update(dict.fromkeys(spellings, case["properties"][key]))
    case["additionalProperties"] = {"description": "Поле записи и его значение"}
    top = keyed(
        "case_top",
        words(*casefile._TOP),
        {"bases": named({"type": "object"}), "cases": {"type": "array", "items": case}},
        ("cases",),
    )
    return {"title": "*.case.yaml: случаи", **top}


def forms_file() -> Schema:
    """forms.yaml, whose keys are in Russian only: its words are those of the printed form."""

    def told(what: str, key: str, words: str, value: Schema) -> tuple[str, Schema]:
        return words, {**value, "description": ABOUT[what][key]}

    def closed(properties: Schema, *optional: str) -> Schema:
        needed = [key for key in properties if key not in optional]
        return {
            "type": "object",
            "properties": properties,
            "required": needed,
            "additionalProperties": False,
        }

    words, lines = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    number = {"pattern": "^[1-9][0-9]*(\\.[1-9][0-9]*)*$"}
    flags = [
        told("form_row", name, key, {"const": word}) for name, (key, word, _) in layout.ROW_FLAGS.items()
    ]
    row = closed(
        dict(
            [
                told("form_row", "words", layout.ROW_TEXT, words),
                *flags,
                told("form_row", "point", layout.ROW_POINT, {"type": ["string", "integer"]}),
            ]
        ),
        layout.ROW_POINT,
        *(key for key, _ in flags),
    )
    rows = {**named({"anyOf": [words, row]}), "propertyNames": number}
    form = closed(
        dict(
            [
                *(told("form", key, word, words) for key, word in layout.FORM_KEYS.items()),
                told("form", "rows", layout.REWORDED, {**named(words), "propertyNames": number}),
            ]
        ),
        layout.REWORDED,
    )
    facts = closed(
        dict(
            told("form_facts", key, word, words if key == "title" else lines)
            for key, word in layout.FACTS_KEYS.items()
        )
    )
    others = {"signatures": named(words), "facts": facts, "forms": named(form), "rows": rows}
    top = [
        *(told("forms", key, word, words) for key, word in layout.WORD_KEYS.items()),
        *(told("forms", key, word, lines) for key, word in layout.LIST_KEYS.items()),
        *(told("forms", key, word, others[key]) for key, word in layout.OTHER_KEYS.items()),
    ]
    return {"title": "forms.yaml: печатный вид форм", **closed(dict(top))}


FILES = {
    "pack": pack_file,
    "vocabulary": vocabulary_file,
    "calendar": calendar_file,
    "lint": lint_file,
    "page": front_matter,
    "rules": rule_block,
    "interpretation": interpretation_block,
    "claims": claims_block,
    "case": case_file,
    "forms": forms_file,
}


def build() -> dict[str, str]:
    """The files by their names."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        f"{name}.schema.json": json.dumps({**head, **make()}, ensure_ascii=False, indent=1) + "\n"
        for name, make in FILES.items()
    }


def main(arguments: list[str]) -> int:
    files = build()
    if arguments != ["--check"]:
        TARGET.mkdir(parents=True, exist_ok=True)
        for name, words in files.items():
            (TARGET / name).write_text(words, encoding="utf-8")
        return 0
    here = (
        {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.json")}
        if TARGET.is_dir()
        else {}
    )
    stale = sorted(name for name in files | here if files.get(name) != here.get(name))
    if stale:
        print(f"out of date: {', '.join(stale)}; run tools/build_schemas.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
