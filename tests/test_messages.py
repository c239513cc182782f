"""What a room says stands on a page beside it: all that is said is there, and all that is there is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qcrules.bilingual import messages, tables
from qcrules.cli.run import program

SOURCE = Path(__file__).parents[1] / "src" / "qcrules"
PAGES = [path for path in sorted(SOURCE.glob("*/*.md")) if path.parent.name not in ("source", "rules")]
TEMPLATES = SOURCE / "render" / "pages"
NAME_OF = {"said": 0, "wrong": 1, "problem": 1}
"""Who says something, and which of what it is given is the name of the message."""


def words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named(tree: ast.AST) -> Iterator[str]:
    """The names of the messages that code asks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = (
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            )
            at = NAME_OF.get(function)
            if at is not None and len(node.args) > at:
                yield from filter(None, words(node.args[at]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_all_that_is_said_is_there_in_both_languages(page: Path) -> None:
    rows = {name: (ru, en) for name, ru, en in tables(page)["messages"][1]}
    code = [ast.parse(path.read_text("utf-8")) for path in page.parent.rglob("*.py")]
    assert {name for tree in code for name in named(tree)} - set(rows) == set()
    assert set(rows) - {word for tree in code for word in words(tree)} == set()
    said = messages(str(page), page.name)
    for name, (ru, en) in rows.items():
        assert ru.count("{}") == en.count("{}"), name
        assert said(name, *"abcdefgh"[: ru.count("{}")]).ru


def test_each_option_of_the_page_is_that_of_a_command() -> None:
    page = tables(SOURCE / "cli" / "commands.md")
    group = program("en")
    own = {row[0] for row in page["shared"][1]}
    for name in group.names:
        command = group.make(name)
        asked = {" ".join(param.opts) for param in command.params}
        assert {row[0] for row in page[name][1]} <= asked | {"about"}
        own -= asked
    assert not own


def test_all_that_pages_say_is_there_and_all_that_is_there_is_said() -> None:
    rows = {row[0] for row in tables(TEMPLATES / "words.md")["messages"][1]}
    shown = "".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.[hs]*")))
    code = [ast.parse(path.read_text("utf-8")) for path in TEMPLATES.parent.glob("*.py")]
    said = set(re.findall(r"""said\("([a-z0-9-]+)"[,)]""", shown))
    assert said - rows == set()
    assert {name for tree in code for name in named(tree) if not name.endswith("-")} - rows == set()
    assert {name for name in rows - said if not name.startswith(("square-", "step-"))} - {
        word for tree in code for word in words(tree)
    } == set()
