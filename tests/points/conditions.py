"""Conditions: the words of the pack, and the meaning at a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from .facts import BOOLS, EVENTS, MARKS, MOMENTS, NEVER, ON_CALENDAR, OPTIONS, Holds, Point, awaited, day_of
from .moments import moments_said
from .numbers import SaidNumber, numbers_said, some_claims
from .terms import calendar_of, countings, end_of, rolled, terms


@frozen
class Said:
    """A condition. ``started``: the moments that must have happened for its terms to run."""

    words: dict[str, Any]
    holds: Holds
    started: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    exact: bool = True
    terms: int = 0
    begun: tuple[Holds, ...] = ()

    def running(self, point: Point) -> bool:
        """The condition, whose terms must run."""
        return self.runs(point) and self.holds(point)

    def but(self, excepted: Said) -> Said:
        """The condition where an exception does not hold."""
        reads = (*self.reads, *excepted.reads, *excepted.started)
        return evolve(
            self, holds=lambda p: self.holds(p) and not excepted.running(p), reads=reads, exact=False
        )

    def runs(self, point: Point) -> bool:
        """Have the moments happened from which its terms run?"""
        return all(point[name] < NEVER for name in self.started) and all(one(point) for one in self.begun)


@st.composite
def timed(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_позднее`` and ``не_ранее`` in their three shapes."""
    what, base = draw(st.permutations(moments))[:2]
    verb = draw(st.sampled_from(["не_позднее", "не_ранее"]))
    shape = draw(st.sampled_from(["чем", "через", "за"]))
    term = draw(terms)
    counting = draw(countings(term if shape != "чем" else None, shape == "через"))
    words: dict[str, Any] = {"что": what, **counting.words}
    if shape == "чем":
        words |= {"чем": base}
    else:
        words |= {shape: term.words, {"через": "после", "за": "до"}[shape]: base}
    hours = shape != "чем" and term.unit == "hour"

    def due(point: Point) -> int:
        if shape != "чем":
            return counting.end(point, point[base], term, shape == "за")
        if point[base] == NEVER:
            return NEVER
        return rolled(day_of(point[base]), counting.roll(point), calendar_of(point))

    def holds(point: Point) -> bool:
        done = awaited(point, what, verb == "не_позднее" and (shape != "чем" or base == "due_on"))
        done = done if hours else day_of(done)
        return done <= due(point) if verb == "не_позднее" else done >= due(point)

    runs = shape != "чем" or base == "due_on"
    reads = (what, base, ON_CALENDAR)
    return Said({verb: words}, holds, (base,) if runs else (), reads, terms=shape != "чем")


@st.composite
def against_a_moment(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_позднее`` and ``не_ранее`` than an expression."""
    what, limit = draw(st.sampled_from(moments)), draw(moments_said(moments))
    verb = draw(st.sampled_from(["не_позднее", "не_ранее"] if not limit.minutes else ["не_позднее"]))

    def holds(point: Point) -> bool:
        done, due = awaited(point, what, verb == "не_позднее" and not limit.event), limit.at(point)
        if not limit.minutes:
            done, due = day_of(done), day_of(due)
        return done <= due if verb == "не_позднее" else done >= due

    begun = () if limit.event else (limit.begun,)
    reads = (what, *limit.reads)
    return Said({verb: {"что": what, "чем": limit.words}}, holds, (), reads, False, 0, begun)


@st.composite
def no_longer(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_дольше``."""
    start, end = draw(st.permutations(moments))[:2]
    counted, term = draw(st.booleans()), draw(terms)
    first = "считается" if counted else "не_считается"
    words = {"не_дольше": {"от": start, "до": end, "срок": term.words}}
    if term.unit != "hour":
        words["не_дольше"]["первый_день"] = first

    def holds(point: Point) -> bool:
        a, b = point[start], awaited(point, end, True)
        if NEVER in (a, b):
            return b <= a
        if term.unit == "hour":
            return b - a <= term.count * 60
        a, b = day_of(a), day_of(b)
        if term.unit == "working day":
            worked = sum(map(calendar_of(point).is_working, range(a if counted else a + 1, b + 1)))
            return worked <= term.count
        return b <= end_of(term, a, False, counted)

    return Said(words, holds, (start,), (start, end, ON_CALENDAR), terms=1)


COMPARED: dict[str, Callable[[int, int], bool]] = {
    "не_больше": int.__le__,
    "не_меньше": int.__ge__,
    "больше": int.__gt__,
    "меньше": int.__lt__,
}


@st.composite
def compared(draw: st.DrawFn, numbers: st.SearchStrategy[SaidNumber]) -> Said:
    """Numbers held against each other."""
    verb = draw(st.sampled_from([*COMPARED, "в_пределах", "равно", "поле"]))
    one, other = draw(numbers), draw(numbers)
    reads, exact = (*one.reads, *other.reads), one.exact and other.exact
    if verb in COMPARED:
        words = {verb: {"что": one.words, "чем": other.words}}
        return Said(words, lambda p: COMPARED[verb](one.at(p), other.at(p)), (), reads, exact)
    least, most = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    if verb == "в_пределах":
        words = {verb: {"что": one.words, "от": least, "до": most}}
        return Said(words, lambda p: least <= one.at(p) <= most, (), (*one.reads, *one.reads), one.exact)
    if verb == "поле" or isinstance(one.words, int):
        return Said({"limit": least}, lambda p: p["limit"] == least, (), ("limit",))
    return Said(
        {verb: {"что": one.words, "чему": least}}, lambda p: one.at(p) == least, (), one.reads, one.exact
    )


@st.composite
def atoms(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """Every verb that has no condition inside."""
    kind = draw(
        st.sampled_from(
            ["timed"] * 3
            + ["moment"] * 3
            + ["longer"] * 2
            + ["has", "bool", "choice", "set", "number", "same"]
        )
    )
    if kind == "timed":
        return draw(timed(moments))
    if kind == "moment":
        return draw(against_a_moment(moments))
    if kind == "longer":
        return draw(no_longer(moments))
    if kind == "has":
        names = draw(st.lists(st.sampled_from(moments), min_size=1, max_size=2, unique=True))
        return Said({"есть": names}, lambda p: all(p[name] < NEVER for name in names), (), tuple(names))
    if kind == "bool":
        name, value = draw(st.sampled_from(BOOLS)), draw(st.booleans())
        return Said({name: "да" if value else "нет"}, lambda p: p[name] is value, (), (name,))
    if kind == "choice":
        some = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3, unique=True))
        return Said({"одно_из": {"что": "kind", "из": some}}, lambda p: p["kind"] in some, (), ("kind",))
    if kind == "set":
        some = draw(st.lists(st.sampled_from(MARKS), min_size=1, max_size=2, unique=True))
        return Said(
            {"содержит": {"в": "marks", "что": some}}, lambda p: p["marks"] >= set(some), (), ("marks",)
        )
    if kind == "number":
        return draw(compared(numbers_said()))
    one, other = draw(st.permutations(EVENTS))[:2]
    return Said(
        {"равно": {"что": one, "чему": other}}, lambda p: day_of(p[one]) == day_of(p[other]), (), (one, other)
    )


@st.composite
def some_claim(draw: st.DrawFn) -> Said:
    """``хотя_бы_один``."""
    made = draw(st.booleans())
    where, such = some_claims(draw(st.booleans()), made)

    def holds(point: Point) -> bool:
        return any(map(such, [*point["claims"], *(point.get("added", ()) if made else ())]))

    return Said({"хотя_бы_один": {"в": "claims", "где": where}}, holds, (), ("claims",), exact=False)


def conditions(moments: Sequence[str] = MOMENTS, lists: bool = False) -> st.SearchStrategy[Said]:
    """Any condition over some moments."""
    leaves = atoms(moments)
    if lists:
        leaves = st.one_of(leaves, leaves, some_claim(), compared(numbers_said(lists=True)))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(every),
            st.lists(inner, min_size=2, max_size=3).map(some),
            inner.map(denied),
        ),
        max_leaves=3,
    )


def every(parts: list[Said]) -> Said:
    joined = _join(
        "все", parts, tuple(n for one in parts for n in one.started), lambda p: all(c.holds(p) for c in parts)
    )
    return evolve(joined, begun=tuple(begun for one in parts for begun in one.begun))


def some(parts: list[Said]) -> Said:
    return _join("любое", parts, (), lambda p: any(c.running(p) for c in parts))


def denied(part: Said) -> Said:
    def fails(point: Point) -> bool:
        return not part.running({**point, "denied": not point.get("denied", False)})

    joined = _join("не", [part], (), fails)
    return evolve(joined, words={"не": part.words})


def _join(verb: str, parts: list[Said], started: tuple[str, ...], holds: Holds) -> Said:
    # inside "or" and "not" a term asks whether it runs, which reads its base a second time
    inner = () if verb == "все" else tuple(n for one in parts for n in one.started)
    reads = (*(n for one in parts for n in one.reads), *inner)
    words = [one.words for one in parts]
    exact, terms = all(one.exact for one in parts), sum(one.terms for one in parts)
    return Said({verb: words}, holds, started, reads, exact, terms)


def duties(moments: Sequence[str] = MOMENTS, lists: bool = False) -> st.SearchStrategy[Said]:
    """Any requirement: a rule has one term."""
    return conditions(moments, lists).filter(lambda need: need.terms < 2)
