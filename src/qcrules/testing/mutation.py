"""Does any case notice when the law slips by one small step?

Each mutant is a pack in which one rule, one definition, one day of the regulation's life or one default differs.
Only the rules that this touches are lowered again, and only the cases that assert something of them are run. A
mutant whose rules say the same is equivalent and not counted; a mutant that no case notices survives, unless the
page gives the reason (`без_случая`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path

from attrs import define, evolve, field, frozen

from qcrules.book import Rulebook
from qcrules.calendar import load_calendar
from qcrules.errors import Place, QcrulesError
from qcrules.finding import Finding, Verdict
from qcrules.loading.definitions import DefinitionReader
from qcrules.loading.folder import read_folder
from qcrules.loading.node import Entry, Node, Scalar, Sequence
from qcrules.loading.node import Mapping as Keys
from qcrules.loading.page import INTERPRETATION, RULE
from qcrules.loading.page import Page as SplitPage
from qcrules.loading.reading import Notes
from qcrules.loading.rules import RuleReader
from qcrules.loading.sound import load_sound
from qcrules.loading.store import Ready
from qcrules.rulebook.lowering import Lowered, definition_fields, lower, rule_fields, verdicts_read
from qcrules.rulebook.model import Choice, Definition, Excuse, Life, Pack, Page, Rule, choice_of
from qcrules.text import Text
from qcrules.vocabulary import Field

from .casefile import SUFFIXES, cases_in
from .mutants import Change, of_definition, of_rule, of_window
from .rows import Row
from .runner import cases_of, findings_of, holds, last_day
from .signature import Signatures
from .suggest import Seed, Suggestion, search

LIFE, READING, WINDOW = "life", "reading/", "window/"
"""The part that holds the regulation's life, and how those of readings and of the editions of pages begin."""

_DEFINITIONS = ("определения", "definitions")


MOST_SUGGESTED = 3
"""For how many survivors of one rule a case is looked for: one case often kills several."""


@frozen(eq=False)
class Mutant:
    """A pack one step away, and the rules whose cases may notice."""

    subject: str
    citation: str
    words: Text
    place: Place
    kind: str
    pack: Pack
    touched: frozenset[str]


@frozen
class Survivor:
    """A mutant that no case noticed. ``reason``: what the page says of it, if it does."""

    subject: str
    citation: str
    words: Text
    place: Place
    reason: Text | None = None
    suggestion: Text | None = None

    def sentence(self) -> Text:
        """«п.18: 5 → 6 рабочих дней — ни один случай этого не заметил»."""
        return Text(
            f"{self.citation}: {self.words.ru} — ни один случай этого не заметил",
            f"{self.citation}: {self.words.en}: no case noticed",
        )


@define
class Tally:
    """What became of some mutants."""

    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    survived: list[Survivor] = field(factory=list)
    excused: list[Survivor] = field(factory=list)

    def add(self, other: Tally) -> None:
        """Count another part in."""
        self.mutants += other.mutants
        self.killed += other.killed
        self.equivalent += other.equivalent
        self.survived += other.survived
        self.excused += other.excused


@frozen(eq=False)
class Part:
    """A part of the law, the file where it stands, and its mutants."""

    file: str
    mutants: Callable[[], Iterator[Mutant]]


@define(eq=False, slots=False)
class Bench:
    """A pack, its trees and its cases, ready to try mutants on."""

    folder: Path
    pack: Pack
    files: tuple[SplitPage, ...]
    calendar_name: str

    @classmethod
    def of(cls, folder: Path) -> Bench:
        """The bench of the pack in a folder."""
        pack = load_sound(folder).pack
        return cls(folder, pack, read_folder(folder).pages, pack.calendar_name)

    @cached_property
    def book(self) -> Rulebook:
        """The pack as it stands."""
        lowered = {kind: lower(self.pack, kind) for kind in self.pack.rules}
        ready = Ready(evolve(self.pack, pages=()), lowered)
        return Rulebook(ready, load_calendar(self.calendar_name, self.pack.corrections))

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """The cases that hold as the law stands, by each rule that they assert something of."""
        found: dict[str, list[Row]] = {}
        files = sorted(file for suffix in SUFFIXES for file in self.folder.rglob(f"*{suffix}"))
        cases = [*cases_of(self.pack), *(case for file in files for case in cases_in(file, self.pack))]
        for case in cases:
            try:
                row = case.read()
            except QcrulesError:
                continue
            row.as_of = row.as_of or last_day(self.pack)
            for rule in dict.fromkeys(name for asserted in row.asserted for name in asserted.rules):
                found.setdefault(rule, []).append(row)
        return found

    # -- the parts of the law, each of which has mutants of its own -----------------------------------------------

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The mutants of each rule, each definition, each reading, and of the regulation's life."""
        found: dict[str, Part] = {}
        for split, kind, node in self._rule_nodes():
            found[f"{kind}/{_text(node, 'id')}"] = Part(
                split.file, partial(self._rule_mutants, split, kind, node)
            )
        for kind, words, entry in self._definition_entries():
            file = entry.key.file
            found[f"{kind}/{words}"] = Part(file, partial(self._definition_mutants, kind, words, entry))
        pages = {page.file: page for page in self.pack.pages}
        for split in self.files:
            if split.file in pages and _window_of(split) is not None:
                page = pages[split.file]
                found[f"{WINDOW}{page.id}"] = Part(split.file, partial(self._window_mutants, split, page))
        for name, reading in self.pack.readings.items():
            found[f"{READING}{name}"] = Part(reading.place.file, partial(self._reading_mutants, name))
        found[LIFE] = Part(str(self.folder / "pack.yaml"), self._life_mutants)
        return found

    def _rule_nodes(self) -> Iterator[tuple[SplitPage, str, Keys]]:
        pages = {page.file: page for page in self.pack.pages}
        for split in self.files:
            section, page = split.sections.get(RULE), pages.get(split.file)
            for block in section.blocks if section and page else ():
                for node in _list(block.node):
                    for kind in page.kinds if page else ():
                        if isinstance(node, Keys) and _text(node, "id") in self.pack.rules[kind]:
                            yield split, kind, node

    def _definition_entries(self) -> Iterator[tuple[str, str, Entry]]:
        pages = {page.file: page for page in self.pack.pages}
        for split in self.files:
            section, page = split.sections.get(INTERPRETATION), pages.get(split.file)
            for block in section.blocks if section and page else ():
                for key in _DEFINITIONS:
                    if isinstance(block.node, Keys) and key in block.node.entries:
                        named = block.node.entries[key].value
                        for words, entry in named.entries.items() if isinstance(named, Keys) else ():
                            for kind in page.kinds if page else ():
                                yield kind, words, entry

    # -- mutants ----------------------------------------------------------------------------------------------------

    def _rule_mutants(self, split: SplitPage, kind: str, node: Keys) -> Iterator[Mutant]:
        rule = self.pack.rules[kind][_text(node, "id")]
        touched = self._dependants(kind, {rule.id})
        for change in of_rule(node):
            other, built = self._read_again(kind, [change.node], _window_of(split))
            if other:
                pack = self._reduced(kind, touched, other, built)
                yield self._mutant(rule.id, rule.citation.words, change, kind, pack, touched)

    def _window_mutants(self, split: SplitPage, page: Page) -> Iterator[Mutant]:
        """The first or the last day on which the rules of a page are in force, one day off."""
        window = _window_of(split)
        for change in of_window(window) if window is not None else ():
            for kind in page.kinds:
                own = [node for other, of, node in self._rule_nodes() if other is split and of == kind]
                rules, built = self._read_again(kind, own, change.node)
                if rules:
                    touched = self._dependants(kind, set(rules))
                    pack = self._reduced(kind, touched, rules, built)
                    yield self._mutant(page.id, page.words, change, kind, pack, touched)

    def _read_again(
        self, kind: str, nodes: Iterable[Node], window: Node | None
    ) -> tuple[dict[str, Rule], dict[str, Definition]]:
        """Rules read from changed trees, and the definitions with the days they build; none where a tree is wrong."""
        notes, built = Notes(), dict(self.pack.definitions[kind])
        reader = RuleReader(
            notes,
            self.pack.vocabulary,
            self.pack.vocabulary.kinds[kind],
            self._defined(kind),
            self.pack.readings,
            self.pack.bearers,
            built,
            window,
        )
        rules = {rule.id: rule for node in nodes if (rule := reader.read(node)) is not None}
        return ({}, built) if notes.problems else (rules, built)

    def _definition_mutants(self, kind: str, words: str, entry: Entry) -> Iterator[Mutant]:
        names = self._defined(kind)
        definition = self.pack.definitions[kind].get(names[words].path) if words in names else None
        if definition is None or definition.citation is None:
            return
        own = definition.field.path
        touched = self._dependants(kind, self._readers(kind, own))
        for change in of_definition(entry.value, self._targets(kind, definition)):
            notes, built = Notes(), dict(self.pack.definitions[kind])
            reader = DefinitionReader(
                notes,
                self.pack.vocabulary,
                self.pack.vocabulary.kinds[kind],
                names,
                self.pack.readings,
                built,
            )
            other = reader.read(definition.field, Entry(entry.key, change.node))
            if other is not None and not notes.problems:
                pack = self._reduced(kind, touched, {}, {**built, own: other})
                yield self._mutant(words, definition.citation.words, change, kind, pack, touched)

    def _reading_mutants(self, name: str) -> Iterator[Mutant]:
        """The default of a reading swapped for each other option."""
        reading = self.pack.readings[name]
        for kind, rules in self.pack.rules.items():
            lowered = self.book.machine(kind).lowered
            touched = {rule for rule in rules if name in lowered.readings_of[rule]}
            if name in self.pack.life_readings:
                touched |= set(rules)
            for option in reading.options if touched else ():
                if option == reading.default:
                    continue
                readings = {**self.pack.readings, name: evolve(reading, default=option)}
                pack = evolve(self._reduced(kind, touched), readings=readings)
                words = Text(
                    f"по умолчанию: {reading.default} → {option}", f"default: {reading.default} → {option}"
                )
                citation = self._page_words(reading.place.file)
                change = Change(words, reading.place, Scalar(reading.place.file, 1, 1, option))
                yield self._mutant(name, citation, change, kind, pack, touched)

    def _life_mutants(self) -> Iterator[Mutant]:
        """The first or the last day of the regulation, one day off."""
        place = Place(str(self.folder / "pack.yaml"))
        for end in ("first", "last"):
            lived = [life for life in self.pack.life.values() if end == "first" or not life.endless]
            for day in sorted({getattr(life, end) for life in lived}):
                for by in (timedelta(-1), timedelta(1)):
                    lives: dict[Choice, Life] = {
                        choice: evolve(life, **{end: day + by}) if getattr(life, end) == day else life
                        for choice, life in self.pack.life.items()
                    }
                    words = Text(f"{day:%d.%m.%Y} → {day + by:%d.%m.%Y}", f"{day} → {day + by}")
                    change = Change(words, place, Scalar(place.file, 1, 1, ""))
                    for kind, rules in self.pack.rules.items():
                        pack = evolve(self._reduced(kind, set(rules)), life=lives)
                        if rules:
                            yield self._mutant(
                                "действует", "действие регламента", change, kind, pack, set(rules)
                            )

    def _mutant(
        self, subject: str, citation: str, change: Change, kind: str, pack: Pack, touched: Iterable[str]
    ) -> Mutant:
        return Mutant(subject, citation, change.words, change.place, kind, pack, frozenset(touched))

    # -- what stands on what ------------------------------------------------------------------------------------------

    def _defined(self, kind: str) -> dict[str, Field]:
        """The names of the defined facts of a kind."""
        found = {}
        for definition in self.pack.definitions[kind].values():
            if definition.citation is not None:
                found[definition.field.path] = found[definition.field.label.ru] = definition.field
        return found

    def _targets(self, kind: str, definition: Definition) -> list[str]:
        """Other facts that a definition may be pointed at by mistake: those it names, those next in time, none."""
        own = [
            f for f in definition_fields(definition) if f.type.is_moment is definition.field.type.is_moment
        ]
        own = [f for f in own if (f.list_path is None and f.type is definition.field.type) or f.defined]
        near: list[Field] = []
        for chain in self.pack.usual_order.get(kind, ()):
            for place, fact in enumerate(chain):
                if any(fact is one for one in own):
                    near += chain[max(0, place - 1) : place + 2]
        names = [f.label.ru for f in (*own, *near) if f.type is definition.field.type]
        return [*dict.fromkeys(names), "нет"]

    def _readers(self, kind: str, path: str) -> set[str]:
        """The rules that read a defined fact, through other definitions too."""
        definitions = self.pack.definitions[kind]
        paths = {path}
        while True:
            more = {
                other
                for other, definition in definitions.items()
                if other not in paths and any(f.path in paths for f in definition_fields(definition))
            }
            if not more:
                break
            paths |= more
        return {
            rule.id
            for rule in self.pack.rules[kind].values()
            if any(f.path in paths for f in rule_fields(rule))
        }

    def _dependants(self, kind: str, rules: set[str]) -> set[str]:
        """The rules and those that read their verdicts."""
        found = set(rules)
        while True:
            more = {
                rule.id
                for rule in self.pack.rules[kind].values()
                if rule.id not in found and not found.isdisjoint(self._verdicts(rule))
            }
            if not more:
                return found
            found |= more

    def _verdicts(self, rule: Rule) -> set[str]:
        known = self._read.get(rule.id)
        if known is None:
            known = self._read[rule.id] = verdicts_read(rule)
        return known

    @cached_property
    def _read(self) -> dict[str, set[str]]:
        return {}

    def _reduced(
        self,
        kind: str,
        rules: Iterable[str],
        changed: Mapping[str, Rule] | None = None,
        definitions: Mapping[str, Definition] | None = None,
    ) -> Pack:
        """The pack with no more rules than these and those whose verdicts they read."""
        own = {**self.pack.rules[kind], **(changed or {})}
        needed = set(rules)
        while True:
            more = {name for rule in needed for name in verdicts_read(own[rule])} - needed
            if not more:
                break
            needed |= more
        of_kind = {name: rule for name, rule in own.items() if name in needed}
        defined = self.pack.definitions[kind] if definitions is None else definitions
        return evolve(
            self.pack,
            pages=(),
            rules={kind: of_kind},
            definitions={kind: defined},
        )

    def _page_words(self, file: str) -> str:
        return next((page.words for page in self.pack.pages if page.file == file), "")

    # -- trying ----------------------------------------------------------------------------------------------------

    def try_part(self, part: str) -> Tally:
        """Try every mutant of one part of the law."""
        tally = Tally()
        for mutants in self._steps(part):
            fates = [self.fate(mutant) for mutant in mutants]
            if all(fate is None for fate in fates):
                tally.equivalent += 1
                continue
            tally.mutants += 1
            if any(fates):
                tally.killed += 1
                continue
            mutant = mutants[fates.index(False)]
            reason = self._reason(mutant)
            found = None if reason or len(tally.survived) >= MOST_SUGGESTED else self.suggest(mutant)
            survivor = Survivor(
                mutant.subject,
                mutant.citation,
                mutant.words,
                mutant.place,
                reason,
                found.words() if found else None,
            )
            (tally.excused if reason else tally.survived).append(survivor)
        return tally

    def _steps(self, part: str) -> Iterable[list[Mutant]]:
        """The mutants step by step: a default, a day of an edition of a page or of the law is one step for all."""
        mutants = self.parts[part].mutants()
        if part != LIFE and not part.startswith((READING, WINDOW)):
            return ([mutant] for mutant in mutants)
        steps: dict[str, list[Mutant]] = {}
        for mutant in mutants:
            steps.setdefault(mutant.words.ru, []).append(mutant)
        return steps.values()

    def fate(self, mutant: Mutant) -> bool | None:
        """True: a case noticed. False: none did. None: the mutant says the same as the law."""
        try:
            lowered = lower(mutant.pack, mutant.kind)
        except QcrulesError:
            return None
        if self._same(mutant, lowered):
            return None
        book = Rulebook(Ready(mutant.pack, {mutant.kind: lowered}), self.book.calendar)
        return any(not self._holds(book, row, mutant.touched) for row in self._rows(mutant))

    def suggest(self, mutant: Mutant, effort: int = 150) -> Suggestion | None:
        """A case that would notice: first one that differs by one fact and is decided, then any, then by two facts."""
        reduced = self._reduced(mutant.kind, mutant.touched)
        books = [
            Rulebook(Ready(pack, {mutant.kind: lower(pack, mutant.kind)}), self.book.calendar)
            for pack in (reduced, mutant.pack)
        ]
        order = sorted(mutant.touched, key=lambda rule: rule != mutant.subject)
        seeds = [seed for rule in order for seed in self.seeds.get(rule, ())][:40]
        rules = [self.pack.rules[mutant.kind][rule] for rule in order]
        for depth, decided in ((1, True), (1, False), (2, True), (2, False)):
            tells = partial(self._tells, books, order, mutant.kind, decided)
            judge = partial(self._judge, books[0])
            found = search(self.pack, seeds, rules[:3], tells, judge, effort=effort, depth=depth, least=depth)
            if found is not None:
                return found
        return None

    def _judge(self, book: Rulebook, row: Row) -> dict[str, list[Finding]]:
        row.as_of = row.as_of or last_day(self.pack)
        return findings_of(book, row, "reference", "ru")

    def _tells(
        self, books: list[Rulebook], rules: list[str], kind: str, decided: bool, row: Row
    ) -> str | None:
        """The first rule whose verdicts differ on a case."""
        if row.kind.whole != kind:
            return None
        before, after = (self._judge(book, row) for book in books)
        for rule in rules:
            first, second = (
                [(one.item, one.verdict) for one in found.get(rule, ())] for found in (before, after)
            )
            open_ = any(verdict is Verdict.UNDETERMINED for _, verdict in first)
            if first != second and not (decided and open_):
                return rule
        return None

    @cached_property
    def seeds(self) -> Mapping[str, list[Seed]]:
        """The cases of the pages, by each rule that they assert something of."""
        found: dict[str, list[Seed]] = {}
        for page in self.pack.pages:
            for table in page.tables:
                for cells in table.rows:
                    seed = Seed(page, table, cells)
                    for rule in seed.heads:
                        found.setdefault(rule, []).append(seed)
        return found

    def _holds(self, book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
        try:
            return holds(book, row, rules)
        except QcrulesError:
            return False

    def _rows(self, mutant: Mutant) -> list[Row]:
        """The cases that may notice: those of the mutant's own page first."""
        rows = {id(row): row for rule in sorted(mutant.touched) for row in self.rows.get(rule, ())}
        rows = {key: row for key, row in rows.items() if row.kind.whole == mutant.kind}
        return sorted(rows.values(), key=lambda row: row.place.file != mutant.place.file)

    def _same(self, mutant: Mutant, lowered: Lowered) -> bool:
        """Do all rules say what they said? Of a swapped default: by default; of the life: never."""
        if mutant.pack.life is not self.pack.life:
            return False
        before, after = self._signatures(mutant.kind), Signatures(lowered)
        old, new = self.pack.defaults(), mutant.pack.defaults()
        if old != new:
            life = [
                pack.life[choice_of(pack.life_readings, chosen)]
                for pack, chosen in ((self.pack, old), (mutant.pack, new))
            ]
            return life[0] is life[1] and all(
                before.of_variant(before.lowered.variant(rule, old))
                == before.of_variant(before.lowered.variant(rule, new))
                for rule in mutant.touched
            )
        return all(before.of_rule(rule) == after.of_rule(rule) for rule in mutant.touched)

    def _signatures(self, kind: str) -> Signatures:
        known = self._told.get(kind)
        if known is None:
            known = self._told[kind] = Signatures(self.book.machine(kind).lowered)
        return known

    @cached_property
    def _told(self) -> dict[str, Signatures]:
        return {}

    def _reason(self, mutant: Mutant) -> Text | None:
        """What a page says of a mutant that no case can notice."""
        excuse = excused(self.pack, mutant.subject, mutant.words)
        return excuse.reason if excuse else None


def excused(pack: Pack, subject: str, words: Text) -> Excuse | None:
    """The reason that a page gives for what no case can show: of one subject, or (by its id) of all its rules."""
    return next(
        (
            excuse
            for page in pack.pages
            for excuse in page.excuses
            if excuse.what in (words.ru, words.en)
            and (excuse.subject == subject or (excuse.subject == page.id and subject in page.rules))
        ),
        None,
    )


def _text(node: Node, key: str) -> str:
    value = node.entries[key].value if isinstance(node, Keys) and key in node.entries else None
    return value.text if isinstance(value, Scalar) else ""


def _window_of(split: SplitPage) -> Node | None:
    """The days on which the rules of a page are in force."""
    entry = split.front.entries.get("действует") or split.front.entries.get("in_force")
    return entry.value if entry else None


def _list(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


# -- on several cores --------------------------------------------------------------------------------------------------


Progress = Callable[[int, int], None]
_bench: Bench | None = None


def mutate(
    folder: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    wanted: Callable[[str], bool] | None = None,
) -> Tally:
    """Try every mutant of the pack in a folder, on as many cores as there are; ``wanted``: of some files only."""
    bench = Bench.of(folder)
    parts = [name for name, part in bench.parts.items() if wanted is None or wanted(part.file)]
    jobs = jobs if jobs is not None else os.cpu_count() or 1
    total = Tally()
    tallies = _all(bench, parts) if jobs < 2 else _in_parallel(folder, parts, jobs)
    for done, tally in enumerate(tallies, 1):
        total.add(tally)
        if progress is not None:
            progress(done, len(parts))
    for found in (total.survived, total.excused):
        found.sort(key=lambda one: (one.place.file, one.place.line or 0, one.words.ru))
    return total


def _all(bench: Bench, parts: list[str]) -> Iterator[Tally]:
    return map(bench.try_part, parts)


def _in_parallel(folder: Path, parts: list[str], jobs: int) -> Iterator[Tally]:
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(folder,)) as pool:
        running = [pool.submit(_try_part, part) for part in parts]
        for done in as_completed(running):
            yield done.result()


def _start(folder: Path) -> None:
    global _bench
    _bench = Bench.of(folder)


def _try_part(part: str) -> Tally:
    assert _bench is not None
    return _bench.try_part(part)
