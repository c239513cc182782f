"""The engine durable-rules: what it decides is what the reference decides, and no trap of its is stepped into."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packs import judged, load, rule

pytest.importorskip("durable_rules_engine", reason="durable-rules works below Python 3.13")

import qcrules
from qcrules.engine import agree, durable
from qcrules.errors import EngineDisagreement
from qcrules.finding import Verdict
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.source.built_in import built_in_rules

TESTS = Path(__file__).parents[1]
RULES = [
    rule(
        "p1-back",
        требуется={"не_позднее": {"что": "возвращена", "через": "5 рабочих дней", "после": "выдана"}},
    ),
    rule("p1-paid", если={"вердикт": "p1-back"}, требуется={"оплачена": "да"}),
    rule("p1-hall", запрещено={"вид": ["в зал", "ночная"]}),
    rule(
        "p1-answer",
        для_каждого="претензии",
        требуется={
            "не_позднее": {
                "что": "претензии.ответ.отправлен",
                "через": "24 часа",
                "после": "претензии.заявлена",
            }
        },
    ),
]
LATE = {
    "выдана": "2014-02-03",
    "возвращена": "2014-02-20",
    "оплачена": "нет",
    "вид": "ночная",
    "примечание": '«кавычки» \\ " и \u0000',
    "претензии": [{"заявлена": "2014-02-21 10:00", "ответ": {"отправлен": "2014-02-22 10:01"}}, {}],
}
KEPT = {
    "выдана": "2014-02-03",
    "возвращена": "2014-02-10",
    "оплачена": "да",
    "вид": "обычная",
    "претензии": [],
}
OPEN: dict[str, Any] = {}
RECORDS = [LATE, KEPT, OPEN]


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    """A fresh rulebook: its rule sets are not compiled yet."""
    return load(tmp_path, RULES)


def verdicts(
    book: Rulebook, record: dict[str, Any], engine: Any = "durable"
) -> list[tuple[str, str | None, str]]:
    found = judged(book, record, engine=engine)
    return [(one.rule, one.item, str(one.verdict)) for one in found.findings]


def expected(book: Rulebook) -> list[Any]:
    return [verdicts(book, record, "reference") for record in RECORDS]


def child(*arguments: str, seconds: int = 300) -> str:
    """A program of its own: what an engine in C does wrong is a signal."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=TESTS,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_it_is_not_the_reference_under_another_name(book):
    """So that their agreement on generated rulebooks (``prove/rulebooks.py``) says something."""
    found = judged(book, LATE, engine="durable")
    assert found.engine == "durable"
    assert book.durable("loan").sets, "rule sets were compiled"
    assert {str(one.verdict) for one in found.findings} == {"violated", "undetermined"}


@pytest.mark.parametrize("order", [(0, 1, 0), (2, 0, 2), (0, 0, 1), (1, 2, 0, 1, 2, 0)])
def test_one_record_leaves_nothing_to_the_next(book, order):
    right = expected(book)
    assert [verdicts(book, RECORDS[n]) for n in order] == [right[n] for n in order]


def test_the_order_of_facts_is_all_the_same(book):
    right = expected(book)[0]
    names = list(LATE)
    for seed in range(10):
        random.Random(seed).shuffle(names)
        assert verdicts(book, {name: LATE[name] for name in names}) == right


class Watched:
    """The extension module, watched; it breaks off where it is told to."""

    def __init__(self, real: Any, broken: BaseException | None = None, at: int = 0) -> None:
        self.real, self.broken, self.left = real, broken, at
        self.facts: list[str] = []
        self.holding: set[int] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def step(self) -> None:
        self.left -= 1
        if self.left == 0 and self.broken is not None:
            raise self.broken

    def assert_fact(self, handle: int, fact: str) -> Any:
        assert handle not in self.holding, "one fact at a time"
        self.facts.append(fact)
        self.step()
        self.holding.add(handle)
        return self.real.assert_fact(handle, fact)

    def retract_fact(self, handle: int, fact: str) -> Any:
        self.step()
        self.holding.remove(handle)
        return self.real.retract_fact(handle, fact)

    def start_action_for_state(self, *arguments: Any) -> Any:
        self.step()
        return self.real.start_action_for_state(*arguments)

    def complete_and_start_action(self, *arguments: Any) -> Any:
        self.step()
        return self.real.complete_and_start_action(*arguments)

    def delete_state(self, handle: int, session: str) -> Any:
        self.holding.discard(handle)
        return self.real.delete_state(handle, session)


def test_only_integers_cross_the_border(book, monkeypatch):
    watched = Watched(durable.engine)
    monkeypatch.setattr(durable, "engine", watched)
    for record in RECORDS:
        verdicts(book, record)
    assert not watched.holding
    assert len(watched.facts) > 3
    for fact in map(json.loads, watched.facts):
        assert (fact.pop("sid"), fact.pop("id")) == ("0", "1")
        assert all(type(value) is int and abs(value) < 2**63 for value in fact.values())
        assert len(fact) < 250


def test_so_it_is_with_the_whole_law(monkeypatch):
    """The built-in rules, a full record: few fields, few conditions, nothing but integers."""
    watched = Watched(durable.engine)
    monkeypatch.setattr(durable, "engine", watched)
    book = load_rules(built_in_rules())
    example = TESTS.parent / "examples" / "planned-with-violations.yaml"
    found = qcrules.check(example, rules=book, engine="durable")
    assert found.engine == "durable"
    assert not watched.holding
    assert all(
        type(value) is int for fact in map(json.loads, watched.facts) for value in list(fact.values())[2:]
    )
    sets = book.durable("inspection").sets
    assert all(sets.values()), "every rule set fits"


@pytest.mark.parametrize(
    "broken", [RuntimeError("boom"), KeyboardInterrupt()], ids=["exception", "interrupt"]
)
def test_what_breaks_inside_leaves_the_next_check_right(book, monkeypatch, broken):
    right = expected(book)
    real = durable.engine
    for record in RECORDS:
        verdicts(book, record)
    for at in range(1, 16):
        with monkeypatch.context() as patch:
            patch.setattr(durable, "engine", Watched(real, broken, at))
            with pytest.raises(type(broken)):
                verdicts(book, LATE)
        assert [verdicts(book, record) for record in RECORDS] == right


BREAKS_WHILE_COMPILING = """
import sys
from pathlib import Path
sys.path[:0] = ["engine", "."]
from test_durable import RECORDS, RULES, Watched, durable, expected, load, verdicts
real = durable.engine
for at in range(1, 20):
    book = load(Path(sys.argv[1]), RULES)
    durable.engine = Watched(real, KeyboardInterrupt(), at)
    try:
        verdicts(book, RECORDS[0])
    except KeyboardInterrupt:
        pass
    durable.engine = real
    assert [verdicts(book, record) for record in RECORDS] == expected(book), at
"""


@pytest.mark.long
def test_what_breaks_while_rule_sets_are_compiled_leaves_the_next_check_right(tmp_path):
    child("-c", BREAKS_WHILE_COMPILING, str(tmp_path))


def test_many_threads_at_once(book):
    right = expected(book)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: (n % 3, verdicts(book, RECORDS[n % 3])), range(240)))
    assert all(said == right[n] for n, said in found)


FORKS = """
import os, signal, sys, threading
from pathlib import Path
sys.path[:0] = ["engine", "."]
from test_durable import RECORDS, RULES, expected, load, verdicts
book = load(Path(sys.argv[1]), RULES)
right = expected(book)
done = threading.Event()
def work():
    while not done.is_set():
        assert verdicts(book, RECORDS[0]) == right[0]
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
for _ in range(25):
    pid = os.fork()
    if pid == 0:
        signal.alarm(30)
        os._exit(0 if [verdicts(book, record) for record in RECORDS] == right else 3)
    _, status = os.waitpid(pid, 0)
    assert status == 0, status
done.set()
"""


@pytest.mark.long
@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork here")
def test_a_fork_in_the_middle_of_a_check(tmp_path):
    child("-W", "ignore::DeprecationWarning", "-c", FORKS, str(tmp_path))


NUMBERS = 60
LARGE_VOCABULARY = (
    "виды:\n  loan:\n    термин: выдача\n    поля:\n      lent_at: {термин: выдана, тип: событие}\n"
    + "".join(f"      n{i}: {{термин: число {i}, тип: число}}\n" for i in range(NUMBERS))
)


def large(folder: Path, rules: int, shape: Callable[[int], dict[str, Any]]) -> Rulebook:
    return load(folder, [rule(f"p1-r{n}", **shape(n)) for n in range(rules)], vocabulary=LARGE_VOCABULARY)


def atoms(limit: int, wanted: int = NUMBERS) -> list[dict[str, Any]]:
    return [{"не_больше": {"что": f"n{i}", "чем": limit}} for i in range(wanted)]


LARGE: list[tuple[int, Callable[[int], dict[str, Any]]]] = [
    (12, lambda n: {"требуется": {"все": atoms(n + 1)}}),
    (24, lambda n: {"требуется": {"любое": atoms(n + 1)}}),
    (13, lambda n: {"если": {"не": {"все": atoms(n + 1)}}, "запрещено": {"любое": atoms(n + 20)}}),
    (2, lambda n: {"требуется": {"любое": [{"все": atoms(n + 2 * at, 3)} for at in range(40)]}}),
]


@pytest.mark.long
@pytest.mark.parametrize(("rules", "shape"), LARGE, ids=["all", "any", "not", "nested"])
def test_rules_too_large_for_the_engine_are_decided_all_the_same(tmp_path, rules, shape):
    book = large(tmp_path, rules, shape)
    for value in (0, 3, 10**6):
        record: dict[str, Any] = {f"n{i}": value for i in range(NUMBERS)}
        for some in (record, {**record, "n7": "?"}, {**record, "n7": 2}, {}):
            assert (
                judged(book, some, engine="durable").findings
                == judged(book, some, engine="reference").findings
            )


def test_a_difference_is_an_internal_error_and_never_a_verdict(book, monkeypatch):
    real = durable._RuleSet.decide

    def lying(self: Any, scope: Any) -> list[Verdict]:
        return [Verdict.COMPLIANT for _ in real(self, scope)]

    monkeypatch.setattr(durable._RuleSet, "decide", lying)
    with pytest.raises(EngineDisagreement, match="p1-back"):
        judged(book, LATE, engine="durable")
    assert judged(book, LATE, engine="reference").violations


def test_what_rules_held_that_are_gone_is_given_back(tmp_path, monkeypatch):
    """The engine keeps a rule set until it is told not to: a process that loads rules again and again would grow."""
    made, freed = list[int](), list[int]()
    create, delete = durable.engine.create_ruleset, durable.engine.delete_ruleset

    def creating(*given: str) -> int:
        made.append(create(*given))
        return made[-1]

    def deleting(handle: int) -> None:
        freed.append(handle)
        delete(handle)

    monkeypatch.setattr(durable.engine, "create_ruleset", creating)
    monkeypatch.setattr(durable.engine, "delete_ruleset", deleting)
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
    loaded = load(tmp_path / "once", RULES)
    one = Rulebook(loaded.ready, loaded.calendar)
    assert judged(one, LATE, engine="durable").violations
    first = set(made)
    assert first
    del one
    gc.collect()
    assert judged(load(tmp_path / "again", RULES), LATE, engine="durable").violations
    assert first <= set(freed)


def test_agreement_is_asked_of_what_both_decided(book):
    lowered = book.machine("loan").lowered
    one, other = {None: {0: Verdict.VIOLATED}}, {None: {0: Verdict.VIOLATED, 1: Verdict.PENDING}}
    agree(lowered, one, other)
    with pytest.raises(EngineDisagreement, match="please report it"):
        agree(lowered, {None: {0: Verdict.PENDING}}, other)


def test_auto_is_durable_where_it_can_be_imported(book, monkeypatch):
    assert judged(book, LATE).engine == "durable"
    monkeypatch.setattr(Rulebook, "durable", lambda self, kind: None)
    assert judged(book, LATE).engine == "reference"
    with pytest.raises(qcrules.UsageError, match=r"Python below 3\.13"):
        judged(book, LATE, engine="durable")


@pytest.mark.long
def test_the_examples_are_judged_alike():
    for example in sorted((TESTS.parent / "examples").glob("*.yaml")):
        both = [
            qcrules.check(example, as_of=date(2014, 8, 1), engine=name) for name in ("durable", "reference")
        ]
        assert both[0].findings == both[1].findings
