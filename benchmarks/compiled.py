"""Would a compiler for the tape pay? The steps of a whole rulebook, by NumPy and by loops that numba compiles.

    python -m pip install numba && python -m benchmarks.compiled [--every-reading]

Both run the same steps on the same bytes and must leave the same bytes behind. The loops see small blocks, because a
step costs them a few nanoseconds and NumPy half a microsecond. What has to be in Python either way (loading, spreading
and joining lists) is left out, so this is the most that could be gained. The page «How a register is decided» has the
answer, and why this is not part of the package.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numba import carray, cfunc, njit, typed, types
from numba.core import cgutils
from numba.extending import intrinsic

import qcrules
from qcrules.batch import check_batch
from qcrules.engine.columnar import program, tape

from .register import batch

ROWS = 65_536
BLOCKS = (512, 1024, 2048)
LOOP = types.void(*[types.int64] * 5)
FORMULAS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "floor_divide": lambda x, y: x // y,
    "minimum": lambda x, y: min(x, y),
    "maximum": lambda x, y: max(x, y),
    "bitwise_and": lambda x, y: x & y,
    "bitwise_or": lambda x, y: x | y,
    "equal": lambda x, y: x == y,
    "not_equal": lambda x, y: x != y,
    "less": lambda x, y: x < y,
    "less_equal": lambda x, y: x <= y,
    "greater": lambda x, y: x > y,
    "greater_equal": lambda x, y: x >= y,
    "negative": lambda x, y: -x,
    "absolute": lambda x, y: abs(x),
    "invert": lambda x, y: 1 - x,
    "_cast": lambda x, y: x,
}


@intrinsic
def _at(context: Any, address: Any) -> Any:
    """An address as a pointer."""
    return types.voidptr(address), lambda _, builder, __, given: builder.inttoptr(given[0], cgutils.voidptr_t)


def loop(name: str, x_kind: Any, y_kind: Any, z_kind: Any) -> Any:
    """One kind of step: where the result and the inputs stand, the last place of a table, how many entries."""
    x_type, y_type, z_type = (np.int8 if one == np.bool_ else one.type for one in (x_kind, y_kind, z_kind))
    if name == "_take":

        def run(z: int, x: int, y: int, last: int, count: int) -> None:
            out, places = carray(_at(z), count, z_type), carray(_at(x), count, x_type)
            table = carray(_at(y), last + 1, y_type)
            for k in range(count):
                out[k] = table[np.uint64(min(max(np.int64(places[k]), 0), last))]
    else:
        formula = njit(FORMULAS[name])

        def run(z: int, x: int, y: int, last: int, count: int) -> None:
            out = carray(_at(z), count, z_type)
            first, second = carray(_at(x), count, x_type), carray(_at(y), count, y_type)
            for k in range(count):
                out[k] = formula(first[k], second[k])

    return cfunc(LOOP, error_model="numpy")(run)


@njit
def run_loops(loops: Any, steps: Any, counts: Any) -> None:
    for n in range(len(steps)):
        step = steps[n]
        loops[step[0]](step[1], step[2], step[3], step[4], counts[step[5]])


class Compiled:
    """The steps of a program on memory for blocks of one size."""

    def __init__(self, of: program.TapeProgram, sizes: dict[Any, int]) -> None:
        self.kept: list[Any] = []
        self.names: dict[Any, int] = {}
        self.loops = typed.List()
        domains = list(sizes)
        self.counts = np.array([sizes[one] for one in domains], np.int64)
        self.doing = [one for one in of.set_up(sizes) if one[0] is None]
        most = max(sizes.values())
        domain_of = iter([step.domain for _, step in of.steps if step.how == "step"])
        self.steps = np.array(
            [
                (*self.step(run, inputs, out, most), domains.index(next(domain_of)))
                for _, run, inputs, out in self.doing
            ],
            np.int64,
        )

    def step(self, run: Any, inputs: Sequence[Any], out: Any, most: int) -> tuple[int, ...]:
        """The loop of a step, and where its memory is; a number is written out once."""
        function = getattr(run, "func", run)
        given = [
            one if isinstance(one, np.ndarray) and one.ndim else self.written_out(one, inputs, most)
            for one in inputs
        ]
        if function is tape._take:
            given.append(run.args[0])
        x, y = given[0], given[-1]
        key = function.__name__, x.dtype, y.dtype, out.dtype
        if key not in self.names:
            self.names[key] = len(self.loops)
            self.loops.append(loop(*key))
        return self.names[key], out.ctypes.data, x.ctypes.data, y.ctypes.data, len(y) - 1

    def written_out(self, number: Any, inputs: Sequence[Any], most: int) -> Any:
        """A number in the kind of the array beside it, if it fits."""
        kind = next(one.dtype for one in inputs if isinstance(one, np.ndarray) and one.ndim)
        limits = np.iinfo(kind if kind != np.bool_ else np.int64)
        fits = limits.min <= number <= limits.max and (kind == np.bool_) == (np.asarray(number).dtype == kind)
        self.kept.append(np.full(most, number, kind if fits else np.asarray(number).dtype))
        return self.kept[-1]

    @property
    def memory(self) -> list[Any]:
        """What the steps leave behind."""
        return [out for *_, out in self.doing]

    def by_numpy(self) -> None:
        for _, run, inputs, out in self.doing:
            run(*inputs, out=out)

    def by_loops(self) -> None:
        run_loops(self.loops, self.steps, self.counts)


def recorded(every: bool) -> program.TapeProgram:
    """What the columnar engine writes down for the benchmark's register."""
    found: list[program.TapeProgram] = []
    of = program.TapeProgram.of

    def kept(*given: Any) -> program.TapeProgram:
        found.append(of(*given))
        return found[-1]

    program.TapeProgram.of = kept  # type: ignore[method-assign, assignment]
    rules = qcrules.load_rules()
    check_batch(batch(ROWS), rules=rules, as_of=date(2014, 6, 1), contested=every)
    return max(found, key=lambda one: len(one.steps))


def fastest(work: Callable[[], None], times: int = 15) -> float:
    """Seconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def same(of: program.TapeProgram) -> bool:
    """Do both leave the same bytes, from the same bytes?"""
    one, other = (Compiled(of, dict.fromkeys(of.domains, 1000)) for _ in range(2))
    for own, its in zip(one.memory, other.memory, strict=True):
        own.view(np.uint8)[:] = its.view(np.uint8)[:] = 1
    one.by_numpy()
    other.by_loops()
    return all(np.array_equal(own, its) for own, its in zip(one.memory, other.memory, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compiled", description=__doc__)
    parser.add_argument("--every-reading", action="store_true")
    of = recorded(parser.parse_args().every_reading)
    start = time.perf_counter()
    agree = same(of)
    seconds = time.perf_counter() - start
    print(f"{len(of.steps):,} steps; compiling took {seconds:.1f} s; same bytes: {agree}")
    usual = {domain: program.BLOCK * (1 if domain is None else 2) for domain in of.domains}
    numpy = fastest(Compiled(of, usual).by_numpy) / program.BLOCK
    for size in BLOCKS:
        small = {domain: size * (1 if domain is None else 2) for domain in of.domains}
        loops = fastest(Compiled(of, small).by_loops, 200) / size
        times = f"{loops * 1e9:.0f} ns a record, NumPy {numpy * 1e9:.0f}"
        print(f"blocks of {size:,}: {times}: {numpy / loops:.2f} times as fast")
    return not agree


if __name__ == "__main__":
    raise SystemExit(main())
