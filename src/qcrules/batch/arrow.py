"""Arrow arrays as NumPy sees them. Looks into the buffers where that costs nothing; never changes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .. import harmless
from ..engine.columnar.ends import taken
from ..engine.columnar.tape import Array
from ..facts.words import NONE, NONE_MARK

NOTHING_THERE = pa.scalar(NONE_MARK)


def told(column: pa.Array) -> Array:
    """Where a column is not null."""
    if not column.null_count:
        return np.ones(len(column), np.bool_)
    bitmap = None if pa.types.is_null(column.type) else column.buffers()[0]
    return as_numpy(column.is_valid()) if bitmap is None else _bits(bitmap, column)


def truths(column: pa.Array) -> Array:
    """Yes and no as 1 and 0; what stands under a null means nothing."""
    found: Array = _bits(column.buffers()[1], column).view(np.int8)
    return found


def _bits(bitmap: Any, column: pa.Array) -> Array:
    first, last = column.offset, column.offset + len(column)
    octets = np.frombuffer(bitmap, np.uint8)[first // 8 : (last + 7) // 8]
    found: Array = np.unpackbits(octets, bitorder="little")[first % 8 : first % 8 + len(column)]
    return found.view(np.bool_)


def numbers(column: pa.Array, kind: Any) -> Array:
    """The values of a column of fixed width as they lie in memory; what stands under a null means nothing."""
    values: Array = np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]
    return values


def as_numpy(column: Any) -> Array:
    """A column without nulls."""
    found: Array = column.to_numpy(zero_copy_only=False)
    return found


def harmless_cells(column: pa.Array) -> pa.Array:
    """A column for a table that another program opens: texts as `qcrules.harmless.cell` has them."""
    if not pa.types.is_string(column.type):
        return column
    begins = pc.match_substring_regex(column, harmless.FORMULA)
    if not pc.any(begins).as_py():
        return column
    formulas = pc.and_not(begins, pc.match_substring_regex(column, harmless.A_NUMBER))
    return pc.if_else(formulas, pc.binary_join_element_wise("'", column, ""), column)


def codes(values: Array, bad: Array | None = None) -> pa.Array:
    """An array of small codes as Arrow, not copied; null where ``bad``."""
    if bad is not None:
        return pa.array(values, pa.int8(), mask=bad)
    return pa.Array.from_buffers(
        pa.int8(), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))], 0
    )


_PERHAPS_BLANK = np.zeros(256, np.bool_)
_PERHAPS_BLANK[[*range(0x21), 0x7F, ord("?"), 0xC2, 0xE1, 0xE2, 0xE3]] = True
_STARTS = [word.encode()[:2] for word in NONE]


def perhaps_blank(column: pa.Array) -> Array:
    """Where a text may be blank or «?», «—», «нет», “none”: by its first octets, for most texts begin with a letter."""
    if not len(column) or not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return np.ones(len(column), np.bool_)
    width = np.int64 if pa.types.is_large_string(column.type) else np.int32
    _, offsets, octets = column.buffers()
    starts = np.frombuffer(offsets, width)[column.offset : column.offset + len(column) + 1]
    if octets is None or not octets.size:
        return np.ones(len(column), np.bool_)
    text: Array = np.frombuffer(octets, np.uint8)
    first, second = (np.asarray(taken(text, starts[:-1] + at)) for at in (0, 1))
    blank: Array = starts[1:] == starts[:-1]
    blank |= np.asarray(taken(_PERHAPS_BLANK, first))
    for one, other in _STARTS:
        blank |= (first == one) & (second == other)
    return blank


def encoded(column: pa.Array) -> tuple[list[str], Array, Array]:
    """Words: the distinct ones and «» behind them, the number of each row among them, where a row tells one."""
    found = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    words = [word or "" for word in found.dictionary.to_pylist()]
    where = told(column)
    numbered = numbers(found.indices, str(found.indices.type)).astype(
        np.intp
    )  # int32, uint8: numpy's names too
    if column.null_count:
        numbered[~where] = len(words)
    return [*words, ""], numbered, where


def joined(column: pa.Array) -> pa.Array:
    """Lists of words as one text each; an empty list is «нет»."""
    whole = pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    return pc.if_else(pc.equal(whole, ""), NOTHING_THERE, whole)


def is_text(kind: Any) -> bool:
    """Words, of whatever width."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view())


def is_list(kind: Any) -> bool:
    """Lists of any length."""
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))
