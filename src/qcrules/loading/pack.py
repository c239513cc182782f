"""A folder of pages → a Pack, or PackError with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from datetime import date
from pathlib import Path

from attrs import define, evolve, field

from ..calendar import LAST, Correction, load_calendar
from ..errors import PackError, Place, Problem, UsageError
from ..rulebook.lowering import verdicts_read
from ..rulebook.model import (
    Bearer,
    Choice,
    Definition,
    Life,
    Pack,
    Page,
    Reading,
    ReadingOption,
    Rule,
)
from ..text import Text
from ..vocabulary import Field, Kind, Vocabulary
from .definitions import DefinitionReader, defined_field
from .folder import Folder, read_folder
from .node import Entry, Node, Scalar
from .page import INTERPRETATION, RULE
from .page import Page as SplitPage
from .pages import page_of
from .reading import Notes
from .readings import choices, readings_in, resolve
from .rules import RuleReader, edition_of
from .vocabulary import VocabularyReader

_PACK_KEYS = {
    "id": "id",
    "version": "version",
    "title": "название",
    "language": "язык",
    "calendar": "календарь",
    "in_force": "действует",
    "edition_by": "редакция_по",
    "bearers": "обязанные",
    "usual_order": "порядок_событий",
}
_PACK = Text("регламент", "pack")
_BLOCK_KEYS = {"readings": "чтения", "definitions": "определения", "without_case": "без_случая"}
_READING_KEYS = {"question": "вопрос", "options": "варианты", "default": "по_умолчанию", "basis": "основание"}
_READING = Text("чтение", "reading")
_CORRECTION_KEYS = {"day": "день", "working": "рабочий", "reason": "почему", "source": "источник"}


def load_pack(folder: str | Path) -> Pack:
    """The pack in a folder. It is refused whole where anything in it is wrong: PackError lists it all."""
    folder = Path(folder)
    missing = [name for name in ("pack.yaml", "vocabulary.yaml") if not (folder / name).is_file()]
    if missing:
        raise PackError(
            Problem(Text(f"нет файла {name}", f"there is no file {name}"), Place(str(folder)))
            for name in missing
        )
    files = read_folder(folder)
    pack, problems = read_pack(folder, files)
    problems += files.problems
    if problems:
        raise PackError(sorted(problems, key=_where))
    return pack


def read_pack(folder: Path, files: Folder) -> tuple[Pack, list[Problem]]:
    """What the files of a folder say, as far as it can be read, and what is wrong with it."""
    notes = Notes()
    return _Loader(folder, files, notes).pack(), notes.problems


def _where(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


@define
class _Loader:
    folder: Path
    files: Folder
    notes: Notes
    vocabulary: Vocabulary = field(factory=lambda: Vocabulary({}))
    readings: dict[str, Reading] = field(factory=dict)
    defined: dict[str, dict[str, Field]] = field(factory=dict)

    def pack(self) -> Pack:
        """All of it; what is wrong is noted and the rest read on."""
        self.vocabulary = VocabularyReader(self.notes).read(self.files.documents["vocabulary.yaml"])
        head = self.notes.keys(self.files.documents["pack.yaml"], _PACK_KEYS, _PACK)
        for key in ("id", "version", "title", "calendar", "in_force"):
            if key not in head:
                self.notes.add(
                    self.files.documents["pack.yaml"],
                    f"нет ключа `{_PACK_KEYS[key]}`",
                    f"key `{key}` is missing",
                )
        pages = self.files.pages
        page_readings = {page.file: self.page_readings(page) for page in pages}
        wholes = [kind for kind in self.vocabulary.kinds.values() if kind.inside is None]
        definitions = {kind.key: self.definitions(kind) for kind in wholes}
        bearers = self.bearers(head)
        rules: dict[str, dict[str, Rule]] = {kind.key: {} for kind in wholes}
        law: list[Page] = []
        for split in pages:
            page, page_rules = self.page(split, bearers, page_readings[split.file], definitions)
            law.append(page)
            for rule in page_rules:
                self.add_rule(rules.setdefault(rule.kind, {}), rule)
        self.check_verdicts(rules)
        life_readings, life = self.life(head)
        words = {
            key: self.notes.text(head[key].value, _PACK) if key in head else "" for key in ("id", "version")
        }
        return Pack(
            id=words["id"],
            version=words["version"],
            title=self.words(head, "title"),
            lang="en" if self.text(head, "language") == "en" else "ru",
            sha256=self.files.sha256,
            calendar_name=self.calendar_name(head),
            vocabulary=self.vocabulary,
            life=life,
            life_readings=life_readings,
            edition_dates=self.fields_by_kind(head, "edition_by"),
            bearers=bearers,
            usual_order=self.usual_order(head),
            readings=self.readings,
            definitions=definitions,
            rules=rules,
            pages=tuple(law),
            folder=str(self.folder),
            corrections=self.corrections(),
        )

    # -- the head of the pack ---------------------------------------------------------------------------------

    def text(self, head: MappingType[str, Entry], key: str) -> str:
        return self.notes.text(head[key].value, _PACK) if key in head else ""

    def words(self, head: MappingType[str, Entry], key: str) -> Text:
        return (self.notes.words(head[key].value, _PACK) if key in head else None) or Text("", "")

    def calendar_name(self, head: MappingType[str, Entry]) -> str:
        """The calendar's name; of a list, one calendar in which a day is worked if it is worked in each."""
        nodes = self.notes.items(head["calendar"].value, _PACK) if "calendar" in head else []
        name = "+".join(self.notes.text(node, _PACK) for node in nodes) or "weekends"
        try:
            load_calendar(name)
        except UsageError as wrong:
            for problem in wrong.problems:
                self.notes.add(head["calendar"].value, problem.message.ru, problem.message.en)
        return name

    def life(self, head: MappingType[str, Entry]) -> tuple[tuple[str, ...], dict[Choice, Life]]:
        """The regulation's life under every choice of the readings that it depends on."""
        if "in_force" not in head:
            return (), {}
        node = head["in_force"].value
        used = readings_in(node, self.readings, self.notes)
        life: dict[Choice, Life] = {}
        for choice in choices(used, self.readings, self.notes, node, Text("`действует`", "`in_force`")):
            ends = self.notes.keys(
                resolve(node, dict(choice)), {"from": "с", "to": "по"}, Text("действует", "in_force")
            )
            first, last = (
                self.notes.day(ends[key].value, Text("день", "day")) if key in ends else None
                for key in ("from", "to")
            )
            if "to" not in ends:
                last = date.fromordinal(LAST)
            if first is None or last is None or first > last:
                self.notes.add(
                    node,
                    "действует: нужны день `с` и, если Правила утратили силу, день `по`, по порядку",
                    "in_force: expected a day `from` and, where the regulation has ended, a day `to`, in order",
                )
            else:
                life[choice] = Life(first, last)
        return used, life

    def bearers(self, head: MappingType[str, Entry]) -> dict[str, Bearer]:
        found: dict[str, Bearer] = {}
        if "bearers" in head:
            for word, entry in self.notes.mapping(
                head["bearers"].value, Text("обязанные", "bearers")
            ).items():
                keys = self.notes.keys(entry.value, {"id": "id", "en": "en"}, Text("обязанный", "bearer"))
                name = self.text(keys, "id") or word
                found[word] = Bearer(name, Text(word, self.text(keys, "en") or name.replace("_", " ")))
        return found

    def fields_by_kind(self, head: MappingType[str, Entry], key: str) -> dict[str, tuple[Field, ...]]:
        if key not in head:
            return {}
        kinds = self.notes.mapping(head[key].value, Text.same(_PACK_KEYS[key])).items()
        return {kind: self.field_list(kind, entry.value) for kind, entry in kinds}

    def usual_order(self, head: MappingType[str, Entry]) -> dict[str, tuple[tuple[Field, ...], ...]]:
        if "usual_order" not in head:
            return {}
        kinds = self.notes.mapping(head["usual_order"].value, Text("порядок_событий", "usual_order")).items()
        return {
            kind: tuple(
                self.field_list(kind, chain) for chain in self.notes.items(entry.value, Text("цепь", "chain"))
            )
            for kind, entry in kinds
        }

    def field_list(self, kind: str, node: Node) -> tuple[Field, ...]:
        found = []
        for item in self.notes.items(node, Text("поля", "fields")):
            words = self.notes.text(item, Text("поле", "field"))
            known = self.vocabulary.kinds.get(kind)
            fact = self.vocabulary.find(known, words) if known else None
            if fact is None or not fact.type.is_moment:
                self.notes.unknown(item, words, self.moment_names(known), Text("событие", "event"))
            else:
                found.append(fact)
        return tuple(found)

    def moment_names(self, kind: Kind | None) -> list[str]:
        """The names of the events and dates of a kind, for the nearest one."""
        return [part.path for part in kind.root.walk() if part.type.is_moment] if kind else []

    def corrections(self) -> tuple[Correction, ...]:
        node = self.files.documents.get("calendar.yaml")
        found = []
        for item in self.notes.items(node, Text("календарь", "calendar")) if node is not None else []:
            keys = self.notes.keys(item, _CORRECTION_KEYS, Text("строка календаря", "calendar line"))
            day = self.notes.day(keys["day"].value, Text("день", "day")) if "day" in keys else None
            working = (
                self.notes.yes_no(keys["working"].value, Text("рабочий", "working"))
                if "working" in keys
                else None
            )
            if day is None or working is None or "source" not in keys:
                self.notes.add(
                    item,
                    "строка календаря: нужны `день`, `рабочий` и `источник`",
                    "calendar line: `day`, `working` and `source` are needed",
                )
                continue
            found.append(Correction(day, working, self.words(keys, "reason"), self.text(keys, "source")))
        return tuple(found)

    # -- readings and definitions -----------------------------------------------------------------------------

    def blocks(self, split: SplitPage, key: str) -> Iterator[Entry]:
        """The entries of all blocks of that name in a page's interpretation."""
        section = split.sections.get(INTERPRETATION)
        for block in section.blocks if section else []:
            keys = self.notes.keys(
                block.node, _BLOCK_KEYS, Text("блок толкования", "block of the interpretation")
            )
            if key in keys:
                yield keys[key]

    def page_readings(self, split: SplitPage) -> tuple[str, ...]:
        own = []
        for entry in self.blocks(split, "readings"):
            for name, body in self.notes.mapping(entry.value, Text("чтения", "readings")).items():
                if name in self.readings:
                    self.notes.add(body.key, f"чтение `{name}` уже есть", f"reading `{name}` is given twice")
                reading = self.reading(name, body)
                if reading is not None:
                    self.readings[name] = reading
                    own.append(name)
        return tuple(own)

    def reading(self, name: str, body: Entry) -> Reading | None:
        keys = self.notes.keys(body.value, _READING_KEYS, _READING)
        options = {}
        if "options" in keys:
            for key, entry in self.notes.mapping(keys["options"].value, Text("варианты", "options")).items():
                options[key] = self.option(key, entry)
        default = self.text(keys, "default")
        if len(options) < 2 or default not in options:
            self.notes.add(
                body.key,
                f"чтение `{name}`: нужны два варианта или больше и `по_умолчанию` из них",
                f"reading `{name}`: give two options or more, and a `default` among them",
            )
            return None
        ordered = {default: options[default], **options}
        basis = (
            ", ".join(
                self.notes.text(node, _READING) for node in self.notes.items(keys["basis"].value, _READING)
            )
            if "basis" in keys
            else ""
        )
        return Reading(name, self.words(keys, "question"), ordered, default, basis, body.key.place)

    def option(self, key: str, entry: Entry) -> ReadingOption:
        if isinstance(entry.value, Scalar):
            return ReadingOption(key, Text.same(entry.value.text), "")
        keys = self.notes.keys(
            entry.value,
            {"ru": "ru", "en": "en", "argument": "довод"},
            Text("вариант чтения", "option of a reading"),
        )
        ru, en = self.text(keys, "ru"), self.text(keys, "en")
        return ReadingOption(key, Text(ru or en or key, en or ru or key), self.text(keys, "argument"))

    def definitions(self, kind: Kind) -> dict[str, Definition]:
        """The definitions of a kind: first their names, so that they may speak of each other, then their branches."""
        heads = [
            (words, entry, split)
            for split in self.files.pages
            if kind.key in self.kinds_of(split)
            for block in self.blocks(split, "definitions")
            for words, entry in self.notes.mapping(block.value, Text("определения", "definitions")).items()
        ]
        names: dict[str, Field] = {}
        self.defined[kind.key] = names
        for words, entry, _ in heads:
            fact = defined_field(self.notes, words, entry)
            if fact is not None:
                for name in (words, fact.path, fact.label.ru):
                    names[name] = fact
        found: dict[str, Definition] = {}
        reader = DefinitionReader(self.notes, self.vocabulary, kind, names, self.readings, found)
        for words, entry, _ in heads:
            definition = reader.read(names.get(words), entry)
            if definition is not None:
                found[definition.field.path] = definition
        return found

    # -- pages and rules --------------------------------------------------------------------------------------

    def kinds_of(self, split: SplitPage) -> list[str]:
        """The kinds of record that a page speaks of; by default the first of the vocabulary."""
        entry = split.front.entries.get("вид") or split.front.entries.get("kind")
        if entry is None:
            return [next(iter(self.vocabulary.kinds), "")]
        found = []
        for node in self.notes.items(entry.value, Text("вид", "kind")):
            word = self.notes.text(node, Text("вид", "kind"))
            kind = self.vocabulary.kind(word)
            if kind is None or kind.inside is not None:
                self.notes.unknown(
                    node, word, self.vocabulary.kind_words(), Text("вид записи", "kind of record")
                )
            else:
                found.append(kind.key)
        return found

    def page(
        self,
        split: SplitPage,
        bearers: MappingType[str, Bearer],
        readings: tuple[str, ...],
        definitions: MappingType[str, dict[str, Definition]],
    ) -> tuple[Page, list[Rule]]:
        kinds = self.kinds_of(split)
        page = evolve(page_of(self.notes, split), kinds=tuple(kinds), readings=readings)
        window = split.front.entries.get("действует") or split.front.entries.get("in_force")
        if window is not None:
            page = evolve(page, edition=edition_of(self.notes, window.value, self.readings))
        rules: list[Rule] = []
        section = split.sections.get(RULE)
        for key in kinds:
            kind = self.vocabulary.kinds.get(key)
            if kind is None or section is None:
                continue
            reader = RuleReader(
                self.notes,
                self.vocabulary,
                kind,
                self.defined[key],
                self.readings,
                bearers,
                definitions[key],
                window.value if window else None,
            )
            for block in section.blocks:
                rules += [
                    rule
                    for node in self.notes.items(block.node, Text("правила", "rules"))
                    if (rule := reader.read(node))
                ]
        names = tuple(dict.fromkeys(rule.id for rule in rules))
        return evolve(page, rules=names), rules

    def add_rule(self, rules: dict[str, Rule], rule: Rule) -> None:
        if rule.id in rules:
            self.notes.add(rule.place, f"правило `{rule.id}` уже есть", f"rule `{rule.id}` is given twice")
        rules[rule.id] = rule

    def check_verdicts(self, rules: MappingType[str, MappingType[str, Rule]]) -> None:
        """Verdicts may be read of rules of the same kind only."""
        for of_kind in rules.values():
            for rule in of_kind.values():
                for name in sorted(verdicts_read(rule)):
                    if name not in of_kind:
                        what = Text(
                            f"правило `{rule.id}`: в `вердикт` названное правило",
                            f"rule `{rule.id}`: verdict of rule",
                        )
                        self.notes.unknown(
                            Node(rule.place.file, rule.place.line or 1, rule.place.column or 1),
                            name,
                            of_kind,
                            what,
                        )
