"""A folder of pages → a Pack, or PackError with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from datetime import date
from pathlib import Path

from attrs import define, evolve, field, frozen

from ..errors import PackError, Place, Problem
from ..facts.field import Field
from ..facts.vocabulary import Kind, Vocabulary
from ..law.citation import Citation, Documents, usual_documents
from ..law.dependencies import verdicts_read
from ..law.model import Bearer, Contradiction, Pack, Reading, Rule
from ..law.page import Page
from ..text import Text
from .calendars import calendar_choice
from .conditions import ConditionReader
from .contradictions import ContradictionReader
from .definitions import DefinitionReader, defined_field
from .diagnostics import Diagnostics
from .documents import DocumentReader
from .fields import CountingRules
from .folder import Folder, read_folder
from .head import PACK, HeadReader, corrections
from .inserted import unit_of
from .named import NamedConditions
from .page import KnownPage, known, page_of
from .parts import RULE, PageSource
from .readings import read_reading
from .rules import RuleReader, edition_of, rules_in
from .shared_words import WORDS
from .tree import Entry, Mapping, Node, Scalar, same
from .unasked import UnaskedReader
from .unread import undecided
from .vocabulary import VocabularyReader

NEEDED = ("pack.yaml", WORDS)


@frozen(eq=False)
class Draft:
    """What the files of a folder say, as far as they can be read, and everything that is wrong in them.

    ``unread``: the rules that are wrong, each with its own mistakes; ``undefined``: for each kind of record, the
    defined facts (by their paths) whose definitions are wrong, and where those stand.
    """

    pack: Pack
    problems: tuple[Problem, ...]
    unread: MappingType[str, tuple[Problem, ...]]
    undefined: MappingType[str, MappingType[str, Place]]


def load_pack(folder: str | Path) -> Pack:
    """The pack in a folder. It is refused whole where anything in it is wrong: PackError lists it all."""
    draft = read_pack(Path(folder))
    if draft.problems:
        raise PackError(draft.problems)
    return draft.pack


def read_pack(folder: Path) -> Draft:
    """What a folder says, as far as it can be read. PackError where its head or its vocabulary is no YAML."""
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise PackError(
            Problem(Text(f"нет файла {name}", f"there is no file {name}"), Place(str(folder)))
            for name in missing
        )
    files = read_folder(folder)
    loader = _Loader(folder, files, Diagnostics(lost=set(files.lost)))
    pack = loader.pack()
    problems = sorted((*loader.diagnostics.problems, *files.problems), key=in_order_of_files)
    return Draft(pack, tuple(problems), loader.unread, loader.undefined)


def in_order_of_files(problem: Problem) -> tuple[str, int, int]:
    """The key by which problems are sorted: file, line, column."""
    place = problem.place
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


@define
class _Loader:
    """Reads it all; what is wrong is noted, and the rest read on."""

    folder: Path
    files: Folder
    diagnostics: Diagnostics
    vocabulary: Vocabulary = field(factory=lambda: Vocabulary({}))
    readings: dict[str, Reading] = field(factory=dict)
    conditions: dict[str, ConditionReader] = field(factory=dict)
    unread: dict[str, tuple[Problem, ...]] = field(factory=dict)
    undefined: dict[str, dict[str, Place]] = field(factory=dict)
    blocks: dict[int, list[Node]] = field(factory=dict)
    documents: Documents = field(factory=lambda: usual_documents("ru"))
    in_force: dict[str, Node] = field(factory=dict)
    calendar: str = ""
    counting: Node | None = None
    named: NamedConditions = field(init=False)

    @named.default
    def _named(self) -> NamedConditions:
        return NamedConditions(self.diagnostics)

    def pack(self) -> Pack:
        self.vocabulary = VocabularyReader(self.diagnostics).read(self.files.vocabularies)
        head = HeadReader(self.diagnostics, self.vocabulary, self.files.documents["pack.yaml"])
        self.read_documents(head)
        pages = [known(self.diagnostics, self.vocabulary, source) for source in self.files.pages]
        readings = [self.readings_of(page) for page in pages]
        for one in pages:
            for block in one.blocks:
                self.named.add(block["conditions"] or {}, one.kinds)
        self.counting = head.given.value("counting")
        counting = head.counting(self.readings)
        self.calendar = head.calendar_name()
        wholes = [kind for kind in self.vocabulary.kinds.values() if kind.inside is None]
        for kind in wholes:
            self.define(kind, pages, counting, head.given.value("calendar"))
        bearers = head.bearers()
        rules: dict[str, dict[str, Rule]] = {kind.key: {} for kind in wholes}
        law: list[Page] = []
        for one, own in zip(pages, readings, strict=True):
            page, page_rules = self.page(one, bearers)
            law.append(evolve(page, readings=own))
            for rule in page_rules:
                self.add_rule(rules.setdefault(rule.kind, {}), rule)
        self.check_verdicts(rules)
        self.check_waivers(law, rules)
        contradictions = self.contradictions(head)
        unasked = UnaskedReader(self.named, self.conditions, self.readings, rules).read()
        validity_readings, validity = head.validity(self.readings)
        if any(one.inserted for one in pages):
            self.check_inserted(pages, rules, min((one.first for one in validity.values()), default=date.min))
        return Pack(
            id=head.text("id"),
            version=head.text("version"),
            title=head.words("title"),
            lang="en" if head.text("language") == "en" else "ru",
            sha256=self.files.sha256,
            calendar_name=self.calendar,
            other_calendars=tuple(
                sorted({name for one in self.conditions.values() for name in one.calendars})
            ),
            vocabulary=evolve(self.vocabulary, lost=frozenset(self.diagnostics.lost)),
            validity=validity,
            validity_readings=validity_readings,
            edition_dates=head.edition_dates(),
            bearers=bearers,
            usual_order=head.usual_order(),
            contradictions=contradictions,
            unasked=unasked,
            readings=self.readings,
            definitions={kind: reader.built for kind, reader in self.conditions.items()},
            rules={kind: in_order_of_the_law(found) for kind, found in rules.items()},
            pages=tuple(law),
            folder=str(self.folder),
            text=head.legal_text(),
            documents=self.documents,
            corrections=corrections(self.diagnostics, self.files.documents.get("calendar.yaml")),
        )

    def read_documents(self, head: HeadReader) -> None:
        """The texts of the pack, by which provisions are cited from here on."""
        texts = DocumentReader(self.diagnostics)
        mark = len(self.diagnostics.made)
        self.documents, self.in_force = texts.read(head.given), texts.in_force
        self.diagnostics.cites_wrong = bool(self.diagnostics.since(mark))
        self.diagnostics.cites = self.documents.parse

    # -- readings and definitions -----------------------------------------------------------------------------

    def readings_of(self, page: KnownPage) -> tuple[str, ...]:
        """The names of a page's readings, which are read."""
        own = []
        for block in page.blocks:
            for name, body in (block["readings"] or {}).items():
                known = self.readings.get(name)
                if (
                    known is not None and known.place == body.key.place
                ):  # the same page, read for another form
                    own.append(name)
                    continue
                if known is not None:
                    self.diagnostics.note(body.key, "reading-twice", name)
                reading = read_reading(self.diagnostics, name, body)
                if reading is None:
                    self.diagnostics.lost.add(name)
                else:
                    self.readings[name] = reading
                    own.append(name)
        return tuple(own)

    def define(
        self, kind: Kind, pages: Iterable[KnownPage], counting: CountingRules, calendar: Node | None
    ) -> None:
        """The definitions of a kind: first their names, so that they may speak of each other, then their branches."""
        heads = [
            (words, entry)
            for page in pages
            if kind.key in page.kinds
            for block in page.blocks
            for words, said in (block["definitions"] or {}).items()
            for entry in (Entry(said.key, self.named.written_out(said.value)),)
        ]
        names: dict[str, Field] = {}
        first: dict[str, Entry] = {}
        for words, entry in heads:
            fact = defined_field(self.diagnostics, words, entry)
            if fact is None:
                self.diagnostics.lost.add(words)
                continue
            own = dict.fromkeys((words, fact.path, fact.label.ru), fact)
            for word in own:
                recorded = self.vocabulary.find(kind, word)
                known = first.setdefault(word, entry)
                if not (known.key.place == entry.key.place and same(known.value, entry.value)):
                    self.diagnostics.note(entry.key, "definition-twice", word)
                elif recorded is not None:
                    self.diagnostics.note(entry.key, "term-taken", word, recorded)
            names |= own
        conditions = ConditionReader(self.diagnostics, self.vocabulary, kind, names, counting=counting)
        chosen = calendar_choice(conditions, calendar, self.calendar, of_pack=True)
        conditions = evolve(conditions, counting=evolve(counting, calendar=chosen))
        self.conditions[kind.key] = conditions
        wrong = self.undefined.setdefault(kind.key, {})
        reader = DefinitionReader(conditions, self.readings, self.counting)
        for words, entry in heads:
            mark = len(self.diagnostics.made)
            definition = reader.read(names.get(words), entry)
            if definition is not None:
                conditions.built[definition.field.path] = definition
            if self.diagnostics.since(mark) and words in names:
                wrong[names[words].path] = entry.key.place

    def contradictions(self, head: HeadReader) -> dict[str, tuple[Contradiction, ...]]:
        """What no record can truly say at once, kind by kind."""
        readers = {
            kind: ContradictionReader(conditions, self.readings, self.counting)
            for kind, conditions in self.conditions.items()
        }
        return head.contradictions(readers, self.named.written_out)

    # -- pages and rules --------------------------------------------------------------------------------------

    def page(self, known: KnownPage, bearers: MappingType[str, Bearer]) -> tuple[Page, list[Rule]]:
        """A page and its rules."""
        page = page_of(self.diagnostics, self.documents, known)
        in_force = known.front.value("in_force") or self._in_force_of(page)
        if in_force is not None:
            page = evolve(page, edition=edition_of(self.diagnostics, in_force, self.readings))
        rules: list[Rule] = []
        for conditions in (self.conditions[kind] for kind in known.kinds if kind in self.conditions):
            reader = RuleReader(
                conditions,
                self.readings,
                bearers,
                in_force,
                self.calendar,
                self.counting,
                known.inserted,
            )
            rules += self.rules(known.source, page, reader)
        names = tuple(dict.fromkeys(rule.id for rule in rules))
        return evolve(page, rules=names), rules

    def _in_force_of(self, page: Page) -> Node | None:
        """When the document of a page is in force, where it says so."""
        return self.in_force.get(page.citation.document) if page.citation is not None else None

    def nodes_of(self, block: Node) -> list[Node]:
        """The rules of a block, in whatever state: the same nodes however often they are asked for."""
        if id(block) not in self.blocks:
            self.blocks[id(block)] = [
                self.named.written_out(node) for node in rules_in(self.diagnostics, block)
            ]
        return self.blocks[id(block)]

    def rules(self, source: PageSource, page: Page, reader: RuleReader) -> Iterator[Rule]:
        """The rules of a page for one kind of record; one that cannot be read stands undecided."""
        section, kind = source.sections.get(RULE), reader.conditions.kind.key
        cited = page.citation or Citation.unread(page.words)
        for block in section.blocks if section else []:
            for node in self.nodes_of(block):
                mark = len(self.diagnostics.made)
                rule = reader.read(node)
                wrong = self.diagnostics.since(mark)
                name = _id_of(node)
                if wrong and name is not None:
                    self.unread[name] = wrong
                    rule = rule or undecided(name, kind, cited, node.place)
                if rule is not None:
                    yield rule
        for lost in section.lost if section else []:
            self.unread.setdefault(lost.text, ())
            yield undecided(lost.text, kind, cited, lost.place)

    def add_rule(self, rules: dict[str, Rule], rule: Rule) -> None:
        if rule.id in rules:
            mark = len(self.diagnostics.made)
            self.diagnostics.note(rule.place, "rule-twice", rule.id)
            self.blame(rule, mark)
        rules[rule.id] = rule

    def check_verdicts(self, rules: MappingType[str, MappingType[str, Rule]]) -> None:
        """Verdicts may be read of rules of the same kind only."""
        for of_kind in rules.values():
            for rule in of_kind.values():
                what = Text(
                    f"правило `{rule.id}`: в `вердикт` названное правило",
                    f"rule `{rule.id}`: verdict of rule",
                )
                for name in sorted(verdicts_read(rule)):
                    if name not in of_kind:
                        where = Node(rule.place.file, rule.place.line or 1, rule.place.column or 1)
                        mark = len(self.diagnostics.made)
                        self.diagnostics.unknown(where, name, of_kind, what)
                        self.blame(rule, mark)

    def check_waivers(self, pages: Iterable[Page], rules: MappingType[str, MappingType[str, Rule]]) -> None:
        """What no case can show is that of a rule, a definition, a reading or a page."""
        pages = list(pages)
        defined = {one.label.ru for reader in self.conditions.values() for one in reader.defined.values()}
        known = [name for of_kind in rules.values() for name in of_kind]
        known += [*defined, *self.readings, *(page.id for page in pages), *PACK.by_key["in_force"].both]
        what = Text(
            "без_случая: правило, определение или чтение", "without_case: rule, definition or reading"
        )
        for waiver in (waiver for page in pages for waiver in page.waivers):
            if waiver.subject not in known:
                self.diagnostics.unknown(waiver.place, waiver.subject, known, what)

    def check_inserted(
        self,
        pages: Iterable[KnownPage],
        rules: MappingType[str, MappingType[str, Rule]],
        since: date,
    ) -> None:
        """What is defined by a unit that was brought in later is read by no rule before that; ``since``: when the
        regulation is in force."""
        units = {page.source.file: page.inserted for page in pages}
        for kind, reader in self.conditions.items():
            for path, one in reader.built.items():
                cited = (one.citation,) if one.citation is not None else ()
                unit = unit_of(units.get(one.place.file, ()), cited) if cited else None
                if unit is None or since >= unit.surely:
                    continue
                for rule in rules.get(kind, {}).values():
                    if rule.id not in self.unread and any(
                        unit.read_before(form, reader.built, path) for form in rule.forms.values()
                    ):
                        where = Node(one.place.file, one.place.line or 1, one.place.column or 1)
                        said = one.field.label, unit.citation.words, unit.surely, rule.id
                        self.diagnostics.note(where, "defined-later", *said)
                        break

    def blame(self, rule: Rule, mark: int) -> None:
        """What was noted since is a mistake of this rule."""
        self.unread[rule.id] = (*self.unread.get(rule.id, ()), *self.diagnostics.since(mark))


def in_order_of_the_law(rules: MappingType[str, Rule]) -> dict[str, Rule]:
    """Rules by the first provision that they cite, then by name: wherever they were written, findings stand so."""
    return dict(sorted(rules.items(), key=lambda named: (named[1].citations[0].place, named[0])))


def _id_of(node: Node) -> str | None:
    """The id of a rule, in whatever state the rule is."""
    value = node.entries["id"].value if isinstance(node, Mapping) and "id" in node.entries else None
    return value.text if isinstance(value, Scalar) and value.text else None
