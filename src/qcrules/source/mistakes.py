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

from .building import ALIAS, TAG, Builder, Stopped
from .tree import Node, Scalar


class _Scanner(Scanner):
    """YAML 1.2 without directives and explicit keys."""

    def check_directive(self) -> Any:
        return False

    def check_key(self) -> Any:
        return False

    def check_plain(self) -> Any:
        return self.reader.peek() == "?" or super().check_plain()


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
        builder.problems.append(Problem(_UNREADABLE, Place(file, first_line, 1)))
    root = builder.root
    empty = root is None or (isinstance(root, Scalar) and not root.text and not root.quoted)
    if empty and not builder.problems:
        builder.problems.append(Problem(_EMPTY, Place(file, first_line, 1)))
    if root is None or builder.problems:
        raise error(builder.problems)
    return root


def _explain(fault: MarkedYAMLError, text: str, builder: Builder) -> None:
    """Note in plain words what ruamel.yaml could not read."""
    here = fault.problem_mark or fault.context_mark
    opened = fault.context_mark or here
    told = f"{fault.context} | {fault.problem}"
    if "expected ',' or" in told and here.index >= len(text.rstrip()):
        builder.note(_UNCLOSED, opened)
        return
    for part, words, at_start in _WORDS:
        if part in told:
            builder.note(words, opened) if at_start else builder.note(
                _with_what_is_found(words, text, here), here
            )
            return
    builder.note(_with_what_is_found(_UNREADABLE, text, here), here)


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


_EMPTY = Text("здесь ничего нет, а нужен текст YAML или JSON", "nothing is here; YAML or JSON is expected")
_AFTER = Text("здесь лишний текст: документ уже закончился", "the document has ended before this text")
_UNREADABLE = Text("это не разобрать как YAML или JSON", "this cannot be read as YAML or JSON")
_UNCLOSED = Text("эта скобка не закрыта", "this bracket is never closed")
_QUOTE = Text("эта кавычка не закрыта", "this quotation mark is never closed")
_COLON = Text(
    "двоеточие с пробелом здесь не ожидалось: проверьте отступ, а значение с двоеточием возьмите в кавычки",
    "a colon with a space is not expected here: check the indentation; a value with a colon goes into quotes",
)
_ESCAPE = Text(
    "в двойных кавычках после `\\` стоит неизвестный знак; сам знак `\\` пишут дважды",
    "in double quotes an unknown character follows `\\`; the sign `\\` itself is written twice",
)

# What ruamel.yaml says, what we say, and whether the place is where the thing began.
_WORDS: tuple[tuple[str, Text, bool], ...] = (
    ("while scanning a quoted scalar", _QUOTE, True),
    (
        "expected ',' or",
        Text(
            "внутри скобок ожидалась запятая или закрывающая скобка",
            "a comma or a closing bracket is expected",
        ),
        False,
    ),
    (
        "expected <block end>",
        Text(
            "ожидался новый ключ или элемент с тем же отступом, что и выше (проверьте отступы и кавычки)",
            "a new key or item is expected, indented like those above (check indentation and quotes)",
        ),
        False,
    ),
    ("mapping values are not allowed", _COLON, False),
    ("unexpected ':'", _COLON, False),
    (
        "could not find expected ':'",
        Text(
            "здесь ожидалось `ключ: значение`, а двоеточия нет",
            "`key: value` is expected here; no colon was found",
        ),
        True,
    ),
    (
        "sequence entries are not allowed",
        Text(
            "список здесь начаться не может: `- ` пишут с новой строки",
            "a list cannot start here: `- ` starts a line",
        ),
        False,
    ),
    (
        "found character '\\t'",
        Text(
            "здесь стоит табуляция; отступы делают пробелами",
            "a tab stands here; indentation is made of spaces",
        ),
        False,
    ),
    (
        "found character",
        Text(
            "значение, которое начинается с этого знака, берут в кавычки",
            "a value that starts with this sign goes into quotes",
        ),
        False,
    ),
    ("escape", _ESCAPE, False),
    ("while scanning an alias", ALIAS, True),
    ("while scanning an anchor", ALIAS, True),
    ("a tag", TAG, True),
    ("an tag", TAG, True),
    ("tag handle", TAG, True),
    (
        "block scalar",
        Text(
            "после `|` или `>` текст начинают с новой строки, с отступом",
            "after `|` or `>` the text starts on a new line, indented",
        ),
        False,
    ),
    ("expected the node content", Text("здесь ожидалось значение", "a value is expected here"), False),
    ("expected '<document start>'", _AFTER, False),
)
