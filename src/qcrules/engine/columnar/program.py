"""What a tape says, run on block after block of records.

A block is small enough that what one step leaves is still in the processor's cache when the next one wants it, and
memory that nobody needs any more is written over. All other speed depends on this: a step costs up to ten times as
much on memory that is not in the cache. It is large enough that calling NumPy is not most of the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from attrs import define, field, frozen

from .ends import End, full, kind_of
from .tape import Array, Domain, Operation, Tape, Vector

BLOCK = 32_768
"""Records in a block, or items of a list of which a record has many: half as many records are a seventh slower, for
what calls cost; twice as many items are no quicker, for what the cache holds."""

ITEMS = 2
"""More items of a list than so many a record are many."""

FULL = 2
"""Where one place in so many is filled, an item is looked up in each (see ``RecordBlock.items_of``)."""

ROOM = 32
"""One in so many items is room to spare: the next table, of another few items, has the memory of this one."""


@frozen(eq=False)
class Blockwise:
    """An array with an entry an item that is worked out a block at a time, when a step first asks for it.

    ``fill(first, last, out)``: the entries of the items of some records, in the order of a block.
    """

    dtype: np.dtype[Any]
    fill: Callable[[int, int, Array], None]


Given = Callable[[Any], Array | Blockwise]
"""The array of a leaf, by its name."""


@frozen(eq=False)
class Members:
    """The items of one list: how many records, and which records have a second one, a third, …"""

    count: int
    ranks: Sequence[Array]

    @property
    def total(self) -> int:
        """How many there are: every record stands for itself, or for its first item."""
        return self.count + sum(map(len, self.ranks))

    @property
    def parents(self) -> Array:
        """The record of every item."""
        return np.concatenate([np.arange(self.count), *self.ranks])

    def block(self, first: int, last: int) -> list[tuple[int, int]]:
        """Of each rank, which of its items belong to a block of records."""
        return [tuple(np.searchsorted(records, (first, last)).tolist()) for records in self.ranks]

    def most(self, size: int) -> int:
        """The most that stand in a block of records of a size."""
        edges = np.append(np.arange(0, self.count, size), self.count)
        later = sum(
            (np.diff(np.searchsorted(records, edges)) for records in self.ranks), np.zeros(1, np.intp)
        )
        return size + int(later.max(initial=0))


@define(eq=False)
class RecordBlock:
    """The records of a block, and where their items stand."""

    first: int
    last: int
    members: Mapping[str, Members]
    given: Mapping[int, Array | Blockwise]
    results: Mapping[Any, Array]
    ranges: dict[str, list[tuple[int, int]]] = field(init=False)
    later: dict[str, Array] = field(init=False)
    _items: dict[str, Array | None] = field(factory=dict)
    _pieces: dict[Domain, list[tuple[slice, slice]]] = field(factory=dict)

    @ranges.default
    def _ranges(self) -> dict[str, list[tuple[int, int]]]:
        return {path: one.block(self.first, self.last) for path, one in self.members.items()}

    @later.default
    def _later(self) -> dict[str, Array]:
        return {
            path: np.concatenate(
                [
                    np.zeros(0, np.intp),
                    *(
                        records[a:b] - self.first
                        for records, (a, b) in zip(one.ranks, self.ranges[path], strict=True)
                    ),
                ]
            )
            for path, one in self.members.items()
        }

    def pieces(self, path: Domain) -> list[tuple[slice, slice]]:
        """Where the entries of this block stand: in the whole array, and in the block's."""
        known = self._pieces.get(path)
        if known is not None:
            return known
        count = self.last - self.first
        found = [(slice(self.first, self.last), slice(0, count))]
        if path is not None:
            at, whole = count, self.members[path].count
            for records, (a, b) in zip(self.members[path].ranks, self.ranges[path], strict=True):
                found.append((slice(whole + a, whole + b), slice(at, at + b - a)))
                at, whole = at + b - a, whole + len(records)
        self._pieces[path] = found
        return found

    def load(self, path: Domain, number: int, out: Array) -> None:
        """The entries of this block from an array that was given."""
        given = self.given[number]
        if isinstance(given, Blockwise):
            given.fill(self.first, self.last, out[: self.pieces(path)[-1][1].stop])
            return
        for whole, own in self.pieces(path):
            out[own] = given[whole]

    def store(self, path: Domain, values: Array, name: Any) -> None:
        """The entries of this block to a result."""
        for whole, own in self.pieces(path):
            self.results[name][whole] = values[own]

    def call(self, function: Callable[..., Array], *inputs: Array, path: Domain) -> None:
        """A function of the records of this block, or of items: it sees nothing of what may stand behind them."""
        count = self.pieces(path)[-1][1].stop
        *given, out = inputs
        out[:count] = function(*(one[:count] for one in given))

    def group(self, run: Callable[..., None], *inputs: Array) -> None:
        """A function of each record of this block with its items."""
        *given, out = inputs
        run(self.rows, given, out[: self.last - self.first])

    def rows(self, path: str) -> list[list[int]]:
        """Where the items of each record of this block stand."""
        count = self.last - self.first
        found = [[record] for record in range(count)]
        for at, record in enumerate(self.later[path].tolist(), count):
            found[record].append(at)
        return found

    def spread(self, path: str, values: Array, out: Array) -> None:
        """What is true of the records, as their items see it."""
        count, later = self.last - self.first, self.later[path]
        out[:count] = values[:count]
        values.take(later, out=out[count : count + len(later)], mode="clip")

    def join(self, by: np.ufunc, values: Array, out: Array, path: str) -> None:
        """One entry a record from those of its items."""
        found = out[: self.last - self.first]
        items = None if by is np.add else self.items_of(path)  # none is to be counted twice
        if items is not None:
            by.reduce(values.take(items, mode="clip"), axis=0, out=found)
            return
        found[:] = values[: len(found)]
        for records, some in self.each_rank(path):
            found[records] = by(found.take(records), values[some])

    def items_of(self, path: str) -> Array | None:
        """The first item of each record, its second, …, where it has none its first; None where many have none.

        To look up an item of every record is quicker than to write to those that have one, if most do."""
        if path not in self._items:
            count, ranks = self.last - self.first, len(self.ranges[path])
            found = None
            if FULL * len(self.later[path]) > ranks * count:
                found = np.tile(np.arange(count), (ranks + 1, 1))
                for own, (records, some) in zip(found[1:], self.each_rank(path), strict=True):
                    own[records] = np.arange(some.start, some.stop)
            self._items[path] = found
        return self._items[path]

    def each_rank(self, path: str) -> list[tuple[Array, slice]]:
        """Which records of this block have a second item, a third, …, and where those stand."""
        found, at, count = [], 0, self.last - self.first
        for a, b in self.ranges[path]:
            found.append((self.later[path][at : at + b - a], slice(count + at, count + at + b - a)))
            at += b - a
        return found


Doing = list[tuple[Any, Any, tuple[Any, ...], Any]]
"""How (None: a function of arrays), the function or what else it takes, the inputs, and where to."""


@frozen(eq=False)
class TapeProgram:
    """What was written down, without what nobody asks for."""

    steps: Sequence[tuple[int, Operation]]
    leaves: Mapping[int, Any]
    outputs: Mapping[Any, End | Vector]
    registers: Mapping[int, int]
    """Of each step, which piece of memory it writes to: one that no later step wants to read any more."""
    _ready: list[tuple[dict[Domain, int], Doing]] = field(factory=list)
    """What was set up for a run that is over: the next one may have it."""

    @classmethod
    def of(cls, tape: Tape, outputs: Mapping[Any, End | Vector]) -> TapeProgram:
        """The program of some outputs of a tape."""
        steps = in_order(tape, outputs)
        names = {vector.number: name for name, vector in tape.leaves.items()}
        leaves = {number: names[number] for number, _ in steps if number in names}
        return cls(steps, leaves, outputs, registers(steps))

    @property
    def domains(self) -> set[Domain]:
        """What the steps are about: the records, the items of lists."""
        return {step.domain for _, step in self.steps}

    def run(self, count: int, given: Given, members: Mapping[str, Members]) -> dict[Any, Array]:
        """The outputs for so many records."""
        used = {path: members[path] for path in self.domains if path is not None}
        entries = max([count, *(one.total for one in used.values() if one.total > ITEMS * count)])
        size = max(1, -(-count // max(1, -(-entries // BLOCK))))
        arrays = {number: given(name) for number, name in self.leaves.items()}
        results = {name: self.result(one, count, used) for name, one in self.outputs.items()}
        ready = self.prepared({None: size, **{path: one.most(size) for path, one in used.items()}})
        for first in range(0, count, size):
            block = RecordBlock(first, min(first + size, count), used, arrays, results)
            for how, run, inputs, out in ready[1]:
                if how is None:
                    run(*inputs, out=out)
                else:
                    how(block, run, *inputs, out)
        self._ready[:] = [ready]
        return results

    def result(self, one: End | Vector, count: int, members: Mapping[str, Members]) -> Array:
        """Where an output goes."""
        if not isinstance(one, Vector):
            return full(one, count, kind_of(one))
        return np.empty(count if one.domain is None else members[one.domain].total, one.dtype)

    def prepared(self, sizes: dict[Domain, int]) -> tuple[dict[Domain, int], Doing]:
        """What is to be done in every block, on memory for so many entries: that of a run before, where it fits."""
        try:
            ready = self._ready.pop()  # nobody else has it now
        except IndexError:
            pass
        else:
            if all(size <= ready[0][domain] <= 2 * size for domain, size in sizes.items()):
                return ready
        roomy = {domain: size + size // ROOM * (domain is not None) for domain, size in sizes.items()}
        return roomy, self.set_up(roomy)

    def set_up(self, sizes: Mapping[Domain, int]) -> Doing:
        """What is to be done in every block, on memory that all blocks share."""
        wanted: dict[int, list[Any]] = {}
        for name, one in self.outputs.items():
            if isinstance(one, Vector):
                wanted.setdefault(one.number, []).append(name)
        pieces: dict[int, Array] = {}
        memory: dict[int, Array] = {}
        doing: Doing = []
        for number, step in self.steps:
            register = self.registers[number]
            if register not in pieces:
                pieces[register] = np.zeros(sizes[step.domain] * step.dtype.itemsize, np.uint8)
            out = memory[number] = pieces[register].view(step.dtype)
            inputs = tuple(memory[one.number] if isinstance(one, Vector) else one for one in step.inputs)
            if step.how == "step":
                doing.append((None, step.run, inputs, out))
            elif step.how == "call":
                doing.append((partial(RecordBlock.call, path=step.domain), step.run, inputs, out))
            elif step.how == "group":
                doing.append((RecordBlock.group, step.run, inputs, out))
            elif step.how == "leaf":
                doing.append((RecordBlock.load, step.domain, (number,), out))
            elif step.how == "spread":
                doing.append((RecordBlock.spread, step.domain, inputs, out))
            elif step.how == "join":
                doing.append((partial(RecordBlock.join, path=step.inputs[0].domain), step.run, inputs, out))
            elif step.how == "constant":
                out[:] = step.inputs[0]
            doing += [(RecordBlock.store, step.domain, (out,), name) for name in wanted.get(number, ())]
        return doing


def in_order(tape: Tape, outputs: Mapping[Any, End | Vector]) -> list[tuple[int, Operation]]:
    """The steps that lead to some outputs, one output after another, so that what one needs is soon forgotten."""
    begun: set[int] = set()
    order: list[tuple[int, Operation]] = []
    waiting = [one.number for one in reversed(list(outputs.values())) if isinstance(one, Vector)]
    while waiting:
        number = waiting.pop()
        if number < 0:  # what it reads is there
            order.append((~number, tape.steps[~number]))
        elif number not in begun:
            begun.add(number)
            waiting.append(~number)
            waiting += reversed(tape.steps[number].reads)
    return order


def registers(steps: Sequence[tuple[int, Operation]]) -> dict[int, int]:
    """Pieces of memory, handed on from a step that is read for the last time to the next of its size."""
    base: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, (number, step) in enumerate(steps):
        # who sees the bytes of another as another kind keeps them in use
        own = base[number] = base[step.reads[0]] if step.how == "view" else number
        last[own] = place
        for one in step.reads:
            last[base[one]] = place
    found: dict[int, int] = {}
    free = defaultdict[Any, list[int]](list)
    ending = defaultdict[int, list[tuple[int, list[int]]]](list)
    count = 0
    for place, (number, step) in enumerate(steps):
        if place in ending:
            for register, idle in ending.pop(place):
                idle.append(register)
        if step.how == "view":
            found[number] = found[step.reads[0]]
            continue
        idle = free[step.domain, step.dtype.itemsize]
        if step.how != "constant" and idle:
            found[number] = idle.pop()
        else:
            found[number], count = count, count + 1
        if step.how != "constant":
            ending[last[number] + 1].append((found[number], idle))
    return found
