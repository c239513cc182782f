"""A file is written whole or not at all: beside its name first, and then it takes its place.

The file beside it is locked while it is written. One that nobody holds was left by a run that was killed: the next
run that writes the same file removes it.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_MARK = "qcrules-"


@contextmanager
def replacing(path: Path, mode: int | None = None) -> Iterator[Path]:
    """A file beside ``path``, empty, for the block to write; when the block ends well, it takes the place of ``path``.

    When the block fails or removes the file, ``path`` stays as it was. A link stays a link, and what it points to is
    replaced; permissions stay, too (``mode``: those that it gets, whatever was there). The block may make a folder
    ``parts_beside`` the file. OSError where the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError
    if target.is_symlink():
        raise OSError(errno.ELOOP, "a link to itself")
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not a regular file")
    _clear(target)
    handle, neighbour = _beside(target)
    try:
        yield neighbour
        if neighbour.exists():
            if mode is None:
                mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
            neighbour.chmod(mode)
            neighbour.replace(target)
    finally:
        _remove(neighbour)
        if handle is not None:
            os.close(handle)


def parts_beside(neighbour: Path) -> Path:
    """Where parts of a file may lie while it is written; the folder goes with the file."""
    return neighbour.with_name(f"{neighbour.name}.parts")


def _beside(target: Path) -> tuple[int | None, Path]:
    """A new file beside the target, and the handle that locks it where there are locks."""
    import tempfile  # slow to import: a check that finds its cache writes no file

    while True:
        prefix = f".{target.name}.{_MARK}"
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=target.suffix, dir=target.parent)
        locked = _locked(handle)
        if locked and os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)
        if locked is None:
            return None, Path(name)  # else another run took it for one that was left


def _clear(target: Path) -> None:
    """Remove what runs that were killed have left beside the target."""
    mark = f".{target.name}.{_MARK}"
    ours = rf"{re.escape(mark)}[a-z0-9_]{{8}}{re.escape(target.suffix)}"
    with suppress(OSError):
        beside = [name for name in os.listdir(target.parent) if name.startswith(mark)]
        for left in [target.with_name(name) for name in beside if re.fullmatch(ours, name)]:
            handle = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                if _locked(handle):
                    _remove(left)
            finally:
                os.close(handle)


def _locked(handle: int) -> bool | None:
    """Take the lock of a file: False where another process holds it, None where there are no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return None
    return True


def _remove(neighbour: Path) -> None:
    with suppress(OSError):
        neighbour.unlink(missing_ok=True)
    parts = parts_beside(neighbour)
    if parts.is_dir():
        import shutil

        shutil.rmtree(parts, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
