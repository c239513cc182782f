"""Files into nodes: bytes, then text, then YAML 1.2 or JSON; every mistake in plain words with its place."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from yaml import YAMLError
from yaml.events import ScalarEvent, StreamEndEvent

from qcrules.errors import InputError, Place, Problem, RecordError
from qcrules.reader import MIB, read_bytes

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML without libyaml
    CParser = None

from .bilingual import message
from .tree import Node
from .yaml_nodes import MAX_NODES, Builder, Stopped

if TYPE_CHECKING:
    from yaml.events import Event

MAX_BYTES = 20 * MIB
MAX_RARE = 400_000
"""So many characters of what libyaml cannot read, or may read otherwise, are read slowly: some ten seconds."""

_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAND_IN = "\ue000"
"""Stands for `?` while libyaml reads: to it that is the sign of a key, to us an ordinary character."""
_BLOCK = "[-+0-9]* *(#|\n *(#|\n))"
_RARE = re.compile(
    "|".join((*f"\t\r\x85\u2028\u2029\ufeff{_STAND_IN}", "\n(%|---|\\.\\.\\.)", rf"\|{_BLOCK}", f">{_BLOCK}"))
)
"""What YAML 1.1, which libyaml reads, and 1.2 take differently: line ends, tabs, directives, odd starts of a block.

Each branch begins with a letter of its own, so that the search leaps from one of these to the next.
"""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def read_text(path: str | os.PathLike[str], error: type[InputError] = RecordError) -> str:
    """The text of a UTF-8 file, its line ends made `\\n`; raises `error`, which says what was found."""
    return _decoded(read_bytes(path, MAX_BYTES, error), os.fspath(path), error)


def guessed_text(path: str | os.PathLike[str]) -> str:
    """What can be made out of a file that is no UTF-8, as Windows in Russian or Notepad's «Unicode» would have it."""
    try:
        data = read_bytes(path, MAX_BYTES, InputError)
    except InputError:
        return ""
    return data.decode("utf-16" if data.startswith(_UTF16) else "cp1251", "replace")


def _decoded(data: bytes, name: str, error: type[InputError]) -> str:
    def wrong(fault: str, *parts: object, line: int | None = None) -> InputError:
        return error(Problem(message(fault).filled(*parts), Place(name, line)))

    if data.startswith(_UTF16):
        raise wrong("utf-16", message("save-as"))
    if b"\0" in data:
        raise wrong("binary-file", message("save-as"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise wrong("not-utf-8", message("save-as"), line=data.count(b"\n", 0, fault.start) + 1) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, file: str, first_line: int = 1, error: type[InputError] = RecordError) -> Node:
    """The one document of YAML 1.2 or JSON in `text`, whose first line is line `first_line` of `file`.

    Every value stays the text that was written. Tags, aliases without an anchor or of themselves, keys that are no
    words, repeated keys and nesting deeper than 64 are refused: raises `error` with all that was found.
    """
    text = text.removeprefix("\ufeff")
    _refuse_unprintable(text, file, first_line, error)
    root = _read_fast(text, file, first_line, error)
    if root is not None:
        return root
    if CParser is not None and len(text) > MAX_RARE:
        raise error(Problem(message("rare-and-long").filled(MAX_RARE), Place(file, first_line)))
    from .yaml_slow import read_or_explain  # ruamel.yaml is needed only where something is wrong or rare

    return read_or_explain(text, file, first_line, error)


def _read_fast(text: str, file: str, first_line: int, error: type[InputError]) -> Node | None:
    """The document as libyaml reads it; None where anything is wrong with it, or may not be YAML 1.2."""
    if CParser is None or _RARE.search(f"\n{text}"):
        return None
    builder = Builder(file, first_line)
    try:
        builder.build(_events(text))
    except (Stopped, YAMLError):
        if builder.problems and (builder.nodes > MAX_NODES or len(text) > MAX_RARE):
            raise error(builder.problems) from None
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
    place = Place(file, first_line + before.count("\n"), len(before) - before.rfind("\n"))
    raise error(Problem(message("unprintable-character").filled(f"U+{ord(bad[0]):04X}"), place))
