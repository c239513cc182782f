"""A mapping file: whose column is which fact, how its dates are written, what its words mean.

```yaml
столбцы:
  № дела: id
  Дата приказа: {термин: приказ.издан, формат: "%d.%m.%Y"}
  Тип: {термин: вид, слова: {П: плановая, В: внеплановая}}
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from .. import harmless
from ..errors import PackError, UsageError, nearest
from ..facts.types import Type
from ..source import contents
from ..source.diagnostics import Diagnostics
from ..source.shape import Shape
from ..source.tree import Mapping as Keys
from ..source.tree import Node, plain
from ..source.yaml import parse, read_text
from ..text import Text
from .schema import ID, Names

COLUMN = Shape.of(
    "column",
    {
        "term": contents.word,
        "format": contents.word,
        "words": contents.by_name(contents.word),
    },
)
MAPPING = Shape.of(
    "mapping",
    {
        "columns": contents.by_name(contents.any_of(contents.word, COLUMN.content())),
    },
    others=contents.anything,
)
_TERM = Text("термин", "term")
_SHAPES = {
    r"\d{2}\.\d{2}\.\d{4}": "%d.%m.%Y",
    r"\d{2}/\d{2}/\d{4}": "%d/%m/%Y",
    r"\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}": "%d.%m.%Y %H:%M",
    r"\d{8}": "%Y%m%d",
}


@frozen
class Column:
    """One column of somebody's register."""

    term: str
    format: str | None = None
    words: Mapping[str, str] = field(factory=dict)


def read_mapping(path: Path, names: Names) -> dict[str, Column]:
    """A mapping file. UsageError lists everything that is wrong in it."""
    diagnostics = Diagnostics()
    top = parse(read_text(path), str(path), error=PackError)
    columns = MAPPING.given(diagnostics, top).value("columns")
    if not isinstance(columns, Keys):
        raise UsageError.of(
            f"{path}: нужен ключ `столбцы` с названиями", f"{path}: expected `columns` with names under it"
        )
    found: dict[str, Column] = {}
    for name, entry in columns.entries.items():
        column = _column(diagnostics, entry.value, names)
        if column is not None:
            found[name] = column
    if diagnostics.problems:
        raise UsageError(diagnostics.problems)
    return found


def _column(diagnostics: Diagnostics, node: Node, names: Names) -> Column | None:
    """What is said of a column: its term, or a mapping; None where it is wrong (noted)."""
    before = len(diagnostics.problems)
    given = COLUMN.given(diagnostics, node) if isinstance(node, Keys) else None
    term: str = (given["term"] or "") if given else diagnostics.text(node, _TERM)
    if len(diagnostics.problems) > before:
        return None
    if term != ID and names.named(term) is None:
        where = (given.value("term") if given else None) or node
        diagnostics.note(where, "unknown-term", term, nearest(term, names.words()))
        return None
    if given is None:
        return Column(term)
    words = {word: plain(entry.value)[0] for word, entry in (given["words"] or {}).items()}
    return Column(
        term, given["format"], {word: "нет" if one is None else str(one) for word, one in words.items()}
    )


def mapped(batch: pa.RecordBatch, mapping: Mapping[str, Column]) -> pa.RecordBatch:
    """A batch with the columns of the vocabulary."""
    columns: dict[str, Any] = {}
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        column = mapping.get(name)
        if column is None:
            columns[name] = values
        else:
            columns[column.term] = _said(values, column)
    return pa.RecordBatch.from_pydict(columns)


def _said(values: Any, column: Column) -> Any:
    if not (column.format or column.words):
        return values
    encoded = values.cast(pa.string()) if not pa.types.is_dictionary(values.type) else values
    if not pa.types.is_dictionary(encoded.type):
        encoded = pc.dictionary_encode(encoded)
    words = [_word(word, column) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _word(word: str | None, column: Column) -> str | None:
    said = (word or "").strip()
    if said in column.words:
        return column.words[said]
    if column.format and said:
        try:
            moment = datetime.strptime(said, column.format)
        except ValueError:
            return word
        return f"{moment:%Y-%m-%d %H:%M}" if "%H" in column.format else f"{moment:%Y-%m-%d}"
    return word


def guess(batch: pa.RecordBatch, names: Names) -> str:
    """A mapping file for the columns of a register, to be read by a person before it is used."""
    lines = [f"{MAPPING.keys[0].ru}:"]
    words = names.words()
    by_fold = {word.casefold(): word for word in words}
    tails = {word.rpartition(".")[2].casefold(): word for word in reversed(words)}
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        fold = name.strip().casefold()
        if name == ID or fold in ("номер", "номер дела", "№", "№ дела"):
            lines.append(f"  {_quoted(name)}: {ID}")
            continue
        near = get_close_matches(fold, list(by_fold), 1, 0.75) or get_close_matches(
            fold, list(tails), 1, 0.75
        )
        term = name if names.named(name) else by_fold.get(near[0]) or tails.get(near[0]) if near else None
        if term is None:
            lines.append(f"  # {_quoted(name)}: ?")
            continue
        named = names.named(term)
        shape = _shape(values) if named is not None and named.fact.type.is_moment else None
        sure = "" if term == name or fold in (*by_fold, *tails) else "  # похоже"
        if shape:
            lines.append(f"  {_quoted(name)}: {{термин: {term}, формат: {_quoted(shape)}}}{sure}")
        elif named is not None and named.fact.type is Type.CHOICE and _strange(values, named.fact.option):
            words_ = ", ".join(f"{_quoted(w)}: ?" for w in _strange(values, named.fact.option))
            lines.append(f"  {_quoted(name)}: {{термин: {term}, слова: {{{words_}}}}}{sure}")
        else:
            lines.append(f"  {_quoted(name)}: {term}{sure}")
    return "\n".join(lines) + "\n"


def _texts(values: Any) -> list[str]:
    return [str(v).strip() for v in values.slice(0, 1000).to_pylist() if v is not None and str(v).strip()]


def _shape(values: Any) -> str | None:
    said = _texts(values)
    for shape, form in _SHAPES.items():
        if said and sum(bool(re.fullmatch(shape, one)) for one in said) * 2 > len(said):
            return form
    return None


def _strange(values: Any, known: Any) -> Sequence[str]:
    return [word for word in dict.fromkeys(_texts(values)) if known(word) is None][:12]


def _quoted(word: str) -> str:
    plain = re.fullmatch(r"[\w .]+", word) and not word[:1].isdigit()
    return word if plain else harmless.json(json.dumps(word, ensure_ascii=False))
