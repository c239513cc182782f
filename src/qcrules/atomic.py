"""A file is written whole or not at all: beside its name first, and then it takes its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path``, empty, for the block to write; when the block ends well, it takes the place of ``path``.

    When the block fails or removes the file, ``path`` stays as it was. A link stays a link, and what it points to is
    replaced; permissions stay, too. OSError where the file cannot be written.
    """
    import tempfile  # slow to import: a check that finds its cache writes no file

    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    neighbour = Path(name)
    try:
        yield neighbour
        if neighbour.exists():
            neighbour.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
            neighbour.replace(target)
    except BaseException:
        with suppress(OSError):
            neighbour.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
