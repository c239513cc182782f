"""What a lint finds: a code, a place, what is wrong, and the cure. ``codes`` holds a page for each code."""

from __future__ import annotations

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
    """A kind of thing that the lint finds, as its page tells it. ``examples``: the wrong, and then the right."""

    name: str
    level: Level
    title: Text
    why: Text
    cure: Text
    examples: tuple[str, ...]

    @property
    def page(self) -> Text:
        """The page for a reader of one language, as Markdown."""
        cure, wrong, right = Text("Что делать", "Cure"), Text("Неверно", "Wrong"), Text("Верно", "Right")
        said = [
            Text(f"# {self.name}: {self.title.ru}", f"# {self.name}: {self.title.en}"),
            Text(f"*{self.level.words.ru}*", f"*{self.level.words.en}*"),
            self.why,
            Text(f"**{cure.ru}.** {self.cure.ru}", f"**{cure.en}.** {self.cure.en}"),
        ]
        for title, example in zip((wrong, right), self.examples, strict=False):
            said += [Text(f"{title.ru}:", f"{title.en}:"), Text.same(example)]
        ru, en = ("\n\n".join(one(lang) for one in said) + "\n" for lang in ("ru", "en"))
        return Text(ru, en)


def _read(file: Path) -> Code:
    """A code from its page: its level, a section in either language, and examples where it has some."""
    head, russian, english, *examples = file.read_text(encoding="utf-8").rstrip().split("\n\n## ")
    parts = zip(_section(russian), _section(english), strict=True)
    title, why, cure = (Text(ru, en) for ru, en in parts)
    level = Level(head.rpartition(" ")[2])
    return Code(file.stem, level, title, why, cure, tuple(one.partition("\n\n")[2] for one in examples))


def _section(words: str) -> list[str]:
    """The title, the reason and the cure, which stands behind a word in bold."""
    title, why, cure = words.split("\n\n")
    return [title, why, cure.partition(".** ")[2]]


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


def issue(code: str, place: Place, message: Text, cure: Text | None = None, subject: str = "") -> Issue:
    """An issue of a code, as grave as the code is; without a cure of its own, with that of the code."""
    known = CODES[code]
    return Issue(code, known.level, place, message, cure or known.cure, subject)
