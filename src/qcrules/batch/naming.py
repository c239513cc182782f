"""What is wrong with a field of a row, in the words of a register: the field first, in the language of the message."""

from __future__ import annotations

import re

from ..errors import NOWHERE, Place, Problem
from ..facts.field import Field
from ..facts.path import FactPath, Trail
from ..facts.types import Type
from ..text import Text

_NAMED = Text("^«[^»]*»: ", "^`[^`]*`: ")
"""How a message begins that names its field itself."""


def in_a_row(_: Trail) -> Place:
    """The place of what a row says: the row is told beside the message, the field by ``of_field``."""
    return NOWHERE


def of_field(problem: Problem, root: Field) -> Text:
    """What is wrong with a row of records under ``root``, with its field, and the number of the item, before it."""
    if problem.place is not NOWHERE:
        return of_cell(problem)
    fact, name = root, Text("", "")
    numbered = False
    for step in FactPath.parse(problem.path or "").trail:
        if isinstance(step, int):
            name, numbered = Text(f"{name.ru}[{step + 1}]", f"{name.en}[{step + 1}]"), True
        elif fact.type is Type.TABLE:
            name, numbered = Text(f"{name.ru}.{step}", f"{name.en}.{step}"), True
        elif (inner := fact.child(step)) is not None:
            fact, dot = inner, "." if name.en else ""
            name = Text(f"{name.ru}{dot}{inner.term.ru}", f"{name.en}{dot}{inner.key}")
    if not name.en:
        return problem.message
    if not numbered:
        name = Text(fact.label.ru, fact.path)
    message, begins = problem.message, _NAMED
    return Text(
        f"«{name.ru}»: {re.sub(begins.ru, '', message.ru)}",
        f"`{name.en}`: {re.sub(begins.en, '', message.en)}",
    )


def of_cell(problem: Problem) -> Text:
    """What is wrong in a sheet, with the cell before it; of what stands in none, what is wrong alone."""
    cell, said = problem.place and problem.place.cell, problem.message
    return Text(f"{cell}: {said.ru}", f"{cell}: {said.en}") if cell else said
