"""No sentence of a pack states what the record does not say: facts are forgotten one by one, and the rest is read."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qcrules.facts.moments import NOT_KNOWN
from qcrules.finding import Finding, Verdict
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.law.dependencies import rule_fields
from qcrules.source.pack import load_pack
from qcrules.testing.cases.rows import Row
from qcrules.testing.cases.run import cases_of, judged

fields_of = cache(rule_fields)
PACKS = sorted(Path(__file__).parents[1].glob("rules/*/pack.yaml"))


def violated(book: Rulebook, row: Row) -> dict[Any, Finding]:
    """The violations in a case, and where."""
    found = judged(book, row, "reference", "ru").findings()
    return {(one.rule, one.item): one for one in found if one.verdict is Verdict.VIOLATED}


def forgetful(book: Rulebook, row: Row) -> Iterator[tuple[set[str], Row]]:
    """The case without one of the facts that it says, and the rules that read this."""
    rules = book.core.rules[row.kind.whole]
    for said in judged(book, row, "reference", "ru").facts.recorded.values():
        if said.field.children or said.value in (None, "?") or not said.trail:
            continue
        readers = {name for name, rule in rules.items() if said.field in fields_of(rule)}
        less = copy.copy(row)
        less.record = copy.deepcopy(row.record)
        here: Any = less.record
        for step in said.trail[:-1]:
            here = here[step]
        here[said.trail[-1]] = "?"
        yield readers, less


@pytest.mark.long
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.parent.name)
def test_what_is_forgotten_is_told_as_unknown(pack: Path) -> None:
    book, seen, forgotten = load_rules(pack.parent), set[str](), 0
    for case in cases_of(load_pack(pack.parent)):
        row = case.read()
        rules = {rule for one in row.asserted for rule in one.rules} - seen
        before = {key: one for key, one in violated(book, row).items() if key[0] in rules} if rules else {}
        seen |= {rule for rule, _ in before}
        for readers, less in forgetful(book, row) if before else ():
            if readers.isdisjoint(rule for rule, _ in before):
                continue
            after = violated(book, less)
            for key in before.keys() & after.keys():
                told, now = before[key].message, after[key].message
                forgotten += told != now
                assert now == told or NOT_KNOWN.ru in now, (key, told, now)
    assert forgotten
