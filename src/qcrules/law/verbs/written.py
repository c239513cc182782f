"""Conditions as a page writes them: the words of the rule language, from the keys that the verbs themselves name."""

from __future__ import annotations

from typing import Any

from attrs import fields_dict

from ...facts.field import Field, Option
from ...facts.types import Type
from ...text import Text
from ...time.term import Term
from .logic import AllOf
from .spec import CHOICES, Arg, ArgSpec, Condition

_PAIR, _BRACES, _LIST = Text.same("{}: {}"), Text.same("{{{}}}"), Text.same("[{}]")


def written(condition: Condition) -> Text:
    """«не_позднее: {что: …, через: 5 рабочих дней, после: …}»; of several that must all hold, one after another."""
    if isinstance(condition, AllOf):
        asking = [written(part) for part in condition.conditions if not part.is_always]
        return Text.joined(", ", asking) if asking else Text.same("{}")
    spec = condition.SPEC
    given = [arg for arg in spec.arguments if arg.attribute and _is_given(condition, arg)]
    last, value = given[-1], getattr(condition, given[-1].attribute)
    if spec.bare is not None:
        return written_argument(condition, last)
    if last.kind in (Arg.VALUE, Arg.VALUES) and not isinstance(value, Field):
        what = getattr(condition, given[0].attribute)
        if what.type is Type.BOOL:
            value = Text("да", "yes") if value else Text("нет", "no")
        return _PAIR.filled(what.label, _value(value))
    arguments = Text.joined(", ", (written_argument(condition, arg) for arg in given))
    return _PAIR.filled(Text(spec.ru, spec.en), _BRACES.filled(arguments))


def written_argument(condition: Condition, arg: ArgSpec) -> Text:
    """One argument as a page writes it: «не_считая: {от: …, до: …}»."""
    value = getattr(condition, arg.attribute)
    said = CHOICES[arg.kind][value] if arg.kind in CHOICES else _value(value)
    return _PAIR.filled(Text(arg.ru, arg.en), said)


def _is_given(condition: Condition, arg: ArgSpec) -> bool:
    return (
        arg.required
        or getattr(condition, arg.attribute) != fields_dict(type(condition))[arg.attribute].default
    )


def _value(value: Any) -> Text:
    match value:
        case Text():
            return value
        case Field():
            return value.label
        case Option():
            return value.term
        case Term():
            return value.words()
        case Condition():
            return Text.same("{}") if value.is_always else _BRACES.filled(written(value))
        case [one] if not isinstance(one, Condition):
            return _value(one)
        case tuple():
            several = (written(one) if isinstance(one, Condition) else _value(one) for one in value)
            return _LIST.filled(Text.joined(", ", several))
        case _:
            return Text.same(str(value))
