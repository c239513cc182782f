"""The types of fields: what each may hold, how that is read and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from ..errors import nearest
from ..kernel.interval import NO, YES, Interval
from ..text import Text, shown
from ..time.months import YEARS
from .field import Alternatives, Field, Spans, Taken, ValueType, WrongValue, option_path, wrong
from .moments import DateType, EventType, MonthType, outside_years
from .outside import MOST_DIGITS, NotJson, Unreadable, from_json, outside, too_long, whole
from .words import BLANK, NONE_MARK, UNKNOWN_MARK, Nulls, tidy, yes_no

_SOME_TEXT = "текст"
_IS, _IS_NOT, _IS_RECORDED = Text("да", "yes"), Text("нет", "no"), Text("есть", "recorded")


# -- one of a few -----------------------------------------------------------------------------------------------


class BoolType(ValueType):
    key, term = "bool", Text("да_нет", "bool")
    none_words = _IS_NOT
    as_text = Text(
        "`да`, `нет`, `yes`, `no`, `True`, `FALSE`, `истина`, `1`, `0`, `1.0`",
        "`да`, `нет`, `yes`, `no`, `True`, `FALSE`, `истина`, `1`, `0`, `1.0`",
    )
    as_cell = Text("ИСТИНА, ЛОЖЬ, 1, 0", "TRUE, FALSE, 1, 0")
    as_column = Text("bool; числа 0 и 1", "bool; the numbers 0 and 1")

    def usual(self, fact: Field, value: Any) -> bool:
        said = yes_no(value)
        if said is None:
            given = shown(value)
            raise wrong(fact, f"нужно «да» или «нет», а не `{given}`", f"expected yes or no, not `{given}`")
        return said

    def plain(self, fact: Field, value: Any) -> Taken | None:
        return _PLAIN_ANSWERS.get(value) if type(value) in (bool, str) else None

    def spans(self, fact: Field, value: Any) -> Spans:
        return (YES if value else NO,)

    def show(self, fact: Field, value: Any) -> tuple[bool, Text]:
        return (True, _IS) if value else (False, _IS_NOT)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [False, True]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [(YES, _IS), (NO, _IS_NOT)]


_PLAIN_ANSWERS: Mapping[str | bool, Taken] = {
    True: (True, (YES,)),
    False: (False, (NO,)),
    "да": (True, (YES,)),
    "yes": (True, (YES,)),
    "no": (False, (NO,)),
    "нет": (None, (NO,)),
}
"""What a yes and a no mean, in their usual words; «нет» is also what is written of anything that is not there."""


class ChoiceType(ValueType):
    key, term = "choice", Text("выбор", "choice")
    as_text = Text(
        "слово словаря на любом языке, буквами любой величины",
        "a word of the vocabulary in either language, capital letters or not",
    )
    as_column = Text("текст, словарный текст", "text, text by dictionary")
    silence_is_none = False

    def unknown(self, fact: Field) -> Interval:
        return 0, len(fact.options)

    def usual(self, fact: Field, value: Any) -> Any:
        """The word of an option as it was given; one that is a number may have been kept as 1.0."""
        word = value if isinstance(value, str) else shown(value)
        if fact.option(word) is None and (count := whole(word)) is not None:
            word = str(count)
        if fact.option(word) is None:
            raise WrongValue(_no_option(fact, value))
        return word

    def plain(self, fact: Field, value: Any) -> Taken | None:
        return fact.plain_word(value) if type(value) is str else None

    def spans(self, fact: Field, value: Any) -> Spans:
        option = fact.option(value)
        assert option is not None
        return ((option.code, option.code),)

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        option = fact.option(value)
        assert option is not None
        return option.key, option.term

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [NONE_MARK, *(option.key for option in fact.options)]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [((option.code, option.code), option.term) for option in fact.options]


class SetType(ChoiceType):
    """Any of the options; whether each is among them is a fact of its own."""

    key, term = "set", Text("набор", "set")
    as_text = Text(
        "слова через точку с запятой; в YAML и JSON и список, в таблице и список как текст JSON",
        "words with semicolons between them; in YAML and JSON also a list, in a table a list as a text of JSON",
    )
    as_column = Text("текст; список текстов", "text; a list of texts")
    silence_is_none = True

    def unknown(self, fact: Field) -> Interval:
        return ValueType.unknown(self, fact)

    def facets(self, fact: Field) -> tuple[str, ...]:
        return tuple(option_path(fact.path, option) for option in fact.options)

    def usual(self, fact: Field, value: Any) -> Any:
        """A word, or a list of them; in a text semicolons stand between the words. None where there are none."""
        given = value
        if isinstance(value, str) and value.startswith("["):
            given = value = _from_json(fact, value)
        if isinstance(value, str):
            value = [tidy(word) for word in value.split(";")] if ";" in value else [value]
            value = [word for word in value if word]
        if not isinstance(value, list):
            raise wrong(
                fact, f"нужен список, а не `{shown(value)}`", f"expected a list, not `{shown(value)}`"
            )
        strange = [_no_option(fact, word) for word in value if not self._known(fact, word)]
        if strange:
            raise WrongValue(*strange)
        if not value:
            return None
        return given if isinstance(given, str) and ";" not in given else value

    def _known(self, fact: Field, word: Any) -> bool:
        return fact.option(word if isinstance(word, str) else shown(word)) is not None

    def spans(self, fact: Field, value: Any) -> Spans:
        words = [value] if isinstance(value, str) else value
        chosen = {fact.option(word if isinstance(word, str) else shown(word)) for word in words}
        return (YES if words else NO, *(YES if option in chosen else NO for option in fact.options))

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        words = [value] if isinstance(value, str) else value
        chosen = [option for word in words if (option := fact.option(word))]
        keys, terms = sorted(one.key for one in chosen), [one.term for one in chosen]
        return ", ".join(keys), Text(", ".join(one.ru for one in terms), ", ".join(one.en for one in terms))

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        keys = [option.key for option in fact.options]
        all_but_one = [[key for key in keys if key != one] for one in keys]
        return [[], keys, *([key] for key in keys), *all_but_one]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return []


def _no_option(fact: Field, word: Any) -> Text:
    hint = nearest(shown(word), [said for option in fact.options for said in (option.term.ru, option.key)])
    return Text(
        f"«{fact.label.ru}»: `{shown(word)}` — не из списка: "
        f"{', '.join(option.term.ru for option in fact.options)}{hint.ru}",
        f"`{fact.path}`: `{shown(word)}` is not one of: {', '.join(option.key for option in fact.options)}{hint.en}",
    )


# -- numbers ----------------------------------------------------------------------------------------------------

UNKNOWN_NUMBER: Interval = (0, 10**MOST_DIGITS - 1)
"""Any number that a record may give. It has an end, so that what grows without one is more."""


class NumberType(ValueType):
    """A whole number, zero or more."""

    key, term = "number", Text("число", "number")
    as_text = Text(
        "`3`, `3.0`, `3,0`: целое, не меньше нуля, до 15 цифр",
        "`3`, `3.0`, `3,0`: whole, zero or more, up to 15 digits",
    )
    as_cell = Text("целое число", "a whole number")
    as_column = Text(
        "целые, дробные без дробной части, decimal", "integers; floats and decimals that are whole"
    )
    silence_is_none = False
    counts = range(10**MOST_DIGITS)

    def unknown(self, fact: Field) -> Interval:
        return UNKNOWN_NUMBER

    def usual(self, fact: Field, value: Any) -> int:
        count = whole(value) if isinstance(value, str) else value
        if isinstance(count, bool) or not isinstance(count, int) or count not in Type.NUMBER.counts:
            said, (ru, en) = shown(value), _SHORT if too_long(value) else _FROM_ZERO
            raise wrong(
                fact, f"нужно целое {ru}, а не `{said}`", f"expected a whole number{en}, not `{said}`"
            )
        return count

    def spans(self, fact: Field, value: Any) -> Spans:
        return ((value, value),)

    def show(self, fact: Field, value: Any) -> tuple[int, Text]:
        return int(value), Text.same(str(int(value)))

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [0, 10**6, 1, 2, 3]


class YearType(NumberType):
    """A year that the calendar knows."""

    key, term = "year", Text("год", "year")
    as_text = Text("`2014`, `2014.0`", "`2014`, `2014.0`")
    as_cell = Text("целое число", "a whole number")
    as_column = Text("целые, дробные без дробной части", "integers, floats that are whole")
    counts = YEARS

    def unknown(self, fact: Field) -> Interval:
        return 0, YEARS[-1]

    def usual(self, fact: Field, value: Any) -> int:
        count = super().usual(fact, value)
        if count not in self.counts:
            raise outside_years(fact, value)
        return count

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(day.year for day in days), None]


_FROM_ZERO = "неотрицательное число", ", zero or more"
_SHORT = f"число не более чем из {MOST_DIGITS} цифр", f" of not more than {MOST_DIGITS} digits"


# -- what is there or is not ------------------------------------------------------------------------------------


class PresenceType(ValueType):
    """Rules ask only whether it is there."""

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [(YES, _IS_RECORDED), (NO, Text("нет", "none"))]


class TextType(PresenceType):
    key, term = "text", Text("текст", "text")
    as_text = Text("любой", "any")
    as_cell = Text("что угодно", "anything")
    as_column = Text("текст, числа, дни; байты, если это UTF-8", "text, numbers, days; bytes that are UTF-8")

    def given(self, fact: Field, value: Any, nulls: Nulls = "absent") -> Any:
        """The text as it was given: line breaks stay, spaces around it do not."""
        said = super().given(fact, value, nulls)
        keeps = isinstance(value, str) and isinstance(said, str) and said not in (BLANK, UNKNOWN_MARK)
        return normalize("NFC", value.strip()) if keeps else said

    def plain(self, fact: Field, value: Any) -> Taken | None:
        """Words that say nothing else, in their usual form."""
        return (value, (YES,)) if type(value) is str and _is_plain_text(value) else None

    def usual(self, fact: Field, value: Any) -> Any:
        if isinstance(value, Mapping | list):
            raise wrong(fact, "нужен текст", "expected text")
        return value if isinstance(value, str | date) else str(value)

    def spans(self, fact: Field, value: Any) -> Spans:
        return (YES,)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [_SOME_TEXT, None]


@lru_cache(maxsize=4096)
def _is_plain_text(words: str) -> bool:
    """Are these words in their usual form, and no sign for something else?"""
    try:
        said = outside(words)
    except Unreadable:
        return False
    return said == words and said not in (BLANK, UNKNOWN_MARK)


def _from_json(fact: Field, text: str) -> Any:
    """What a JSON text in a cell holds. WrongValue where it is none."""
    try:
        return from_json(text)
    except NotJson as strange:
        words = strange.words
        raise wrong(fact, f"JSON не читается: {words.ru}", f"JSON cannot be read: {words.en}") from None


class PartsType(ValueType):
    """What has parts may be written as a JSON text, where a table has only text to hold it."""

    def given(self, fact: Field, value: Any, nulls: Nulls = "absent") -> Any:
        text = value.strip() if isinstance(value, str) else ""
        if text.startswith(("[", "{")):
            value = _from_json(fact, text)
        return super().given(fact, value, nulls)


class ObjectType(PartsType, PresenceType):
    key, term = "object", Text("объект", "object")
    as_text = Text(
        "поля; в таблице — свой столбец у каждого (`извещение.вручено`) или текст JSON",
        "fields; in a table a column for each (`notice.delivered_at`) or a text of JSON",
    )
    as_column = Text("struct; столбцы полей; текст JSON", "struct; columns of its fields; a text of JSON")
    has_fields = True

    def show(self, fact: Field, value: Any) -> tuple[bool, Text]:
        return True, _IS

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [fact.nothing_known(), None]


class ListType(PartsType, PresenceType):
    key, term = "list", Text("список", "list")
    as_text = Text(
        "список; в таблице — столбцы `основания[1].вид`, текст JSON, а простые тексты — через точку с запятой",
        "a list; in a table columns `grounds[1].kind`, a text of JSON, or plain texts with semicolons",
    )
    as_column = Text("list<struct>, list<string>; текст JSON", "list<struct>, list<string>; a text of JSON")
    has_fields = True
    has_items = True

    def usual(self, fact: Field, value: Any) -> Any:
        """A list; of plain texts a text will do, with semicolons between them."""
        if isinstance(value, str) and not fact.children:
            return [word for part in value.split(";") if (word := tidy(part))]
        if not isinstance(value, list):
            raise wrong(
                fact, f"нужен список, а не `{shown(value)}`", f"expected a list, not `{shown(value)}`"
            )
        return value

    def show(self, fact: Field, value: Any) -> tuple[int, Text]:
        return len(value), Text(f"записей: {len(value)}", f"{len(value)} recorded")

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [[fact.nothing_known() if fact.children else _SOME_TEXT], []]


class TableType(PartsType):
    key, term = "table", Text("таблица", "table")
    as_text = Text(
        "строка → графа → число; в таблице — столбцы `показатели.1.1.2014-03` или текст JSON",
        "row → column → number; in a table columns `figures.1.1.2014-03` or a text of JSON",
    )
    as_column = Text("list<struct>, map как текст JSON", "list<struct>; a text of JSON")
    has_items = True

    def rows(self, fact: Field) -> tuple[Field, ...]:
        return tuple(child for child in fact.children.values() if child.type is Type.NUMBER)

    def show(self, fact: Field, value: Any) -> tuple[int, Text]:
        return len(value), Text(f"строк: {len(value)}", f"{len(value)} rows")


class Type:
    """The one object of each type."""

    EVENT = EventType()
    DATE = DateType()
    BOOL = BoolType()
    CHOICE = ChoiceType()
    SET = SetType()
    NUMBER = NumberType()
    YEAR = YearType()
    TEXT = TextType()
    MONTH = MonthType()
    OBJECT = ObjectType()
    LIST = ListType()
    TABLE = TableType()


TYPES: Mapping[str, ValueType] = {one.key: one for one in vars(Type).values() if isinstance(one, ValueType)}
"""Every type by its key, in the order in which people are told of them."""
