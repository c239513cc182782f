"""How a place in the text is cited: «п.13 ч.2 3)», «ст.11 п.10 ч.2», “s.10(2)(a)”."""

from __future__ import annotations

import re

from attrs import frozen

_CITATION = (  # compiled when the first one is read
    r"(?P<source>приказ|форма [12]-мк|пояснение [12]-мк)?,?\s*"
    r"(?:ст\.\s*(?P<article>[0-9]+(?:-[0-9]+)?)\s*)?"
    r"(?:(?:п\.|s\.|§|Art\.|Rule\s)\s*(?P<paragraph>[0-9]+[A-Z]?(?:-[0-9]+)?))?"
    r"(?:стр\.\s*(?P<row>[0-9]+(?:\.[0-9]+)?))?"
    r"(?P<head>(?<=, )[а-яё][а-яё ]+)?"
    r"(?:\s*(?:ч\.|part )\s*(?P<part>[0-9]+)|\s*\((?P<subsection>[0-9]+)\))?"
    r"(?:\s*(?P<point>[0-9]+\)|\([a-z]+\)))?"
)


_DOCUMENTS = {"": "rules", "приказ": "order", "форма": "form", "пояснение": "explanation"}
_PARAGRAPH = r"(?:ст\.\s*[0-9-]+)?(?:\s*(?:п\.|s\.|§|Art\.)\s*[0-9]+[A-Z]?(?:-[0-9]+)?)?(?<=[0-9A-Z])"


@frozen(order=True)
class Citation:
    """A provision: its paragraph, part and subparagraph, with the words by which people cite it."""

    source: str
    paragraph: str
    part: int | str | None
    """Its number; one that is no plain number as it is printed: «1.1»."""
    point: str | None
    words: str
    article: str = ""
    """The article in which the paragraph stands, where a law has articles."""

    def __str__(self) -> str:
        return self.words

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands in the law: п.9 before п.10, п.25 before п.25-1, a paragraph before its parts."""
        return (
            self.source,
            _natural(self.article),
            _natural(self.paragraph),
            _natural(str(self.part or "")),
            _natural(self.point or ""),
        )

    @property
    def paragraph_words(self) -> str:
        """The paragraph alone, as it is cited: «ст.11 п.10», “s.10”; of another document its name: «форма 1-мк»."""
        found = re.match(_PARAGRAPH, self.words)
        return self.source or (found[0] if found else self.paragraph)

    @property
    def document(self) -> str:
        """The document in which it stands, for machines: `rules`, `order`, `form-1mk`, `explanation-1mk`."""
        name, _, number = self.source.partition(" ")
        return "-".join(filter(None, (_DOCUMENTS[name], number.replace("-мк", "mk"))))

    def holds(self, other: Citation) -> bool:
        """Is the other provision this one, or inside it? The article may be left out: `п.10` holds `ст.11 п.10 ч.2`."""
        return (
            self.source == other.source
            and self.article in ("", other.article)
            and self.paragraph in (other.paragraph, "" if self.article else None)
            and self.part in (None, other.part)
            and self.point in (None, other.point)
        )

    @classmethod
    def parse(cls, words: str) -> Citation | None:
        """The citation that the words give, or None where they are no citation."""
        words = " ".join(words.split())
        found = re.fullmatch(_CITATION, words)
        if found is None or not any(map(found.group, ("article", "paragraph", "row", "source"))):
            return None
        return cls(
            source=found["source"] or "",
            paragraph=found["paragraph"] or found["row"] or found["head"] or "",
            part=_part(found["part"] or found["subsection"]),
            point=found["point"].strip("()") if found["point"] else None,
            words=words,
            article=found["article"] or "",
        )


def _part(words: str | None) -> int | str | None:
    return int(words) if words is not None and words.isdigit() else words


def _natural(words: str) -> tuple[tuple[int, str], ...]:
    """Numbers by their value, the rest by letters."""
    return tuple((int(number or 0), rest) for number, rest in re.findall(r"([0-9]+)|([^0-9.()-]+)", words))
