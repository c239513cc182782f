"""A pack as checks need it: without its pages, its rules lowered. It is kept, so that a cold check reads no page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..law import codec
from ..law.lowering import Lowered, lower
from ..law.model import Pack
from ..reader import opened
from . import cache
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

    def __init__(self, pack: Pack, values: list[Any], lines: list[bytes]) -> None:
        self.pack, self.values_known = pack, values
        self.lines = dict(zip(pack.rules, lines, strict=True))
        self.made: dict[str, Lowered] = {}

    def __getitem__(self, kind: str) -> Lowered:
        if kind not in self.made:
            self.made[kind] = self._decoded(self.lines[kind]) or lower(self.pack, kind)
        return self.made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def _decoded(self, line: bytes) -> Lowered | None:
        try:
            found = codec.from_json(json.loads(line), self.values_known)[-1]
        except Exception:  # whatever a strange shape comes to
            return None
        return found if isinstance(found, Lowered) else None


def load_ready(folder: Path) -> Ready:
    """The pack in a folder, from what was kept of it or from its files; PackError lists all that is wrong in it."""
    name = f"ready-{sha256(str(folder).encode()).hexdigest()[:16]}"
    made_of = _made_of(folder)
    kept = _ready(cache.recall(name, made_of)) if made_of else None
    if kept is not None:
        return kept
    from .pack import load_pack

    pack = evolve(load_pack(folder), pages=())
    lowered = {kind: lower(pack, kind) for kind in pack.rules}
    if made_of and made_of == _made_of(folder):
        cache.keep(name, made_of, codec.to_lines(pack, lowered.values()))
    return Ready(pack, lowered)


def _ready(kept: bytes | None) -> Ready | None:
    """What was kept as a ready pack; None where it has not the shape of one."""
    if kept is None:
        return None
    core, *lines = kept.split(b"\n")
    try:
        values = codec.from_json(json.loads(core))
        pack = values[-1]
        return Ready(pack, LoweredOnDemand(pack, values, lines)) if isinstance(pack, Pack) else None
    except Exception:  # whatever a strange shape comes to
        return None


def _made_of(folder: Path) -> str:
    """The hash of all that a ready pack is made of: place, files, the code that reads them; "" where unreadable.

    Of its files every byte counts. Of the code it is enough when it was written, and how long it is: by these Python
    itself knows whether what it has compiled is still good.
    """
    total, uses = sha256(str(folder).encode()), False
    try:
        for path in sorted(folder.iterdir()):
            if path.suffix in (".yaml", ".md", ".py"):
                with opened(path) as file:
                    content = file.read()
                total.update(f"\0{path.name}\0{len(content)}\0".encode())
                total.update(content)
                uses = uses or (path.suffix == ".yaml" and any(word in content for word in _USES))
        if uses:  # perhaps words of other packs: all that there are
            others = (one for pack in shipped_packs().values() for one in pack.glob("*.yaml"))
            for one in sorted(others):
                total.update(f"\0{one}\0{sha256(one.read_bytes()).hexdigest()}".encode())
        for room in ("", *_ROOMS):
            for at, size, written, changed in sorted(_code_in(os.path.join(_CODE, room), deep=bool(room))):
                total.update(f"\0{at}\0{size}\0{written}\0{changed}".encode())
    except OSError:
        return ""
    return total.hexdigest()


def _code_in(folder: str, *, deep: bool) -> Iterator[tuple[str, int, int, int]]:
    """The files of code in a folder: where each is, its size, when it was written and when it came to be there."""
    with os.scandir(folder) as found:
        for one in found:
            if one.name.endswith((".py", ".md")):
                stat = one.stat()
                yield one.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
            elif deep and one.name != "__pycache__" and one.is_dir(follow_symlinks=False):
                yield from _code_in(one.path, deep=True)
