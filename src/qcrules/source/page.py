"""A page of law: Markdown into front matter, quotation, prose, blocks of YAML and tables, with places.

    ---
    front matter: a mapping
    ---
    # title
    ## Текст нормы                 the official words, quoted
    ## Толкование                  prose and blocks
    ## Правило                     blocks
    ## Почему не проверяется       prose and blocks
    ## Случаи                      tables, each with an optional `### title` and block `основа: {…}`

The headings stand in this order and may be in English. What a block or a cell means is not known here.
"""

from __future__ import annotations

from typing import Any

from attrs import Factory, define

from .tree import Mapping, Node, Scalar, from_json, to_json

TEXT = "Текст нормы"
INTERPRETATION = "Толкование"
RULE = "Правило"
NOT_CHECKED = "Почему не проверяется"
CASES = "Случаи"

HEADINGS = {
    TEXT: "Text",
    INTERPRETATION: "Interpretation",
    RULE: "Rule",
    NOT_CHECKED: "Why not checked",
    CASES: "Cases",
}
BASE = ("основа", "base")


@define(eq=False)
class Block:
    """A fenced block of YAML; `line` is that of its first line of YAML."""

    line: int
    info: str
    node: Node


@define(eq=False)
class Table:
    """A table of cases; `base` is what stood under `основа` before it."""

    line: int
    title: str
    base: Node | None
    header: list[Scalar]
    rows: list[list[Scalar]]


@define(eq=False)
class Section:
    """What stands under one heading; `quote` is the quoted paragraphs, `quote_lines` where each begins.

    `lost`: the ids of the rules that stand in what could not be read, as far as they can be made out.
    """

    line: int
    quote: list[str] = Factory(list)
    quote_lines: list[int] = Factory(list)
    prose: str = ""
    blocks: list[Block] = Factory(list)
    tables: list[Table] = Factory(list)
    lost: list[Scalar] = Factory(list)


@define(eq=False)
class Page:
    """One page; the keys of `sections` are the Russian headings."""

    file: str
    front: Mapping
    title: str
    sections: dict[str, Section]

    def to_json(self) -> list[Any]:
        """The page as plain lists, for the cache of what was parsed."""
        return [
            to_json(self.front),
            self.title,
            {heading: _section_to_json(section) for heading, section in self.sections.items()},
        ]

    @classmethod
    def from_json(cls, data: list[Any], file: str) -> Page:
        """The page that `to_json` wrote."""
        front = from_json(data[0], file)
        assert isinstance(front, Mapping)
        sections = {heading: _section_from_json(section, file) for heading, section in data[2].items()}
        return cls(file, front, data[1], sections)


# -- the cache ---------------------------------------------------------------------------------------


def _section_to_json(section: Section) -> list[Any]:
    return [
        section.line,
        section.quote,
        section.quote_lines,
        section.prose,
        [[block.line, block.info, to_json(block.node)] for block in section.blocks],
        [
            [
                table.line,
                table.title,
                None if table.base is None else to_json(table.base),
                [_row_to_json(row) for row in (table.header, *table.rows)],
            ]
            for table in section.tables
        ],
    ]


def _section_from_json(data: list[Any], file: str) -> Section:
    line, quote, quote_lines, prose, blocks, tables = data
    return Section(
        line,
        quote,
        quote_lines,
        prose,
        [Block(first, info, from_json(node, file)) for first, info, node in blocks],
        [_table_from_json(table, file) for table in tables],
    )


def _table_from_json(data: list[Any], file: str) -> Table:
    line, title, base, rows = data
    header, *cells = [_row_from_json(row, file) for row in rows]
    return Table(line, title, None if base is None else from_json(base, file), header, cells)


def _row_to_json(row: list[Scalar]) -> list[Any]:
    return [row[0].line, [cell.column for cell in row], [cell.text for cell in row]]


def _row_from_json(data: list[Any], file: str) -> list[Scalar]:
    line, columns, texts = data
    return [Scalar(file, line, column, text) for column, text in zip(columns, texts, strict=True)]
