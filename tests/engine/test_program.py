"""A recorded calculation gives what the same calculation gives on arrays, whatever the blocks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

pytest.importorskip("numpy", reason="the columnar engine needs the extra `batch`")

import numpy as np

from qcrules.engine.columnar import program as running
from qcrules.engine.columnar.ends import FAR, PLACE, TOP, End, at_most, greatest, least, pick, taken
from qcrules.engine.columnar.program import Members, TapeProgram
from qcrules.engine.columnar.tape import Tape, Vector

TABLE = np.arange(100, 300, dtype=np.int16)
LIST = "items"


def joined(by: Any, values: Any, members: Members) -> Any:
    """What ``Tape.joined`` means, one item after another."""
    found = values[: members.count].copy()
    for record, value in zip(members.parents[members.count :], values[members.count :], strict=True):
        found[record] = by(found[record], value)
    return found


class Pair:
    """The same thing twice: as it is recorded, and as an array."""

    def __init__(self, vector: Any, array: Any) -> None:
        self.vector, self.array = vector, array


def drawn_step(draw: Any, known: list[Pair], members: Members) -> Pair:
    """One more step on what is there already."""
    one = draw(st.sampled_from(known))
    alike = [pair for pair in known if pair.vector.domain == one.vector.domain]
    other = draw(st.sampled_from(alike))
    number = draw(st.integers(-3, 60))
    what = draw(
        st.sampled_from(["least", "greatest", "at most", "sum", "pick", "look up", "there", "back", "number"])
    )
    if what == "there" and one.vector.domain is None:
        return Pair(one.vector.tape.spread(one.vector, LIST), one.array[members.parents])
    if what == "back" and one.vector.domain == LIST:
        return Pair(one.vector.tape.joined(one.vector, np.maximum), joined(np.maximum, one.array, members))
    if what == "look up":
        return Pair(taken(TABLE, one.vector), taken(TABLE, one.array))
    by = {
        "least": least,
        "greatest": greatest,
        "at most": lambda a, b: at_most((a, a), (b, b)),
        "sum": lambda a, b: np.add(a, b, dtype=np.int32),
        "pick": lambda a, b: pick(a <= b, a, b),
    }.get(what, lambda a, b: pick(a > number, number, b))
    return Pair(by(one.vector, other.vector), by(one.array, other.array))


@pytest.mark.long
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_the_same_on_blocks_as_on_arrays(data: st.DataObject) -> None:
    draw = data.draw
    count = draw(st.integers(1, 30))
    sizes = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    members = Members(count, [np.flatnonzero(np.array(sizes) > rank) for rank in range(1, max(sizes))])
    tape = Tape()
    leaves: dict[Any, Any] = {}
    known = []
    for name, (domain, kind) in enumerate(
        [(None, np.uint16), (None, np.int32), (LIST, np.uint16), (LIST, np.int8)]
    ):
        size = count if domain is None else members.total
        values = draw(st.lists(st.integers(0, 99), min_size=size, max_size=size))
        leaves[name] = np.array(values, kind)
        known.append(Pair(tape.leaf(name, np.dtype(kind), domain), leaves[name]))
    for _ in range(draw(st.integers(1, 25))):
        known.append(drawn_step(draw, known, members))
    asked = draw(st.lists(st.sampled_from(range(len(known))), min_size=1, max_size=8))
    outputs: dict[Any, Any] = {place: known[place].vector for place in asked}
    outputs["a number"] = 7
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "BLOCK", draw(st.integers(1, 35)))
        found = TapeProgram.of(tape, outputs).run(count, leaves.__getitem__, {LIST: members})
    assert found.pop("a number").tolist() == [7] * count
    for place, values in found.items():
        assert values.dtype == known[place].array.dtype
        assert values.tolist() == known[place].array.tolist()


def test_a_step_is_written_down_once() -> None:
    tape = Tape()
    one = tape.leaf("a", np.dtype(np.int8), None)
    assert isinstance(one, Vector)
    assert (one + 1) is (one + 1)
    assert least(one, 3) is least(one, 3)
    assert (one + 1) is not (one + 2)


def test_vectors_of_records_and_items_do_not_meet() -> None:
    tape = Tape()
    kind = np.dtype(np.int8)
    with pytest.raises(ValueError, match="items"):
        tape.leaf("a", kind, None) + tape.leaf("b", kind, LIST)


def run(tape: Tape, answer: End, given: dict[str, Any]) -> Any:
    """What a recorded calculation gives on arrays."""
    program = TapeProgram.of(tape, {"answer": answer})
    return program.run(len(next(iter(given.values()))), given.__getitem__, {})["answer"]


@settings(max_examples=examples(60), deadline=None)
@given(table=st.lists(st.integers(0, 2), min_size=1, max_size=20))
def test_a_small_table_is_compared_and_not_looked_up(table: list[int]) -> None:
    places, words = np.arange(len(table)).astype(np.int8), np.array(table, np.int8)
    tape = Tape()
    found: Any = taken(words, tape.leaf("words", places.dtype, None))  # type: ignore[arg-type]
    assert run(tape, found, {"words": places}).tolist() == table


@pytest.mark.parametrize(("one", "other"), [(1, 0), (0, 7), (7, 0), (TOP, 7), (7, TOP), (-FAR, 7)])
def test_choosing_where_a_side_is_a_number(one: int, other: int) -> None:
    days = np.array(
        [0, 1, 40, TOP, TOP], PLACE if max(one, other) <= TOP and min(one, other) >= 0 else np.int32
    )
    for holds in ([True, False, True, False, True], [False] * 5):
        where = np.array(holds)
        for a, b in ((one, other), (one, days), (days, other)):
            tape = Tape()
            given = {"where": where, "days": days}
            leaf = {name: tape.leaf(name, array.dtype, None) for name, array in given.items()}
            sides = (leaf["days"] if one is days else one for one in (a, b))
            found = run(tape, pick(leaf["where"], *sides), given)  # type: ignore[arg-type]
            assert found.tolist() == np.where(where, a, b).tolist() == np.asarray(pick(where, a, b)).tolist()
