"""What is given to be checked — a case file, a mapping, a typed object — → one record with its kind."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import KEY, Place, Problem, RecordError, nearest
from ..facts.input import Input
from ..facts.path import FactPath, PlaceAt, Trail, around, nowhere
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import AS_OF, COMPLETE, yes_no
from ..source.tree import plain
from ..source.yaml import parse, read_text
from ..text import Text, shown

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def read_inputs(given: Any, vocabulary: Vocabulary, folder: str | os.PathLike[str]) -> list[Input]:
    """The records in what is given: one, but of a workbook as many as it has reports.

    ``folder``: the pack's, which knows what its forms look like.
    """
    if isinstance(given, str | os.PathLike) and Path(given).suffix.lower() in WORKBOOKS:
        from ..forms.reading import read_workbook  # only who reads workbooks needs what reads them

        return read_workbook(Path(given), vocabulary, Path(folder))
    return [read_input(given, vocabulary)]


def read_input(given: Any, vocabulary: Vocabulary) -> Input:
    """The record in a file, a mapping or a typed object. RecordError where it is none of these."""
    if isinstance(given, Input):
        return given
    if isinstance(given, str | os.PathLike):
        return read_case_file(Path(given), vocabulary)
    if isinstance(given, Mapping):
        return read_mapping(given, vocabulary)
    from ..domain import as_mapping, kind_of  # only who checks typed objects needs them

    name = kind_of(given)
    kind = vocabulary.kind(name) if name else None
    if kind is None:
        raise RecordError.of(
            f"проверить можно путь файла, словарь или объект одного из видов: {', '.join(vocabulary.kinds)}",
            f"expected the path of a case file, a mapping, or an object of a known kind: {', '.join(vocabulary.kinds)}",
        )
    return Input(kind, as_mapping(given))


def read_case_file(path: Path, vocabulary: Vocabulary) -> Input:
    """The record in a YAML or JSON file."""
    text = read_text(path)
    node = parse(text, str(path))
    content, places = plain(node)
    top = node.place
    if not isinstance(content, Mapping):
        raise RecordError.of(
            "дело записывают как «проверка: …» с полями под ним",
            "a case file is `inspection: …` with its fields under it",
            top,
        )

    def place(trail: Trail) -> Place:
        return around(places, trail, top)

    return read_mapping(content, vocabulary, place, str(path))


def read_mapping(
    content: Mapping[str, Any], vocabulary: Vocabulary, places: PlaceAt = nowhere, source: str | None = None
) -> Input:
    """The record in a mapping whose top key names its kind."""
    problems: list[Problem] = []

    def wrong(trail: Trail, ru: str, en: str) -> None:
        problems.append(Problem(Text(ru, en), places(trail), path=str(FactPath(trail))))

    found: list[tuple[Kind, str]] = []
    as_of: date | None = None
    complete: bool | None = False
    for key, value in content.items():
        kind = vocabulary.kind(key) if isinstance(key, str) else None
        if kind is not None:
            found.append((kind, key))
        elif key in AS_OF:
            as_of = _day(value)
            if as_of is None:
                wrong(
                    (key,),
                    f"день проверки: `{shown(value)}` — не день вида 2014-01-31",
                    f"day of the check: `{shown(value)}` is no day like 2014-01-31",
                )
        elif key in COMPLETE:
            complete = yes_no(value)
            if complete is None:
                wrong(
                    (key,),
                    f"`{key}`: нужно «да» или «нет», а не `{shown(value)}`",
                    f"`{key}`: expected yes or no, not `{shown(value)}`",
                )
        else:
            word, hint = shown(key), nearest(shown(key), [*vocabulary.kind_words(), AS_OF[0], COMPLETE[0]])
            wrong((key, KEY), f"ключ `{word}` не известен{hint.ru}", f"unknown key `{word}`{hint.en}")
    if len(found) != 1:
        words_ru = ", ".join(kind.term.ru for kind in vocabulary.kinds.values())
        words_en = ", ".join(vocabulary.kinds)
        wrong(
            (found[1][1],) if found else (),
            f"нужен ровно один верхний ключ из: {words_ru}; найдено: {len(found)}",
            f"expected exactly one top key of: {words_en}; found {len(found)}",
        )
    if problems:
        raise RecordError(problems)
    kind, key = found[0]
    record = content[key]
    if not isinstance(record, Mapping):
        raise RecordError.of(
            f"под `{key}` нужны поля вида «ключ: значение»",
            f"expected fields under `{key}`, `key: value`",
            places((key,)),
        )
    return Input(kind, record, (key,), as_of, bool(complete), source, places)


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if len(str(value)) == 10 else None
    except ValueError:
        return None
