"""pack.yaml and calendar.yaml: what a pack says of itself as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingType
from datetime import date

from attrs import define, field

from ..facts.field import Field
from ..facts.vocabulary import Kind, Vocabulary
from ..law.legal_text import LegalText
from ..law.model import Bearer, Contradiction, Reading
from ..law.validity import Choice, Validity
from ..text import Text
from ..time.calendar import Correction
from ..time.months import LAST
from . import contents
from .calendars import CALENDAR, CHOICE, calendar_name
from .contradictions import CONTRADICTION, WHO, ContradictionReader
from .counting import COUNTING, counting_rules
from .diagnostics import Diagnostics
from .documents import CITATION_KEYS, DOCUMENTS_BY_ID
from .fields import CountingRules
from .readings import choices, readings_in, resolve
from .rules import INTERVAL
from .shape import GivenKeys, Shape
from .tree import Entry, Mapping, Node

_CHAIN = contents.listed(contents.of(contents.WORD))


LEGAL_TEXT = Shape.of(
    "legal_text",
    {
        "law": contents.words,
        "article": contents.words,
        "edition": contents.words,
        "later_changes": contents.one_of({"unknown": "не_известны"}),
    },
)
BEARER = Shape.of("bearer", {"id": contents.text, "en": contents.text})
PACK = Shape.of(
    "pack",
    {
        "id": contents.text,
        "version": contents.text,
        "title": contents.words,
        "language": contents.of({"enum": ["ru", "en"]}, Diagnostics.text),
        "calendar": CALENDAR,
        "in_force": INTERVAL.content(),
        "edition_by": contents.by_name(_CHAIN),
        "by_step": contents.by_name(contents.open_to_readings(contents.yes_no)),
        "bearers": contents.by_name(BEARER.content()),
        "usual_order": contents.by_name(contents.listed(_CHAIN)),
        "contradictions": contents.by_name(contents.listed(CONTRADICTION.content())),
        "counting": COUNTING.content(),
        "citation": CITATION_KEYS,
        "documents": DOCUMENTS_BY_ID,
        "text": LEGAL_TEXT.content(),
    },
)
CORRECTION = Shape.of(
    "correction",
    {
        "day": contents.day,
        "working": contents.yes_no,
        "reason": contents.words,
        "source": contents.text,
    },
)


@define
class HeadReader:
    """Reads pack.yaml, key by key."""

    diagnostics: Diagnostics
    vocabulary: Vocabulary
    node: Node
    given: GivenKeys = field(init=False)

    @given.default
    def _given(self) -> GivenKeys:
        given = PACK.given(self.diagnostics, self.node)
        given.told_missing()
        return given

    def text(self, key: str) -> str:
        """The text under a key, or nothing."""
        return self.given[key] or ""

    def words(self, key: str) -> Text:
        """The words under a key, in both languages."""
        return self.given[key] or Text("", "")

    def calendar_name(self) -> str:
        """The calendar's name; of a list, one calendar in which a day is worked if it is worked in each."""
        node = self.given.value("calendar")
        if isinstance(node, Mapping):
            by = CHOICE.given(self.diagnostics, node)
            kinds = self.vocabulary.kinds.values()
            if "by" in by and not any(self.vocabulary.find(kind, by["by"]) for kind in kinds):
                self.diagnostics.note(by.value("by"), "calendar-by", by["by"])
        return calendar_name(self.diagnostics, node)

    def validity(self, readings: MappingType[str, Reading]) -> tuple[tuple[str, ...], dict[Choice, Validity]]:
        """When the regulation is in force, under every choice of the readings that this depends on."""
        node, steps = self.given.value("in_force"), self.given.value("by_step")
        if node is None:
            return (), {}
        said = [one for one in (node, steps) if one is not None]
        used = tuple(sorted({name for one in said for name in readings_in(one, readings, self.diagnostics)}))
        validity: dict[Choice, Validity] = {}
        for choice in choices(used, readings, self.diagnostics, node, Text("`действует`", "`in_force`")):
            ends = INTERVAL.given(self.diagnostics, resolve(node, dict(choice)))
            first, last = ends["from"], ends["to"] if "to" in ends else date.fromordinal(LAST)
            if "from" not in ends or (first is not None and last is not None and first > last):
                self.diagnostics.note(node, "in-force")
            elif first is not None and last is not None:
                validity[choice] = Validity(first, last, self._by_step(steps, choice))
        return used, validity

    def _by_step(self, steps: Node | None, choice: Choice) -> frozenset[str]:
        """The kinds of record of which each step is judged by the law of its own day."""
        if steps is None:
            return frozenset()
        kinds = self.diagnostics.mapping(resolve(steps, dict(choice)), Text("виды", "kinds"))
        self._known_kinds(kinds, self.vocabulary.kinds)
        what = Text("по_дню_шага", "by_step")
        yes = (
            kind for kind, entry in kinds.items() if contents.yes_no.read(self.diagnostics, entry.value, what)
        )
        return frozenset(yes)

    def counting(self, readings: MappingType[str, Reading]) -> CountingRules:
        """How terms are counted that do not say so themselves, where they stand in no rule: by the usual readings."""
        node = self.given.value("counting")
        if node is None:
            return CountingRules()
        readings_in(node, readings, self.diagnostics)
        usual = {name: one.default for name, one in readings.items()}
        return counting_rules(self.diagnostics, resolve(node, usual))

    def legal_text(self) -> LegalText | None:
        """Which law, article and edition the pack encodes, where it says so."""
        given = self.given["text"]
        if given is None:
            return None
        given.told_missing()
        nothing = Text("", "")
        law, article, edition = (given[key] or nothing for key in ("law", "article", "edition"))
        return LegalText(law, article, edition, later_unknown=given["later_changes"] == "unknown")

    def bearers(self) -> dict[str, Bearer]:
        """Whom the rules bind, by the words that rules use."""
        found: dict[str, Bearer] = {}
        for word, entry in (self.given["bearers"] or {}).items():
            given = BEARER.given(self.diagnostics, entry.value)
            name = given["id"] or word
            found[word] = Bearer(name, Text(word, given["en"] or name.replace("_", " ")))
        return found

    def edition_dates(self) -> dict[str, tuple[Field, ...]]:
        """The dates of a record, kind by kind, that choose the edition."""
        kinds = self._known_kinds(self.given["edition_by"] or {}, self.vocabulary.kinds)
        return {kind: self._moments(kind, entry.value) for kind, entry in kinds}

    def usual_order(self) -> dict[str, tuple[tuple[Field, ...], ...]]:
        """Chains of events in their usual order, kind by kind."""
        what = Text("цепь", "chain")
        kinds = self._known_kinds(self.given["usual_order"] or {}, self.vocabulary.kinds)
        return {
            kind: tuple(self._moments(kind, chain) for chain in self.diagnostics.items(entry.value, what))
            for kind, entry in kinds
        }

    def contradictions(
        self, readers: MappingType[str, ContradictionReader], written_out: Callable[[Node], Node]
    ) -> dict[str, tuple[Contradiction, ...]]:
        """What no record can truly say at once, kind by kind, by the reader of each.

        ``written_out`` puts named conditions in the place of their names.
        """
        found = {}
        for kind, entry in self._known_kinds(self.given["contradictions"] or {}, readers):
            items = self.diagnostics.items(entry.value, WHO)
            found[kind] = tuple(readers[kind].read(written_out(one)) for one in items)
        return found

    def _known_kinds(self, said: MappingType[str, Entry], known: Collection[str]) -> list[tuple[str, Entry]]:
        """What is said of kinds of record, kind by kind; one that is not known is noted and left out."""
        for kind, entry in said.items():
            if kind not in known:
                self.diagnostics.unknown(entry.key, kind, known, Text("вид записи", "kind of record"))
        return [(kind, entry) for kind, entry in said.items() if kind in known]

    def _moments(self, kind: str, node: Node) -> tuple[Field, ...]:
        root = self.vocabulary.kinds[kind]
        found = []
        for item in self.diagnostics.items(node, Text("поля", "fields")):
            words = self.diagnostics.text(item, Text("поле", "field"))
            fact = self.vocabulary.find(root, words)
            if fact is None or not fact.type.is_moment:
                self.diagnostics.unknown(item, words, _moment_names(root), Text("событие", "event"))
            else:
                found.append(fact)
        return tuple(found)


def _moment_names(kind: Kind) -> list[str]:
    """The names of the events and dates of a kind, for the nearest one."""
    return [part.path for part in kind.root.walk() if part.type.is_moment]


def corrections(diagnostics: Diagnostics, node: Node | None) -> tuple[Correction, ...]:
    """calendar.yaml: days that are worked or not whatever the calendar says."""
    found = []
    for item in diagnostics.items(node, Text("календарь", "calendar")) if node is not None else []:
        given = CORRECTION.given(diagnostics, item)
        day, working = given["day"], given["working"]
        if given.missing:
            diagnostics.note(item, "calendar-line")
        elif day is not None and working is not None:
            found.append(Correction(day, working, given["reason"] or Text("", ""), given["source"]))
    return tuple(found)
