"""The messages of mistakes.md: each is used, each that is used is there, and both languages have as many blanks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qcrules.source.bilingual import message, tables

SOURCE = Path(__file__).parents[2] / "src" / "qcrules"
USED = re.compile(
    r"""(?:\bmessage|\.note|\.cannot_read|\.say|\bwrong)\("""
    r"""(?:[^"()]|\([^()]*\))*?"([a-z0-9-]+)"(?: if \S+ else "([a-z0-9-]+)")?"""
)


@pytest.mark.long
def test_every_message_is_used_and_there() -> None:
    told = {row[0] for row in tables("mistakes.md")["messages"][1]}
    others = {
        page.parent.name for page in SOURCE.glob("*/messages.md")
    }  # rooms that have a page of their own
    code = {path: path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}
    used = {row[1] for row in tables("mistakes.md")["ruamel.yaml"][1]}
    elsewhere = set()
    for path, text in code.items():
        names = {name for found in USED.findall(text) for name in found if name}
        (elsewhere if path.relative_to(SOURCE).parts[0] in others else used).update(names)
    assert used - told == set()
    assert told - used - elsewhere == set()


def test_both_languages_have_the_same_blanks() -> None:
    for name, *_ in tables("mistakes.md")["messages"][1]:
        words = message(name)
        assert words.ru != words.en
        assert words.ru.count("{}") == words.en.count("{}"), name
        assert words.filled(*"abcdef"[: words.ru.count("{}")]).en
