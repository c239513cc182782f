"""A pack as checks need it: without its pages, its rules lowered. It is kept, so that a cold check reads no page."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..law import codec
from ..law.lowering import Lowered
from ..law.model import Pack
from ..reader import opened
from . import cache

_CODE = Path(__file__).resolve().parents[1]
_ROOMS = ("kernel", "time", "facts", "law", "source")


@frozen(eq=False, repr=False)
class Ready:
    """A pack without its pages, and its rules lowered for each kind of record."""

    pack: Pack
    lowered: Mapping[str, Lowered]


def load_ready(folder: Path) -> Ready:
    """The pack in a folder, from what was kept of it or from its files; PackError lists all that is wrong in it."""
    name = f"ready-{sha256(str(folder).encode()).hexdigest()[:16]}"
    made_of = _made_of(folder)
    kept = _ready(cache.recall(name, made_of)) if made_of else None
    if kept is not None:
        return kept
    from ..law.lowering import lower
    from .pack import load_pack

    pack = evolve(load_pack(folder), pages=())
    lowered = {kind: lower(pack, kind) for kind in pack.rules}
    if made_of and made_of == _made_of(folder):
        cache.keep(name, made_of, codec.to_json((pack, lowered)))
    return Ready(pack, lowered)


def _ready(kept: Any) -> Ready | None:
    """What was kept as a ready pack; None where it has not the shape of one."""
    if kept is None:
        return None
    try:
        pack, lowered = codec.from_json(kept)
        whole = isinstance(pack, Pack) and pack.rules.keys() == lowered.keys()
        return (
            Ready(pack, lowered)
            if whole and all(isinstance(one, Lowered) for one in lowered.values())
            else None
        )
    except Exception:  # whatever a strange shape comes to
        return None


def _made_of(folder: Path) -> str:
    """The hash of all that a ready pack is made of: place, files, the code that reads them; "" where unreadable."""
    total = sha256(str(folder).encode())
    try:
        code = [
            path for room in _ROOMS for path in (_CODE / room).rglob("*") if path.suffix in (".py", ".md")
        ]
        for path in (*sorted(folder.iterdir()), *sorted(code)):
            if path.suffix in (".yaml", ".md", ".py"):
                with opened(path) as file:
                    content = file.read()
                total.update(f"\0{path.name}\0{len(content)}\0".encode())
                total.update(content)
    except OSError:
        return ""
    return total.hexdigest()
