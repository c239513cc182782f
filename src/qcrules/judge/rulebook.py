"""A loaded pack with its calendar: the rules, lowered and ready for every kind of record."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, field, frozen

from ..cached import cached_property
from ..engine import Engine, VariantGroup, groups
from ..engine.making import WorldMaker
from ..engine.reference import Reference
from ..errors import Problem, UsageError
from ..explain.explainer import Explainer
from ..facts.reading import RecordReader
from ..facts.types import Type
from ..law.lowered import Lowered
from ..law.model import Pack
from ..showing import renderer
from ..source.built_in import built_in_rules, rules_folder
from ..source.ready import Ready
from ..source.store import same_ready
from ..text import Lang, Text
from ..time.calendar import Calendar, load_calendars

if TYPE_CHECKING:
    from ..engine.columnar.engine import Columnar
    from ..engine.durable import Durable
    from ..law.lookup import Found

T = TypeVar("T")


@frozen(eq=False, repr=False)
class Machine:
    """Everything that is made once for one kind of record of a pack.

    ``only``: of all rules, these are found. ``settled``: those of which it is not asked whether a reading turns them.
    """

    lowered: Lowered
    reader: RecordReader
    worlds: WorldMaker
    groups: list[VariantGroup]
    reference: Reference
    explainer: Explainer
    only: frozenset[str] | None = None
    settled: frozenset[str] = frozenset()


@frozen(eq=False, repr=False)
class ShownProvision:
    """A provision for a reader: the law's words, what was made of them, readings, cases. Notebooks show it."""

    pack: Pack
    found: list[Found]
    lang: Lang

    def to_dict(self) -> dict[str, Any]:
        """The provision as ``qcrules rule --format json`` writes it."""
        data: dict[str, Any] = renderer("provision_data").describe(self.pack, self.found, self.lang)
        return data

    def to_html(self) -> str:
        """The provision as a page."""
        page: str = renderer("provision").html(self.to_dict())
        return page

    _repr_html_ = to_html


@define(eq=False, repr=False, slots=False)
class Rulebook:
    """A loaded pack with its calendar, ready to check. Safe to share between threads."""

    ready: Ready
    calendar: Calendar
    like: Rulebook | None = None
    """One of the same vocabulary with other rules: what reading its records has taught is not learned again."""
    _machines: dict[str, Machine] = field(factory=dict, init=False)
    _durable: dict[str, Engine] = field(factory=dict, init=False)
    _columnar: dict[str, Columnar] = field(factory=dict, init=False)
    _lock: Any = field(factory=threading.RLock, init=False)

    def __repr__(self) -> str:
        return f"<Rulebook {self.core.id} {self.core.version}>"

    @property
    def core(self) -> Pack:
        """The pack without its pages: all that a check needs."""
        return self.ready.pack

    @cached_property
    def pack(self) -> Pack:
        """The whole pack, read from its folder when it is first asked for."""
        from ..source.pack import load_pack

        return load_pack(self.core.folder)

    def provision(self, words: str, lang: Lang = "ru") -> ShownProvision:
        """A provision by the words that cite it, «п.10 ч.1», or by the id of a rule. UsageError where there is none."""
        from ..law.lookup import provision

        return ShownProvision(self.pack, provision(self.pack, words), lang)

    def machine(self, kind: str) -> Machine:
        """The machine for a kind of record, made when it is first needed."""
        return self._once(self._machines, kind, self._make)

    def learn(self) -> None:
        """Work out now what reading records would teach, of the kinds that are ready to be checked."""
        for machine in list(self._machines.values()):
            machine.reader.learn()

    def _once(self, made: dict[str, T], kind: str, make: Callable[[str], T]) -> T:
        """What is made once for a kind of record, whichever thread asks first."""
        found = made.get(kind)
        if found is None:
            with self._lock:
                found = made.get(kind)
                if found is None:
                    found = made[kind] = make(kind)
        return found

    def _make(self, kind: str) -> Machine:
        pack, lowered = self.core, self.ready.lowered[kind]
        lists: dict[str, tuple[int, ...]] = {}
        for part in pack.vocabulary.kinds[kind].root.walk():
            if part.list_path is not None and part.type is Type.EVENT:
                lists[part.list_path] = (*lists.get(part.list_path, ()), lowered.layout.slots[part.path])
        return Machine(
            lowered=lowered,
            reader=RecordReader(
                pack.vocabulary.kinds[kind],
                lowered.layout,
                self.like.machine(kind).reader if self.like else None,
            ),
            worlds=WorldMaker.of(lowered, self.calendar, lists),
            groups=groups(lowered, lowered.variants),
            reference=Reference(),
            explainer=Explainer.of(pack, lowered, self.calendar),
        )

    def durable(self, kind: str) -> Engine | None:
        """The engine durable-rules for a kind of record; None where it is not installed."""
        engine = _durable_rules()
        if engine is None:
            return None
        return self._once(self._durable, kind, lambda kind: engine(self.machine(kind).lowered))

    def columnar(self, kind: str) -> Columnar:
        """The columnar engine for a kind of record. UsageError where NumPy is not installed."""
        try:
            from ..engine.columnar.engine import Columnar
        except ImportError:
            needs = Text(
                "движку `columnar` нужен NumPy: pip install 'qcrules[batch]'",
                "engine `columnar` needs NumPy: pip install 'qcrules[batch]'",
            )
            raise UsageError(Problem(needs)) from None
        return self._once(
            self._columnar, kind, lambda kind: Columnar(self.machine(kind).worlds, self.calendar)
        )


@cache
def _durable_rules() -> type[Durable] | None:
    """The engine durable-rules; None where it is not installed. Looked for once: a failed import is not cheap."""
    try:
        from ..engine.durable import Durable
    except ImportError:
        return None
    return Durable


def load_rules(folder: str | os.PathLike[str] | None = None) -> Rulebook:
    """A pack of rules, from its folder or by its name: ``load_rules("kz-401-v")``; the built-in one by default.

    PackError lists everything that is wrong in it; UsageError where its calendar, or its name, is not known.
    """
    found = rules_folder(folder)
    return _load_shipped(found) if found.parent == built_in_rules().parent else _load(found)


@lru_cache(maxsize=8)
def _load_shipped(folder: Path) -> Rulebook:
    return _load(folder)


@lru_cache(maxsize=4)
def kept_rules(folder: str | None) -> Rulebook:
    """The same, loaded once a process: for one that works for another. ``cache_clear``: what was edited is seen."""
    return load_rules(folder)


def calendar_of(pack: Pack) -> Calendar:
    """The calendar of a pack, corrected, with its others."""
    return load_calendars(pack.calendar_name, pack.other_calendars, pack.corrections)


def _load(folder: Path) -> Rulebook:
    return _book_of(same_ready(folder))


@lru_cache(maxsize=4)
def _book_of(ready: Ready) -> Rulebook:
    return Rulebook(ready, calendar_of(ready.pack))
