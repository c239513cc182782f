"""A soak: very many checks through durable-rules, in a process of its own, because that engine fails by signal.

    python -m prove.soak --checks 1000000 --seed 1

Every check reads a mapping into facts, makes both worlds, and has durable-rules decide every rule of the kind; each
verdict is held against the reference: a difference raises. One check in two hundred goes the whole way, through
``qcrules.check`` to the words of every finding.
On the way, at fixed places: eight threads at once, a fork, a KeyboardInterrupt and an exception in the middle of a
check, the rules loaded anew; after each, known records must be judged as before. Progress goes to stdout, one line of
JSON at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from attrs import define, field
from hypothesis import HealthCheck, Phase, given, seed, settings

from qcrules.judge.check import check
from qcrules.judge.judgement import Judgement, Settings
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.records.reading import read_mapping
from qcrules.testing.strategies import records

Record = dict[str, Any]
Verdicts = tuple[str, ...]

SHARES = {"inspection": 5, "act": 2, "protocol": 1, "monitoring_report": 1, "inspection_plan": 11}
EXPLAINED = 200
THREADS = 8


def drawn(kind: str, count: int, number: int, **how: Any) -> list[Record]:
    """Records of Hypothesis's drawing, the same for the same number."""
    found: list[Record] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(records(kind=kind, **how))
    def take(record: Record) -> None:
        found.append(record)

    take()
    return found


@define
class Pool:
    """Drawn records, from which ever new ones are mixed, much faster than they can be drawn."""

    parents: dict[str, list[Record]]
    chance: random.Random

    @classmethod
    def of(cls, number: int, size: int) -> Pool:
        parents = {
            kind: drawn(kind, size, number) + drawn(kind, size, number, near_deadlines=True)
            for kind in SHARES
        }
        return cls(parents, random.Random(number))

    def endless(self) -> Iterator[Record]:
        """New records without end: each has some facts of one drawn record and some of another, and its own day."""
        kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        while True:
            kind = self.chance.choice(kinds)
            one, other = self.chance.choice(self.parents[kind]), self.chance.choice(self.parents[kind])
            day = date.fromisoformat(one["as_of"]) + timedelta(self.chance.randint(-9, 9))
            complete = self.chance.random() < 0.5
            yield {kind: self.mixed(one[kind], other[kind]), "as_of": str(day), "complete": complete}

    def mixed(self, one: Record, other: Record) -> Record:
        chance = self.chance.random
        child: Record = {}
        for key in one | other:
            mine, theirs = one.get(key, child), other.get(key, child)
            if (
                isinstance(mine, dict)
                and isinstance(theirs, dict)
                and mine is not child
                and theirs is not child
            ):
                child[key] = self.mixed(mine, theirs)
            else:
                value = mine if chance() < 0.6 else theirs
                if value is not child:
                    child[key] = value
        return child


def memory() -> int:
    """Bytes of memory that the process holds now (RSS)."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def slope(samples: list[tuple[int, int]]) -> float:
    """Bytes a check, by least squares."""
    if len(samples) < 2:
        return 0.0
    mean_x = sum(x for x, _ in samples) / len(samples)
    mean_y = sum(y for _, y in samples) / len(samples)
    spread = sum((x - mean_x) ** 2 for x, _ in samples)
    return sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread


class Interrupted(Exception):
    """The exception that a soak throws into a check."""


@define
class Soak:
    """The state of one soak."""

    book: Rulebook
    checks: int
    number: int
    parents: int
    done: int = 0
    verdicts: Counter[str] = field(factory=Counter)
    rss: list[tuple[int, int]] = field(factory=list)
    events: dict[str, int] = field(factory=Counter)
    seen: list[tuple[Record, Verdicts]] = field(factory=list)
    started: float = field(factory=time.monotonic)

    def check(self, record: Record) -> Verdicts:
        """One check: what durable-rules decides, held against the reference."""
        given = read_mapping(record, self.book.core.vocabulary)
        judgement = Judgement.of(given, self.book, Settings(engine="durable"))
        return tuple(str(verdict) for item in judgement.decided.values() for verdict in item.values())

    def explain(self, record: Record) -> None:
        """The same, all the way to the words of every finding."""
        found = check(record, rules=self.book, engine="durable")
        assert found.engine == "durable"
        for finding in found.findings:
            assert finding.message

    def again(self) -> None:
        """Records judged at the start are judged the same now."""
        for record, verdicts in self.seen:
            assert self.check(record) == verdicts, record

    def run(self) -> None:
        source = Pool.of(self.number, self.parents).endless()
        self.started = time.monotonic()
        self.seen = [(record, self.check(record)) for record in (next(source) for _ in range(40))]
        interruptions = [self.threads, self.fork, self.interrupt, self.fail, self.anew]
        places = {int(self.checks * (n + 1) / 25): interruptions[n % 5] for n in range(24)}
        sample = max(self.checks // 200, 1)
        told = time.monotonic()
        while self.done < self.checks:
            record = next(source)
            self.verdicts.update(self.check(record))
            self.done += 1
            if self.done % EXPLAINED == 0:
                self.explain(record)
            if self.done in places:
                places[self.done](source)
                self.again()
            if self.done % sample == 0:
                self.rss.append((self.done, memory()))
            if time.monotonic() - told > 2:
                told = time.monotonic()
                self.tell()
        self.again()
        self.tell(last=True)

    def tell(self, last: bool = False) -> None:
        """Where it stands."""
        late = self.rss[len(self.rss) // 4 :]
        print(
            json.dumps(
                {
                    "done": self.done,
                    "checks": self.checks,
                    "seed": self.number,
                    "seconds": round(time.monotonic() - self.started, 1),
                    "rss_mb": round(memory() / 1e6, 1),
                    "rss_slope_bytes_a_check": round(slope(late), 3),
                    "verdicts": dict(self.verdicts),
                    "events": dict(self.events),
                    "finished": last,
                }
            ),
            flush=True,
        )

    # -- what a life in a server brings -----------------------------------------------------------------------------

    def threads(self, source: Iterator[Record]) -> None:
        """Eight threads check the same records at once: each as one thread alone did."""
        some = [next(source) for _ in range(40)]
        alone = [self.check(record) for record in some]

        def work(number: int) -> None:
            order = list(range(len(some)))
            random.Random(number).shuffle(order)
            for n in order:
                assert self.check(some[n]) == alone[n], some[n]

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
        self.events["threads"] += 1

    def fork(self, source: Iterator[Record]) -> None:
        """A child, forked while another thread checks, judges as its parent does."""
        stop = threading.Event()
        busy = [next(source) for _ in range(20)]

        def work() -> None:
            while not stop.is_set():
                for record in busy:
                    self.check(record)

        other = threading.Thread(target=work)
        other.start()
        try:
            child = os.fork()
            if child == 0:
                status = 1
                try:
                    signal.alarm(60)
                    self.again()
                    status = 0
                finally:
                    os._exit(status)
            _, status = os.waitpid(child, 0)
            assert status == 0, f"the child ended with {status}"
        finally:
            stop.set()
            other.join()
        self.events["fork"] += 1

    def interrupt(self, source: Iterator[Record]) -> None:
        """Ctrl-C at any moment of a check."""
        self.broken_off(source, KeyboardInterrupt)
        self.events["interrupt"] += 1

    def fail(self, source: Iterator[Record]) -> None:
        """Another exception at any moment of a check."""
        self.broken_off(source, Interrupted)
        self.events["exception"] += 1

    def anew(self, source: Iterator[Record]) -> None:
        """The rules are loaded again: what the engine held for those before is given back."""
        self.book = Rulebook(self.book.ready, self.book.calendar)
        self.check(next(source))
        self.events["loaded again"] += 1

    def broken_off(self, source: Iterator[Record], error: type[BaseException]) -> None:
        def strike(*_: object) -> None:
            raise error

        before = signal.signal(signal.SIGALRM, strike)
        try:
            for _ in range(20):
                record = next(source)
                try:  # the stroke may still fall on the way out
                    try:
                        moment = random.Random(self.done).uniform(0.0002, 0.004)
                        signal.setitimer(signal.ITIMER_REAL, moment)
                        for _ in range(20):
                            self.check(record)
                    finally:
                        signal.setitimer(signal.ITIMER_REAL, 0)
                except error:
                    self.events["broken off"] += 1
        finally:
            signal.signal(signal.SIGALRM, before)


def main(arguments: list[str] | None = None) -> None:
    """Run one soak."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--checks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parents", type=int, default=300)
    given_ = parser.parse_args(arguments)
    Soak(load_rules(), given_.checks, given_.seed, given_.parents).run()


if __name__ == "__main__":
    sys.exit(main())
