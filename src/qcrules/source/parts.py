"""The parts of a page of law, each with its place. What a block or a cell means is not known here.

    ---
    front matter: a mapping
    ---
    # title
    ## Текст нормы                 the official words, quoted
    ## Толкование                  prose and blocks
    ## Правило                     blocks
    ## Почему не проверяется       prose and blocks
    ## Без случая                  blocks: what no case can show
    ## Случаи                      tables, each with an optional `### title` and block `основа: {…}`

The headings stand in this order and may be in English. What only a machine needs may stand beside a page, in a file
of its name that ends in ``.case.md``: the sections «Без случая» and «Случаи» again.
"""

from __future__ import annotations

from attrs import Factory, define, frozen

from ..law.page import Cell
from .tree import Mapping, Node, Scalar

TEXT = "Текст нормы"
INTERPRETATION = "Толкование"
RULE = "Правило"
NOT_CHECKED = "Почему не проверяется"
WITHOUT_CASE = "Без случая"
CASES = "Случаи"
BESIDE = ".case.md"
"""How the name of a file beside a page ends."""


def page_of(file: str) -> str:
    """The page beside which a file stands; the file itself where it is no such file."""
    return file.removesuffix(BESIDE) + ".md" if file.endswith(BESIDE) else file


HEADINGS = {
    TEXT: "Text",
    INTERPRETATION: "Interpretation",
    RULE: "Rule",
    NOT_CHECKED: "Why not checked",
    WITHOUT_CASE: "Without a case",
    CASES: "Cases",
}
BASE = ("основа", "base")


@frozen(eq=False)
class TableSource:
    """A table of cases; ``base`` is what stood under `основа` before it."""

    title: str
    base: Mapping | None
    header: list[Cell]
    rows: list[list[Cell]]


@define(eq=False)
class SectionSource:
    """What stands under one heading, which is in ``line``; ``quote`` is the quoted paragraphs.

    ``lost``: the ids of the rules that stand in what could not be read, as far as they can be made out; ``names``: all
    that may have a name there.
    """

    line: int
    quote: list[str] = Factory(list)
    prose: str = ""
    blocks: list[Node] = Factory(list)
    tables: list[TableSource] = Factory(list)
    lost: list[Scalar] = Factory(list)
    names: frozenset[str] = frozenset()


@frozen(eq=False)
class PageSource:
    """One page; the keys of ``sections`` are the Russian headings. ``beside``: the sections of the file beside it."""

    file: str
    front: Mapping
    title: str
    sections: dict[str, SectionSource]
    beside: dict[str, SectionSource] = Factory(dict)

    def both(self, heading: str) -> list[SectionSource]:
        """The section of that name, on the page and beside it."""
        return [part[heading] for part in (self.sections, self.beside) if heading in part]
