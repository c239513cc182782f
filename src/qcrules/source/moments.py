"""Moments as expressions: ``{within: 3 days, after: M}``, ``{later_of: [M, M]}``, ``[{if: C, is: M}, {is: M}]``, …

What is said where it stands becomes a definition without a name; so whatever asks for a moment gets a field.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, evolve, frozen

from ..errors import UsageError
from ..facts.field import Field
from ..facts.words import NONE
from ..law.model import Branch, Definition
from ..law.verbs import (
    AllOf,
    Computed,
    Condition,
    Excluding,
    OfItems,
    OneOfSeveral,
    Passed,
    Period,
    TermFrom,
)
from ..text import Text
from ..time.term import Term, Unit
from .arguments import BRANCH, EXCLUDING, MOMENT, OF_ITEMS
from .days import read_day
from .fields import FieldReader
from .shape import GivenKeys
from .tree import Mapping, Node, Scalar, Sequence

_CASES, _SUSPENSION = Text("варианты", "cases"), Text("не_считая", "excluding")
_COUNTED = {"first_day", "roll", "excluding"}
_WORDS = {key.en: Text(*key.both) for key in MOMENT.keys}


@frozen
class _MomentForm:
    """One way to say a moment: its first key, those that it needs beside it, and those that it may have."""

    lead: str
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


_FORMS = (
    _MomentForm("day"),
    _MomentForm("within", frozenset({"after"}), frozenset(_COUNTED)),
    _MomentForm("at_least", frozenset({"before"}), frozenset(_COUNTED)),
    _MomentForm("later_of"),
    _MomentForm("earlier_of"),
    _MomentForm("earliest"),
    _MomentForm("latest"),
    _MomentForm("passed", may=frozenset({"without"})),
)


@define
class MomentReader(FieldReader):
    """Reads moments over the fields of one kind of record."""

    def condition(self, node: Node) -> Condition:
        """A condition, as it stands inside a moment."""
        raise NotImplementedError

    def moment(self, node: Node) -> Field | None:
        """A field that is an event, a date or a month; or an expression in its place."""
        if not isinstance(node, Mapping | Sequence):
            return super().moment(node)
        branches = self.cases(node, self.choice) if isinstance(node, Sequence) else self.expression(node)
        return self.in_place(branches, node) if branches else None

    def in_place(self, branches: tuple[Branch, ...], node: Node) -> Field:
        """A moment that is said where it stands, as a defined fact without a name."""
        made = Definition.in_place(branches, self.kind.key, node.place)
        return self.built.setdefault(made.field.path, made).field

    def choice(self, node: Node) -> tuple[Branch, ...] | None:
        """What a case chooses: nothing, a field, an expression."""
        if isinstance(node, Mapping):
            return self.expression(node)
        if isinstance(node, Scalar) and (node.is_null or node.text in NONE):
            return (Branch(None, None, node.place),)
        found = self.moment(node)
        return (Branch(None, found, node.place),) if found is not None else None

    def cases(
        self, node: Sequence, choice: Callable[[Node], tuple[Branch, ...] | None]
    ) -> tuple[Branch, ...] | None:
        """``[{if: C, is: M}, {is: M}]``: the first whose condition holds."""
        found: list[Branch] = []
        for item in node.items:
            given = BRANCH.given(self.diagnostics, item)
            if "is" not in given:
                self.diagnostics.note(item, "branch-needs")
                return None
            condition = self.condition(given["if"]) if "if" in given else None
            branches = choice(given["is"])
            if branches is None:
                return None
            found.append(Branch(condition, self.one_choice(branches, item), item.place))
        return tuple(found)

    def one_choice(self, branches: tuple[Branch, ...], node: Node) -> Field | Computed | None:
        """The choice of some branches; of several a field in their place."""
        if len(branches) == 1 and branches[0].condition is None:
            return branches[0].choice
        return self.in_place(branches, node)

    # -- expressions --------------------------------------------------------------------------------------------

    def expression(self, node: Mapping) -> tuple[Branch, ...] | None:
        """A mapping that says a moment; None where it is wrong (noted)."""
        given = MOMENT.given(self.diagnostics, node)
        keys = set(given.entries)
        form = next((one for one in _FORMS if one.lead in keys), None)
        if form is None or not keys - {form.lead} <= form.needs | form.may or not form.needs <= keys:
            self.diagnostics.note(node, "no-day")
            return None
        if form.lead in ("within", "at_least"):
            return self.from_term(given, node)
        made: Computed | None
        if form.lead == "day":
            made = read_day(self.diagnostics, self.named, given["day"])
        elif form.lead in ("later_of", "earlier_of"):
            made = self.several(given, form.lead)
        elif form.lead in ("earliest", "latest"):
            made = self.of_items(given, form.lead)
        else:
            passed = self.moment(given["passed"])
            unless = self.moment(given["without"]) if "without" in given else None
            wrong = passed is None or ("without" in given and unless is None)
            made = None if wrong or passed is None else Passed(passed=passed, unless=unless)
        return (Branch(None, made, node.place),) if made is not None else None

    def named(self, node: Node) -> Field | None:
        """A field that stands inside a built day: a month, a year, or a moment that lies in one."""
        return self.moment(node) if isinstance(node, Mapping | Sequence) else self.field(node)

    def several(self, given: GivenKeys, key: str) -> Computed | None:
        """The later, or the earlier, of several moments."""
        node = given.value(key)
        found = [self.moment(item) for item in self.diagnostics.items(node, _WORDS[key])]
        known = tuple(one for one in found if one is not None)
        if len(known) < len(found):
            return None
        if len(known) < 2:
            self.diagnostics.note(node, "several-moments", _WORDS[key])
            return None
        return OneOfSeveral(moments=known, later=key == "later_of")

    def of_items(self, given: GivenKeys, key: str) -> Computed | None:
        """The earliest, or the latest, moment of the items of a list."""
        node = given.entries[key].value
        inside = OF_ITEMS.given(self.diagnostics, node, _WORDS[key])
        if "in" not in inside or "what" not in inside:
            self.diagnostics.note(node, "earliest-needs", _WORDS[key])
            return None
        items = self.list_of_items(inside["in"])
        if items is None:
            return None
        reader = self.over(items)
        where = reader.condition(inside["where"]) if "where" in inside else AllOf(())
        what = reader.moment(inside["what"])
        if what is None:
            return None
        return OfItems(items=items, where=where, what=what, latest=key == "latest")

    # -- terms --------------------------------------------------------------------------------------------------

    def from_term(self, given: GivenKeys, node: Node) -> tuple[Branch, ...] | None:
        """The end of a term; where the term depends on a condition, an end for each."""
        lead, other = ("within", "after") if "within" in given else ("at_least", "before")
        base, length = self.moment(given[other]), given.value(lead)
        excluding = self.excluding(given.entries["excluding"].value) if "excluding" in given else None
        wrong = base is None or ("excluding" in given and excluding is None)
        if wrong or base is None or length is None:
            return None
        counted = {"считается": True, "counted": True, "не_считается": False, "not_counted": False}
        said = TermFrom(
            term=None,
            base=base,
            before=lead == "at_least",
            count_first_day=counted.get(given["first_day"], False),
            roll=given["roll"] or "none",
            excluding=excluding,
        )

        def end(one: Node) -> tuple[Branch, ...] | None:
            term = self.term(one)
            if term is None:
                return None
            made = evolve(said, term=term)
            if lead == "within":
                made = evolve(made, **self.counting.of(term, given.entries))
            if made.counts_working_days:
                made = evolve(made, calendar=self.counting.calendar)
            return (Branch(None, made, one.place),) if self.fits(made, given, one) else None

        return self.cases(length, end) if isinstance(length, Sequence) else end(length)

    def fits(self, said: TermFrom, given: GivenKeys, node: Node) -> bool:
        """May what is said beside a term be said of it?"""
        first = given.entries.get("first_day")
        if said.in_hours and first is not None:
            self.diagnostics.note(first.key, "hours-first-day")
            return False
        out = given.entries.get("excluding")
        if out is not None and (said.in_hours or said.before):
            self.diagnostics.note(out.key, "excluding-where")
            return False
        most = said.excluding.most if said.excluding is not None else None
        of_working = said.term is not None and said.term.unit is Unit.WORKING_DAY
        if out is not None and most is not None and (most.unit is Unit.WORKING_DAY) is not of_working:
            self.diagnostics.note(out.key, "most-unit")
            return False
        return True

    def term(self, node: Node) -> Term | None:
        """A term."""
        try:
            return Term.parse(self.diagnostics.text(node, Text("срок", "term")))
        except UsageError as error:
            for problem in error.problems:
                self.diagnostics.add(node, problem.message)
            return None

    def excluding(self, node: Node) -> Excluding | None:
        """The days that do not count: a period, several, those of a list; so many at most."""
        most = None
        if isinstance(node, Sequence):
            nodes = node.items
        else:
            given = EXCLUDING.given(self.diagnostics, node)
            most = self.term(given["at_most"]) if "at_most" in given else None
            if most is not None and most.unit not in _OF_DAYS:
                self.diagnostics.note(given.value("at_most"), "most-unit")
                return None
            inner = given.value("periods")
            nodes = [node] if inner is None else self.diagnostics.items(inner, _SUSPENSION)
        periods = [self.period(one) for one in nodes]
        known = tuple(one for one in periods if one is not None)
        return Excluding(known, most, node.place) if known and len(known) == len(periods) else None

    def period(self, node: Node) -> Period | None:
        """From one moment to another; in each item of a list."""
        given = EXCLUDING.given(self.diagnostics, node)
        if "from" not in given or "to" not in given:
            self.diagnostics.note(node, "excluding-needs")
            return None
        reader, items, where = self, None, None
        if "in" in given:
            if self.lists:
                self.diagnostics.note(node, "excluding-list")
                return None
            items = self.list_of_items(given["in"])
            if items is None:
                return None
            reader = self.over(items)
            where = reader.condition(given["where"]) if "where" in given else AllOf(())
        start, end = reader.moment(given["from"]), reader.moment(given["to"])
        if start is None or end is None:
            return None
        counted = ("считается", "counted")
        return Period(
            start,
            end,
            first_counted=given["first_day"] in counted,
            last_counted=given["last_day"] in counted,
            items=items,
            where=where,
        )


_OF_DAYS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK)
