"""A pack as checks need it is kept, so that a cold check reads no page."""

from __future__ import annotations

import functools
from pathlib import Path

from . import cache
from .ready import Ready, contents_of, files_of_code, read, restored, written


def load_ready(folder: Path) -> Ready:
    """The pack in a folder, from what was kept of it or from its files; PackError lists all that is wrong in it."""
    return _load(folder, _made_of(folder))[0]


def same_ready(folder: Path) -> Ready:
    """The same; a process that asks again is given what it was given, as long as no file changes."""
    ready, stands = _lately(folder, _made_of(folder))
    if not stands:
        _lately.cache_clear()
    return ready


def _load(folder: Path, made_of: str) -> tuple[Ready, bool]:
    """A pack, and whether it is surely made of that: not where a file was edited, or could not be read, meanwhile."""
    name = f"ready-{cache.digest(str(folder).encode()).hexdigest()[:16]}"
    keeps = made_of and cache.keeps()
    kept = restored(cache.recall(name, made_of)) if keeps else None
    if kept is not None:
        return kept, True
    from . import prebuilt  # only a first start needs it

    found = prebuilt.recall(folder)
    ready = restored(found)
    if found is None or ready is None:
        ready = read(folder)
        found = written(ready) if keeps else b""
    stands = bool(made_of) and made_of == _made_of(folder)
    if keeps and stands:
        cache.keep(name, made_of, found)
    return ready, stands


_lately = functools.lru_cache(maxsize=4)(_load)


def _made_of(folder: Path) -> str:
    """The hash of all that a ready pack is made of: place, files, the code that reads them; "" where unreadable.

    Of its files every byte counts. Of the code it is enough when it was written, and how long it is: by these Python
    itself knows whether what it has compiled is still good.
    """
    total = cache.digest()
    try:
        for path, content in contents_of(folder):
            total.update(f"\0{path}\0{len(content)}\0".encode())
            total.update(content)
        total.update(_code())
    except OSError:
        return ""
    return total.hexdigest()


@functools.cache
def _code() -> bytes:
    """The hash of the code that reads packs, as it was when this process began to: what is loaded stays as it is."""
    total = cache.digest()
    for one in files_of_code():
        stat = one.stat()
        total.update(f"\0{one.path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}".encode())
    return total.digest()
