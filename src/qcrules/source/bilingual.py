"""The words of files in both languages: tables of keys, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

from .. import bilingual

message = bilingual.messages(__file__, "mistakes.md")


def tables(file: str) -> dict[str, tuple[str, bilingual.RowsOfWords]]:
    """The tables of a page of this package by the names of their headings."""
    return bilingual.tables(Path(__file__).with_name(file))
