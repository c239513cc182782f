"""Text for a terminal: lines wrapped to a width, with colour or without."""

from __future__ import annotations

from textwrap import TextWrapper

from attrs import define, field

from qcrules import harmless

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


@define(eq=False, repr=False)
class TextLayout:
    """Lines as they are written; ``text()`` gives them all."""

    width: int = 100
    colour: bool = False
    _lines: list[str] = field(factory=list, init=False)

    def line(self, words: str = "", *, indent: int = 0, hang: int | None = None, style: str = "") -> None:
        """One paragraph, wrapped; its further lines stand under ``hang``. ``style``: names of colours."""
        for row in self._wrapped(words, indent, indent if hang is None else hang):
            self._lines.append(self.paint(row, style))

    def entry(self, lead: str, words: str, *, style: str = "", indent: int = 0) -> None:
        """A painted lead and then plain words, as in «✗ п.10 ч.1  The notice came late.»"""
        rows = self._wrapped(f"{lead}  {words}".rstrip(), indent, indent + 4)
        lead = harmless.text(lead)
        start = " " * indent + lead
        if rows[0].startswith(start):
            rows[0] = " " * indent + self.paint(lead, style) + rows[0][len(start) :]
        self._lines.extend(rows)

    def whole(self, row: str, *, style: str = "") -> None:
        """A row that is laid out already and is never wrapped."""
        self._lines.append(self.paint(harmless.text(row).replace("\n", " "), style))

    def row(self, cells: str) -> None:
        """A row whose parts are painted already."""
        self._lines.append(cells)

    def gap(self) -> None:
        """An empty line, never two."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def paint(self, words: str, style: str) -> str:
        """The words in colour, where there is colour."""
        if not (self.colour and style and words.strip()):
            return words
        codes = ";".join(_CODES[name] for name in style.split())
        return f"\x1b[{codes}m{words}\x1b[0m"

    def text(self) -> str:
        """All lines, ending in one newline."""
        return "\n".join(self._lines).rstrip("\n") + "\n"

    def _wrapped(self, words: str, indent: int, hang: int) -> list[str]:
        words, width = harmless.text(words), max(self.width, hang + 20)
        if indent + len(words) <= width and words.isprintable():  # most lines need no breaking
            return [" " * indent + words.rstrip()] if words.strip() else [""]
        wrapper = TextWrapper(
            width=width,
            initial_indent=" " * indent,
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return wrapper.wrap(words) or [""]
