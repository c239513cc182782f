"""What a regulation is, as read from its pages: readings, definitions, rules, claims; nothing lowered yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from ..cached import cached_property
from ..errors import NOWHERE, Place
from ..facts.field import Field
from ..facts.types import Type
from ..facts.vocabulary import Vocabulary
from ..finding import Force
from ..text import Lang, Text
from ..time.calendar import Correction
from .citation import Citation, Documents, usual_documents
from .legal_text import LegalText
from .validity import Choice, InForce, Validity
from .verbs import Computed, Condition, outer, quoted

if TYPE_CHECKING:
    from .page import Page, Waiver

T = TypeVar("T")

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A fact, or a special word, in the words of a finding: ``{срок}``, ``{act.signed_at}``."""

SPECIAL = {
    "срок": "due",
    "факт": "actual",
    "просрочка": "delay",
    "due": "due",
    "actual": "actual",
    "delay": "delay",
    "расхождения": "differences",
    "differences": "differences",
    "графа": "column",
    "column": "column",
}
"""What a rule says of its own term."""


@frozen(eq=False, repr=False)
class ReadingOption:
    """One way to read an ambiguous text, and what speaks for it."""

    key: str
    title: Text
    argument: str


@frozen(eq=False, repr=False)
class Reading:
    """A place where the text can honestly be read in several ways; the default stands first."""

    id: str
    question: Text
    options: Mapping[str, ReadingOption]
    default: str
    basis: str
    place: Place


_NONE, _ELSE, _WHERE = Text("нет", "none"), Text("; иначе ", "; else "), Text("{}, если {}", "{} if {}")


@frozen(eq=False, repr=False)
class Branch:
    """One branch of a definition: when ``condition`` holds (None: otherwise), it is ``choice`` (None: it is not)."""

    condition: Condition | None
    choice: Field | Computed | None
    place: Place = field(default=NOWHERE, metadata={"stored": False})

    @property
    def words(self) -> Text:
        """What it chooses, in words."""
        if self.choice is None:
            return _NONE
        return quoted(self.choice) if isinstance(self.choice, Field) else self.choice.words

    @property
    def plain(self) -> Text:
        """The same, a field by its bare name."""
        return self.choice.label if isinstance(self.choice, Field) else self.words

    @property
    def said(self) -> Text:
        """What it chooses and when, in words."""
        return self.words if self.condition is None else _WHERE.filled(self.words, self.condition.words)

    def outer_fields(self) -> Iterator[Field]:
        """The fields that it reads where it stands, and not in the items of a list."""
        if self.condition is not None:
            yield from (fact for part in outer(self.condition) for fact in part.fields())
        if isinstance(self.choice, Field):
            yield self.choice
        elif self.choice is not None:
            yield from self.choice.outer_fields()


@frozen(eq=False, repr=False)
class Definition:
    """A fact that the law defines by choosing among recorded ones; ``forms`` by the options of its own readings.

    Without a citation it is a moment, or a number, that is said where it stands.
    """

    field: Field
    kind: str
    citation: Citation | None
    readings: tuple[str, ...]
    forms: Mapping[Choice, tuple[Branch, ...]]
    place: Place

    @classmethod
    def in_place(cls, branches: tuple[Branch, ...], kind: str, place: Place) -> Definition:
        """A moment or a number that is said where it stands, as a defined fact without a name of its own."""
        words = Text.joined(_ELSE, (one.said for one in branches))
        items = next(
            (fact.list_path for one in branches for fact in one.outer_fields() if fact.list_path), None
        )
        path = f"@={words.en}{f' [{items}]' if items else ''}"
        types = [one.choice.type for one in branches if one.choice is not None]
        event = all(one is Type.EVENT for one in types)
        kind_of = Type.NUMBER if any(one.counts for one in types) else Type.EVENT if event else Type.DATE
        fact = Field(words.en, path, words, words, kind_of, list_path=items, defined=True)
        return cls(fact, kind, None, (), {(): branches}, place)

    @property
    def said(self) -> tuple[Branch, ...]:
        """The branches of a moment or a number that a rule says where it stands; of a definition with a name, none."""
        return self.forms[()] if self.citation is None else ()


@frozen(eq=False, repr=False)
class Exemption:
    """When the rule does not apply after all, and which provision says so; only while that is ``in_force``."""

    citation: Citation
    condition: Condition
    in_force: InForce = field(factory=InForce)


@frozen(eq=False, repr=False)
class RuleForm:
    """A rule under one combination of its own readings.

    ``requirement`` None: nobody can decide it here, and ``undecidable`` says why.
    ``messages``: «violated» and «not_done», templates with the facts to be filled in.
    """

    in_force: InForce
    condition: Condition
    exceptions: tuple[Exemption, ...]
    requirement: Condition | None
    prohibited: bool
    undecidable: Text | None
    gist: Text
    messages: Mapping[str, Text]


@frozen(eq=False, repr=False)
class Rule:
    """One checkable provision; its id is permanent. ``forms`` by the options of its own readings.

    ``own_interval``: it is in force when its page says, because its provision was brought in later or repealed earlier.
    ``own_readings``: those of its readings that stand in the rule itself, and not only in the edition of its page.
    ``enough``: what a record may give several times, where the rule is content with the best of them.
    """

    id: str
    kind: str
    citations: tuple[Citation, ...]
    bearer: str | None
    force: Force
    for_each: Field | None
    readings: tuple[str, ...]
    forms: Mapping[Choice, RuleForm]
    place: Place
    own_readings: tuple[str, ...]
    own_interval: bool = False
    enough: tuple[Field, ...] = ()

    @property
    def citation(self) -> Citation:
        """The provision that a finding cites."""
        return self.citations[0]

    def form(self, chosen: Mapping[str, str]) -> RuleForm:
        """The rule under the chosen options."""
        return self.forms[choice_of(self.readings, chosen)]


@frozen(eq=False, repr=False)
class Contradiction:
    """What no record can truly say at once: a condition that holds, or two texts that ``differ``. It gets a warning.

    ``forms``: the condition by the options of its own readings; none where it is texts that differ.
    """

    gist: Text
    readings: tuple[str, ...]
    forms: Mapping[Choice, Condition]
    differ: tuple[Field, ...]
    place: Place


@frozen(eq=False, repr=False)
class Bearer:
    """Who is bound."""

    id: str
    words: Text


@frozen(eq=False, repr=False, slots=False)
class Pack:
    """A whole regulation as data. Immutable once loaded; safe to share between threads."""

    id: str
    version: str
    title: Text
    lang: Lang
    sha256: str
    calendar_name: str
    vocabulary: Vocabulary
    validity: Mapping[Choice, Validity]
    validity_readings: tuple[str, ...]
    edition_dates: Mapping[str, tuple[Field, ...]]
    bearers: Mapping[str, Bearer]
    usual_order: Mapping[str, tuple[tuple[Field, ...], ...]]
    contradictions: Mapping[str, tuple[Contradiction, ...]]
    readings: Mapping[str, Reading]
    definitions: Mapping[str, Mapping[str, Definition]]
    rules: Mapping[str, Mapping[str, Rule]]
    pages: tuple[Page, ...]
    folder: str
    corrections: tuple[Correction, ...] = field(default=(), repr=False)
    text: LegalText | None = None
    other_calendars: tuple[str, ...] = ()
    """The calendars on which some of its terms are counted, besides its own."""
    documents: Documents = field(factory=lambda: usual_documents("ru"), repr=False)
    unasked: Mapping[str, Place] = field(factory=dict, metadata={"stored": False})
    """The named conditions that nothing asks for, and where they stand."""

    @property
    def caveat(self) -> Text | None:
        """What every page and every answer of this pack says of its text."""
        return self.text.caveat if self.text else None

    def waiver(self, subject: str, words: Text) -> Waiver | None:
        """Why no case need show this of a rule, a definition or a reading, or of all rules of a page (by its id)."""
        for page in self.pages:
            for one in page.waivers:
                of_all = one.subject == page.id and subject in page.rules
                if one.what in (words.ru, words.en) and (one.subject == subject or of_all):
                    return one
        return None

    def defaults(self) -> dict[str, str]:
        """The default option of every reading."""
        return {reading.id: reading.default for reading in self.readings.values()}

    def every_rule(self) -> dict[str, Rule]:
        """Every rule by its id, whatever kinds of record it speaks of."""
        return {id: rule for of_kind in self.rules.values() for id, rule in of_kind.items()}

    @cached_property
    def rule_ids(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(self.every_rule())

    def every_definition(self) -> list[Definition]:
        """The definitions for all kinds of record."""
        return [one for of_kind in self.definitions.values() for one in of_kind.values()]


def choice_of(readings: tuple[str, ...], chosen: Mapping[str, str]) -> Choice:
    """The options chosen for some readings."""
    return tuple((reading, chosen[reading]) for reading in readings)


def form_of(forms: Mapping[Choice, T], chosen: Mapping[str, str]) -> T:
    """What stands, of all the choices of some readings, under the chosen options."""
    return forms[choice_of(tuple(reading for reading, _ in next(iter(forms))), chosen)]
