"""YAML 1.2 and JSON text into nodes, from the events of ruamel.yaml.

Nothing recurses, nothing is expanded, and no value is turned into anything but text. One thing is added to
YAML: a bare `?` is a value («unknown»), not the start of a key.
"""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import Scanner

from qcrules.errors import InputError, Place, Problem
from qcrules.text import Text

from .tree import Entry, Mapping, Node, Scalar, Sequence

MAX_DEPTH = 64

_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class _Scanner(Scanner):
    """YAML 1.2 without directives and explicit keys."""

    def check_directive(self) -> Any:
        return False

    def check_key(self) -> Any:
        return False

    def check_plain(self) -> Any:
        return self.reader.peek() == "?" or super().check_plain()


def read(text: str, file: str, first_line: int, error: type[InputError]) -> Node:
    """The document as a node, or `error` with every problem found."""
    builder = _Builder(text, file, first_line, error)
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    try:
        for event in yaml.parse(text):
            builder.take(event)
    except MarkedYAMLError as fault:
        builder.syntax(fault)
    except (YAMLError, ValueError, IndexError, OverflowError):  # e.g. a character number beyond Unicode
        builder.problems.append(Problem(_UNREADABLE, Place(file, first_line, 1)))
    if builder.problems:
        raise error(builder.problems)
    root = builder.root
    if root is None or (isinstance(root, Scalar) and not root.text and not root.quoted):
        raise error(Problem(_EMPTY, Place(file, first_line, 1)))
    return root


@define(eq=False)
class _Builder:
    """Nodes as they grow: `stack` holds what is open, `keys` for each the key that waits for its value."""

    text: str
    file: str
    first_line: int
    error: type[InputError]
    root: Node | None = None
    documents: int = 0
    stack: list[Mapping | Sequence] = field(factory=list)
    keys: list[Scalar | None] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    refused: set[Text] = field(factory=set)

    def take(self, event: Any) -> None:
        if isinstance(event, ScalarEvent):
            self.check(event)
            self.put(self.scalar(event))
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self.check(event)
            self.open(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, AliasEvent):
            self.refuse(_ALIAS, event.start_mark)
            self.put(Scalar(*self.at(event.start_mark), "", quoted=True))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(_SEVERAL, event.start_mark)

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse(_ALIAS, event.start_mark)
        if event.ctag is not None:
            self.refuse(_TAG, event.start_mark)

    def scalar(self, event: ScalarEvent) -> Scalar:
        value = _joined(event.value)
        if _CONTROL.search(value):
            self.problem(_ESCAPED, event.start_mark)
        return Scalar(*self.at(event.start_mark), value, event.style is not None)

    def open(self, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.stop(_DEEP, event.start_mark)
        at = self.at(event.start_mark)
        node = Mapping(*at, {}) if isinstance(event, MappingStartEvent) else Sequence(*at, [])
        if self.waits_for_key():
            self.stop(_KEY, event.start_mark)
        self.put(node)
        self.stack.append(node)
        self.keys.append(None)

    def waits_for_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], Mapping) and self.keys[-1] is None

    def put(self, node: Node) -> None:
        """Hang `node` where it belongs: as the root, an item, a key or a value."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            assert isinstance(node, Scalar)
            self.keys[-1] = node
            self.key(parent, node)
        else:
            parent.entries.setdefault(key.text, Entry(key, node))
            self.keys[-1] = None

    def key(self, parent: Mapping, key: Scalar) -> None:
        if not key.text and not key.quoted:
            self.problems.append(Problem(_NO_KEY, key.place))
        elif key.text in parent.entries:
            line = parent.entries[key.text].key.line
            words = Text(
                f"ключ `{key.text}` уже есть в строке {line}; каждый ключ пишут один раз",
                f"the key `{key.text}` is already in line {line}; each key is written once",
            )
            self.problems.append(Problem(words, key.place))

    def at(self, mark: Any) -> tuple[str, int, int]:
        return self.file, self.first_line + mark.line, mark.column + 1

    def problem(self, words: Text, mark: Any) -> None:
        self.problems.append(Problem(words, Place(*self.at(mark))))

    def refuse(self, words: Text, mark: Any) -> None:
        """Note the first of each kind; the others follow from it."""
        if words not in self.refused:
            self.refused.add(words)
            self.problem(words, mark)

    def stop(self, words: Text, mark: Any) -> None:
        """What follows cannot be read."""
        self.problem(words, mark)
        raise self.error(self.problems)

    def syntax(self, fault: MarkedYAMLError) -> None:
        """Say in plain words what ruamel.yaml could not read."""
        here = fault.problem_mark or fault.context_mark
        opened = fault.context_mark or here
        told = f"{fault.context} | {fault.problem}"
        if "expected ',' or" in told and here.index >= len(self.text.rstrip()):
            self.problem(_UNCLOSED, opened)
            return
        for part, words, at_start in _WORDS:
            if part in told:
                self.problem(words, opened) if at_start else self.found(words, here)
                return
        self.found(_UNREADABLE, here)

    def found(self, words: Text, mark: Any) -> None:
        """The problem with what stands at its place."""
        line = self.text[mark.index : mark.index + 60].split("\n", 1)[0].strip()
        piece = f"`{line[:24]}…`" if len(line) > 24 else f"`{line}`"
        if not self.text[mark.index :].strip():
            found = Text("текст кончился", "the text ends")
        elif not line:
            found = Text("строка кончилась", "the line ends")
        else:
            found = Text(f"найдено {piece}", f"found {piece}")
        self.problem(Text(f"{words.ru}; {found.ru}", f"{words.en}; {found.en}"), mark)


def _joined(value: str) -> str:
    """JSON writes what lies beyond U+FFFF as two halves; join them."""
    try:
        return (
            value.encode("utf-16-le", "surrogatepass").decode("utf-16-le") if _HALF.search(value) else value
        )
    except UnicodeDecodeError:
        return value


_EMPTY = Text("здесь ничего нет, а нужен текст YAML или JSON", "nothing is here; YAML or JSON is expected")
_SEVERAL = Text(
    "здесь начинается второй документ; в файле может быть только один",
    "a second document starts here; a file holds one",
)
_AFTER = Text("здесь лишний текст: документ уже закончился", "the document has ended before this text")
_DEEP = Text(f"вложенность глубже {MAX_DEPTH} уровней", f"nesting is deeper than {MAX_DEPTH} levels")
_KEY = Text(
    "здесь нужен ключ (слово), а найдена скобка или список; текст со скобками берут в кавычки",
    "a key (a word) is expected, and a bracket or a list was found; text with brackets goes into quotes",
)
_NO_KEY = Text("перед двоеточием нет ключа", "there is no key before the colon")
_ESCAPED = Text(
    "в значении есть непечатаемый знак, записанный через `\\`; уберите его",
    "the value holds an unprintable character, written with `\\`; remove it",
)
_UNREADABLE = Text("это не разобрать как YAML или JSON", "this cannot be read as YAML or JSON")
_UNCLOSED = Text("эта скобка не закрыта", "this bracket is never closed")
_QUOTE = Text("эта кавычка не закрыта", "this quotation mark is never closed")
_ALIAS = Text(
    "ссылки YAML (`*имя`, `&имя`) не поддерживаются; значение с `*` или `&` в начале берут в кавычки",
    "YAML aliases (`*name`, `&name`) are not supported; a value that starts with `*` or `&` goes into quotes",
)
_TAG = Text(
    "теги YAML (`!имя`) здесь не поддерживаются; значение, которое начинается с `!`, берут в кавычки",
    "YAML tags (`!name`) are not supported; a value that starts with `!` goes into quotes",
)
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
    ("while scanning an alias", _ALIAS, True),
    ("while scanning an anchor", _ALIAS, True),
    ("a tag", _TAG, True),
    ("an tag", _TAG, True),
    ("tag handle", _TAG, True),
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
