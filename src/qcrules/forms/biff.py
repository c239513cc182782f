"""What calamine does not tell of a sheet of an .xls: cells of errors, and formulas that are yet to be calculated.

An .xls is a small file system (MS-CFB), in which a stream holds records (MS-XLS): a kind, a length, the octets.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .address import NOT_CALCULATED, SOME_ERROR, CellAddress

_ERRORS = {
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_FORMULA, _BOOL_OR_ERROR, _SHEET, _BOF, _EOF = 0x0006, 0x0205, 0x0085, 0x0809, 0x000A
_AN_ERROR, _NO_WORDS = 2, 3
"""What a formula has come to, where that is no number."""

_WHEN_OPENED = 2
"""The flag of a formula that is calculated when the file is opened: so programs write it that do not calculate."""

_END = 0xFFFFFFFC
"""From this number on sectors are none: the end of a chain, and marks of the table itself."""


def odd_cells(path: str, sheet: int) -> dict[CellAddress, str]:
    """The odd cells of a sheet, by place, as words that stand for them. ``sheet``: its number, from 0.

    ValueError, IndexError or struct.error where the file is damaged.
    """
    with open(path, "rb") as file:
        records = _stream(file.read(), ("Workbook", "Book"))
    starts = [
        struct.unpack_from("<I", records, at)[0] for kind, at, _ in _records(records, 0) if kind == _SHEET
    ]
    found: dict[CellAddress, str] = {}
    deep = 0
    for kind, at, size in _records(records, starts[sheet], through=True):
        deep += (kind == _BOF) - (kind == _EOF)
        if deep == 0:
            break
        # a chart in the sheet has records of its own
        words = _odd(records, kind, at, size) if deep == 1 else None
        if words is not None:
            found[struct.unpack_from("<HH", records, at)] = words
    return found


def _odd(records: bytes, kind: int, at: int, size: int) -> str | None:
    """What stands for the cell of a record; None where calamine tells all of it."""
    if kind == _BOOL_OR_ERROR and size >= 8 and records[at + 7]:
        return _ERRORS.get(records[at + 6], SOME_ERROR)
    if kind == _FORMULA and size >= 16:
        value, flags = records[at + 6 : at + 14], struct.unpack_from("<H", records, at + 14)[0]
        said = value[0] if value[6:] == b"\xff\xff" else None
        if said == _AN_ERROR:
            return _ERRORS.get(value[2], SOME_ERROR)
        if flags & _WHEN_OPENED and (said == _NO_WORDS or value == bytes(8)):
            return NOT_CALCULATED
    return None


def _records(data: bytes, at: int, through: bool = False) -> Iterator[tuple[int, int, int]]:
    """The records from an octet on: the kind of each, where its octets begin and how many it has."""
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        yield kind, at + 4, size
        if kind == _EOF and not through:
            return
        at += 4 + size


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The octets of the first stream that has one of the names. ValueError where there is none."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    first, limit, first_small = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    size = 1 << shift
    table = _table(data, shift)
    folder = _chain(data, table, first, size, size)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entry, 116)
        if name not in names:
            continue
        if length >= limit:
            return _chain(data, table, start, size, size)[:length]
        whole = _chain(data, table, struct.unpack_from("<I", entries[0], 116)[0], size, size)
        links = _chain(data, table, first_small, size, size)
        small = list(struct.unpack(f"<{len(links) // 4}I", links))
        return _chain(whole, small, start, 1 << small_shift, 0)[:length]
    raise ValueError(names)


def _table(data: bytes, shift: int) -> list[int]:
    """Which sector follows each."""
    size = 1 << shift
    parts = list(struct.unpack_from("<109I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while more < _END and more not in seen:
        seen.add(more)
        at = size + more * size
        *some, more = struct.unpack_from(f"<{size // 4}I", data, at)
        parts += some
    found: list[int] = []
    for part in parts:
        if part < _END:
            found += struct.unpack_from(f"<{size // 4}I", data, size + part * size)
    return found


def _chain(data: bytes, table: list[int], sector: int, size: int, offset: int) -> bytes:
    """The octets of a chain of sectors. ValueError where it runs in a circle."""
    found: list[bytes] = []
    while sector < _END:
        if len(found) > len(table):
            raise ValueError(sector)
        at = offset + sector * size
        found.append(data[at : at + size])
        sector = table[sector]
    return b"".join(found)
