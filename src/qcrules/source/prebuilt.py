"""The packs that come with qcrules, as they were made ready when the wheel was built: the first start reads no page.

A prebuilt pack is what ``store`` keeps of it, the place of its files left open. It is believed where it comes from
these very files of the pack and this very code (the bytes of both are hashed, with what was made of them), and where
only who may change the code could have changed it. All else is passed over, and the pack is read from its files.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from pathlib import Path

from ..reader import opened
from .cache import digest
from .ready import contents_of, files_of_code, marshalled, read, written

_FOLDER = Path(__file__).resolve().parents[1] / "prebuilt"
_HERE = "\0"
"""Stands for the folder in which the packs are, at the beginning of a text; no text that was read begins so."""
MOST_BYTES = 16 * 1024**2


def build(folder: Path) -> bytes:
    """What is laid into the wheel for the pack in a folder. PackError where anything is wrong in it."""
    rules = folder.parent

    def open_place(words: str) -> str:
        inside = words.startswith(f"{rules}{os.sep}")
        return _HERE + Path(words).relative_to(rules).as_posix() if inside else words

    body = _with_texts(written(read(folder)), open_place)
    return _seal(folder, body) + b"\n" + body


def recall(folder: Path) -> bytes | None:
    """A pack that comes with qcrules, as ``store`` keeps it; None where there is none that can be believed."""
    try:
        with opened(_FOLDER / f"{folder.name}.tables") as file:
            if not _as_the_code(os.fstat(file.fileno())):
                return None
            seal, _, body = file.read(MOST_BYTES).partition(b"\n")
        if seal != _seal(folder, body):
            return None
        rules = folder.parent
        return _with_texts(body, lambda words: str(rules / words[1:]) if words.startswith(_HERE) else words)
    except (OSError, ValueError):
        return None


def _with_texts(ready: bytes, change: Callable[[str], str]) -> bytes:
    """A ready pack with each of its texts as it is to be."""
    tables = [marshal.loads(one) for one in marshal.loads(ready)]
    for name, rows in (table for one in tables for table in one):
        if not name:
            rows[:] = [change(one) if type(one) is str else one for one in rows]
    return marshalled(tables)


def _as_the_code(found: os.stat_result) -> bool:
    """Is a file as hard to change as the code is: of the same owner, and for nobody else to write?"""
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.stat(__file__).st_uid and not found.st_mode & 0o022


def _seal(folder: Path, body: bytes) -> bytes:
    """The hash of the files of a pack, of the code that reads them, and of what was made of them."""
    total = digest()
    code = ((one.path, Path(one.path).read_bytes()) for one in files_of_code())
    for place, content in (*contents_of(folder), *code):
        path = Path(place)
        total.update(f"\0{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        total.update(content)
    total.update(body)
    return total.hexdigest().encode()
