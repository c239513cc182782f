"""The keys of ``forms.yaml``. They are in Russian only, for its words are those of the printed form."""

from __future__ import annotations

from ..source.contents import any_of, listed, named, of
from ..source.diagnostics import Diagnostics
from ..source.shape import Content, KeySpec, Shape
from ..source.tree import Node
from ..text import Text

_TEXT = of({"type": "string"}, Diagnostics.text)
_TEXTS = listed(_TEXT)


def _key(en: str, ru: str, content: Content, about: str, needed: bool = True) -> KeySpec:
    return KeySpec(en, ru, content, needed).about(about, about)


def _flag(en: str, ru: str, only: str, value: bool, about: str) -> KeySpec:
    """A key under which one word may stand, which means a value."""

    def read(diagnostics: Diagnostics, node: Node, _: Text) -> bool | None:
        said = diagnostics.text(node, Text.same(ru))
        if said == only:
            return value
        diagnostics.add(
            node, f"{ru}: нужно «{only}», а не `{said}`", f"{ru}: expected `{only}`, not `{said}`"
        )
        return None

    return _key(en, ru, of({"const": only}, read), about, needed=False)


def _number(diagnostics: Diagnostics, node: Node, what: Text) -> int | None:
    said = diagnostics.text(node, what)
    if said.isascii() and said.isdigit():
        return int(said)
    diagnostics.add(node, f"`{said}` — не целое число", f"`{said}` is no whole number")
    return None


def _by_number(content: Content) -> Content:
    """A mapping whose keys are the numbers of rows."""
    numbers = {"pattern": "^[1-9][0-9]*(\\.[1-9][0-9]*)*$"}
    inner = named(content, "строки", "строки")
    return Content(inner.read, lambda lang: {**inner.schema(lang), "propertyNames": numbers})


FLAGS = (
    _flag("adds_up", "части", "сумма", True, "Строка складывается из своих подстрок"),
    _flag(
        "services",
        "услуги",
        "да",
        True,
        "Под строкой перечисляют услуги, по строке на услугу; она складывается из них",
    ),
    _flag("figures", "числа", "нет", False, "Заголовок без чисел"),
    _flag("words_allowed", "слова", "да", True, "Вместо числа можно написать словами"),
    _flag("balance", "всего", "остаток", True, "«Всего» — остаток на последний месяц, а не сумма месяцев"),
)
ROW = Shape(
    None,
    (
        _key("words", "текст", _TEXT, "Слова строки, как в подлиннике"),
        *FLAGS,
        _key(
            "point",
            "пояснение",
            of({"type": ["string", "integer"]}, _number),
            "Номер пункта пояснения о строке",
            needed=False,
        ),
    ),
    only="ru",
)
TITLE_BLOCK = (
    _key("index", "индекс", _TEXT, "Индекс формы"),
    _key("annex", "приложение", _TEXT, "Приложение, которым она утверждена"),
    _key("title", "название", _TEXT, "Название"),
    _key("submitters", "представляют", _TEXT, "Кто представляет"),
    _key("explanation", "пояснение", _TEXT, "Файл с пояснением: пункты под заголовками «### пояснение, п.N»"),
)
FORM = Shape(
    None,
    (
        *TITLE_BLOCK,
        _key(
            "rows",
            "строки",
            _by_number(_TEXT),
            "Строки, которые в этой форме названы иначе: номер → слова",
            needed=False,
        ),
    ),
    only="ru",
)
FACTS = Shape(
    None,
    (
        _key("title", "заголовок", _TEXT, "Заголовок под формой"),
        _key("fields", "поля", _TEXTS, "Поля записи, по порядку"),
    ),
    only="ru",
)
WORDS = (
    _key("sheet", "лист", _TEXT, "Название листа Excel"),
    _key("record", "запись", _TEXT, "Вид записи, которой форма становится при чтении"),
    _key("periodicity", "периодичность", _TEXT, "Периодичность"),
    _key("addressee", "куда", _TEXT, "Куда представляется"),
    _key("term", "срок", _TEXT, "Срок представления: слова на форме"),
    _key("number", "номер", _TEXT, "Заголовок графы с номерами строк"),
    _key("activities", "мероприятия", _TEXT, "Заголовок графы с названиями строк"),
    _key("total", "всего", _TEXT, "Заголовок графы с итогом"),
    _key("including", "в_том_числе", _TEXT, "Слова перед подстроками"),
    _key("service", "услуга", _TEXT, "Слова там, где пишут название услуги"),
    _key("stamp", "печать", _TEXT, "Место печати"),
)
FORMS = Shape(
    None,
    (
        *WORDS,
        _key("quarters", "кварталы", _TEXTS, "Заголовки кварталов, по порядку"),
        _key("months", "месяцы", _TEXTS, "Заголовки месяцев, по порядку"),
        _key(
            "signatures",
            "подписи",
            named(_TEXT, "подписи", "подписи"),
            "Подписи: слова на форме → поле записи с именем или «нет»",
        ),
        _key(
            "facts", "сведения", FACTS.content(), "Сведения о представлении: стоят под формой и не печатаются"
        ),
        _key("forms", "формы", named(FORM.content(), "формы", "формы"), "Формы: ключ → её титул"),
        _key(
            "rows",
            "строки",
            _by_number(any_of(_TEXT, ROW.content())),
            "Строки всех форм: номер → слова или {текст: …, …}",
        ),
    ),
    only="ru",
)
