"""The laws of order: facts, rules and files in any order give the same findings."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from qcrules.errors import CalendarRangeError
from qcrules.finding import Finding
from qcrules.judge.check import check
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.source.folder import NOT_PAGES
from qcrules.source.parts import page_of

from ..strategies import Record, records

WAYS = 3
_RULES = re.compile(r"^## (?:Правило|Правила|Rules?)\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"(?<=^```yaml\n).*?(?=^```)", re.MULTILINE | re.DOTALL)


@st.composite
def shuffled_records(draw: st.DrawFn, book: Rulebook, kind: str) -> tuple[Record, Record]:
    """A record, and the same with its facts written in another order."""
    record = draw(records(book, kind, near_deadlines=True))
    return record, {**record, kind: _in_another_order(draw, record[kind])}


def _in_another_order(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_another_order(draw, value[key]) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [_in_another_order(draw, item) for item in value]
    return value


def facts_in_any_order(book: Rulebook, drawn: tuple[Record, Record]) -> None:
    """The same findings, in the same order."""
    one, other = (_findings(record, book) for record in drawn)
    assert list(one) == list(other)
    for key, finding in one.items():
        assert _said(finding) == _said(other[key]), key


@lru_cache(maxsize=8)
def rewritten(book: Rulebook, number: int) -> Rulebook:
    """The same regulation: the pages under other names, so that they are read in another order, and the rules of each
    page in another order."""
    chance = random.Random(number)
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = [path for path in sorted(Path(book.core.folder).iterdir()) if path.is_file()]
        pages = sorted({_page(path) for path in files if _page(path)})
        chance.shuffle(pages)
        for path in files:
            page = _page(path)
            if page:
                text = path.read_text(encoding="utf-8")
                words = _RULES.sub(lambda section: _BLOCK.sub(_shuffle(chance), section[0]), text)
                (folder / f"p{pages.index(page):03}-{path.name}").write_text(words, encoding="utf-8")
            elif path.suffix == ".yaml":
                (folder / path.name).write_bytes(path.read_bytes())
        return load_rules(folder)


def _page(path: Path) -> str:
    """The name of the page that a file is or stands beside; "" for the other files of a pack."""
    if path.suffix != ".md" or path.name.lower().startswith(NOT_PAGES):
        return ""
    return page_of(path.name).removesuffix(".md")


def _shuffle(chance: random.Random) -> Any:
    """The rules of a block of YAML in another order; each begins with a dash in the first column."""

    def shuffle(block: re.Match[str]) -> str:
        head, *rules = re.split(r"^(?=- )", block[0], flags=re.MULTILINE)
        chance.shuffle(rules)
        return head + "".join(rule if rule.endswith("\n") else f"{rule}\n" for rule in rules)

    return shuffle


def rules_in_any_order(book: Rulebook, drawn: tuple[Record, int]) -> None:
    """The same findings, each saying the same, in the same order."""
    record, number = drawn
    other_book = rewritten(book, number)
    one, other = _findings(record, book), _findings(record, other_book)
    assert list(one) == list(other)
    for key, finding in one.items():
        assert _said(finding) == _said(other[key]), key


def _findings(record: Record, book: Rulebook) -> dict[tuple[str, str | None], Finding]:
    try:
        return {(one.rule, one.item): one for one in check(record, rules=book, engine="reference").findings}
    except CalendarRangeError:
        assume(False)
        raise


def _said(finding: Finding) -> tuple[Any, ...]:
    """All that a finding says."""
    evidence = [(one.field, one.value) for one in finding.evidence]
    missing = [one.field for one in finding.missing]
    return (
        finding.citation,
        finding.verdict,
        finding.contested,
        finding.explanation.text,
        finding.due,
        finding.delay,
        finding.readings,
        evidence,
        missing,
    )
