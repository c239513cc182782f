"""The text of a page → its parts. What is wrong with its form is told, and the parts that are in form stay."""

from __future__ import annotations

import re

from attrs import define, field

from ..errors import UNKNOWN_WORD, InputError, PackError, Place, Problem, nearest
from ..law.model import Cell
from ..text import Text
from .markdown import Piece, cells, pieces
from .parts import (
    BASE,
    CASES,
    HEADINGS,
    INTERPRETATION,
    NOT_CHECKED,
    RULE,
    TEXT,
    PageSource,
    SectionSource,
    TableSource,
)
from .tree import Mapping, Node, Scalar, Sequence
from .yaml import parse

_KNOWN = {**{ru: ru for ru in HEADINGS}, **{en: ru for ru, en in HEADINGS.items()}}
_ORDER = list(HEADINGS)
_YAML = ("yaml", "yml", "json")
_RANKS = ("h3", "h4", "h5", "h6")
_RULE_ID = re.compile(r"""^(?:-| ) *\{? *["']?id["']?: *["']?([a-z][a-z0-9-]*)""", re.MULTILINE)


def split_page(text: str, file: str) -> PageSource:
    """The parts of a page, or `PackError` with everything that is wrong with its form."""
    page, problems = sound_parts(text, file)
    if page is None or problems:
        raise PackError(problems)
    return page


def sound_parts(text: str, file: str) -> tuple[PageSource | None, list[Problem]]:
    """The parts of a page that are in form, and what is wrong with the others; None where its keys cannot be read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    splitter = _Splitter(lines, file)
    page = splitter.page()
    return page, sorted(splitter.problems, key=_line)


@define(eq=False)
class _Splitter:
    """One pass over the top-level pieces of a page; everything wrong is collected and left out.

    ``base``: the line of the base facts that wait for their table, and these facts, None where they cannot be read.
    """

    lines: list[str]
    file: str
    problems: list[Problem] = field(factory=list)
    sections: dict[str, SectionSource] = field(factory=dict)
    title: str = ""
    heading: str | None = None
    case_title: str = ""
    base: tuple[int, Mapping | None] | None = None
    prose: list[str] = field(factory=list)

    def page(self) -> PageSource | None:
        front, start = self.front()
        found, hidden = pieces(self.lines, start)
        for line in hidden:
            self.say(line + 1, _INDENTED)
        for piece in found:
            self.take(piece)
        self.leave()
        self.complete(front)
        return None if front is None else PageSource(self.file, front, self.title, self.sections)

    def front(self) -> tuple[Mapping | None, int]:
        """The front matter, and the index of the line after it."""
        if self.lines[0].rstrip() != "---":
            self.say(1, _FRONT)
            return None, 0
        end = next((i for i, line in enumerate(self.lines) if i and line.rstrip() == "---"), None)
        if end is None:
            self.say(1, _FRONT_OPEN)
            return None, len(self.lines)
        node = self.yaml("\n".join(self.lines[1:end]), 2)
        if node is not None and not isinstance(node, Mapping):
            self.say(2, _FRONT_KEYS)
        return (node if isinstance(node, Mapping) else None), end + 1

    def take(self, piece: Piece) -> None:
        """Put a piece where it belongs."""
        line = piece.first + 1
        if piece.kind == "h1":
            if self.title or self.sections:
                self.say(line, _TITLES)
            self.title = piece.text
        elif piece.kind == "h2":
            self.enter(piece.text, line)
        elif self.heading is None:
            if not self.sections and not any(problem.message is _BEFORE for problem in self.problems):
                self.say(line, _BEFORE)
        elif piece.kind == "fence":
            self.fence(piece)
        elif piece.kind == "blockquote" and self.heading == TEXT:
            self.quote(piece)
        elif piece.kind == "table" and self.heading == CASES:
            self.table(piece)
        elif piece.kind in _RANKS and self.heading == CASES:
            self.unused_base()
            self.case_title = piece.text
        else:
            if self.heading == CASES and self.lines[piece.first].lstrip().startswith("|"):
                self.say(line, _NO_TABLE)
                self.base = None
            self.prose.append("\n".join(self.lines[piece.first : piece.last]).rstrip())

    # -- sections

    def enter(self, heading: str, line: int) -> None:
        """Begin the section under a heading of the second rank."""
        self.leave()
        known = _KNOWN.get(heading)
        self.heading = None
        if known is None:
            self.say(line, _unknown_heading(heading), code=UNKNOWN_WORD)
            self.sections.setdefault(heading, SectionSource(line))
            return
        if known in self.sections:
            again = self.sections[known].line
            self.say(
                line,
                Text(
                    f"раздел `{heading}` уже есть в строке {again}",
                    f"the section `{heading}` is already in line {again}",
                ),
            )
            return
        place = _ORDER.index(known)
        later = next((name for name in self.sections if name in _ORDER[place:]), None)
        if later is not None:
            self.say(
                line,
                Text(
                    f"раздел `{known}` должен стоять до раздела `{later}`",
                    f"the section `{HEADINGS[known]}` must stand before `{HEADINGS[later]}`",
                ),
            )
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
            self.say(line, _OPEN_FENCE)
            self.lose(piece.text, line + 1)
        elif not piece.info:
            self.say(line, _NO_INFO)
            self.lose(piece.text, line + 1)
        elif piece.info.split()[0] not in _YAML:
            self.prose.append("\n".join(self.lines[piece.first : piece.last]))
        elif self.heading == TEXT:
            self.say(line, _BLOCK_IN_TEXT)
        else:
            node = (self.rules if self.heading == RULE else self.yaml)(piece.text, line + 1)
            if self.heading == CASES:
                self.start(node, line + 1)
            elif node is not None:
                self.section().blocks.append(node)

    def start(self, node: Node | None, line: int) -> None:
        """The base facts of the table that follows."""
        self.unused_base()
        self.base = (line, None)
        if not (isinstance(node, Mapping) and len(node.entries) == 1 and next(iter(node.entries)) in BASE):
            if node is not None:
                self.say(line, _NO_BASE)
            return
        facts = next(iter(node.entries.values())).value
        if isinstance(facts, Mapping):
            self.base = (line, facts)
        else:
            self.say(facts.line, _BASE_FACTS, facts.column)

    def unused_base(self) -> None:
        """Base facts that no table has taken are a mistake."""
        if self.base is not None and self.base[1] is not None:
            self.say(self.base[0], _UNUSED_BASE)
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
            if piece.startswith("- "):
                node = self.yaml(piece, line)
                if isinstance(node, Sequence):
                    items += node.items
                else:
                    self.lose(piece, line)
            line += piece.count("\n")
        if len(self.problems) == before:
            self.problems += of_whole
        return Sequence(self.file, line, 1, items) if items else None

    def lose(self, text: str, line: int) -> None:
        """Keep the ids of the rules in a text that cannot be read, so that others may still speak of them."""
        if self.heading == RULE:
            for found in _RULE_ID.finditer(text):
                row = line + text.count("\n", 0, found.start(1))
                self.section().lost.append(Scalar(self.file, row, 1, found[1]))

    def quote(self, piece: Piece) -> None:
        """The paragraphs of a quotation: the words as written, lines of one paragraph joined by a space."""
        quote = self.section().quote
        going = False
        for line in self.lines[piece.first : piece.last]:
            words = re.sub(r"^ {0,3}> ?", "", line).rstrip()
            if words and going:
                quote[-1] += " " + words
            elif words:
                quote.append(words)
            going = bool(words)

    def table(self, piece: Piece) -> None:
        """A table without the rows that do not fit its header; none where its header or its base is wrong."""
        ruler = piece.first + 1
        header, *rows = [self.row(i) for i in range(piece.first, piece.last) if i != ruler]
        seen: set[str] = set()
        fits = True
        for cell in header:
            if cell.text in seen or not cell.text:
                self.problems.append(Problem(_column_words(cell.text), cell.place))
                fits = False
            seen.add(cell.text)
        whole = []
        for row in rows:
            if len(row) == len(header):
                whole.append(row)
            else:
                self.say(row[0].place.line or 0, _row_words(len(row), len(header)))
        base, self.base = self.base, None
        if fits and (base is None or base[1] is not None):
            table = TableSource(self.case_title, base[1] if base else None, header, whole)
            self.section().tables.append(table)

    def row(self, i: int) -> list[Cell]:
        """The cells of a line."""
        return [Cell(text, Place(self.file, i + 1, column)) for column, text in cells(self.lines[i])]

    # -- the whole

    def complete(self, front: Mapping | None) -> None:
        """Say what is missing. A page that comes later (`позже`) need only quote the law."""
        if not self.title:
            self.say(1, _TITLE)
        later = front is not None and ("позже" in front.entries or "later" in front.entries)
        needed = [TEXT] if later else [TEXT, INTERPRETATION]
        if not later and NOT_CHECKED not in self.sections:
            needed.append(RULE)
        if RULE in self.sections:
            needed.append(CASES)
        for heading in needed:
            if heading not in self.sections:
                self.say(
                    len(self.lines),
                    Text(f"нет раздела `## {heading}`", f"the section `## {HEADINGS[heading]}` is missing"),
                )
        if TEXT in self.sections and not self.sections[TEXT].quote:
            self.say(self.sections[TEXT].line, _NO_QUOTE)

    def yaml(self, text: str, line: int) -> Node | None:
        """A block of YAML whose first line is given; None where it cannot be read (told)."""
        try:
            return parse(text, self.file, line, PackError)
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def say(self, line: int, words: Text, column: int = 1, code: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(words, Place(self.file, line, column), code))


def _line(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _column_words(name: str) -> Text:
    if not name:
        return Text("у столбца нет названия", "the column has no name")
    return Text(f"столбец `{name}` уже есть в этой таблице", f"the table already has a column `{name}`")


def _row_words(cells: int, columns: int) -> Text:
    return Text(
        f"в строке таблицы ячеек {cells}, а столбцов {columns}",
        f"the row has {cells} cells, the table {columns} columns",
    )


def _unknown_heading(heading: str) -> Text:
    near = nearest(heading, _KNOWN)
    russian, english = ", ".join(HEADINGS), ", ".join(HEADINGS.values())
    return Text(
        f"заголовка `{heading}` на странице закона нет{near.ru or f'; есть: {russian}'}",
        f"a page of law has no heading `{heading}`{near.en or f'; it has: {english}'}",
    )


# -- words -------------------------------------------------------------------------------------------

_FRONT = Text(
    "страница начинается с `---`, ключей страницы (`id`, `пункт`, …) и ещё одной строки `---`",
    "a page starts with `---`, the keys of the page (`id`, `пункт`, …) and another `---`",
)
_FRONT_OPEN = Text(
    "ключи страницы не закрыты строкой `---`", "the keys of the page are not closed by a line `---`"
)
_FRONT_KEYS = Text("здесь ожидались строки `ключ: значение`", "lines `key: value` are expected here")
_TITLE = Text("нет заголовка страницы `# п.…`", "the title of the page, `# п.…`, is missing")
_TITLES = Text(
    "заголовок `# …` на странице один и стоит первым", "a page has one heading `# …`, and it comes first"
)
_BEFORE = Text(
    "до первого раздела `## …` стоит только заголовок страницы",
    "only the title of the page stands before its first section `## …`",
)
_OPEN_FENCE = Text("блок не закрыт строкой ```", "the block is not closed by a line ```")
_NO_INFO = Text("после ``` напишите, что в блоке: ```yaml", "write what the block holds after ```: ```yaml")
_INDENTED = Text(
    "блок стоит внутри списка или цитаты; уберите отступ",
    "the block stands inside a list or a quotation; remove its indentation",
)
_BLOCK_IN_TEXT = Text(
    "под текстом нормы стоит только цитата, без блоков", "the text of the law is a quotation, without blocks"
)
_NO_BASE = Text(
    "в блоке перед таблицей ожидался один ключ `основа`", "the block before a table holds one key, `основа`"
)
_BASE_FACTS = Text(
    "в основе ожидались пары «поле: значение»", "`field: value` pairs are expected in the base facts"
)
_UNUSED_BASE = Text("за этой основой не следует таблица", "no table follows these base facts")
_NO_TABLE = Text(
    "таблица не читается: под её шапкой ожидалась строка `|---|---|` с тем же числом столбцов",
    "the table cannot be read: a line `|---|---|` with as many columns is expected under its header",
)
_NO_QUOTE = Text(
    "под этим заголовком ожидалась цитата: строки, которые начинаются с `> `",
    "a quotation is expected under this heading: lines that start with `> `",
)
