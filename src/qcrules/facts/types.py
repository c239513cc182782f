"""The types of fields: what each may hold, how that is read and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..errors import nearest
from ..kernel.interval import INF, NO, YES, Interval
from ..text import Text, shown
from ..time.months import YEARS
from .field import Alternatives, Door, Field, Spans, ValueType, WrongValue, option_path, wrong
from .moments import DateType, EventType, MonthType, outside_years
from .words import NONE_MARK, yes_no

_SOME_TEXT = "текст"
_IS, _IS_NOT, _IS_RECORDED = Text("да", "yes"), Text("нет", "no"), Text("есть", "recorded")


# -- one of a few -----------------------------------------------------------------------------------------------


class BoolType(ValueType):
    key, term = "bool", Text("да_нет", "bool")

    def spans(self, fact: Field, value: Any) -> Spans:
        said = yes_no(value)
        if said is None:
            given = shown(value)
            raise wrong(fact, f"нужно «да» или «нет», а не `{given}`", f"expected yes or no, not `{given}`")
        return (YES if said else NO,)

    def show(self, fact: Field, value: Any) -> tuple[bool, Text]:
        return (True, _IS) if yes_no(value) else (False, _IS_NOT)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [False, True]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [(YES, _IS), (NO, _IS_NOT)]


class ChoiceType(ValueType):
    key, term = "choice", Text("выбор", "choice")
    silence_is_none = False

    def unknown(self, fact: Field) -> Interval:
        return 0, len(fact.options)

    def spans(self, fact: Field, value: Any) -> Spans:
        option = fact.option(value if isinstance(value, str) else shown(value))
        if option is None:
            raise WrongValue(_no_option(fact, value))
        return ((option.code, option.code),)

    def show(self, fact: Field, value: Any) -> tuple[str, Text]:
        words = [value] if isinstance(value, str | int) else value
        chosen = [option for word in words if (option := fact.option(str(word)))]
        keys, terms = sorted(one.key for one in chosen), [one.term for one in chosen]
        return ", ".join(keys), Text(", ".join(one.ru for one in terms), ", ".join(one.en for one in terms))

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [NONE_MARK, *(option.key for option in fact.options)]

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [((option.code, option.code), option.term) for option in fact.options]


class SetType(ChoiceType):
    """Any of the options; whether each is among them is a fact of its own."""

    key, term = "set", Text("набор", "set")
    silence_is_none = True

    def unknown(self, fact: Field) -> Interval:
        return ValueType.unknown(self, fact)

    def facets(self, fact: Field) -> tuple[str, ...]:
        return tuple(option_path(fact.path, option) for option in fact.options)

    def spans(self, fact: Field, value: Any) -> Spans:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, Sequence | frozenset | set):
            raise wrong(fact, "нужен список", "expected a list")
        options = [(word, fact.option(word if isinstance(word, str) else shown(word))) for word in words]
        strange = [_no_option(fact, word) for word, option in options if option is None]
        if strange:
            raise WrongValue(*strange)
        chosen = {option for _, option in options}
        return (YES if words else NO, *(YES if option in chosen else NO for option in fact.options))

    def from_cell(self, value: Any, door: Door) -> Any:
        cells = value if isinstance(value, list) else [value]
        if not door.separator or not all(isinstance(cell, str) for cell in cells):
            return super().from_cell(value, door)
        words = [word.strip() for cell in cells for word in cell.split(door.separator)]
        return words if len(words) > 1 else words[0] if words else NONE_MARK

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


class NumberType(ValueType):
    """A whole number, zero or more."""

    key, term = "number", Text("число", "number")
    silence_is_none = False
    counts = range(INF)

    def unknown(self, fact: Field) -> Interval:
        return 0, INF

    def spans(self, fact: Field, value: Any) -> Spans:
        count = value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            count = int(value)
        if isinstance(count, bool) or not isinstance(count, int) or count not in Type.NUMBER.counts:
            said = shown(value)
            raise wrong(
                fact,
                f"нужно целое неотрицательное число, а не `{said}`",
                f"expected a whole number, zero or more, not `{said}`",
            )
        return ((count, count),)

    def show(self, fact: Field, value: Any) -> tuple[int, Text]:
        return int(value), Text.same(str(int(value)))

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [0, 10**6, 1, 2, 3]


class YearType(NumberType):
    """A year that the calendar knows."""

    key, term = "year", Text("год", "year")
    counts = YEARS

    def unknown(self, fact: Field) -> Interval:
        return 0, YEARS[-1]

    def spans(self, fact: Field, value: Any) -> Spans:
        spans = super().spans(fact, value)
        if spans[0][0] not in self.counts:
            raise outside_years(fact, value)
        return spans

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [*dict.fromkeys(day.year for day in days), None]


# -- what is there or is not ------------------------------------------------------------------------------------


class PresenceType(ValueType):
    """Rules ask only whether it is there."""

    def alternatives(self, fact: Field, due: date | datetime | None) -> Alternatives:
        return [(YES, _IS_RECORDED), (NO, _IS_NOT)]


class TextType(PresenceType):
    key, term = "text", Text("текст", "text")

    def spans(self, fact: Field, value: Any) -> Spans:
        if isinstance(value, Mapping | list | tuple):
            raise wrong(fact, "нужен текст", "expected text")
        return (YES,)

    def from_cell(self, value: Any, door: Door) -> Any:
        value = super().from_cell(value, door)
        return value if value is None or isinstance(value, str | date) else str(value)

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [_SOME_TEXT, None]


class ObjectType(PresenceType):
    key, term = "object", Text("объект", "object")
    has_fields = True

    def show(self, fact: Field, value: Any) -> tuple[bool, Text]:
        return True, _IS

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [fact.nothing_known(), None]


class ListType(PresenceType):
    key, term = "list", Text("список", "list")
    has_fields = True
    has_items = True

    def show(self, fact: Field, value: Any) -> tuple[int, Text]:
        return len(value), Text(f"записей: {len(value)}", f"{len(value)} recorded")

    def samples(self, fact: Field, days: Sequence[date]) -> list[Any]:
        return [[fact.nothing_known() if fact.children else _SOME_TEXT], []]


class TableType(ValueType):
    key, term = "table", Text("таблица", "table")
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
