"""Where answers go: standard output, a file written whole, and stderr for what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TypedDict

import click

from qcrules import harmless
from qcrules.atomic import replacing
from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .surroundings import forget_stdout, is_terminal
from .words import said

_PIPE_WIDTH = 100


class Look(TypedDict):
    """How text is laid out for where it goes."""

    width: int
    colour: bool


def look(output: str | None) -> Look:
    """The terminal's width, 100 in a file or a pipe, COLUMNS overriding both; colour on a terminal that takes it."""
    terminal, wide = output is None and is_terminal(), _PIPE_WIDTH
    if os.environ.get("COLUMNS") or terminal:
        import shutil  # slow to import

        wide = max(40, shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return {"width": wide, "colour": terminal and not plain}


def answer(words: str, output: str | None = None) -> None:
    """Write the answer, harmless whatever was put in it. A reader who has gone away (a closed pipe) is no error."""
    words = _harmless(words, output)
    if output is not None:
        write_whole(output, words)
        return
    if sys.stdout is None:
        raise UsageError(Problem(said("not-written", "stdout", "closed")))
    try:
        click.echo(words, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_stdout()
    except OSError as wrong:
        forget_stdout()
        raise UsageError(Problem(_cannot_write("stdout", wrong))) from None


def answer_pieces(pieces: Iterable[str], output: str | None = None) -> None:
    """Write an answer that comes piece by piece; a file comes to be whole or not at all, and not for no pieces."""
    if output is None:
        for piece in pieces:
            answer(piece)
        return
    coming = iter(pieces)
    for first in coming:
        write_whole(output, (_harmless(piece, output).encode() for piece in chain([first], coming)))


def _harmless(words: str, output: str | None) -> str:
    """The words as they may go there; colours are ours, and only a terminal gets them."""
    return harmless.painted(words) if output is None and is_terminal() else harmless.text(words)


def complain(words: str) -> None:
    """Say on stderr what is wrong."""
    click.echo(harmless.text(words), err=True)


def write_whole(name: str, words: str | bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all. UsageError where it cannot be written."""
    path = Path(name)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a device or a pipe
            path.write_bytes(b"".join(_bytes(words)))
            return
        with replacing(path) as whole, whole.open("wb") as file:
            file.writelines(_bytes(words))
    except OSError as wrong:
        raise UsageError(Problem(_cannot_write(name, wrong))) from None


def require_ending(name: str, else_: str, *endings: str) -> None:
    """UsageError for a file that no program would open by its name, once it is written. (A device may have any name.)

    ``endings``: those that it may have; ``else_``: the name of the message on any other.
    """
    path = Path(name)
    if not path.name.lower().endswith(endings) and (path.is_file() or not path.exists()):
        raise UsageError(Problem(said(else_, name)))


def _bytes(words: str | bytes | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(words, str):
        words = harmless.text(words).encode()
    return [words] if isinstance(words, bytes) else words


def _cannot_write(name: str, wrong: OSError) -> Text:
    match wrong:
        case IsADirectoryError():
            return said("is-a-folder", name)
        case FileNotFoundError() | NotADirectoryError():
            return said("no-folder", name)
        case PermissionError():
            return said("no-permission", name)
    return said("not-written", name, wrong.strerror or type(wrong).__name__)


def report_crash(crash: BaseException, lang: Lang, place: str | None = None) -> None:
    """One line that asks to report our own fault; the traceback only where QCRULES_DEBUG asks for it."""
    what = " ".join(f"{type(crash).__name__}: {crash}".split())[:300]
    words = Text(
        f"внутренняя ошибка qcrules, сообщите о ней, пожалуйста: {what} (подробности: QCRULES_DEBUG=1)",
        f"internal error in qcrules, please report it: {what} (details: QCRULES_DEBUG=1)",
    )
    complain(f"{place}: {words(lang)}" if place else words(lang))
    if os.environ.get("QCRULES_DEBUG"):
        import traceback

        complain("".join(traceback.format_exception(crash)).rstrip())
