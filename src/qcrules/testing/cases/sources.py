"""Where cases are: packs, single pages, case files, and folders that hold any of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from qcrules.errors import InputError, Place, Problem, QcrulesError, UsageError
from qcrules.judge.rulebook import Rulebook, calendar_of
from qcrules.law.model import Pack
from qcrules.source.built_in import built_in_rules, rules_folder, shipped_packs
from qcrules.source.parts import page_of
from qcrules.source.sound import Sound, load_sound
from qcrules.text import Text

from .files import SUFFIXES, cases_in, pack_named_in
from .run import Case, broken_case, cases_of
from .tables import not_run, rules_named


@frozen(eq=False)
class CaseSource:
    """A pack and the cases to be run on it; no pack where it cannot be loaded at all, and then one case says why."""

    folder: Path
    pack: Pack | None
    book: Rulebook | None
    cases: tuple[Case, ...]


def find(paths: Sequence[str | Path] = (), rules: str | Path | None = None) -> list[CaseSource]:
    """The packs and cases under some paths; without any, those of the built-in pack (or of ``rules``).

    A path may be the name of a pack that comes with qcrules. UsageError where a path is not there, or holds nothing
    to run.
    """
    work = _Finder(rules_folder(rules) if rules else None)
    for path in [Path(path) for path in paths] or [rules_folder(rules)]:
        work.path(path if path.exists() else shipped_packs().get(str(path), path))
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
            self.of(path.parent)[0].append(page_of(str(path)))
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

    def source(self, folder: Path) -> CaseSource:
        pages, files = self.asked[folder]
        try:
            sound = load_sound(folder)
            book = Rulebook(sound.ready, calendar_of(sound.pack))
        except QcrulesError as error:
            wrong = error.problems if isinstance(error, InputError) else [Problem(Text.same(str(error)))]
            place = next((one.place for one in wrong if one.place), Place(str(folder)))
            return CaseSource(folder, None, None, (broken_case(folder.name, folder.name, place, wrong),))
        cases = [*cases_of(sound.pack, None if "" in pages else set(pages))]
        for file in dict.fromkeys(files):
            cases += cases_in(file, sound.pack)
        run = [case for case in cases if not _rests_on(case, sound)]
        return CaseSource(folder, sound.pack, book, (*_mistakes(sound, cases), *run))


def _rests_on(case: Case, sound: Sound) -> bool:
    """Does a case assert nothing but of rules that could not be read?"""
    asserted = rules_named(sound.pack, case.heads) if not case.of_pack else set()
    return bool(asserted) and asserted <= sound.unread.keys()


def _mistakes(sound: Sound, cases: Sequence[Case]) -> Iterator[Case]:
    """A failed case for each line of the pack with a mistake, and one for each rule whose cases cannot be run."""
    pages = {page.file: page.id for page in sound.pack.pages}

    def told(title: str, place: Place, problems: Sequence[Problem], heads: Iterable[str] = ()) -> Case:
        page = pages.get(place.file, Path(place.file).name)
        return broken_case(title, page, place, problems, frozenset(heads))

    lines: dict[tuple[str, int | None], list[Problem]] = {}
    for problem in sorted(sound.problems, key=_on_a_page):  # what pages stand on comes first
        place = problem.place or Place(sound.pack.folder)
        lines.setdefault((place.file, place.line), []).append(problem)
    for (file, line), problems in lines.items():
        yield told(Path(file).name, problems[0].place or Place(file, line), problems)
    for rule, place in sound.unread.items():
        count = sum(_rests_on(case, sound) and rule in rules_named(sound.pack, case.heads) for case in cases)
        if count:
            words = Text(f"правило `{rule}` не прочитано", f"rule `{rule}` could not be read")
            yield told(rule, place, [not_run(words, count, place)], [rule])


def _on_a_page(problem: Problem) -> bool:
    return problem.place is not None and problem.place.file.endswith(".md")


def _nothing(path: Path, ru: str, en: str) -> UsageError:
    return UsageError(Problem(Text(ru, en), Place(str(path))))
