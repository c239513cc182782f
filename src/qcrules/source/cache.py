"""What is kept between runs, so that a second start is quick.

The cache is a convenience, and private: its folder and its entries are the user's own and nobody else can read or
write them; what is not so is neither read nor written. What is kept is sealed with a hash of itself and of what it
was made of: where either has changed, or the file is damaged, it is passed over and made again. The hash has no key:
who may write into the folder could read a key that lies beside it, so ownership is the guard and the hash is none.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from ..atomic import replacing
from ..hashing import blake2b
from ..reader import MIB, opened

MOST_BYTES = 64 * MIB
MOST_ENTRIES = 32
"""So many packs are kept, those that were made last."""


def digest(content: bytes = b"") -> blake2b:
    """The hash by which what was kept is known again; more may be added to it."""
    return blake2b(content, digest_size=32)


def recall(name: str, made_of: str) -> bytes | None:
    """What was kept under a name, if it is ours, whole and was made of the same; else None."""
    try:
        folder = _folder()
        if folder is None or not _made_private(folder):
            return None
        with opened(folder / f"{name}.tables") as file:
            if not _is_private(os.fstat(file.fileno())):
                return None
            seal, _, body = file.read(MOST_BYTES).partition(b"\n")
        return body if seal == _seal(made_of, body) else None
    except (OSError, ValueError):
        return None


def keeps() -> bool:
    """Is there a place to keep anything in?"""
    return _folder() is not None


def keep(name: str, made_of: str, body: bytes) -> None:
    """Keep something under a name, whole or not at all, where only the user can write."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if not _made_private(folder):
            return
        with replacing(folder / f"{name}.tables", mode=0o600) as file:
            file.write_bytes(_seal(made_of, body) + b"\n" + body)
        _prune(folder)


def _folder() -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base, "qcrules") if os.path.isabs(base) else None


def _made_private(folder: Path) -> bool:
    """Is the folder private? One of our own that others may read, as older versions made it, becomes so.

    One that others may write stays as it is, and unused: who knows what they have laid in it.
    """
    found = os.lstat(folder)
    if _is_private(found):
        return True
    own = hasattr(os, "geteuid") and found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode)
    if not own or found.st_mode & 0o022:
        return False
    os.chmod(folder, 0o700)
    return _is_private(os.lstat(folder))


def _is_private(found: os.stat_result) -> bool:
    """Is it a folder or a file of this user's that nobody else can read or write? Windows keeps no such modes."""
    if not hasattr(os, "geteuid"):
        return True
    own = found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return own and (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode))


def _prune(folder: Path) -> None:
    """Remove the oldest entries where there are too many: of packs that are gone, and of older versions."""
    with os.scandir(folder) as found:
        entries = [one for one in found if one.name.startswith("ready-")]
    if len(entries) > MOST_ENTRIES:
        entries.sort(key=lambda one: one.stat(follow_symlinks=False).st_mtime, reverse=True)
    for entry in entries[MOST_ENTRIES:]:
        Path(entry.path).unlink(missing_ok=True)


def _seal(made_of: str, body: bytes) -> bytes:
    seal = digest(made_of.encode())
    seal.update(body)
    return seal.hexdigest().encode()
