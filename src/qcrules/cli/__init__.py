"""The command line: thin, one module a command. Exit: 0 nothing violated, 1 violated, 2 wrong."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, NoReturn

__all__ = ["command", "main"]


class _LateModule(ModuleType):
    """A module that is run when something in it is first asked for. (``LazyLoader`` runs it at the next import.)"""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name == "__path__" or spec is None or spec.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)


def _later(*names: str) -> None:
    """These modules are imported by name only, until they are used.

    They are those that click, attrs and pathlib import and few commands use: a tenth of what a check waits for.
    """
    for name in names:
        around = find_spec(name.partition(".")[0]) if "." in name else None
        where = around.submodule_search_locations if around is not None else None
        found = None if name in sys.modules else PathFinder.find_spec(name, where)
        if found is not None:
            sys.modules[name] = module = module_from_spec(found)
            module.__class__ = _LateModule


def command() -> NoReturn:
    """The command as a process of its own: ``main``, and the end of the process with its status."""
    status = main()
    from .surroundings import leave

    leave(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; never a traceback (design: exit 0, 1, 2; Ctrl-C 130).

    SystemExit, once all is in order, where the process is told to end (SIGTERM 143, SIGHUP 129).
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    gc.set_threshold(100_000, 50, 50)  # what is loaded stays: do not look it over again and again,
    atexit.register(gc.freeze)  # nor once more at the end
    _later("inspect", "ipaddress", "ntpath", "tokenize", "attr.validators", "attrs.validators")
    try:
        from .run import run
        from .surroundings import ends_in_order

        with ends_in_order():
            return run(arguments)
    except KeyboardInterrupt:
        return 130
