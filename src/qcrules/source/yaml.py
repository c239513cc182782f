"""Files into nodes: bytes, then text, then YAML 1.2 or JSON; every mistake in plain words with its place."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from yaml import YAMLError
from yaml.events import ScalarEvent, StreamEndEvent

from qcrules.errors import InputError, Place, Problem, RecordError
from qcrules.text import Text

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML without libyaml
    CParser = None

from .building import Builder, Stopped
from .tree import Node

if TYPE_CHECKING:
    from yaml.events import Event

MAX_BYTES = 20 * 1024 * 1024

_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAND_IN = "\ue000"
"""Stands for `?` while libyaml reads: to it that is the sign of a key, to us an ordinary character."""
_RARE = re.compile(
    f"[\t\r\x85\u2028\u2029\ufeff{_STAND_IN}]|^(%|---|\\.\\.\\.)|[|>][-+0-9]* *(#|\n *(#|\n))", re.M
)
"""What YAML 1.1, which libyaml reads, and 1.2 take differently: line ends, tabs, directives, odd starts of a block."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SAVE = Text("сохраните файл как обычный текст в кодировке UTF-8", "save the file as plain text in UTF-8")


def read_text(path: str | os.PathLike[str], error: type[InputError] = RecordError) -> str:
    """The text of a UTF-8 file, its line ends made `\\n`; raises `error`, which says what was found."""
    name = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise _failed(error, name, Text("такого файла нет", "there is no such file")) from None
    except IsADirectoryError:
        words = Text("это папка, а нужен файл", "this is a folder; a file is expected")
        raise _failed(error, name, words) from None
    except PermissionError:
        words = Text("нет права читать этот файл", "you have no permission to read this file")
        raise _failed(error, name, words) from None
    except (OSError, ValueError):
        words = Text("файл не удалось прочитать", "the file could not be read")
        raise _failed(error, name, words) from None
    return _decoded(data, name, error)


def _decoded(data: bytes, name: str, error: type[InputError]) -> str:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise _failed(
            error,
            name,
            Text(
                f"файл больше {limit} МБ; разделите его на части",
                f"the file is larger than {limit} MB; split it into parts",
            ),
        )
    if data.startswith(_UTF16):
        raise _failed(error, name, Text(f"файл в UTF-16; {_SAVE.ru}", f"the file is UTF-16; {_SAVE.en}"))
    if b"\0" in data:
        raise _failed(
            error,
            name,
            Text(
                f"это не текст (таблица, архив?), а нужен текст YAML или JSON; {_SAVE.ru}",
                f"this is no text (a spreadsheet, an archive?); YAML or JSON is expected; {_SAVE.en}",
            ),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise error(
            Problem(
                Text(
                    f"текст не в UTF-8 (возможно, Windows-1251); {_SAVE.ru}",
                    f"the text is not UTF-8 (Windows-1251, perhaps); {_SAVE.en}",
                ),
                Place(name, line),
            )
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, file: str, first_line: int = 1, error: type[InputError] = RecordError) -> Node:
    """The one document of YAML 1.2 or JSON in `text`, whose first line is line `first_line` of `file`.

    Every value stays the text that was written. Aliases, anchors, tags, keys that are no words, repeated keys
    and nesting deeper than 64 are refused: raises `error` with all that was found.
    """
    text = text.removeprefix("\ufeff")
    _refuse_unprintable(text, file, first_line, error)
    root = _read_fast(text, file, first_line)
    if root is not None:
        return root
    from .mistakes import read_or_explain  # ruamel.yaml is needed only where something is wrong or rare

    return read_or_explain(text, file, first_line, error)


def _read_fast(text: str, file: str, first_line: int) -> Node | None:
    """The document as libyaml reads it; None where anything is wrong with it, or may not be YAML 1.2."""
    if CParser is None or _RARE.search(text):
        return None
    builder = Builder(file, first_line)
    try:
        builder.build(_events(text))
    except (Stopped, YAMLError):
        return None
    return None if builder.problems else builder.root


def _events(text: str) -> Iterator[Event]:
    """The events of libyaml, to which a `?` is no sign. Stopped where YAML 1.2 may read something otherwise."""
    bare = "?" in text
    parser = CParser(text.replace("?", _STAND_IN) if bare else text)
    try:
        while not isinstance(event := parser.get_event(), StreamEndEvent):
            if isinstance(event, ScalarEvent):
                if not event.value and not event.style:
                    raise Stopped  # an empty value, which stands elsewhere
                if bare:
                    event.value = event.value.replace(_STAND_IN, "?")
            elif getattr(event, "flow_style", False) and text[event.start_mark.index] not in "[{":
                raise Stopped  # [key: value]
            yield event
    finally:
        parser.dispose()


def _refuse_unprintable(text: str, file: str, first_line: int, error: type[InputError]) -> None:
    bad = _UNPRINTABLE.search(text)
    if bad is None:
        return
    before = text[: bad.start()]
    code = f"U+{ord(bad[0]):04X}"
    raise error(
        Problem(
            Text(
                f"здесь стоит непечатаемый знак {code}; в тексте YAML или JSON его быть не может",
                f"the unprintable character {code} stands here; YAML or JSON text cannot hold it",
            ),
            Place(file, first_line + before.count("\n"), len(before) - before.rfind("\n")),
        )
    )


def _failed(error: type[InputError], name: str, words: Text) -> InputError:
    return error(Problem(words, Place(name)))
