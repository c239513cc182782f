"""Processes that work for this one: they leave Ctrl-C to it, and end with it however it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import Any


@contextmanager
def workers(
    count: int, ready: Callable[..., object], *given: Any, method: str | None = None
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each made ``ready`` with what is ``given``; ``method``: how they are started.

    When the block ends well they finish what they have; when it does not, they are ended at once.
    """
    before = set(active_children())
    pool = ProcessPoolExecutor(count, get_context(method), initializer=_begin, initargs=(ready, given))
    try:
        yield pool
        pool.shutdown(wait=True)
    except BaseException:
        for child in set(active_children()) - before:
            child.kill()
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def _begin(ready: Callable[..., object], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    ready(*given)


def _end_with(sentinel: Any) -> None:
    """End this process when its parent has ended, even where that was killed and could say nothing."""
    wait([sentinel])
    os._exit(1)
