"""Files into nodes: bytes, then text, then YAML 1.2 or JSON; every mistake in plain words with its place."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from qcrules.errors import InputError, Place, Problem, RecordError
from qcrules.text import Text

from .tree import Entry, Mapping, Node, Scalar, Sequence, from_json, plain, to_json, walk

__all__ = [
    "MAX_BYTES",
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "from_json",
    "parse",
    "plain",
    "read_text",
    "to_json",
    "walk",
]

MAX_BYTES = 20 * 1024 * 1024

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
    from .syntax import read  # ruamel.yaml is needed only where nothing is cached

    text = text.removeprefix("\ufeff")
    bad = [char for char in set(text) if not _may_stand(char)]
    if bad:
        at = min(map(text.index, bad))
        before = text[:at]
        place = Place(file, first_line + before.count("\n"), at - before.rfind("\n"))
        code = f"U+{ord(text[at]):04X}"
        raise error(
            Problem(
                Text(
                    f"здесь стоит непечатаемый знак {code}; в тексте YAML или JSON его быть не может",
                    f"the unprintable character {code} stands here; YAML or JSON text cannot hold it",
                ),
                place,
            )
        )
    return read(text, file, first_line, error)


def _may_stand(char: str) -> bool:
    """Whether YAML text may hold a character."""
    return (
        " " <= char <= "~"
        or char in "\t\n\r\x85"
        or "\xa0" <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char >= "\U00010000"
    )


def _failed(error: type[InputError], name: str, words: Text) -> InputError:
    return error(Problem(words, Place(name)))
