"""JSON that is kept between runs, so that a second start is quick.

The cache is a convenience. What is kept is sealed with a hash of itself and of what it was made of: where either
has changed, or the file is damaged, it is passed over and made again; an unwritable cache keeps nothing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..atomic import replacing


def recall(name: str, made_of: str) -> Any:
    """What was kept under a name, if it is whole and was made of the same; else None."""
    place = _place(name)
    if place is None:
        return None
    try:
        seal, _, body = place.read_bytes().partition(b"\n")
        return json.loads(body) if seal == _seal(made_of, body) else None
    except (OSError, ValueError):
        return None


def keep(name: str, made_of: str, data: Any) -> None:
    """Keep data under a name, whole or not at all."""
    place = _place(name)
    if place is None:
        return
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place) as file:
            file.write_bytes(_seal(made_of, body) + b"\n" + body)


def _place(name: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base, "qcrules", f"{name}.json") if os.path.isabs(base) else None


def _seal(made_of: str, body: bytes) -> bytes:
    seal = sha256(made_of.encode())
    seal.update(body)
    return seal.hexdigest().encode()
