"""How a place in the text is cited: «п.13 ч.2 3)», “s.10(2)(a)”."""

from __future__ import annotations

import re

from attrs import frozen

_CITATION = (  # compiled when the first one is read
    r"(?P<source>приказ|форма [12]-мк|пояснение [12]-мк)?,?\s*"
    r"(?:(?:п\.|s\.|§)\s*(?P<paragraph>[0-9]+[A-Z]?(?:-[0-9]+)?))?"
    r"(?:стр\.\s*(?P<row>[0-9]+(?:\.[0-9]+)?))?"
    r"(?P<head>(?<=, )[а-яё][а-яё ]+)?"
    r"(?:\s*(?:ч\.|part )\s*(?P<part>[0-9]+)|\s*\((?P<subsection>[0-9]+)\))?"
    r"(?:\s*(?P<point>[0-9]+\)|\([a-z]+\)))?"
)


@frozen(order=True)
class Citation:
    """A provision: its paragraph, part and subparagraph, with the words by which people cite it."""

    source: str
    paragraph: str
    part: int | None
    point: str | None
    words: str

    def __str__(self) -> str:
        return self.words

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands in the law: п.9 before п.10, п.25 before п.25-1, a paragraph before its parts."""
        return self.source, _natural(self.paragraph), self.part or 0, _natural(self.point or "")

    def holds(self, other: Citation) -> bool:
        """Is the other provision this one, or a part or a subparagraph of it?"""
        return (
            (self.source, self.paragraph) == (other.source, other.paragraph)
            and self.part in (None, other.part)
            and self.point in (None, other.point)
        )

    @classmethod
    def parse(cls, words: str) -> Citation | None:
        """The citation that the words give, or None where they are no citation."""
        words = " ".join(words.split())
        found = re.fullmatch(_CITATION, words)
        if found is None or not (found["paragraph"] or found["row"] or found["source"]):
            return None
        return cls(
            source=found["source"] or "",
            paragraph=found["paragraph"] or found["row"] or found["head"] or "",
            part=int(found["part"] or found["subsection"]) if found["part"] or found["subsection"] else None,
            point=found["point"].strip("()") if found["point"] else None,
            words=words,
        )


def _natural(words: str) -> tuple[tuple[int, str], ...]:
    """Numbers by their value, the rest by letters."""
    return tuple((int(number or 0), rest) for number, rest in re.findall(r"([0-9]+)|([^0-9.()-]+)", words))
