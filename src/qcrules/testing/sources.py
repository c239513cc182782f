"""Where cases are: packs, single pages, case files, and folders that hold any of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from qcrules.book import Rulebook
from qcrules.calendar import load_calendar
from qcrules.errors import InputError, PackError, Place, Problem, QcrulesError, UsageError
from qcrules.loading.built_in import built_in_rules
from qcrules.loading.sound import Sound, load_sound
from qcrules.rulebook.model import Pack
from qcrules.text import Text

from .casefile import SUFFIXES, broken, cases_in, pack_named_in
from .runner import Case, cases_of


@frozen(eq=False)
class Source:
    """A pack and the cases to be run on it; no pack where it cannot be loaded at all, and then one case says why."""

    folder: Path
    pack: Pack | None
    book: Rulebook | None
    cases: tuple[Case, ...]


def find(paths: Sequence[str | Path] = (), rules: str | Path | None = None) -> list[Source]:
    """The packs and cases under some paths; without any, those of the built-in pack (or of ``rules``).

    UsageError where a path is not there, or holds nothing to run.
    """
    work = _Finder(Path(rules) if rules else None)
    for path in [Path(path) for path in paths] or [Path(rules) if rules else built_in_rules()]:
        work.path(path)
    return [work.source(folder) for folder in work.asked]


def is_case_file(path: Path) -> bool:
    """Is it a case file, by its name?"""
    return path.name.endswith(SUFFIXES) and not path.name.startswith(("~$", "."))


def pack_above(path: Path) -> Path | None:
    """The folder of the pack in which a file lies."""
    return next((folder for folder in path.absolute().parents if (folder / "pack.yaml").is_file()), None)


class _Finder:
    """What was asked for, pack by pack."""

    def __init__(self, rules: Path | None) -> None:
        self.rules = rules
        self.asked: dict[Path, tuple[list[str], list[Path]]] = {}

    def path(self, path: Path) -> None:
        """A pack, a page, a case file, or a folder with some of these in it."""
        if path.is_dir():
            self.folder(path)
        elif not path.exists():
            raise _nothing(path, "такого файла или папки нет", "there is no such file or folder")
        elif is_case_file(path):
            self.case_file(path)
        elif path.suffix == ".md" and (path.parent / "pack.yaml").is_file():
            self.of(path.parent)[0].append(str(path))
        else:
            raise _nothing(
                path,
                "здесь нет случаев: нужна папка свода, его страница или файл *.case.yaml, *.case.xlsx",
                "there are no cases here: give the folder of a pack, a page of it, or a file *.case.yaml, *.case.xlsx",
            )

    def folder(self, path: Path) -> None:
        packs = sorted(file.parent for file in path.rglob("pack.yaml"))
        files = sorted(file for suffix in SUFFIXES for file in path.rglob(f"*{suffix}") if is_case_file(file))
        for folder in packs:
            self.of(folder)[0].append("")
        for file in files:
            self.case_file(file)
        if not packs and not files:
            raise _nothing(
                path, "в папке нет ни свода, ни случаев", "the folder holds neither a pack nor cases"
            )

    def case_file(self, file: Path) -> None:
        above = pack_named_in(file) or self.rules or pack_above(file)
        self.of(above or built_in_rules())[1].append(file)

    def of(self, folder: Path) -> tuple[list[str], list[Path]]:
        """What is asked of a pack: pages (an empty name: all of them) and case files."""
        known = next((one for one in self.asked if one.resolve() == folder.resolve()), folder)
        return self.asked.setdefault(known, ([], []))

    def source(self, folder: Path) -> Source:
        pages, files = self.asked[folder]
        try:
            sound = load_sound(folder)
            book = Rulebook(sound.ready, load_calendar(sound.pack.calendar_name, sound.pack.corrections))
        except QcrulesError as error:
            wrong = error if isinstance(error, InputError) else PackError(Problem(Text.same(str(error))))
            return Source(folder, None, None, (broken(folder.name, str(folder), wrong),))
        chosen = evolve(
            sound.pack, pages=tuple(page for page in sound.pack.pages if "" in pages or page.file in pages)
        )
        cases = [*_broken_files(sound, pages), *cases_of(chosen)]
        for file in dict.fromkeys(files):
            cases += cases_in(file, sound.pack)
        return Source(folder, sound.pack, book, tuple(cases))


def _broken_files(sound: Sound, pages: Iterable[str]) -> Iterator[Case]:
    """A case for each file that had to be left out, which says why."""
    by_file: dict[str, list[Problem]] = {}
    for problem in sound.problems:
        by_file.setdefault(problem.place.file if problem.place else sound.pack.folder, []).append(problem)
    for file, problems in by_file.items():
        yield broken(Path(file).name, file, PackError(problems))


def _nothing(path: Path, ru: str, en: str) -> UsageError:
    return UsageError(Problem(Text(ru, en), Place(str(path))))
