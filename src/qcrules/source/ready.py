"""A pack as checks need it: without its pages, its rules lowered; and the plain tables that it is written as.

The tables (``law.codec``) are kept as Python marshals them, which reads three times as fast as JSON. Marshal trusts
what it reads not to be made up; so it is given only what is sealed, whole, and of the user's own (``cache``) or of the
owner of the code (``prebuilt``), as the compiled code of Python's own modules is. Nothing that it gives is ever called.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..law import codec
from ..law.lowered import Lowered
from ..law.model import Pack
from ..reader import opened
from .built_in import shipped_packs

_CODE = Path(__file__).resolve().parents[1]
_USES = (b"use", "слова_из".encode())
"""What stands in a vocabulary that uses the words of another."""

_ROOMS = ("kernel", "time", "facts", "law", "source")


@frozen(eq=False, repr=False)
class Ready:
    """A pack without its pages, and its rules lowered for each kind of record."""

    pack: Pack
    lowered: Mapping[str, Lowered]


class LoweredOnDemand(Mapping[str, Lowered]):
    """The lowered rules of each kind of record, which are made from what was kept when they are asked for."""

    def __init__(self, pack: Pack, values: list[Any], tables: list[bytes]) -> None:
        self.pack, self.values_known = pack, values
        self.tables = dict(zip(pack.rules, tables, strict=True))
        self.made: dict[str, Lowered] = {}

    def __getitem__(self, kind: str) -> Lowered:
        if kind not in self.made:
            self.made[kind] = self._decoded(self.tables[kind]) or _lowered(self.pack, kind)
        return self.made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def _decoded(self, tables: bytes) -> Lowered | None:
        try:
            found = codec.from_tables(marshal.loads(tables), self.values_known)[-1]
        except Exception:  # whatever a strange shape comes to
            return None
        return found if isinstance(found, Lowered) else None


def read(folder: Path) -> Ready:
    """The pack in a folder, from its files. PackError lists all that is wrong in it."""
    from .pack import load_pack

    pack = evolve(load_pack(folder), pages=())
    return Ready(pack, {kind: _lowered(pack, kind) for kind in pack.rules})


def _lowered(pack: Pack, kind: str) -> Lowered:
    from ..law.lowering import lower  # what was kept is lowered already

    return lower(pack, kind)


def written(ready: Ready) -> bytes:
    """A ready pack as it is kept: its tables, and those of each kind of record, which are read alone."""
    return marshalled(codec.to_tables(ready.pack, ready.lowered.values()))


def marshalled(tables: Iterable[Any]) -> bytes:
    """Tables as they are kept: each is marshalled alone, in a version that always writes the same of the same."""
    return marshal.dumps([marshal.dumps(one, 2) for one in tables], 2)


def restored(kept: bytes | None) -> Ready | None:
    """What was kept as a ready pack; None where it has not the shape of one."""
    if kept is None:
        return None
    try:
        core, *kinds = marshal.loads(kept)
        values = codec.from_tables(marshal.loads(core))
        pack = values[-1]
        return Ready(pack, LoweredOnDemand(pack, values, kinds)) if isinstance(pack, Pack) else None
    except Exception:  # whatever a strange shape comes to
        return None


def contents_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All that a pack is made of: its files, and where it uses the words of others those of the packs that come along.

    OSError where one cannot be read.
    """
    uses = False
    for path in _files_in(folder, (".yaml", ".md", ".py")):
        with opened(path) as file:
            content = file.read()
        yield path, content
        uses = uses or (path.endswith(".yaml") and any(word in content for word in _USES))
    for pack in shipped_packs().values() if uses else ():  # perhaps the words of any of them
        for path in _files_in(pack, (".yaml",)):
            with opened(path) as file:
                yield path, file.read()


def _files_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """The files of a folder whose names end so, in the order of their names."""
    with os.scandir(folder) as found:
        return sorted(one.path for one in found if one.name.endswith(endings))


def files_of_code() -> list[os.DirEntry[str]]:
    """The files of the code that reads packs, in the order of their paths."""
    found = (one for room in ("", *_ROOMS) for one in _code_in(os.path.join(_CODE, room), deep=bool(room)))
    return sorted(found, key=lambda one: one.path)


def _code_in(folder: str, *, deep: bool) -> Iterator[os.DirEntry[str]]:
    """The files of code in a folder."""
    with os.scandir(folder) as found:
        for one in found:
            if one.name.endswith((".py", ".md")):
                yield one
            elif deep and one.name != "__pycache__" and one.is_dir(follow_symlinks=False):
                yield from _code_in(one.path, deep=True)
