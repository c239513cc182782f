"""Every step away from a pack: the pack with one rule, definition, default, edition or day of its life changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from attrs import define, evolve, frozen

from qcrules.errors import Place
from qcrules.law.lowering import Lowered
from qcrules.law.model import Choice, Definition, Life, Pack, Page, Rule
from qcrules.source.definitions import DefinitionReader
from qcrules.source.diagnostics import Notes
from qcrules.source.page import INTERPRETATION, RULE
from qcrules.source.page import Page as SplitPage
from qcrules.source.rules import RuleReader
from qcrules.source.tree import Entry, Node, Scalar, Sequence
from qcrules.source.tree import Mapping as Keys
from qcrules.text import Text

from . import slips
from .mutants import of_definition, of_rule
from .standing import Standing
from .trees import Change

LIFE, READING, WINDOW = "life", "reading/", "window/"
"""The part that holds the regulation's life, and how those of readings and of the editions of pages begin."""

_DEFINITIONS = ("определения", "definitions")


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


@frozen(eq=False)
class Part:
    """A part of the law, the file where it stands, and its mutants."""

    file: str
    mutants: Callable[[], Iterator[Mutant]]


@define(eq=False)
class Steps:
    """The mutants of a pack, part by part, made from the trees of its pages.

    ``lowered``: each kind's rules as they stand; ``unread``: the rules that could not be read, which have no mutants.
    """

    pack: Pack
    files: tuple[SplitPage, ...]
    lowered: Mapping[str, Lowered]
    unread: frozenset[str]
    standing: Standing

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
        found[LIFE] = Part(self._head, self._life_mutants)
        return found

    def _rule_nodes(self) -> Iterator[tuple[SplitPage, str, Keys]]:
        pages = {page.file: page for page in self.pack.pages}
        for split in self.files:
            section, page = split.sections.get(RULE), pages.get(split.file)
            for block in section.blocks if section and page else ():
                for node in _list(block.node):
                    for kind in page.kinds if page else ():
                        known = self.pack.rules[kind].keys() - self.unread
                        if isinstance(node, Keys) and _text(node, "id") in known:
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

    def _rule_mutants(self, split: SplitPage, kind: str, node: Keys) -> Iterator[Mutant]:
        rule = self.pack.rules[kind][_text(node, "id")]
        touched = self.standing.dependants(kind, {rule.id})
        for change in chain(of_rule(node), slips.moments(node, partial(self.standing.near, kind))):
            other, built = self._read_again(kind, [change.node], _window_of(split))
            if other:
                pack = self.standing.reduced(kind, touched, other, built)
                yield self._mutant(rule.id, rule.citation.words, change, kind, pack, touched)

    def _window_mutants(self, split: SplitPage, page: Page) -> Iterator[Mutant]:
        """The first or the last day on which the rules of a page are in force, one day off."""
        window = _window_of(split)
        for change in slips.window(window) if window is not None else ():
            for kind in page.kinds:
                own = [node for other, of, node in self._rule_nodes() if other is split and of == kind]
                rules, built = self._read_again(kind, own, change.node)
                if rules:
                    touched = self.standing.dependants(kind, set(rules))
                    pack = self.standing.reduced(kind, touched, rules, built)
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
            self.standing.defined(kind),
            self.pack.readings,
            self.pack.bearers,
            built,
            window,
        )
        rules = {rule.id: rule for node in nodes if (rule := reader.read(node)) is not None}
        return ({}, built) if notes.problems else (rules, built)

    def _definition_mutants(self, kind: str, words: str, entry: Entry) -> Iterator[Mutant]:
        names = self.standing.defined(kind)
        definition = self.pack.definitions[kind].get(names[words].path) if words in names else None
        if definition is None or definition.citation is None:
            return
        own = definition.field.path
        touched = self.standing.dependants(kind, self.standing.readers(kind, own))
        targets = self.standing.targets(kind, definition)
        near = partial(self.standing.near, kind)
        for change in chain(of_definition(entry.value, targets), slips.moments(entry.value, near)):
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
                pack = self.standing.reduced(kind, touched, {}, {**built, own: other})
                yield self._mutant(words, definition.citation.words, change, kind, pack, touched)

    def _reading_mutants(self, name: str) -> Iterator[Mutant]:
        """The default of a reading swapped for each other option."""
        reading = self.pack.readings[name]
        for kind, rules in self.pack.rules.items():
            lowered = self.lowered[kind]
            touched = {rule for rule in rules if name in lowered.readings_of[rule]}
            if name in self.pack.life_readings:
                touched |= set(rules)
            for option in reading.options if touched else ():
                if option == reading.default:
                    continue
                readings = {**self.pack.readings, name: evolve(reading, default=option)}
                pack = evolve(self.standing.reduced(kind, touched), readings=readings)
                words = Text(
                    f"по умолчанию: {reading.default} → {option}", f"default: {reading.default} → {option}"
                )
                citation = self._page_words(reading.place.file)
                change = Change(words, reading.place, Scalar(reading.place.file, 1, 1, option))
                yield self._mutant(name, citation, change, kind, pack, touched)

    def _life_mutants(self) -> Iterator[Mutant]:
        """The first or the last day of the regulation, one day off."""
        place = Place(self._head)
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
                        pack = evolve(self.standing.reduced(kind, set(rules)), life=lives)
                        if rules:
                            yield self._mutant(
                                "действует", "действие регламента", change, kind, pack, set(rules)
                            )

    def _mutant(
        self, subject: str, citation: str, change: Change, kind: str, pack: Pack, touched: Iterable[str]
    ) -> Mutant:
        return Mutant(subject, citation, change.words, change.place, kind, pack, frozenset(touched))

    @property
    def _head(self) -> str:
        return str(Path(self.pack.folder) / "pack.yaml")

    def _page_words(self, file: str) -> str:
        return next((page.words for page in self.pack.pages if page.file == file), "")


def _text(node: Node, key: str) -> str:
    value = node.entries[key].value if isinstance(node, Keys) and key in node.entries else None
    return value.text if isinstance(value, Scalar) else ""


def _window_of(split: SplitPage) -> Node | None:
    """The days on which the rules of a page are in force."""
    entry = split.front.entries.get("действует") or split.front.entries.get("in_force")
    return entry.value if entry else None


def _list(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []
