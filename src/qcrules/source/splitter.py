"""The text of a page → its parts. What is wrong with its form is told, and the parts that are in form stay."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import Factory, define, field

from qcrules.errors import UNKNOWN_WORD, InputError, PackError, Place, Problem, nearest
from qcrules.text import Text

from .page import BASE, CASES, HEADINGS, INTERPRETATION, NOT_CHECKED, RULE, TEXT, Block, Page, Section, Table
from .tree import Mapping, Node, Scalar, Sequence
from .yaml import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_KNOWN = {**{ru: ru for ru in HEADINGS}, **{en: ru for ru, en in HEADINGS.items()}}
_ORDER = list(HEADINGS)
_YAML = ("yaml", "yml", "json")
_RULE_ID = re.compile(r"""^(?:-| ) *\{? *["']?id["']?: *["']?([a-z][a-z0-9-]*)""", re.MULTILINE)


def split_page(text: str, file: str) -> Page:
    """The parts of a page, or `PackError` with everything that is wrong with its form."""
    page, problems = sound_parts(text, file)
    if page is None or problems:
        raise PackError(problems)
    return page


def sound_parts(text: str, file: str) -> tuple[Page | None, list[Problem]]:
    """The parts of a page that are in form, and what is wrong with the others; None where its keys cannot be read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    splitter = _Splitter(lines, file)
    page = splitter.page()
    return page, sorted(splitter.problems, key=_line)


def split_row(line: str) -> list[tuple[int, str]]:
    """The cells of a row of a table, each with its column from 1; `\\|` is a bar within a cell."""
    end = len(line.rstrip())
    start = len(line) - len(line.lstrip())
    bars = [i for i in range(start, end) if line[i] == "|" and (i == 0 or line[i - 1] != "\\")]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        edges.pop(0)
    if len(edges) > 2 and bars[-1] == end - 1:
        edges.pop()
    cells = []
    for left, right in pairwise(edges):
        raw = line[left + 1 : right]
        column = left + 2 + len(raw) - len(raw.lstrip())
        cells.append((column if raw.strip() else left + 2, _cell(raw.strip())))
    return cells


def _cell(raw: str) -> str:
    code = re.fullmatch(r"`([^`]+)`", raw)
    return (code[1].strip() if code else raw).replace("\\|", "|")


@define(eq=False)
class _Splitter:
    """One pass over the top-level pieces that markdown-it finds; everything wrong is collected and left out."""

    lines: list[str]
    file: str
    problems: list[Problem] = Factory(list)
    sections: dict[str, Section] = Factory(dict)
    title: str = ""
    heading: str | None = None
    case_title: str = ""
    base: tuple[int, Node | None] | None = None
    prose: list[str] = field(factory=list)

    def page(self) -> Page | None:
        front, start = self.front()
        for piece in self.pieces(start):
            self.take(piece)
        self.leave()
        self.complete(front)
        return None if front is None else Page(self.file, front, self.title, self.sections)

    # -- front matter

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

    # -- pieces

    def pieces(self, start: int) -> list[tuple[Token, str]]:
        """The top-level pieces, each with the text inside (of headings)."""
        from markdown_it import MarkdownIt

        body = "\n" * start + "\n".join(self.lines[start:])
        tokens = MarkdownIt("commonmark").enable("table").parse(body)
        for token in tokens:
            if token.level and token.map and token.type == "fence":
                self.say(token.map[0] + 1, _INDENTED)
        return [
            (token, tokens[i + 1].content if token.type == "heading_open" else "")
            for i, token in enumerate(tokens)
            if token.level == 0 and token.map and token.nesting >= 0
        ]

    def take(self, piece: tuple[Token, str]) -> None:
        token, inside = piece
        first, last = token.map or (0, 0)
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            (self.name if token.tag == "h1" else self.enter)(inside, first + 1)
        elif self.heading is None:
            if not self.sections and not any(problem.message is _BEFORE for problem in self.problems):
                self.say(first + 1, _BEFORE)
        elif token.type == "fence":
            self.fence(token, first, last)
        elif token.type == "blockquote_open" and self.heading == TEXT:
            self.quote(first, last)
        elif token.type == "table_open" and self.heading == CASES:
            self.table(first, last)
        elif token.type == "heading_open" and self.heading == CASES:
            self.unused_base()
            self.case_title = inside
        else:
            if self.heading == CASES and self.lines[first].lstrip().startswith("|"):
                self.say(first + 1, _NO_TABLE)
                self.base = None
            self.prose.append("\n".join(self.lines[first:last]).rstrip())

    def name(self, title: str, line: int) -> None:
        if self.title or self.sections:
            self.say(line, _TITLES)
        self.title = title

    def enter(self, heading: str, line: int) -> None:
        """Begin the section under a heading of the second rank."""
        self.leave()
        known = _KNOWN.get(heading)
        self.heading = None
        if known is None:
            near = nearest(heading, _KNOWN)
            expected_ru, expected_en = ", ".join(HEADINGS), ", ".join(HEADINGS.values())
            self.say(
                line,
                Text(
                    f"заголовка `{heading}` на странице закона нет{near.ru or f'; есть: {expected_ru}'}",
                    f"a page of law has no heading `{heading}`{near.en or f'; it has: {expected_en}'}",
                ),
                code=UNKNOWN_WORD,
            )
            self.sections.setdefault(heading, Section(line))
        elif known in self.sections:
            again = self.sections[known].line
            self.say(
                line,
                Text(
                    f"раздел `{heading}` уже есть в строке {again}",
                    f"the section `{heading}` is already in line {again}",
                ),
            )
        else:
            later = [
                name
                for name in self.sections
                if name in HEADINGS and _ORDER.index(name) > _ORDER.index(known)
            ]
            if later:
                self.say(
                    line,
                    Text(
                        f"раздел `{known}` должен стоять до раздела `{later[0]}`",
                        f"the section `{HEADINGS[known]}` must stand before `{HEADINGS[later[0]]}`",
                    ),
                )
            self.heading = known
            self.sections[known] = Section(line)

    def leave(self) -> None:
        """Finish the section that is open."""
        if self.heading is not None:
            self.sections[self.heading].prose = "\n\n".join(self.prose)
        self.unused_base()
        self.prose, self.case_title = [], ""

    # -- what a section holds

    def fence(self, token: Token, first: int, last: int) -> None:
        info = token.info.strip()
        if last - first < token.content.count("\n") + 2:
            self.say(first + 1, _OPEN_FENCE)
            self.lose(token.content, first + 2)
        elif not info:
            self.say(first + 1, _NO_INFO)
            self.lose(token.content, first + 2)
        elif info.split()[0] not in _YAML:
            self.prose.append("\n".join(self.lines[first:last]))
        elif self.heading == TEXT:
            self.say(first + 1, _BLOCK_IN_TEXT)
        else:
            node = (self.rules if self.heading == RULE else self.yaml)(token.content, first + 2)
            if self.heading == CASES:
                self.start(node, first + 2)
            elif node is not None:
                self.section().blocks.append(Block(first + 2, info, node))

    def start(self, node: Node | None, line: int) -> None:
        """The base facts of the table that follows; None where they cannot be read."""
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

    def quote(self, first: int, last: int) -> None:
        """The paragraphs of a quotation: the words as written, lines of one paragraph joined by a space."""
        section = self.section()
        going = False
        for i in range(first, last):
            words = re.sub(r"^ {0,3}> ?", "", self.lines[i]).rstrip()
            if words and going:
                section.quote[-1] += " " + words
            elif words:
                section.quote.append(words)
                section.quote_lines.append(i + 1)
            going = bool(words)

    def table(self, first: int, last: int) -> None:
        """A table without the rows that do not fit its header; none where its header or its base is wrong."""
        header, *rows = [self.row(i) for i in range(first, last) if i != first + 1]
        seen: set[str] = set()
        fits = True
        for cell in header:
            if cell.text in seen or not cell.text:
                self.say(cell.line, _column_words(cell.text), cell.column)
                fits = False
            seen.add(cell.text)
        for row in rows:
            if len(row) != len(header):
                self.say(
                    row[0].line,
                    Text(
                        f"в строке таблицы ячеек {len(row)}, а столбцов {len(header)}",
                        f"the row has {len(row)} cells, the table {len(header)} columns",
                    ),
                )
        whole = [row for row in rows if len(row) == len(header)]
        base, self.base = self.base, None
        if fits and (base is None or base[1] is not None):
            table = Table(first + 1, self.case_title, base[1] if base else None, header, whole)
            self.section().tables.append(table)

    def row(self, i: int) -> list[Scalar]:
        return [Scalar(self.file, i + 1, column, text) for column, text in split_row(self.lines[i])]

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

    def section(self) -> Section:
        assert self.heading is not None
        return self.sections[self.heading]

    def yaml(self, text: str, line: int) -> Node | None:
        try:
            return parse(text, self.file, line, PackError)
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def say(self, line: int, words: Text, column: int = 1, code: str | None = None) -> None:
        self.problems.append(Problem(words, Place(self.file, line, column), code))


def _line(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _column_words(name: str) -> Text:
    if not name:
        return Text("у столбца нет названия", "the column has no name")
    return Text(f"столбец `{name}` уже есть в этой таблице", f"the table already has a column `{name}`")


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
