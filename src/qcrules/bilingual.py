"""Words in both languages that stand in Markdown beside the code: tables of keys, of options, of what is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from .text import Text

RowsOfWords = list[list[str]]


def tables(file: Path) -> dict[str, tuple[str, RowsOfWords]]:
    """The tables of a page by the names of their headings: what follows the name there, and the rows of cells."""
    return {name: table(file, name) for name in _sections(file)}


@cache
def table(file: Path, name: str) -> tuple[str, RowsOfWords]:
    """One of them: of most pages a start needs one or two."""
    rest, lines = _sections(file)[name]
    return rest, [_cells(line) for line in lines if line.startswith("|")][2:]


@cache
def _sections(file: Path) -> dict[str, tuple[str, list[str]]]:
    found = {}
    for section in file.read_text("utf-8").split("\n## ")[1:]:
        heading, *lines = section.split("\n")
        name, _, rest = heading.partition(": ")
        found[name] = rest, lines
    return found


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line) if "\\|" in line else line.split("|")
    return [cell.strip().replace("\\|", "|") for cell in cells[1:-1]]


def messages(module: str, page: str = "messages.md") -> Callable[..., Text]:
    """The messages of a package, by name: from the page beside a module (its ``__file__``), read when it is needed.

    The function that this gives takes a name and something for each ``{}`` of the words.
    """
    file = Path(module).with_name(page)

    def said(name: str, *parts: object) -> Text:
        words = _messages(file)[name]
        return words.filled(*parts) if parts else words

    return said


@cache
def _messages(file: Path) -> dict[str, Text]:
    return {name: Text(ru, en) for name, ru, en in table(file, "messages")[1]}
