"""A mapping file that may fit a register, from its headings and its first rows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from .. import harmless
from ..facts.types import Type
from ..text import Lang, Text, shown
from .mapping import COLUMN, MAPPING
from .schema import ID, Names

_SHAPES = {
    r"\d{2}\.\d{2}\.\d{4}": "%d.%m.%Y",
    r"\d{2}/\d{2}/\d{4}": "%d/%m/%Y",
    r"\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}": "%d.%m.%Y %H:%M",
    r"\d{8}": "%Y%m%d",
}
_LIKELY = Text("похоже", "likely")


def as_columns(lines: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    """The keys of some lines of JSON, and what stands under them, as columns of text."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = [
        pa.array([None if line.get(name) is None else shown(line[name]) for line in lines], pa.string())
        for name in names
    ]
    return pa.RecordBatch.from_arrays(columns, names=names)


def guess(batch: pa.RecordBatch, names: Names, lang: Lang) -> str:
    """A mapping file for the columns of a register, to be read by a person before it is used."""
    columns, term_key, format_key, words_key = (
        Text(key.ru, key.en)(lang)
        for key in (MAPPING.by_key["columns"], *map(COLUMN.by_key.__getitem__, ("term", "format", "words")))
    )
    lines = [f"{columns}:"]
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
        sure = "" if term == name or fold in (*by_fold, *tails) else f"  # {_LIKELY(lang)}"
        if lang == "en" and named is not None and not named.role and named.cell is None:
            term = names.inner_path(names.kind.root, named.fact)
        if shape:
            lines.append(f"  {_quoted(name)}: {{{term_key}: {term}, {format_key}: {_quoted(shape)}}}{sure}")
        elif named is not None and named.fact.type is Type.CHOICE and _strange(values, named.fact.option):
            words_ = ", ".join(f"{_quoted(w)}: ?" for w in _strange(values, named.fact.option))
            lines.append(f"  {_quoted(name)}: {{{term_key}: {term}, {words_key}: {{{words_}}}}}{sure}")
        else:
            lines.append(f"  {_quoted(name)}: {term}{sure}")
    return "\n".join(lines) + "\n"


def _texts(values: Any) -> list[str]:
    """The first values as texts; none of a column whose values Python cannot hold: a day too far off."""
    try:
        first = values.slice(0, 1000).to_pylist()
    except (pa.ArrowException, OverflowError, ValueError):
        return []
    return [str(one).strip() for one in first if one is not None and str(one).strip()]


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
