"""Processes that work for this one: they leave Ctrl-C to it, and end with it however it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import Any

from .errors import Problem, UsageError
from .text import Text

WORKER_ENDED = Text(
    "рабочий процесс был остановлен извне (возможно, не хватило памяти)",
    "a worker process was ended from outside (for want of memory, perhaps)",
)


@contextmanager
def workers(
    count: int, ready: Callable[..., object], *given: Any, method: str | None = None
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each made ``ready`` with what is ``given``; ``method``: how they are started.

    When the block ends well they finish what they have; when it does not, they are ended at once. UsageError where one
    of them is ended from outside.
    """
    before = set(active_children())
    pool = _Pool(count, get_context(method), initializer=_begin, initargs=(ready, given))
    try:
        yield pool
        pool.shutdown(wait=True)
    except BaseException as wrong:
        for child in set(active_children()) - before:
            child.kill()
        pool.shutdown(wait=True, cancel_futures=True)
        if isinstance(wrong, BrokenExecutor):
            raise UsageError(Problem(WORKER_ENDED)) from None
        raise


class _Pool(ProcessPoolExecutor):
    """A pool whose processes are started whole: one that is half started is known to nobody, and waits for ever."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _undisturbed():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would end the block by an exception come when it has ended."""
    came: list[int] = []
    before = {}
    for number in _signals() if threading.current_thread() is threading.main_thread() else ():
        if callable(signal.getsignal(number)):
            before[number] = signal.signal(number, lambda it, _: came.append(it))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for one in came:
            signal.raise_signal(one)


def _signals() -> list[signal.Signals]:
    """Those that end a run; not every system has all of them."""
    return [one for one in signal.Signals if one.name in ("SIGINT", "SIGTERM", "SIGHUP")]


def _begin(ready: Callable[..., object], given: tuple[Any, ...]) -> None:
    for number in _signals():
        signal.signal(number, signal.SIG_IGN if number is signal.SIGINT else signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    ready(*given)


def _end_with(sentinel: Any) -> None:
    """End this process when its parent has ended, even where that was killed and could say nothing."""
    wait([sentinel])
    os._exit(1)
