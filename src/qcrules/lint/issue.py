"""What a lint finds: a code, a place, what is wrong, and the cure. ``codes`` holds a page for each code."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from attrs import frozen

from qcrules.errors import Place
from qcrules.text import Text


class Level(StrEnum):
    """Errors and warnings fail the lint (a warning may be argued for); what is open is counted; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    OPEN = "open"
    NOTE = "note"

    @property
    def words(self) -> Text:
        """The level in a word."""
        return _LEVELS[self]


_LEVELS = {
    Level.ERROR: Text("ошибка", "error"),
    Level.WARNING: Text("предупреждение", "warning"),
    Level.OPEN: Text("отложено", "open"),
    Level.NOTE: Text("замечание", "note"),
}


@frozen
class Code:
    """A kind of thing that the lint finds, as its page tells it.

    ``examples``: the wrong, and then the right. ``message``: what is said where it is found, and ``here`` the cure
    there, where that is not the general one; ``{}`` stands for what is at fault.
    """

    name: str
    level: Level
    title: Text
    why: Text
    cure: Text
    examples: tuple[Text, ...]
    message: Text
    here: Text

    @property
    def page(self) -> Text:
        """The page for a reader of one language, as Markdown."""
        said = [
            Text(f"# {self.name}: {self.title.ru}", f"# {self.name}: {self.title.en}"),
            Text(f"*{self.level.words.ru}*", f"*{self.level.words.en}*"),
            self.why,
            Text(f"**Что делать.** {self.cure.ru}", f"**Cure.** {self.cure.en}"),
            *self.examples,
        ]
        return Text.joined("\n\n", [*said[:-1], Text(f"{said[-1].ru}\n", f"{said[-1].en}\n")])


_BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)
"""An example on the page of a code; where there are two, the second is in English."""


def _read(file: Path) -> Code:
    """A code from its page: its level, a section in either language, and others, whose headings are in both."""
    head, russian, english, *others = file.read_text(encoding="utf-8").rstrip().split("\n\n## ")
    sections = {heading: body for heading, _, body in (one.partition("\n\n") for one in others)}
    # the cure stands behind a word in bold
    title, why, cure = (
        Text(ru.rpartition(".** ")[2], en.rpartition(".** ")[2])
        for ru, en in zip(russian.split("\n\n"), english.split("\n\n"), strict=True)
    )
    examples = (
        Text(f"{ru}:\n\n{blocks[0]}", f"{en}:\n\n{blocks[-1]}")
        for heading, body in sections.items()
        for ru, _, en in [heading.partition(" · ")]
        if (blocks := _BLOCK.findall(body))
    )
    message, here = (
        Text(*sections.get(heading, "\n\n").split("\n\n"))
        for heading in ("Сообщение · Message", "Что делать здесь · Cure here")
    )
    return Code(file.stem, Level(head.rpartition(" ")[2]), title, why, cure, tuple(examples), message, here)


CODES = {file.stem: _read(file) for file in sorted(Path(__file__).with_name("codes").glob("*.md"))}
"""Every code by its name. Codes are permanent."""


@frozen
class Issue:
    """One thing found. ``subject`` is what it is about; ``argued`` is what the pack says for it, if it does."""

    code: str
    level: Level
    place: Place
    message: Text
    cure: Text
    subject: str = ""
    argued: Text | None = None

    @property
    def fails(self) -> bool:
        """Does it make the lint fail?"""
        return self.argued is None and self.level in (Level.ERROR, Level.WARNING)


def issue(
    code: str,
    place: Place,
    *parts: object,
    subject: str = "",
    cure: object = None,
    message: Text | None = None,
) -> Issue:
    """An issue of a code, as grave as the code is, in the words of its page: with ``parts`` and ``cure`` for what these
    leave open, unless there is a ``message`` already."""
    known = CODES[code]
    here = known.here.filled(cure) if known.here.ru else known.cure
    return Issue(code, known.level, place, message or known.message.filled(*parts), here, subject)
