"""Answers for a table that people open: headings and cells in the language of the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from ..finding import Force, Verdict
from ..text import Lang, Text
from ..time.term import DELAY_WORDS

HEADINGS = {
    "id": "номер",
    "contested": "спорные правила",
    "row": "строка",
    "rule": "правило",
    "item": "запись",
    "citation": "норма",
    "force": "сила",
    "due": "срок",
    "actual": "исполнено",
    "delay": "просрочка",
    "delay_unit": "единица просрочки",
    "message": "вывод",
    "evidence": "факты",
    "file": "файл",
    "sheet": "лист",
    "reason": "причина",
    "before": "было",
    "after": "стало",
    "error": "ошибка",
    "fact": "факт",
    "field": "поле",
    "records": "записей",
}
"""The headings of an answer in Russian; the columns of rules are headed by their ids in any language."""

_YES, _NO = Text("да", "yes"), Text("нет", "no")
_FORCES = {
    Force.MANDATORY: "обязательное правило",
    Force.RECOMMENDATION: "рекомендация",
    Force.ADVISORY: "проверка правдоподобия",
    Force.RIGHT: "право",
}


def for_people(batch: pa.RecordBatch, lang: Lang) -> pa.RecordBatch:
    """A batch for a table that people open: every column as text or number, in the words of their language."""
    columns = []
    said: list[str | None]
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_list(column.type):
            said = [None if v is None else "; ".join(map(_said, v)) for v in column.to_pylist()]
            columns.append(pa.array(said, pa.string()))
        elif pa.types.is_dictionary(column.type):
            words = [verdict_words(word, lang) for word in column.dictionary.to_pylist()]
            columns.append(pa.array(words, pa.string()).take(column.indices))
        elif lang == "ru" and name == "force":
            columns.append(_in_words(column, {str(key): words for key, words in _FORCES.items()}))
        elif lang == "ru" and name == "delay_unit":
            columns.append(_in_words(column, {key: words.ru for key, words in DELAY_WORDS.items()}))
        elif lang == "ru" and pa.types.is_boolean(column.type):
            said = [None if one is None else (_YES if one else _NO).ru for one in column.to_pylist()]
            columns.append(pa.array(said, pa.string()))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def heading(name: str, lang: Lang) -> str:
    """The heading of a column of an answer."""
    return HEADINGS.get(name, name) if lang == "ru" else name


def headed(batch: pa.RecordBatch, lang: Lang) -> pa.RecordBatch:
    """The same under its headings."""
    names = [heading(name, lang) for name in batch.schema.names]
    return pa.RecordBatch.from_arrays(batch.columns, names=names)


def verdict_words(code: str, lang: Lang) -> str:
    """A verdict as a register says it: in English by its code, which is a word."""
    return Verdict(code).words.ru if lang == "ru" else code


def _in_words(column: pa.Array, words: Mapping[str, str]) -> pa.Array:
    return pa.array([words.get(one, one) for one in column.to_pylist()], pa.string())


def _said(item: Any) -> str:
    return f"{item['term']}: {item['words']}" if isinstance(item, dict) else str(item)
