"""The pytest plugin: ``pytest rules/`` runs the case tables of pages and case files, each case a test.

A page is a Markdown file beside a ``pack.yaml``; what is wrong in a file of the pack that has no cases of its own is
a failed test of that ``pack.yaml``. Projects without such files notice nothing: a file name is looked at, and no more;
the rest of qcrules is imported when the first case is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .cases.run import Case, Result
    from .cases.sources import CaseSource

_SUFFIXES = (".case.yaml", ".case.xlsx")
_HEAD = "pack.yaml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case file, a page of a pack, or the head of a pack."""
    name = file_path.name
    if name == _HEAD or (name.endswith(_SUFFIXES) and not name.startswith(("~$", "."))):
        return CaseFile.from_parent(parent, path=file_path)
    if name.endswith(".md") and (file_path.parent / _HEAD).is_file():
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A page, a case file or the head of a pack: each case in it, and each mistake, is a test."""

    def collect(self) -> Iterator[pytest.Item]:
        """The cases; a page without cases has none."""
        seen: dict[str, int] = {}
        source = _source(self.path)
        for case in source.cases:
            name = case.name
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            yield CaseItem.from_parent(self, name=name, case=case, source=source)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, source: CaseSource, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.source = source
        self.extra_keyword_matches.update(case.heads)

    def runtest(self) -> None:
        """Check the case; a failure says what was expected, what came, and why."""
        from .cases.run import run_case

        result = run_case(self.source.book, self.case)
        if not result.passed:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """`file:line: expected …, got …`, without a traceback of Python."""
        if not isinstance(excinfo.value, CaseFailed):
            return super().repr_failure(excinfo, style)
        result = excinfo.value.result
        return f"{result.case.place}: {self.name}\n{result.told('ru')}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        line = self.case.place.line
        return self.path, line - 1 if line else None, self.name


class CaseFailed(Exception):
    """A case did not pass."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__(str(result.case.place))


_packs: dict[Path, tuple[object, CaseSource]] = {}


def _source(path: Path) -> CaseSource:
    """The cases of one file; of the head, the mistakes of all files without cases; of a pack that cannot be loaded,
    its mistakes whatever is asked. A pack is loaded once for all its pages, and again when a file of it has changed."""
    from attrs import evolve

    from .cases.sources import find

    if path.name.endswith(_SUFFIXES):
        return find([path])[0]
    folder = path.parent
    stamp = sorted((file.name, file.stat().st_mtime_ns) for file in folder.iterdir())
    known = _packs.get(folder)
    if known is None or known[0] != stamp:
        known = _packs[folder] = stamp, find([folder])[0]
    whole = known[1]

    def owner(case: Case) -> str:
        file = Path(case.place.file)
        return file.name if file.suffix == ".md" or file.name.endswith(_SUFFIXES) else _HEAD

    own = tuple(case for case in whole.cases if whole.pack is None or owner(case) == path.name)
    return evolve(whole, cases=own)
