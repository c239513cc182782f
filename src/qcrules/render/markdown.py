"""Markdown as it is written block by block, and the page of HTML that markdown-it makes of it."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from qcrules.text import Lang

_MEANT = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation})
_OPENS = re.compile(r"<(?=[A-Za-z/!?])|](?=[(\[:])|\|")
"""What opens a tag, makes a link, or parts the cells of a table."""


class Markdown:
    """Blocks as they are written; ``text()`` gives the whole page. Words of a pack never open a tag or make a link.

    ``exact``: words mean themselves, whatever signs of Markdown are in them. Pages in the repository are not exact:
    people read them as they are, too.
    """

    def __init__(self, *, exact: bool = False) -> None:
        self.exact = exact
        self._blocks: list[str] = []

    def plain(self, words: str) -> str:
        """Words that mean themselves."""
        return words.translate(_MEANT) if self.exact else _OPENS.sub(r"\\\g<0>", words)

    def block(self, words: str) -> None:
        """A block that is Markdown already."""
        self._blocks.append(words)

    def heading(self, words: str, level: int = 2) -> None:
        """A heading, Markdown already."""
        self.block(f"{'#' * level} {words}")

    def quote(self, paragraphs: Iterable[str]) -> None:
        """Somebody's words, each a paragraph."""
        self.block("\n>\n".join(f"> {self.plain(words)}" for words in paragraphs))

    def items(self, items: Iterable[str]) -> None:
        """A list; its items are Markdown already."""
        self.block("\n".join(f"- {words}" for words in items))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> None:
        """A table of words; the last so many columns are ``numbers``, which stand to the right."""
        dashes = ["---"] * (len(head) - numbers) + ["---:"] * numbers
        lines = [f"| {' | '.join(head)} |", f"|{'|'.join(dashes)}|"]
        lines += (f"| {' | '.join(row)} |".replace("\n", " ") for row in rows)
        self.block("\n".join(lines))

    def text(self) -> str:
        """The whole page, ending in one newline."""
        return "\n\n".join(self._blocks) + "\n"

    def html(self, title: str, lang: Lang) -> str:
        """The whole page as HTML that stands alone: nothing is loaded from elsewhere."""
        from markdown_it import MarkdownIt  # slow to import

        frame = string.Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
        body = MarkdownIt("commonmark").enable("table").render(self.text())
        return frame.substitute(lang=lang, title=escape(title), body=body)
