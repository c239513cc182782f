"""A pack as checks need it: without its pages, its rules lowered; and the plain tables that it is written as.

The tables (``law.codec``) are kept as Python marshals them, which reads three times as fast as JSON. Marshal trusts
what it reads not to be made up; so it is given only what is sealed, whole, and of the user's own (``cache``) or of the
owner of the code (``prebuilt``), as the compiled code of Python's own modules is. Nothing that it gives is ever called.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen

from ..law import codec
from ..law.lowered import Lowered
from ..law.model import Pack, Rule
from ..reader import opened
from .built_in import shipped_packs

_CODE = Path(__file__).resolve().parents[1]
_USES = (b"use", "слова_из".encode())
"""What stands in a vocabulary that uses the words of another."""

_OfKind = tuple[Mapping[str, Rule], Lowered]
T = TypeVar("T")

_ROOMS = ("kernel", "time", "facts", "law", "source")


@frozen(eq=False, repr=False)
class Ready:
    """A pack without its pages, and its rules lowered for each kind of record."""

    pack: Pack
    lowered: Mapping[str, Lowered]


class KindsKept:
    """What was kept of each kind of record, its rules and these lowered: made when it is first asked for."""

    def __init__(self, pack: Pack, values: list[Any], tables: list[bytes]) -> None:
        self.folder, self.values_known = pack.folder, values
        self.tables = dict(zip(pack.rules, tables, strict=True))
        self.made: dict[str, _OfKind] = {}

    def __getitem__(self, kind: str) -> _OfKind:
        if kind not in self.made:
            found = self._decoded(self.tables[kind]) or self._read(kind)
            self.made.setdefault(
                kind, found
            )  # whichever thread comes first: rules and lowered are of one making
        return self.made[kind]

    def _decoded(self, tables: bytes) -> _OfKind | None:
        try:
            rules, lowered = codec.from_tables(marshal.loads(tables), self.values_known)[-1]
        except Exception:  # whatever a strange shape comes to
            return None
        return (rules, lowered) if isinstance(lowered, Lowered) and isinstance(rules, dict) else None

    def _read(self, kind: str) -> _OfKind:
        again = read(Path(self.folder))
        return again.pack.rules[kind], again.lowered[kind]


class OnDemand(Mapping[str, T]):
    """The rules of each kind of record, or these lowered, as they are asked for."""

    def __init__(self, kept: KindsKept, part: Callable[[_OfKind], T]) -> None:
        self.kept, self.part = kept, part

    def __getitem__(self, kind: str) -> T:
        return self.part(self.kept[kind])

    def __iter__(self) -> Iterator[str]:
        return iter(self.kept.tables)

    def __len__(self) -> int:
        return len(self.kept.tables)


def read(folder: Path) -> Ready:
    """The pack in a folder, from its files. PackError lists all that is wrong in it."""
    from ..law.lowering import lower
    from .pack import load_pack

    pack = evolve(load_pack(folder), pages=())
    return Ready(pack, {kind: lower(pack, kind) for kind in pack.rules})


def written(ready: Ready) -> bytes:
    """A ready pack as it is kept: its tables, and those of each kind of record, which are read alone."""
    pack, lowered = ready.pack, ready.lowered
    core = evolve(pack, rules={kind: {} for kind in pack.rules})
    return marshalled(codec.to_tables(core, [(pack.rules[kind], lowered[kind]) for kind in pack.rules]))


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
        if not isinstance(pack, Pack):
            return None
        of_kinds = KindsKept(pack, values, kinds)
        return Ready(evolve(pack, rules=OnDemand(of_kinds, itemgetter(0))), OnDemand(of_kinds, itemgetter(1)))
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
