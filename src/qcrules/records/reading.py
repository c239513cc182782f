"""What is given to be checked — a case file, a mapping, a typed object — → one record with its kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import KEY, Place, Problem, RecordError, nearest
from ..facts.field import Field, WrongValue
from ..facts.input import Input
from ..facts.moments import read_day
from ..facts.outside import outside
from ..facts.path import FactPath, PlaceAt, Trail, around, nowhere
from ..facts.types import Type
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import AS_OF, BLANK, COMPLETE, UNKNOWN_MARK, beside
from ..source.tree import plain
from ..source.yaml import parse, read_text
from ..text import Text, shown
from ..time.months import IN_YEARS, YEARS

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
REGISTERS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


def read_inputs(given: Any, vocabulary: Vocabulary, folder: str | os.PathLike[str]) -> list[Input]:
    """The records in what is given: one, but of a workbook as many as it has reports, of a case file one of each kind.

    ``folder``: the pack's, which knows what its forms look like.
    """
    if isinstance(given, str | os.PathLike) and Path(given).suffix.lower() in WORKBOOKS:
        from ..forms.reading import read_workbook  # only who reads workbooks needs what reads them

        return read_workbook(Path(given), vocabulary, Path(folder))
    if isinstance(given, str | os.PathLike):
        return read_case_file(Path(given), vocabulary)
    return [read_input(given, vocabulary)]


def read_input(given: Any, vocabulary: Vocabulary) -> Input:
    """The record in a mapping or a typed object. RecordError where it is neither."""
    if isinstance(given, Input):
        return given
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


def read_case_file(path: Path, vocabulary: Vocabulary) -> list[Input]:
    """The record in a YAML or JSON file, or one of each of several kinds."""
    if path.suffix.lower() in REGISTERS:
        raise RecordError.of(
            "это реестр: его проверяет `qcrules batch`",
            "this is a register, which `qcrules batch` checks",
            Place(str(path)),
        )
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

    return _read_kinds(content, vocabulary, place, str(path))


def read_mapping(content: Mapping[str, Any], vocabulary: Vocabulary) -> Input:
    """The record in a mapping whose top key names its kind."""
    found = _read_kinds(content, vocabulary)
    if len(found) > 1:
        raise RecordError([_one_kind(vocabulary, len(found), None, found[1].trail)])
    return found[0]


def _read_kinds(
    content: Mapping[str, Any], vocabulary: Vocabulary, places: PlaceAt = nowhere, source: str | None = None
) -> list[Input]:
    """The records in a mapping whose top keys name their kinds, one of each; a part is none beside its whole.

    What is wrong beside a record that stands alone waits in its ``mistakes``, to be told with what is wrong in it.
    """
    problems: list[Problem] = []

    def wrong(trail: Trail, ru: str, en: str) -> None:
        problems.append(Problem(Text(ru, en), places(trail), path=str(FactPath(trail))))

    found: list[tuple[Kind, str]] = []
    how: dict[str, Any] = {}
    for key, value in content.items():
        kind = vocabulary.kind(key) if isinstance(key, str) else None
        of_check = beside(key) if isinstance(key, str) else None
        if kind is not None:
            found.append((kind, key))
        elif of_check in how:
            wrong((key, KEY), f"ключ `{key}` уже дан", f"key `{key}` is given twice")
        elif of_check is not None:
            try:
                how[of_check] = OF_CHECK[of_check](value)
            except WrongValue as mistake:
                wrong((key,), mistake.messages[0].ru, mistake.messages[0].en)
        else:
            word = shown(key)
            hint = _under(word, vocabulary) or nearest(
                word, [*vocabulary.kind_words(), AS_OF[0], COMPLETE[0]]
            )
            wrong((key, KEY), f"ключ `{word}` не известен{hint.ru}", f"unknown key `{word}`{hint.en}")
    wholes = [kind.whole for kind, _ in found]
    if len(set(wholes)) != len(wholes) or not found:
        trail = (found[1][1],) if found else ()
        problems.append(_one_kind(vocabulary, len(found), places(trail), trail))
        raise RecordError(problems)
    records = [_record_under(key, content[key], places, problems) for _, key in found]
    if problems and len(records) > 1:  # else one might be judged, although its file is wrong
        raise RecordError(problems)
    day, complete, mistakes = how.get("as_of"), bool(how.get("complete")), tuple(problems)
    return [
        Input(kind, record, (key,), day, complete, source, places, mistakes)
        for (kind, key), record in zip(found, records, strict=True)
    ]


def _under(word: str, vocabulary: Vocabulary) -> Text | None:
    """Under which kind of record the field of that name stands, where it is one of a record."""
    kinds = [one for one in vocabulary.kinds.values() if one.inside is None and one.root.child(word)]
    if not kinds:
        return None
    russian = " или ".join(f"«{one.term.ru}»" for one in kinds)
    english = " or ".join(f"`{one.key}`" for one in kinds)
    return Text(f"; это поле, его пишут под {russian}", f"; it is a field, and stands under {english}")


def _one_kind(vocabulary: Vocabulary, found: int, place: Place | None, trail: Trail) -> Problem:
    """That a mapping has no kind of record, or more of them than it may have."""
    russian = ", ".join(kind.term.ru for kind in vocabulary.kinds.values())
    return Problem(
        Text(
            f"нужен ровно один верхний ключ из: {russian}; найдено: {found}",
            f"expected exactly one top key of: {', '.join(vocabulary.kinds)}; found {found}",
        ),
        place,
        path=str(FactPath(trail)),
    )


def _record_under(key: str, value: Any, places: PlaceAt, problems: list[Problem]) -> Mapping[str, Any]:
    """The fields under a kind. RecordError with all ``problems`` where there are none."""
    record = value if isinstance(value, Mapping) else _as_mapping(value)
    if record is None:
        said = shown(value)
        words = Text(
            f"под `{key}` нужны поля вида «ключ: значение», а не `{said}`",
            f"expected fields under `{key}`, `key: value`, not `{said}`",
        )
        raise RecordError([*problems, Problem(words, places((key,)))])
    return record


def _as_mapping(value: Any) -> Mapping[str, Any] | None:
    """The record in an object of another library (a row of pandas), if it gives itself as a mapping."""
    try:
        found = outside(value)
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None


def day_said(value: Any) -> date | None:
    """The day of the check that a record names; None where it names none. WrongValue says what is wrong."""
    try:
        if outside(value) in (None, BLANK, UNKNOWN_MARK):
            return None
        day = value.date() if isinstance(value, datetime) else read_day(value)
        if day.year in YEARS:
            return day
    except ValueError:
        pass
    said = shown(value)
    raise WrongValue(
        Text(
            f"день проверки: `{said}` — не день вида 2014-01-31 {IN_YEARS.ru} годов",
            f"day of the check: `{said}` is no day like 2014-01-31 of {IN_YEARS.en}",
        )
    )


def complete_said(value: Any) -> bool | None:
    """Does a record say that it leaves nothing out? None where it says nothing. WrongValue says what is wrong."""
    said = Type.BOOL.given(_COMPLETE, value)
    return None if said in (BLANK, UNKNOWN_MARK) else bool(said)


_COMPLETE = Field(COMPLETE[0], COMPLETE[0], Text.same(""), Text(COMPLETE[2], COMPLETE[0]), Type.BOOL)

OF_CHECK: Mapping[str, Callable[[Any], Any]] = {"as_of": day_said, "complete": complete_said}
"""How a record says what is said of the check and not of the record."""
