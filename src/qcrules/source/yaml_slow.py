"""What is wrong with a text that is no YAML of ours, in plain words; and the few texts that libyaml reads otherwise.

ruamel.yaml reads YAML 1.2. One thing is added to it: a bare `?` is a value («unknown»), not the start of a key.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scanner import Scanner

from qcrules.errors import InputError, Place, Problem
from qcrules.text import Text

from .bilingual import message, tables
from .tree import Node, Scalar
from .yaml_nodes import Builder, Stopped

MOST_OF_A_KEY = 1000
"""So many characters of a key YAML surely reads: it looks for the colon in the 1,024 after its beginning."""


class OurSyntax:
    """A scanner of YAML 1.2 without directives and explicit keys."""

    def check_directive(self) -> Any:
        return False

    def check_key(self) -> Any:
        return False

    def check_plain(self: Any) -> Any:
        return self.reader.peek() == "?" or super().check_plain()  # type: ignore[misc]


class _Scanner(OurSyntax, Scanner):
    pass


def read_or_explain(text: str, file: str, first_line: int, error: type[InputError]) -> Node:
    """The document as a node, or `error` with every problem found."""
    builder = Builder(file, first_line)
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    try:
        builder.build(yaml.parse(text))
    except Stopped:
        pass
    except MarkedYAMLError as fault:
        _explain(fault, text, builder)
    except (YAMLError, ValueError, IndexError, OverflowError):  # e.g. a character number beyond Unicode
        builder.problems.append(Problem(message("unreadable"), Place(file, first_line, 1)))
    root = builder.root
    empty = root is None or (isinstance(root, Scalar) and not root.text and not root.quoted)
    if empty and not builder.problems:
        builder.problems.append(Problem(message("empty"), Place(file, first_line, 1)))
    if root is None or builder.problems:
        raise error(builder.problems)
    return root


def _explain(fault: MarkedYAMLError, text: str, builder: Builder) -> None:
    """Note in plain words what ruamel.yaml could not read."""
    here = fault.problem_mark or fault.context_mark
    opened = fault.context_mark or here
    told = f"{fault.context} | {fault.problem}"
    if "expected ',' or" in told and here.index >= len(text.rstrip()):
        builder.note(message("open-bracket"), opened)
        return
    rows = tables("mistakes.md")["ruamel.yaml"][1]
    name, where = next(((name, where) for part, name, where in rows if part in told), ("unreadable", ""))
    if name in ("comma", "colon") and _is_long_key(text[: here.index]):
        builder.note(message("long-key").filled(MOST_OF_A_KEY), here)
    elif where == "start":
        builder.note(message(name), opened)
    else:
        builder.note(_with_what_is_found(message(name), text, here), here)


def _is_long_key(before: str) -> bool:
    """Does a text end with a key that YAML takes for none, because no colon follows soon enough?"""
    line = before[before.rfind("\n") + 1 :].rstrip()
    since = line.rfind('"', 0, -1) if line.endswith('"') else max(map(line.rfind, ",{["))
    return len(line[since + 1 :].strip()) > MOST_OF_A_KEY


def _with_what_is_found(words: Text, text: str, mark: Any) -> Text:
    """The words, and what stands at the place."""
    line = text[mark.index : mark.index + 60].split("\n", 1)[0].strip()
    piece = f"`{line[:24]}…`" if len(line) > 24 else f"`{line}`"
    if not text[mark.index :].strip():
        found = Text("текст кончился", "the text ends")
    elif not line:
        found = Text("строка кончилась", "the line ends")
    else:
        found = Text(f"найдено {piece}", f"found {piece}")
    return Text(f"{words.ru}; {found.ru}", f"{words.en}; {found.en}")
