"""pack.yaml and calendar.yaml: what a pack says of itself as a whole."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from datetime import date

from attrs import define, field

from ..errors import UsageError
from ..facts.field import Field
from ..facts.vocabulary import Kind, Vocabulary
from ..law.model import Bearer, Choice, Life, Reading
from ..text import Text
from ..time.calendar import Correction, load_calendar
from ..time.months import LAST
from .diagnostics import Notes
from .readings import choices, readings_in, resolve
from .tree import Entry, Node

PACK_KEYS = {
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
_NEEDED = ("id", "version", "title", "calendar", "in_force")
CORRECTION_KEYS = {"day": "день", "working": "рабочий", "reason": "почему", "source": "источник"}
_PACK, _BEARER = Text("регламент", "pack"), Text("обязанный", "bearer")
_CORRECTION = Text("строка календаря", "calendar line")


@define
class HeadReader:
    """Reads pack.yaml, key by key."""

    notes: Notes
    vocabulary: Vocabulary
    node: Node
    keys: MappingType[str, Entry] = field(init=False)

    @keys.default
    def _keys(self) -> MappingType[str, Entry]:
        keys = self.notes.keys(self.node, PACK_KEYS, _PACK)
        for key in _NEEDED:
            if key not in keys:
                self.notes.add(self.node, f"нет ключа `{PACK_KEYS[key]}`", f"key `{key}` is missing")
        return keys

    def text(self, key: str) -> str:
        """The text under a key, or nothing."""
        return self.notes.text_of(self.keys, key, _PACK)

    def words(self, key: str) -> Text:
        """The words under a key, in both languages."""
        return self.notes.words_of(self.keys, key, _PACK)

    def calendar_name(self) -> str:
        """The calendar's name; of a list, one calendar in which a day is worked if it is worked in each."""
        nodes = self.notes.items(self.keys["calendar"].value, _PACK) if "calendar" in self.keys else []
        name = "+".join(self.notes.text(node, _PACK) for node in nodes) or "weekends"
        try:
            load_calendar(name)
        except UsageError as wrong:
            for problem in wrong.problems:
                self.notes.add(self.keys["calendar"].value, problem.message.ru, problem.message.en)
        return name

    def life(self, readings: MappingType[str, Reading]) -> tuple[tuple[str, ...], dict[Choice, Life]]:
        """The regulation's life under every choice of the readings that it depends on."""
        if "in_force" not in self.keys:
            return (), {}
        node = self.keys["in_force"].value
        used = readings_in(node, readings, self.notes)
        life: dict[Choice, Life] = {}
        for choice in choices(used, readings, self.notes, node, Text("`действует`", "`in_force`")):
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

    def bearers(self) -> dict[str, Bearer]:
        """Whom the rules bind, by the words that rules use."""
        found: dict[str, Bearer] = {}
        if "bearers" in self.keys:
            for word, entry in self.notes.mapping(
                self.keys["bearers"].value, Text("обязанные", "bearers")
            ).items():
                keys = self.notes.keys(entry.value, {"id": "id", "en": "en"}, _BEARER)
                name = self.notes.text_of(keys, "id", _BEARER) or word
                found[word] = Bearer(
                    name, Text(word, self.notes.text_of(keys, "en", _BEARER) or name.replace("_", " "))
                )
        return found

    def edition_dates(self) -> dict[str, tuple[Field, ...]]:
        """The dates of a record, kind by kind, that choose the edition."""
        if "edition_by" not in self.keys:
            return {}
        kinds = self.notes.mapping(self.keys["edition_by"].value, Text("редакция_по", "edition_by")).items()
        return {kind: self._moments(kind, entry.value) for kind, entry in kinds}

    def usual_order(self) -> dict[str, tuple[tuple[Field, ...], ...]]:
        """Chains of events in their usual order, kind by kind."""
        if "usual_order" not in self.keys:
            return {}
        kinds = self.notes.mapping(
            self.keys["usual_order"].value, Text("порядок_событий", "usual_order")
        ).items()
        return {
            kind: tuple(
                self._moments(kind, chain) for chain in self.notes.items(entry.value, Text("цепь", "chain"))
            )
            for kind, entry in kinds
        }

    def _moments(self, kind: str, node: Node) -> tuple[Field, ...]:
        found = []
        for item in self.notes.items(node, Text("поля", "fields")):
            words = self.notes.text(item, Text("поле", "field"))
            known = self.vocabulary.kinds.get(kind)
            fact = self.vocabulary.find(known, words) if known else None
            if fact is None or not fact.type.is_moment:
                self.notes.unknown(item, words, _moment_names(known), Text("событие", "event"))
            else:
                found.append(fact)
        return tuple(found)


def _moment_names(kind: Kind | None) -> list[str]:
    """The names of the events and dates of a kind, for the nearest one."""
    return [part.path for part in kind.root.walk() if part.type.is_moment] if kind else []


def corrections(notes: Notes, node: Node | None) -> tuple[Correction, ...]:
    """calendar.yaml: days that are worked or not whatever the calendar says."""
    found = []
    for item in notes.items(node, Text("календарь", "calendar")) if node is not None else []:
        keys = notes.keys(item, CORRECTION_KEYS, _CORRECTION)
        day = notes.day(keys["day"].value, Text("день", "day")) if "day" in keys else None
        working = (
            notes.yes_no(keys["working"].value, Text("рабочий", "working")) if "working" in keys else None
        )
        if day is None or working is None or "source" not in keys:
            notes.add(
                item,
                "строка календаря: нужны `день`, `рабочий` и `источник`",
                "calendar line: `day`, `working` and `source` are needed",
            )
            continue
        reason = notes.words_of(keys, "reason", _CORRECTION)
        found.append(Correction(day, working, reason, notes.text_of(keys, "source", _CORRECTION)))
    return tuple(found)
