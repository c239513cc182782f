"""Conditions as a page writes them: the words of the rule language, from the keys that the verbs themselves name."""

from __future__ import annotations

from typing import Any

from attrs import fields_dict

from ...facts.field import Field, Option
from ...facts.types import Type
from ...text import Lang, Text
from ...time.term import Term
from .spec import CHOICES, Arg, ArgSpec, Condition, Period


def written(condition: Condition, lang: Lang) -> str:
    """«не_позднее: {что: …, через: 5 рабочих дней, после: …}»; of several that must all hold, one after another."""
    spec = condition.SPEC
    if spec.bare is Arg.CONDITIONS and spec.en == "all":
        return ", ".join(written(part, lang) for part in condition.parts() if not part.is_always) or "{}"
    given = [(arg, getattr(condition, arg.attribute)) for arg in spec.arguments if _is_given(condition, arg)]
    if spec.bare is not None:
        return _pair(*given[0], lang)
    last, value = given[-1]
    if last.kind in (Arg.VALUE, Arg.VALUES) and not isinstance(value, Field):
        what = given[0][1]
        said = Text("да", "yes") if value else Text("нет", "no")
        return f"{what.label(lang)}: {said(lang) if what.type is Type.BOOL else _value(value, lang)}"
    return f"{Text(spec.ru, spec.en)(lang)}: {{{', '.join(_pair(arg, value, lang) for arg, value in given)}}}"


def written_argument(condition: Condition, arg: ArgSpec, lang: Lang) -> str:
    """One argument as a page writes it: «не_считая: {от: …, до: …}»."""
    return _pair(arg, getattr(condition, arg.attribute), lang)


def _is_given(condition: Condition, arg: ArgSpec) -> bool:
    return (
        arg.required
        or getattr(condition, arg.attribute) != fields_dict(type(condition))[arg.attribute].default
    )


def _pair(arg: ArgSpec, value: Any, lang: Lang) -> str:
    words = CHOICES[arg.kind][value](lang) if arg.kind in CHOICES else _value(value, lang)
    return f"{Text(arg.ru, arg.en)(lang)}: {words}"


def _value(value: Any, lang: Lang) -> str:
    match value:
        case Field():
            return value.label(lang)
        case Option():
            return value.term(lang)
        case Term():
            return value.words()(lang)
        case Period():
            ends = zip(Period.KEYS.items(), (value.start, value.end), strict=True)
            return "{" + ", ".join(f"{Text(ru, en)(lang)}: {end.label(lang)}" for (en, ru), end in ends) + "}"
        case Condition():
            return "{}" if value.is_always else f"{{{written(value, lang)}}}"
        case [one] if not isinstance(one, Condition):
            return _value(one, lang)
        case tuple():
            said = (written(one, lang) if isinstance(one, Condition) else _value(one, lang) for one in value)
            return f"[{', '.join(said)}]"
        case _:
            return str(value)
