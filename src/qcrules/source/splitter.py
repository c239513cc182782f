"""The text of a page → its parts. What is wrong with its form is told, and the parts that are in form stay."""

from __future__ import annotations

import re
from typing import Self

from attrs import define, field

from ..errors import UNKNOWN_WORD, InputError, PackError, Place, Problem, ProblemList, nearest
from ..law.page import Cell
from ..text import Text
from .bilingual import message
from .markdown import Piece, cells, paragraphs, pieces
from .parts import (
    BASE,
    CASES,
    HEADINGS,
    INTERPRETATION,
    NOT_CHECKED,
    RULE,
    TEXT,
    WITHOUT_CASE,
    PageSource,
    SectionSource,
    TableSource,
)
from .tree import Mapping, Node, Scalar, Sequence
from .yaml import parse

_KNOWN = {**{ru: ru for ru in HEADINGS}, **{en: ru for ru, en in HEADINGS.items()}}
_ORDER = list(HEADINGS)
_OF_BESIDE = {WITHOUT_CASE, CASES}
_YAML = ("yaml", "yml", "json")
_RANKS = ("h3", "h4", "h5", "h6")
_RULE_ID = re.compile(r"""^(?:-| ) *\{? *["']?id["']?: *["']?([a-z][a-z0-9-]*)""", re.MULTILINE)
_KEY = re.compile(r"""(?:^|[{,])[ -]*["']?([^\s{},:"'][^{},:"'\n]*?)["']? *:(?= |$)""", re.MULTILINE)
_NAMED = re.compile(r"""\b(?:путь|path|id): *["']?([^\s{},"']+)""")


def names_in(text: str) -> frozenset[str]:
    """What may have a name in a text that cannot be read: whoever speaks of that makes no mistake of his own."""
    return frozenset((*_KEY.findall(text), *_NAMED.findall(text)))


def sound_parts(text: str, file: str) -> tuple[PageSource | None, list[Problem]]:
    """The parts of a page that are in form, and what is wrong with the others; None where its keys cannot be read."""
    return Splitter.of(text, file).sound_parts()


def sound_sections(text: str, file: str) -> tuple[dict[str, SectionSource], list[Problem]]:
    """The sections of a file beside a page that are in form, and what is wrong with the others."""
    splitter = Splitter(_lines(text), file)
    splitter.parts(0)
    for heading in splitter.sections.keys() - _OF_BESIDE:
        splitter.say(
            splitter.sections[heading].line, "not-beside", Text(heading, HEADINGS.get(heading, heading))
        )
    return splitter.sections, sorted(splitter.problems, key=_line)


@define(eq=False)
class Splitter:
    """One pass over the top-level pieces of a page; everything wrong is collected and left out.

    ``front``: the front matter, which ends before the line of index ``begin``; None where it cannot be read (told).
    ``base``: the line of the base facts that wait for their table, and these facts, None where they cannot be read.
    """

    lines: list[str]
    file: str
    front: Mapping | None = None
    begin: int = 0
    problems: list[Problem] = field(factory=lambda: ProblemList(PackError))
    sections: dict[str, SectionSource] = field(factory=dict)
    title: str = ""
    heading: str | None = None
    case_title: str = ""
    base: tuple[int, Mapping | None] | None = None
    prose: list[str] = field(factory=list)

    @classmethod
    def of(cls, text: str, file: str) -> Self:
        """A page whose front matter is read, and nothing else."""
        page = cls(_lines(text), file)
        page.front, page.begin = page.head()
        return page

    def sound_parts(self) -> tuple[PageSource | None, list[Problem]]:
        """The parts of the page, once its front matter is read; and everything that is wrong with it."""
        self.parts(self.begin)
        self.complete()
        page = (
            PageSource(self.file, self.front, self.title, self.sections) if self.front is not None else None
        )
        return page, sorted(self.problems, key=_line)

    def parts(self, start: int) -> None:
        """Read the title and the sections, from a line on."""
        found, hidden = pieces(self.lines, start)
        for line in hidden:
            self.say(line + 1, "indented-block")
        for piece in found:
            self.take(piece)
        self.leave()

    def head(self) -> tuple[Mapping | None, int]:
        """The front matter, and the index of the line after it."""
        if self.lines[0].rstrip() != "---":
            self.say(1, "front")
            return None, 0
        end = next((i for i, line in enumerate(self.lines) if i and line.rstrip() == "---"), None)
        if end is None:
            self.say(1, "front-open")
            return None, len(self.lines)
        node = self.yaml("\n".join(self.lines[1:end]), 2)
        if node is not None and not isinstance(node, Mapping):
            self.say(2, "front-keys")
        return (node if isinstance(node, Mapping) else None), end + 1

    def take(self, piece: Piece) -> None:
        """Put a piece where it belongs."""
        line = piece.first + 1
        if piece.kind == "h1":
            if self.title or self.sections:
                self.say(line, "two-titles")
            self.title = piece.text
        elif piece.kind == "h2":
            self.enter(piece.text, line)
        elif self.heading is None:
            if not self.sections and not any(
                problem.message == message("before-sections") for problem in self.problems
            ):
                self.say(line, "before-sections")
        elif piece.kind == "fence":
            self.fence(piece)
        elif piece.kind == "blockquote" and self.heading == TEXT:
            self.section().quote += paragraphs(self.lines[piece.first : piece.last])
        elif piece.kind == "table" and self.heading == CASES:
            self.table(piece)
        elif piece.kind in _RANKS and self.heading == CASES:
            self.unused_base()
            self.case_title = piece.text
        else:
            if self.heading == CASES and self.lines[piece.first].lstrip().startswith("|"):
                self.say(line, "no-table")
                self.base = None
            self.prose.append("\n".join(self.lines[piece.first : piece.last]).rstrip())

    # -- sections

    def enter(self, heading: str, line: int) -> None:
        """Begin the section under a heading of the second rank."""
        self.leave()
        known = _KNOWN.get(heading)
        self.heading = None
        if known is None:
            near = nearest(heading, _KNOWN)
            all_of_them = Text(f"; есть: {', '.join(HEADINGS)}", f"; it has: {', '.join(HEADINGS.values())}")
            self.say(line, "heading", heading, near if near.ru else all_of_them, code=UNKNOWN_WORD)
            self.sections.setdefault(heading, SectionSource(line))
            return
        if known in self.sections:
            self.say(line, "section-twice", heading, self.sections[known].line)
            return
        place = _ORDER.index(known)
        later = next((name for name in self.sections if name in _ORDER[place:]), None)
        if later is not None:
            one, other = Text(known, HEADINGS[known]), Text(later, HEADINGS[later])
            self.say(line, "section-order", one, other)
        self.heading = known
        self.sections[known] = SectionSource(line)

    def leave(self) -> None:
        """Finish the section that is open."""
        if self.heading is not None:
            self.section().prose = "\n\n".join(self.prose)
        self.unused_base()
        self.prose, self.case_title = [], ""

    def section(self) -> SectionSource:
        """The section that is open."""
        assert self.heading is not None
        return self.sections[self.heading]

    # -- what a section holds

    def fence(self, piece: Piece) -> None:
        """A fenced block: YAML, or prose where it says that it is something else."""
        line = piece.first + 1
        if piece.last - piece.first < piece.text.count("\n") + 2:
            self.say(line, "open-block")
            self.lose(piece.text, line + 1)
        elif not piece.info:
            self.say(line, "block-of-what")
            self.lose(piece.text, line + 1)
        elif piece.info.split()[0] not in _YAML:
            self.prose.append("\n".join(self.lines[piece.first : piece.last]))
        elif self.heading == TEXT:
            self.say(line, "block-in-text")
        else:
            node = (self.rules if self.heading == RULE else self.yaml)(piece.text, line + 1)
            if self.heading == CASES:
                self.start(node, line + 1)
            elif node is not None:
                self.section().blocks.append(node)
            elif self.heading == INTERPRETATION:
                self.lose(piece.text, line + 1)

    def start(self, node: Node | None, line: int) -> None:
        """The base facts of the table that follows."""
        self.unused_base()
        self.base = (line, None)
        if not (isinstance(node, Mapping) and len(node.entries) == 1 and next(iter(node.entries)) in BASE):
            if node is not None:
                self.say(line, "no-base")
            return
        facts = next(iter(node.entries.values())).value
        if isinstance(facts, Mapping):
            self.base = (line, facts)
        else:
            self.say(facts.line, "base-facts", column=facts.column)

    def unused_base(self) -> None:
        """Base facts that no table has taken are a mistake."""
        if self.base is not None and self.base[1] is not None:
            self.say(self.base[0], "unused-base")
        self.base = None

    def rules(self, text: str, line: int) -> Node | None:
        """The rules of a block; where it cannot be read as a whole, those that can be read by themselves."""
        before = len(self.problems)
        whole = self.yaml(text, line)
        if whole is not None:
            return whole
        of_whole = self.problems[before:]
        del self.problems[before:]
        items: list[Node] = []
        for piece in re.split(r"(?m)^(?=- )", text):
            node = self.yaml(piece, line) if piece.startswith("- ") else None
            if isinstance(node, Sequence):
                items += node.items
            elif piece.startswith("- "):
                self.lose(piece, line)
            line += piece.count("\n")
        if len(self.problems) == before:
            self.problems += of_whole
        return Sequence(self.file, line, 1, items) if items else None

    def lose(self, text: str, line: int) -> None:
        """Keep the names in a text that cannot be read, so that others may still speak of them."""
        self.section().names |= names_in(text)
        for found in _RULE_ID.finditer(text) if self.heading == RULE else ():
            row = line + text.count("\n", 0, found.start(1))
            self.section().lost.append(Scalar(self.file, row, 1, found[1]))

    def table(self, piece: Piece) -> None:
        """A table without the rows that do not fit its header; none where its header or its base is wrong."""
        ruler = piece.first + 1
        header, *rows = [self.row(i) for i in range(piece.first, piece.last) if i != ruler]
        seen: set[str] = set()
        fits = True
        for cell in header:
            if cell.text in seen or not cell.text:
                words = message("column-twice" if cell.text else "unnamed-column").filled(cell.text)
                self.problems.append(Problem(words, cell.place))
                fits = False
            seen.add(cell.text)
        for row in rows:
            if len(row) != len(header):
                self.say(row[0].place.line or 0, "row", len(row), len(header))
        base, self.base = self.base, None
        if fits and (base is None or base[1] is not None):
            whole = [row for row in rows if len(row) == len(header)]
            table = TableSource(self.case_title, base[1] if base else None, header, whole)
            self.section().tables.append(table)

    def row(self, i: int) -> list[Cell]:
        """The cells of a line."""
        return [Cell(text, Place(self.file, i + 1, column)) for column, text in cells(self.lines[i])]

    # -- the whole

    def complete(self) -> None:
        """Say what is missing. A page that comes later (`позже`) need only quote the law."""
        if not self.title:
            self.say(1, "no-title")
        later = self.front is not None and ("позже" in self.front.entries or "later" in self.front.entries)
        needed = [TEXT] if later else [TEXT, INTERPRETATION]
        if not later and NOT_CHECKED not in self.sections:
            needed.append(RULE)
        if RULE in self.sections:
            needed.append(CASES)
        for heading in needed:
            if heading not in self.sections:
                self.say(len(self.lines), "no-section", Text(heading, HEADINGS[heading]))
        if TEXT in self.sections and not self.sections[TEXT].quote:
            self.say(self.sections[TEXT].line, "no-quotation")

    def yaml(self, text: str, line: int) -> Node | None:
        """A block of YAML whose first line is given; None where it cannot be read (told)."""
        try:
            return parse(text, self.file, line, PackError)
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def say(self, line: int, name: str, *parts: object, column: int = 1, code: str | None = None) -> None:
        """Note a problem: the message of that name, with something for each `{}` in it."""
        words = message(name).filled(*parts)
        self.problems.append(Problem(words, Place(self.file, line, column), code))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)
