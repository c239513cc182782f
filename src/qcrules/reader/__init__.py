"""The files of others: regular ones only, so many bytes of each and no more; ``-`` is what comes on standard input.

A pipe, a device or a socket may never end, so nothing of them is read. Every bound is told with its number.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import BinaryIO

from ..bilingual import messages
from ..errors import InputError, Place, Problem, RecordError, UsageError
from ..text import Text

MIB = 1024**2
STDIN = "-"
said = messages(__file__)

_FAULTS: dict[type[Exception], str] = {
    FileNotFoundError: "no-file",
    NotADirectoryError: "no-file",
    IsADirectoryError: "folder",
    PermissionError: "no-permission",
}


class NotRegular(OSError):
    """A pipe, a device or a socket."""


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """A regular file, open for reading; it never waits for what is none. OSError where it cannot be opened."""
    how = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, how)
    kind = os.fstat(handle).st_mode
    if stat.S_ISREG(kind):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise IsADirectoryError if stat.S_ISDIR(kind) else NotRegular


def read_bytes(
    path: str | os.PathLike[str],
    most: int,
    error: type[InputError] = RecordError,
    too_large: Text | None = None,
) -> bytes:
    """What a file holds, ``most`` bytes and no more; raises ``error``, which says what was found.

    ``too_large``: the words for more than that.
    """
    try:
        if os.fspath(path) == STDIN:
            data = sys.stdin.buffer.read(most + 1)
        else:
            with opened(path) as file:
                data = file.read(most + 1)
    except (OSError, ValueError) as fault:
        raise _refused(path, fault, error) from None
    if len(data) > most:
        raise error(Problem(too_large or said("large-file", most // MIB), Place(os.fspath(path))))
    return data


def require_regular(path: str | os.PathLike[str], error: type[InputError] = RecordError) -> None:
    """Raises ``error`` where a path is no regular file that may be read; for files that a library reads itself."""
    try:
        opened(path).close()
    except (OSError, ValueError) as fault:
        raise _refused(path, fault, error) from None


def apart(files: Iterable[str | os.PathLike[str]], *outputs: str | os.PathLike[str]) -> None:
    """UsageError where what is written would take the place of what is read, or of other output."""
    real = [os.path.realpath(file) for file in (*files, *outputs) if os.fspath(file) != STDIN]
    for file in outputs:
        if real.count(os.path.realpath(file)) > 1:
            raise UsageError(Problem(said("named-twice"), Place(os.fspath(file))))


def _refused(path: str | os.PathLike[str], fault: Exception, error: type[InputError]) -> InputError:
    name = "not-regular" if isinstance(fault, NotRegular) else _FAULTS.get(type(fault), "unread-file")
    return error(Problem(said(name), Place(os.fspath(path))))
