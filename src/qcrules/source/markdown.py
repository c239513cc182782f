"""The Markdown of a page: its top-level blocks with their lines, and the cells of the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_BAR = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"(?!-[ \t])(?=..)\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


@frozen
class Piece:
    """A top-level block: lines ``first`` to ``last``, the last not included, counted from 0.

    ``kind`` is markdown-it's word for it, of headings with the rank (`h1`); ``text`` is what stands in a heading or a
    fenced block, ``info`` what follows the fence.
    """

    kind: str
    first: int
    last: int
    text: str = ""
    info: str = ""


def pieces(lines: Sequence[str], start: int) -> tuple[list[Piece], list[int]]:
    """The blocks from a line on; and the first lines of fenced blocks that stand inside lists or quotations."""
    tokens = _MARKDOWN.parse("\n" * start + "\n".join(lines[start:]))
    hidden = [token.map[0] for token in tokens if token.level and token.map and token.type == "fence"]
    found = []
    for number, token in enumerate(tokens):
        if token.level or not token.map or token.nesting < 0:
            continue
        first, last = token.map
        if token.type == "heading_open":
            found.append(Piece(token.tag, first, last, tokens[number + 1].content))
        else:
            kind = token.type.removesuffix("_open")
            found.append(Piece(kind, first, last, token.content, token.info.strip()))
    return found, hidden


def paragraphs(quotation: Iterable[str]) -> list[str]:
    """The paragraphs of a quotation: the words as written, lines of one paragraph joined by a space.

    A paragraph ends before an empty line, or at a line that ends in `\\`, after which Markdown begins a new line.
    """
    found: list[str] = []
    going = False
    for line in quotation:
        words = re.sub(r"^ {0,3}> ?", "", line).rstrip()
        own = words.removesuffix("\\").rstrip()
        if own:
            found[len(found) - going :] = [f"{found[-1]} {own}" if going else own]
        going = bool(own) and own == words
    return found


def cells(line: str) -> list[tuple[int, str]]:
    """The cells of a row of a table, each with its column from 1; `\\|` is a bar within a cell."""
    parts = _BAR.split(line.rstrip()) if "\\|" in line else line.rstrip().split("|")
    column = 1
    found = []
    for part in parts:
        words = part.strip()
        found.append((column + (len(part) - len(part.lstrip()) if words else 0), _words(words)))
        column += len(part) + 1
    if len(parts) > 1 and not parts[0].strip():
        del found[0]
    if len(found) > 1 and not parts[-1]:
        del found[-1]
    return found


def _words(cell: str) -> str:
    if len(cell) > 2 and cell[0] == cell[-1] == "`" and "`" not in cell[1:-1]:
        cell = cell[1:-1].strip()
    return cell.replace("\\|", "|")


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule of markdown-it for tables, but that only the lines of a table are found, not its parts."""
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    if state.is_code_block(start) or state.is_code_block(start + 1):
        return False
    header = _line(state, start)
    if "|" not in header or header == "|":
        return False
    ruler = _line(state, start + 1)
    if not _RULER.fullmatch(ruler) or len(cells(header)) != len(cells(ruler)):
        return False
    if silent:
        return True
    around, state.parentType = state.parentType, "table"
    others = state.md.block.ruler.getRules("blockquote")
    line = start + 2
    while line < end and state.sCount[line] >= state.blkIndent:
        if (
            state.isEmpty(line)
            or state.is_code_block(line)
            or (not _begins_with_bar(state, line) and any(rule(state, line, end, True) for rule in others))
        ):
            break
        line += 1
    state.parentType = around
    state.push("table_open", "table", 0).map = [start, line]
    state.line = line
    return True


def _begins_with_bar(state: StateBlock, number: int) -> bool:
    """Does a line begin as no other block does?"""
    return state.src.startswith("|", state.bMarks[number] + state.tShift[number])


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


# What stands in a paragraph or a cell does not matter here, and reading it takes as long as all else.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
_MARKDOWN.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
