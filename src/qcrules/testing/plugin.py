"""The pytest plugin: ``pytest rules/`` runs the case tables of pages and case files, each case a test.

A page is a Markdown file beside a ``pack.yaml``; what is wrong in a file of the pack that has no cases of its own is
a failed test of that ``pack.yaml``. Other programs have files of that name, too: ours is the one that has two of the
keys that no pack is without. Projects without such files notice nothing: a file name is looked at, and no more; the
rest of qcrules is imported when the first case is found. Failures are told in the language of the locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .cases.run import Case, Result
    from .cases.sources import CaseSource

_SUFFIXES = (".case.yaml", ".case.xlsx")
_HEAD = "pack.yaml"
_OURS = (
    "in_force|действует",
    "calendar|календарь",
    "edition_by|редакция_по",
    "bearers|обязанные",
    "title|название",
)
_KEYS = [re.compile(rf"""(?:^|[{{,])\s*["']?(?:{names})["']?\s*:""", re.MULTILINE) for names in _OURS]
_CASES = re.compile(r"""(?:^|[{,])\s*["']?(?:cases|случаи|pack|свод)["']?\s*:""", re.MULTILINE)
_ENOUGH = 1 << 16


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case file, a page of a pack, or the head of a pack."""
    return CaseFile.from_parent(parent, path=file_path) if _is_ours(file_path) else None


def _is_ours(path: Path) -> bool:
    """Is it a file with cases, by its name and, of YAML, by its keys?"""
    name = path.name
    if name.endswith(_SUFFIXES) and not name.startswith(("~$", ".")):
        return name.endswith(".xlsx") or _CASES.search(_beginning(path)) is not None
    if name != _HEAD and not name.endswith(".md"):
        return False
    head = path.with_name(_HEAD)
    if not head.is_file():
        return False
    words = _beginning(head)
    return sum(key.search(words) is not None for key in _KEYS) > 1


def _beginning(path: Path) -> str:
    """The first words of a file; none where it is none."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_ENOUGH).decode("utf-8", "replace")
    except OSError:
        return ""


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
        from qcrules.text import of_locale

        from .cases.run import run_case

        result = run_case(self.source.book, self.case, lang=of_locale())
        if not result.passed:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """`file:line: expected …, got …`, without a traceback of Python."""
        if not isinstance(excinfo.value, CaseFailed):
            return super().repr_failure(excinfo, style)
        from qcrules.text import of_locale

        result = excinfo.value.result
        return f"{result.case.place}: {self.name}\n{result.told(of_locale())}"

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
