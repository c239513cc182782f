"""Arrow arrays as NumPy sees them. Looks into the buffers where that costs nothing; never changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from .. import harmless
from ..cached import cached_property
from ..engine.columnar.ends import pick, taken
from ..engine.columnar.tape import Array
from ..facts.words import ERRORS, NONE_MARK, NOT_FILLED_IN, NOT_KNOWN, NOTHING, NULL_WORDS, tidy
from ..text import shown


def told(column: pa.Array) -> Array:
    """Where a column is not null."""
    if not column.null_count:
        return np.ones(len(column), np.bool_)
    bitmap = None if pa.types.is_null(column.type) else column.buffers()[0]
    return as_numpy(column.is_valid()) if bitmap is None else _bits(bitmap, column)


def nulls_of(column: pa.Array) -> Array:
    """Where a column is null, or says so in the words of a program."""
    null = ~told(column)
    if pa.types.is_dictionary(column.type) or is_text(column.type):
        said = EncodedWords(column)
        null |= said.where([tidy(word) in NULL_WORDS for word in said.words])
    return null


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


_WIDE = (0xE1, 0xE2, 0xE3, 0xEF)
_SPACES = (*range(0x21), 0x7F, 0xC2, *_WIDE)
"""With which octets a space may begin: those of ``_WIDE`` have three octets, those of C2 two."""
_SPECIAL = [
    form.encode()
    for word in NOTHING | NOT_KNOWN | NULL_WORDS | NOT_FILLED_IN | ERRORS
    for form in (word, word.upper(), word.capitalize())
    if word
]
_LONGEST = max(map(len, _SPECIAL))


def octet_table(found: Iterable[int]) -> Array:
    """Which octets are among these."""
    table = np.zeros(256, np.bool_)
    table[list(found)] = True
    return table


_FIRST, _SPACE = octet_table({*_SPACES, *(word[0] for word in _SPECIAL)}), octet_table(_SPACES)
_ERROR = octet_table({*_SPACES, ord("#")})
_SECOND = np.zeros((256, 256), np.bool_)
_SECOND[list(_SPACES), :] = True
for _word in _SPECIAL:
    _SECOND[_word[0], _word[1] if len(_word) > 1 else slice(None)] = True


def octets_of(column: pa.Array) -> tuple[Array, Array] | None:
    """The octets of all texts of a column, and where each begins (and the last ends); None where it has no such."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return None
    width = np.int64 if pa.types.is_large_string(column.type) else np.int32
    _, offsets, octets = column.buffers()
    if octets is None or not octets.size:
        return None
    starts = np.frombuffer(offsets, width)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(octets, np.uint8), starts


def beginning(column: pa.Array, among: Array) -> Array:
    """The rows whose text begins with one of some octets; where nobody can tell quickly, all that are not null."""
    found = octets_of(column)
    return np.flatnonzero(told(column) if found is None else taken(among, taken(found[0], found[1][:-1])))


def _among(octets: Array, table: Array) -> Array:
    """Which octets are in a table. Python translates bytes quicker than NumPy takes from a table."""
    return np.frombuffer(octets.tobytes().translate(table.tobytes()), np.bool_)


def holds_octet(column: pa.Array, octet: bytes) -> bool:
    """May any text of a column hold an octet?"""
    found = octets_of(column)
    if found is None:
        return bool(column.null_count < len(column))
    text, starts = found
    return octet in text[starts[0] : starts[-1]].tobytes()


def perhaps_special(column: pa.Array, where: Array, only_errors: bool = False) -> Array:
    """The rows whose text may be blank, say «none» or «unknown», or be a cell error (those alone: ``only_errors``).

    ``where``: the rows that tell any.

    By the first octets and the length, for most texts are long or begin with another letter.
    """
    known = octets_of(column)
    if known is None:
        return np.flatnonzero(where)
    text, starts = known
    first = np.asarray(taken(text, starts[:-1]))
    found = _among(first, _ERROR if only_errors else _FIRST)
    if not only_errors:
        found = found | (starts[1:] == starts[:-1])
    rows = np.flatnonzero(found & where)
    if not len(rows):
        return rows
    begins, ends = starts.take(rows), starts.take(rows + 1)
    if only_errors:
        return rows[ends > begins]
    first = first.take(rows)
    pairs = np.multiply(first, 256, dtype=np.intp) + taken(text, begins + 1)
    perhaps = np.flatnonzero(_SECOND.reshape(-1).take(pairs) | (ends == begins))  # of Russian texts still few
    rows, begins, ends, first = (one.take(perhaps) for one in (rows, begins, ends, first))
    return rows[(ends - begins <= _LONGEST) | _SPACE[first] | _ends_in_space(text, ends)]


def _ends_in_space(text: Array, ends: Array) -> Array:
    """Which texts may end in a space of any kind, told by where each ends: such a text may be longer than its word."""
    last, before, third = (np.asarray(taken(text, ends - back)) for back in (1, 2, 3))
    found: Array = (last < 0x21) | (before == 0xC2) | np.isin(third, _WIDE)
    return found


_SETTLED = {
    kind.id
    for kind in (
        *(pa.null(), pa.bool_(), pa.string(), pa.large_string(), pa.date32(), pa.timestamp("s")),
        *(pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()),
        *(pa.float32(), pa.float64(), pa.list_(pa.null()), pa.large_list(pa.null()), pa.struct([])),
    )
}


def settled(column: pa.Array) -> pa.Array:
    """A column in the usual type of its values: texts are strings, days date32, floats doubles; others stay."""
    kind = column.type
    if kind.id in _SETTLED:
        return column
    try:
        if kind == pa.string_view():
            return pa.array(column.to_pylist(), pa.string())
        if pa.types.is_fixed_size_binary(kind):
            return settled(column.cast(pa.binary()))
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or kind == pa.binary_view():
            return column.cast(pa.string())
        if pa.types.is_date64(kind):
            return column.cast(pa.date32())
        if pa.types.is_float16(kind):  # older Arrow fills no gaps in these
            return column.cast(pa.float64())
        if pa.types.is_dictionary(kind) and not is_text(kind.value_type):
            return settled(column.dictionary_decode())
        if pa.types.is_dictionary(kind) and kind.value_type != pa.string():
            return column.cast(pa.dictionary(kind.index_type, pa.string()))
        if isinstance(column, pa.ExtensionArray):
            return settled(column.storage)
        if pa.types.is_run_end_encoded(kind):
            return settled(pc.run_end_decode(column))
    except (pa.ArrowException, ValueError):
        pass
    return column


def cell_of(column: pa.Array, row: int) -> Any:
    """One cell as Python has it; of what Python has no value for (a moment of year 99999), words."""
    cell = column[row]
    try:
        if pa.types.is_timestamp(cell.type) and cell.type.unit == "ns" and cell.is_valid:
            return cell.cast(pa.timestamp("us", cell.type.tz), safe=False).as_py()
        return cell.as_py()
    except (ValueError, OverflowError, pa.ArrowException):
        number = getattr(cell, "value", None)
        return "infinity" if number in _ENDS else f"{cell.type} {number}"


_ENDS = {end for power in (31, 63) for end in (2**power - 1, 1 - 2**power, -(2**power))}
"""How DuckDB and PostgreSQL keep a day that never comes, or always has been."""


def cells_of(column: pa.Array) -> list[Any]:
    """All cells as Python has them, as ``cell_of`` says it of one."""
    if not (pa.types.is_timestamp(column.type) and column.type.unit == "ns"):
        try:
            found: list[Any] = column.to_pylist()
        except (ValueError, OverflowError, pa.ArrowException):
            pass
        else:
            return found
    return [cell_of(column, row) for row in range(len(column))]


def as_text(column: pa.Array | None) -> pa.Array | None:
    """A column as text; what says nothing is null."""
    if column is None or column.type == pa.string():
        return column
    if is_text(column.type) or (pa.types.is_dictionary(column.type) and is_text(column.type.value_type)):
        return column.cast(pa.string())
    found = (cell_of(column, row) for row in range(len(column)))
    return pa.array([None if one is None or one != one else _as_text(one) for one in found], pa.string())


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else shown(value)


class EncodedWords:
    """A column of words: the distinct ones and «» behind them, where a row tells one, and which (``codes``)."""

    def __init__(self, column: pa.Array) -> None:
        self._column = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
        self.words: list[str] = [*(word or "" for word in self._column.dictionary.to_pylist()), ""]
        self.told = told(column)

    @cached_property
    def codes(self) -> Array:
        """The number of each row's word; of a row that tells none, that of «»."""
        indices = self._column.indices
        blank = len(self.words) - 1
        kind = np.dtype(str(indices.type))  # int32, uint8: numpy's names too
        found = numbers(indices, kind).astype(kind if blank <= np.iinfo(kind).max else np.intp, copy=False)
        if self._column.null_count:
            found = np.asarray(pick(self.told, found, blank))
        return found

    def where(self, holds: Sequence[bool]) -> Array:
        """The rows whose word is one of which that holds."""
        return (
            np.array(holds, np.bool_).take(self.codes) if any(holds) else np.zeros(len(self.told), np.bool_)
        )


@frozen(eq=False)
class Lists:
    """A column of lists: where there is one, how many items each has, all items, row by row, where those begin."""

    told: Array
    counts: Array
    values: pa.Array
    starts: Array


def lists_of(column: pa.Array) -> Lists:
    """The lists of a column. What Arrow keeps under a null is no item."""
    where = told(column)
    if not len(column):
        return Lists(where, np.zeros(0, np.int32), column.flatten(), np.zeros(0, np.intp))
    kind = np.int64 if pa.types.is_large_list(column.type) else np.int32
    ends: Array = np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column) + 1]
    counts = ends[1:] - ends[:-1]
    if column.null_count and np.any(counts * ~where):
        counts = counts * where
        return Lists(where, counts, column.flatten(), np.cumsum(counts, dtype=np.intp) - counts)
    first, last = int(ends[0]), int(ends[-1])
    return Lists(where, counts, column.values.slice(first, last - first), ends[:-1].astype(np.intp) - first)


def joined(column: pa.Array) -> pa.Array | None:
    """Lists of words as one text each, an empty list is «—»; None where some word could not be told so.

    Each distinct list is put together once.
    """
    if not is_text(column.type.value_type):
        return None
    lists = lists_of(column)
    said = EncodedWords(lists.values)
    if lists.values.null_count or any(not word or ";" in word for word in said.words[:-1]):
        return None
    starts = lists.starts
    distinct = pc.dictionary_encode(pa.array(_numbered(starts, lists.counts, said)))
    codes = as_numpy(distinct.indices)
    row = np.zeros(len(distinct.dictionary), np.intp)
    row[codes] = np.arange(len(codes))
    texts = [
        ";".join(said.words[code] for code in said.codes[start : start + count].tolist()) or NONE_MARK
        for start, count in zip(starts.take(row).tolist(), lists.counts.take(row).tolist(), strict=True)
    ]
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=~lists.told if column.null_count else None), pa.array(texts, pa.string())
    )


def _numbered(starts: Array, counts: Array, said: EncodedWords) -> Array:
    """A number of each list of words; lists of the same words in the same order have the same."""
    found = np.zeros(len(counts), np.int64)
    width = len(said.words)
    for place in range(int(counts.max(initial=0))):
        if place and found.max() >= _MOST_NUMBERS // width:
            _, found = np.unique(found, return_inverse=True)
        rows = np.flatnonzero(counts > place)
        codes = said.codes.take(starts.take(rows) + place)
        found[rows] = found.take(rows) * width + codes + (found.max() + 1)  # above those of shorter lists
    return found


_MOST_NUMBERS = 1 << 61


def is_text(kind: Any) -> bool:
    """Words, of whatever width."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view())


def is_list(kind: Any) -> bool:
    """Lists of any length."""
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))
