"""Vectors: arrays that are not there yet. The engine runs on them once, and they write down what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
from attrs import define, field

Array = npt.NDArray[Any]
Domain = str | None
"""What a vector has an entry for: every record (None), or every item of a list."""

DType = np.dtype[Any]


class Vector(np.lib.mixins.NDArrayOperatorsMixin):
    """An array that is not there yet: a step of a calculation that is being recorded."""

    __slots__ = ("domain", "dtype", "number", "tape")

    def __init__(self, tape: Tape, number: int, dtype: DType, domain: Domain) -> None:
        self.tape = tape
        self.number = number
        self.dtype = dtype
        self.domain = domain

    __hash__ = object.__hash__

    def __add__(self, other: Any) -> Vector:  # those that are met most often, without the way through NumPy
        return self.tape.calculated(np.add, (self, other))

    def __sub__(self, other: Any) -> Vector:
        return self.tape.calculated(np.subtract, (self, other))

    def __and__(self, other: Any) -> Vector:
        return self.tape.calculated(np.bitwise_and, (self, other))

    def __or__(self, other: Any) -> Vector:
        return self.tape.calculated(np.bitwise_or, (self, other))

    def __eq__(self, other: object) -> Vector:  # type: ignore[override]
        return self.tape.calculated(np.equal, (self, other))

    def __ne__(self, other: object) -> Vector:  # type: ignore[override]
        return self.tape.calculated(np.not_equal, (self, other))

    def __lt__(self, other: Any) -> Vector:
        return self.tape.calculated(np.less, (self, other))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **how: Any) -> Vector:
        if method != "__call__":
            raise TypeError(f"a recorded calculation does not know {ufunc.__name__}.{method}")
        return self.tape.calculated(ufunc, inputs, how.get("dtype"))

    def astype(self, kind: Any) -> Vector:
        """The same numbers in another kind of integer."""
        return self.tape.recast(self, np.dtype(kind))

    def view(self, kind: Any) -> Vector:
        """The same bytes."""
        return self.tape.alias(self, np.dtype(kind))

    def take_from(self, table: Array) -> Vector:
        """The entries of a table at these places."""
        return self.tape.looked_up(table, self)

    def like(self, value: int, kind: DType) -> Vector:
        """A number, written out as often as this one has entries."""
        return self.tape.constant(value, kind, self.domain)


@define(eq=False)
class Operation:
    """One thing to do: ``run(*inputs, out=…)``.

    ``view``: nothing is done, the bytes are seen as another kind; ``leaf``: they are given; ``spread`` and ``join``
    go from records to the items of a list and back; ``group`` sees each record with its items."""

    run: Callable[..., Any]
    inputs: tuple[Any, ...]
    dtype: DType
    domain: Domain
    how: Literal["step", "leaf", "constant", "view", "spread", "join", "call", "group"] = "step"
    reads: tuple[int, ...] = field(init=False)
    """The numbers of the steps that this one reads."""

    @reads.default
    def _reads(self) -> tuple[int, ...]:
        return tuple([one.number for one in self.inputs if isinstance(one, Vector)])


@define(eq=False)
class Tape:
    """What is written down. The same step on the same inputs is written down once."""

    steps: list[Operation] = field(factory=list)
    leaves: dict[Any, Vector] = field(factory=dict)
    _known: dict[Any, Vector] = field(factory=dict)

    def leaf(self, name: Any, dtype: DType, domain: Domain) -> Vector:
        """An array that will be given."""
        found = self.leaves.get(name)
        if found is None:
            found = self.leaves[name] = self._written(Operation(_nothing, (), dtype, domain, "leaf"))
        return found

    def constant(self, value: int, kind: DType, domain: Domain) -> Vector:
        """A number for every entry."""
        return self._once(("constant", value, kind, domain), _nothing, (value,), kind, domain, "constant")

    def calculated(self, ufunc: np.ufunc, inputs: Sequence[Any], kind: Any = None) -> Vector:
        """A function of numbers, entry by entry."""
        # the number of a step is told from a plain number by standing in a tuple
        key = (ufunc, kind, *[(one.number,) if isinstance(one, Vector) else int(one) for one in inputs])
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._written(self._step(ufunc, inputs, kind))
        return found

    def _step(self, ufunc: np.ufunc, inputs: Sequence[Any], kind: Any) -> Operation:
        """A function that is asked for the first time."""
        first = next(one for one in inputs if isinstance(one, Vector))
        given: list[Any] = []
        kinds: list[Any] = []
        for one in inputs:
            if not isinstance(one, Vector):
                given.append(_constant(one, kind or first.dtype))
                kinds.append(type(one))
            elif one.domain == first.domain:
                given.append(one)
                kinds.append(one.dtype)
            else:  # a mistake of this package, never of a user
                raise ValueError("vectors of records and of items meet")
        run = ufunc if kind is None else partial(ufunc, dtype=kind)
        return Operation(run, tuple(given), _kind_of_result(ufunc, tuple(kinds), kind), first.domain)

    def recast(self, of: Vector, kind: DType) -> Vector:
        """The same numbers in another kind."""
        if of.dtype == kind:
            return of
        return self._once(("cast", of.number, kind), _cast, (of,), kind, of.domain)

    def alias(self, of: Vector, kind: DType) -> Vector:
        """The same bytes as another kind of the same width."""
        if of.dtype == kind:
            return of
        return self._once(("view", of.number, kind), _nothing, (of,), kind, of.domain, "view")

    def looked_up(self, table: Array, at: Vector) -> Vector:
        """The entries of a table at some places. The table is kept, so that its name stays its own."""
        places = at.astype(np.intp)
        key = ("take", id(table), places.number)
        return self._once(key, partial(_take, table), (places,), table.dtype, at.domain)

    def spread(self, of: Vector, path: str) -> Vector:
        """What is true of the records, as the items of a list see it."""
        return self._once(("spread", of.number, path), _nothing, (of,), of.dtype, path, "spread")

    def joined(self, of: Vector, by: np.ufunc) -> Vector:
        """One entry a record from those of its items."""
        return self._once(("join", of.number, by), by, (of,), of.dtype, None, "join")

    def called(
        self, function: Callable[..., Any], inputs: Sequence[Any], kind: DType, part: int, domain: Domain
    ) -> Vector:
        """A part of what a function of whole arrays of records, or of items, makes of them."""
        arrays = self._arrays(inputs, domain)
        return self._written(Operation(lambda *given: function(*given)[part], arrays, kind, domain, "call"))

    def grouped(
        self,
        work: Callable[..., Any],
        ends: Sequence[Any],
        lists: Sequence[tuple[str, Sequence[Any]]],
        kind: DType,
        part: int,
    ) -> Vector:
        """A part of what a function makes of each record, with the items that it has in some lists."""
        inputs, parts = self._arrays(ends, None), []
        for path, given in lists:
            parts.append((path, len(given)))
            inputs += self._arrays(given, path)
        how = partial(_in_groups, work, len(ends), parts, part)
        return self._written(Operation(how, inputs, kind, None, "group"))

    def forget(self) -> None:
        """What was written down is a program now, whose vectors keep the tape."""
        self.steps.clear()
        self._known.clear()

    def _arrays(self, given: Sequence[Any], domain: Domain) -> tuple[Vector, ...]:
        """Numbers written out, so that every one is an array."""
        kind = np.dtype(np.int64)
        return tuple(one if isinstance(one, Vector) else self.constant(one, kind, domain) for one in given)

    def _once(self, key: Any, *step: Any) -> Vector:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._written(Operation(*step))
        return found

    def _written(self, step: Operation) -> Vector:
        self.steps.append(step)
        return Vector(self, len(self.steps) - 1, step.dtype, step.domain)


@lru_cache(maxsize=1024, typed=True)
def _constant(value: Any, kind: Any) -> Any:
    """A number as NumPy likes it best: of the kind that it meets, if it fits."""
    if isinstance(value, bool | np.bool_):
        return np.asarray(value, np.bool_)
    limits = limits_of(kind)
    return np.asarray(value, kind) if limits is not None and limits[0] <= value <= limits[1] else value


@lru_cache
def limits_of(kind: Any) -> tuple[int, int] | None:
    """The least and the greatest number of a kind of integer."""
    if np.dtype(kind).kind not in "iu":
        return None
    limits = np.iinfo(kind)
    return limits.min, limits.max


@lru_cache
def _kind_of_result(ufunc: np.ufunc, kinds: tuple[Any, ...], kind: Any) -> DType:
    """What a function makes of arrays and numbers of some kinds; it does not turn on which number."""
    blank = [np.zeros(1, one) if isinstance(one, np.dtype) else one(1) for one in kinds]
    with np.errstate(all="ignore"):
        return cast(DType, ufunc(*blank, dtype=kind).dtype)


def _in_groups(
    work: Callable[..., Any],
    own: int,
    lists: Sequence[tuple[str, int]],
    part: int,
    rows: Callable[[str], list[list[int]]],
    given: Sequence[Array],
    out: Array,
) -> None:
    """Each record by itself; ``rows``: where the items of each stand in the arrays of a list."""
    ends = [one.tolist() for one in given[:own]]
    of_lists, at = [], own
    for path, count in lists:
        arrays, at = [one.tolist() for one in given[at : at + count]], at + count
        of_lists.append((rows(path) if arrays else None, arrays))
    for record in range(len(out)):
        items = [
            [tuple(one[row] for one in arrays) for row in found[record]] if found is not None else []
            for found, arrays in of_lists
        ]
        out[record] = work(tuple(one[record] for one in ends), items)[part]


def _nothing(*given: Any) -> None:
    """A step that is not run: its vector is given, or is another's."""


def _cast(values: Array, out: Array) -> None:
    np.copyto(out, values, casting="unsafe")


def _take(table: Array, places: Array, out: Array) -> None:
    table.take(places, out=out, mode="clip")
