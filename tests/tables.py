"""Tables of Markdown pages as the data of tests: one row a line, `⏎` for the end of a line within a cell."""

from __future__ import annotations

import re
from pathlib import Path

CONFORMANCE = Path(__file__).parent / "conformance"


def rows_of(page: Path | str, heading: str = "") -> list[list[str]]:
    """The rows of the tables of a page, or of those under one heading, without their heads."""
    text = (CONFORMANCE / page).read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^\|.*\n\|-.*\n((?:\|.*\n)*)", text, re.M)
    return [
        [_cell(cell) for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        for rows in blocks
        for row in rows.splitlines()
    ]


def _cell(words: str) -> str:
    """What a cell says; of code, what stands within its backticks."""
    words = words.strip().replace("\\|", "|").replace("⏎", "\n")
    code = re.fullmatch(r"(`+)( ?)((?:(?!\1).)+)\2\1", words, re.S)
    return code[3] if code else words
