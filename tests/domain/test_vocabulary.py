"""The classes of the domain and the vocabulary of the built-in pack are one and the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from attrs import fields, has
from ruamel.yaml import YAML

from qcrules.domain import KINDS, Act, Inspection, Unknown
from qcrules.domain.monitoring import Figures, Services

VOCABULARY = Path(__file__).parents[2] / "rules" / "kz-06-7-63" / "vocabulary.yaml"

VALUE_TYPES = {
    "событие": {date, datetime, str},
    "дата": {date, str},
    "да_нет": {bool},
    "число": {int},
    "текст": {str},
    "месяц": {str},
    "год": {int},
}


@cache
def vocabulary() -> Any:
    return YAML(typ="safe").load(VOCABULARY.read_text(encoding="utf-8"))


def whole_kinds() -> dict[str, Any]:
    return {name: kind for name, kind in vocabulary()["виды"].items() if "внутри" not in kind}


def parts_of_fact(hint: Any) -> set[Any]:
    """What a field may hold beside None and UNKNOWN, which every field may hold."""
    parts = set(get_args(hint))
    assert {type(None), Unknown} <= parts
    return parts - {type(None), Unknown}


def the_one(parts: set[Any]) -> Any:
    (part,) = parts
    return part


def differences(cls: type, definition: Any, path: str) -> list[str]:
    """Where a class and an object of the vocabulary differ."""
    words, names = definition["поля"], [field.name for field in fields(cls)]
    found = [f"{path}.{name}: no field of {cls.__name__}" for name in words if name not in names]
    found += [f"{path}.{name}: no word of the vocabulary" for name in names if name not in words]
    found += [] if found or list(words) == names else [f"{path}: not in the order of the vocabulary"]
    hints = get_type_hints(cls)
    for name in names:
        if name in words:
            found += field_differences(parts_of_fact(hints[name]), words[name], f"{path}.{name}")
    return found


def field_differences(parts: set[Any], word: Any, path: str) -> list[str]:
    kind = word["тип"]
    match kind:
        case "выбор":
            return literal_differences(the_one(parts), word, path)
        case "набор":
            return literal_differences(item_of(the_one(parts)), word, path)
        case "список":
            item, element = item_of(the_one(parts)), word.get("элемент")
            if element in VALUE_TYPES:
                return [] if {item} == VALUE_TYPES[element] else [f"{path}: items are {element}, not {item}"]
            return object_differences(item, word, element, path)
        case "объект":
            return object_differences(the_one(parts), word, None, path)
        case "таблица":
            wanted = {Services} if "графы" in word else {Figures}
            return [] if parts == wanted else [f"{path}: {kind}, not {parts}"]
        case _ if kind in VALUE_TYPES:
            return [] if parts == VALUE_TYPES[kind] else [f"{path}: {kind}, not {parts}"]
        case _:
            return object_differences(the_one(parts), word, kind, path)


def object_differences(cls: Any, word: Any, shape: str | None, path: str) -> list[str]:
    if not has(cls):
        return [f"{path}: {word['тип']}, not {cls}"]
    if shape is None:
        return differences(cls, word, path)
    found = [] if cls.__name__.lower() == shape else [f"{path}: a {shape}, not {cls.__name__}"]
    return found + differences(cls, vocabulary()["объекты"][shape], path)


def literal_differences(literal: Any, word: Any, path: str) -> list[str]:
    assert get_origin(literal) is Literal, path
    options, known = list(word["варианты"]), [str(option) for option in get_args(literal)]
    return [] if options == known else [f"{path}: the vocabulary has {options}, the class {known}"]


def item_of(sequence: Any) -> Any:
    assert get_origin(sequence) is Sequence
    return the_one(set(get_args(sequence)))


def test_every_kind_of_the_vocabulary_has_its_class() -> None:
    assert set(KINDS.values()) == set(vocabulary()["виды"])


@pytest.mark.parametrize("kind", ["inspection", "monitoring_report", "inspection_plan", "monitoring_year"])
def test_a_class_has_the_fields_types_and_options_of_the_vocabulary(kind: str) -> None:
    cls = next(cls for cls, name in KINDS.items() if name == kind)
    assert differences(cls, whole_kinds()[kind], kind) == []


def test_no_kind_is_left_out_above() -> None:
    assert set(whole_kinds()) == {"inspection", "monitoring_report", "inspection_plan", "monitoring_year"}


@pytest.mark.parametrize(
    ("break_it", "complaint"),
    [
        (lambda word: word["поля"].pop("copies"), "copies"),
        (lambda word: word["поля"].update(extra={"тип": "текст"}), "extra"),
        (lambda word: word["поля"].update(copies={"тип": "текст"}), "copies"),
        (lambda word: word["поля"].update(served_at={"тип": "дата"}), "served_at"),
        (lambda word: word["поля"]["violations"]["поля"].pop("nature"), "violations"),
    ],
)
def test_the_comparison_sees_a_difference(break_it: Any, complaint: str) -> None:
    word = YAML(typ="safe").load(VOCABULARY.read_text(encoding="utf-8"))["виды"]["inspection"]["поля"]["act"]
    assert differences(Act, word, "act") == []
    break_it(word)
    assert any(complaint in found for found in differences(Act, word, "act"))


def test_every_class_says_which_paragraph_it_comes_from() -> None:
    seen: set[type] = set()
    waiting: list[Any] = list(KINDS)
    while waiting:
        cls = waiting.pop()
        if cls in seen:
            continue
        seen.add(cls)
        assert "п." in (cls.__doc__ or ""), cls
        for hint in get_type_hints(cls).values():
            for part in get_args(hint):
                waiting += [arg for arg in (part, *get_args(part)) if isinstance(arg, type) and has(arg)]
    assert Inspection in seen
    assert len(seen) > 20
