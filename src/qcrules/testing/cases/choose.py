"""Which cases are asked for: `--select п.10`, `-k WORD`, `--changed`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from qcrules.errors import Problem, UsageError
from qcrules.law.dependencies import verdicts_read
from qcrules.law.model import Pack
from qcrules.law.page import Page
from qcrules.text import Text

from ..dependencies import Dependencies
from .rows import rules_cited
from .run import Case
from .sources import CaseSource
from .tables import rules_named


def chosen(case: Case, pack: Pack | None, select: Sequence[str], word: str | None) -> bool:
    """Is it among those asked for: of one of the paragraphs (or pages, or rules), and with the word?

    A mistake of the pack itself is always told.
    """
    if case.of_pack:
        return True
    if word is not None and word.casefold() not in case.words.casefold():
        return False
    return not select or pack is None or any(_is_of(case, pack, asked) for asked in select)


def _is_of(case: Case, pack: Pack, asked: str) -> bool:
    """`п.10`, `п.10 ч.1`, `10`, `p10` or a rule's id."""
    if asked in (case.page, case.place.file) or asked in case.heads:
        return True
    named = pack.documents.named(pack.documents.spoken(asked))
    words = named.words if named is not None else asked
    if any(page.id == case.page and page.words == words for page in pack.pages):
        return True
    cited = {*rules_cited(pack, asked), *rules_cited(pack, words)}
    return not cited.isdisjoint(rules_named(pack, case.heads))


# -- what has changed ----------------------------------------------------------------------------------------


def changed(sources: Iterable[CaseSource]) -> set[str]:
    """The pages (by id) and case files (by name) that git calls changed, and the pages that stand on those."""
    found: set[str] = set()
    for source in sources:
        names = _changed_files(source.folder)
        found |= {case.page for case in source.cases if Path(case.place.file).resolve() in names}
        if source.pack is None:
            continue
        pages = source.pack.pages
        own = {page.id for page in pages if Path(page.file).resolve() in names}
        documents = {
            file for file in names if file.suffix == ".yaml" and file.parent == source.folder.resolve()
        }
        if any(not file.name.endswith(".case.yaml") for file in documents):
            own = {page.id for page in pages}
        found |= own | {page.id for page in pages if _stands_on(page, own, source.pack)}
    return found


def _changed_files(folder: Path) -> set[Path]:
    """The files that differ from the last commit, new ones too. UsageError outside of a repository."""
    where = ["git", "-C", str(folder)]
    try:
        top = _git([*where, "rev-parse", "--show-toplevel"]).strip()
        listed = _git(
            [*where, "-c", "core.quotepath=off", "status", "--porcelain", "-z", "--untracked-files=all", top]
        )
    except (OSError, subprocess.CalledProcessError):
        raise UsageError(
            Problem(
                Text(
                    f"`--changed`: папка {folder} не в хранилище git",
                    f"`--changed`: the folder {folder} is in no git repository",
                )
            )
        ) from None
    return {(Path(top) / entry[3:]).resolve() for entry in listed.split("\0") if len(entry) > 3}


def _git(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout


def _stands_on(page: Page, changed_pages: set[str], pack: Pack) -> bool:
    """Do its rules read a reading, a definition or a verdict of one of these pages?"""
    others = [other for other in pack.pages if other.id in changed_pages and other.id != page.id]
    readings = {name for other in others for name in other.readings}
    verdicts = {name for other in others for name in other.rules}
    files = {other.file for other in others}
    dependencies = Dependencies(pack)
    for kind in page.kinds:
        rules = [rule for name, rule in pack.rules.get(kind, {}).items() if name in page.rules]
        defined = dependencies.definitions(rules, pack.definitions[kind]).values()
        if any(not verdicts.isdisjoint(verdicts_read(rule)) for rule in rules):
            return True
        if any(one.place.file in files for one in defined):
            return True
        used = [name for one in rules for name in one.readings]
        used += [name for one in defined for name in one.readings]
        if not readings.isdisjoint(used):
            return True
    return False
