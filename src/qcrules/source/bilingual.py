"""Words in both languages that stand in Markdown beside the code: tables of keys, and of what is said of mistakes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..text import Text

Rows = list[list[str]]


@cache
def tables(file: str) -> dict[str, tuple[str, Rows]]:
    """The tables of a page by the names of their headings: what follows the name there, and the rows of cells."""
    found = {}
    for section in Path(__file__).with_name(file).read_text("utf-8").split("\n## ")[1:]:
        heading, *lines = section.split("\n")
        name, _, rest = heading.partition(": ")
        found[name] = rest, [_cells(line) for line in lines if line.startswith("|")][2:]
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


@cache
def message(name: str) -> Text:
    """What is said of a mistake in the form of a file."""
    return next(Text(ru, en) for key, ru, en in tables("mistakes.md")["messages"][1] if key == name)
