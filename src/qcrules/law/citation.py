"""How a place in the text is cited, as the pack says by examples: «п.13 ч.2 3)», “Art. 12(3)”, “Rule 6(a)(1)(C)”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ..by_value import ByValue
from ..cached import cached_property
from ..text import Lang, Text

LEVELS = ("article", "paragraph", "part", "point", "subpoint")
"""The names of levels of units, the widest first, as JSON has them."""

MAIN = "rules"
"""The id of the document of a pack that has one."""

_NOTHING = Text("", "")
_NUMBERS = {
    "number": r"[0-9]+[A-Z]?(?:[.-][0-9]+)*",
    "roman": r"[ivxl]+",
    "letter": r"[a-z]{1,2}",
    "capital": r"[A-Z]{1,2}",
    "буква": r"[а-яё]",
}
_EXAMPLE = (
    r"(?P<before>.*?)"
    r"(?P<number>[0-9][0-9A-Z.-]*(?<=[0-9A-Z])|(?<![^\W\d_])(?:[ivxl]+|[a-z]|[A-Z]|[а-яё]))"
    r"(?P<after>\W*)"
)

_FIRST = {"number": "30", "roman": "i", "letter": "a", "capital": "A", "буква": "а"}


def _sign(words: str) -> str:
    """The pattern of what stands around a number: blanks are free."""
    return r"\s*".join(re.escape(part) for part in words.split()) + (r"\s*" if words[-1:] in ".§ " else "")


@frozen(eq=False, repr=False)
class Numbering:
    """A number with what stands around it, as an example shows: «ч.2», “(a)”, “Rule 6”."""

    before: str
    kind: str
    after: str

    @classmethod
    def like(cls, example: str) -> Numbering | None:
        """The numbering of which this is an example; None where it shows no number."""
        found = re.fullmatch(_EXAMPLE, example.strip())  # compiled where a page is read
        if found is None:
            return None
        number = found["number"]
        kind = next(one for one, shape in _NUMBERS.items() if re.fullmatch(shape, number))
        return cls(found["before"], kind, found["after"])

    @property
    def pattern(self) -> str:
        """What matches it; the number is the first group."""
        return f"{_sign(self.before)}({_NUMBERS[self.kind]}){re.escape(self.after)}"

    @property
    def example(self) -> str:
        """How it looks."""
        return f"{self.before}{_FIRST[self.kind]}{self.after}"

    @property
    def bracketed(self) -> bool:
        """Are there only marks around the number, so that it is printed as it is cited?"""
        return not any(map(str.isalpha, self.before)) and bool(self.after)

    def follows(self, number: str, before: str | None) -> bool:
        """Is the number the next one of its kind (None: the first)? Of numbers and letters alike."""
        if self.kind == "roman":
            order = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
            return number in order and order.index(number) == (
                order.index(before) + 1 if before in order else 0
            )
        if before is None:
            return number in ("1", "a", "A", "а")
        if self.kind == "number":
            return number.isdigit() and before.isdigit() and int(number) == int(before) + 1
        return ord(number[-1]) == ord(before[-1]) + 1


@frozen(eq=False, repr=False)
class UnitLevel:
    """One level of the units of a text.

    ``printed``: how its number stands before its words in the text, where it does. ``counted``: where no number is
    printed, its units are counted. ``called``: the words by which people speak of it.
    """

    name: str
    cited: Numbering
    printed: Numbering | None
    counted: bool = False
    called: tuple[str, ...] = ()

    @property
    def of_headings(self) -> bool:
        """Are its units named by headings?"""
        return self.printed is None and not self.counted


@frozen(eq=False, repr=False, slots=False)
class Document:
    """One text of a pack: the regulation, an order that brings it in, a form, another instrument.

    ``words`` stand before its citations («приказ», “Regulation 1182/71”); of the main text none do. ``whole``: one page
    speaks of all of it. ``section``: the heading under which it stands in its file; ``column``: of a form, the word by
    which its column is known in the tables of its file; ``number``: its place in the pack.
    """

    id: str
    words: str
    levels: tuple[UnitLevel, ...]
    name: Text = _NOTHING
    file: str = "source.md"
    section: str = ""
    whole: bool = False
    column: str = ""
    number: int = 0

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        levels = "".join(rf"(?:\s*{level.cited.pattern})?" for level in self.levels)
        head = r"(?:, ([^\W\d_][^\d,()]*))?" if self.words else "()"
        return re.compile(rf"{re.escape(self.words)}{head}{levels}")

    def cited(self, words: str, rest: bool = False) -> Citation | None:
        """The unit that the words cite; ``rest``: something else may follow, as in a heading."""
        found = self._pattern.match(words)
        if found is None or (found.end() < len(words) and not (rest and words[found.end()] in ". ")):
            return None
        head, *numbers = found.groups()
        named = [(one.name, number) for one, number in zip(self.levels, numbers, strict=True) if number]
        ends = [found.end(at) for at, one in enumerate(self.levels, 2) if one.of_headings and found[at]]
        outer = words[: max(ends)] if ends else ""
        if not head and not outer and not self.words:
            return None
        return Citation(
            self.id,
            self.number,
            head or "",
            tuple(named),
            words[: found.end()].strip(),
            self.words if self.whole or not outer else outer + _closing(words, max(ends)),
        )

    def spoken(self, words: str) -> str:
        """A unit as it is cited, from how it is spoken of: «пункт 18 часть 2» is `п.18 ч.2`."""
        for level in self.levels:
            for word in filter(None, (*level.called, level.cited.before.strip(" .§"))):
                spoken = rf"(^|\s){_any_form(word)}\.?\s*(?=\d)"
                words = re.sub(spoken, rf"\g<1>{level.cited.before}", words, flags=re.IGNORECASE)
        return words.strip()


def _closing(words: str, end: int) -> str:
    """The closing bracket of a number, where there is one."""
    return words[end] if words[end : end + 1] == ")" else ""


def _any_form(word: str) -> str:
    """A word in any of its forms; a sign of a letter or two as it is."""
    stem = word if len(word) < 4 else word.rstrip("аеёийоуыьэюя")
    return re.escape(stem) + (r"[а-яёa-z]*" if len(word) > 3 else "")


@frozen(eq=False, repr=False, slots=False)
class Documents:
    """The texts of a pack, the main one first."""

    every: tuple[Document, ...]

    def parse(self, words: str) -> Citation | None:
        """The citation that the words give, or None where they are no citation."""
        words = " ".join(words.split())
        fit = sorted(self.every, key=lambda one: len(one.words), reverse=True)
        return next((found for one in fit if (found := one.cited(words)) is not None), None)

    def spoken(self, words: str) -> str:
        """A provision as it is cited, from how it is spoken of."""
        return self.every[0].spoken(words.strip())

    def named(self, number: str) -> Citation | None:
        """The unit of which a page speaks: «п.10», «приказ»; of a bare number, that of the main text."""
        found = self.parse(number)
        heads = [one for one in self.every[0].levels if one.of_headings]
        if found is None and heads:
            return self.parse(f"{heads[-1].cited.before}{number}{heads[-1].cited.after}")
        return found

    @property
    def example(self) -> str:
        """How a paragraph of the main text is cited."""
        return (
            " ".join(one.cited.example for one in self.every[0].levels if one.of_headings)
            or self.every[0].words
        )

    def __getitem__(self, id: str) -> Document:
        return next(one for one in self.every if one.id == id)


@frozen(eq=False, repr=False)
class Citation(ByValue):
    """A provision: its document and the numbers of its levels, with the words by which people cite it."""

    document: str
    """The id of the document in which it stands, for machines: `rules`, `order`, `form-1mk`."""
    order: int
    head: str
    """The name of a unit that has no number: «индекс» of a form."""
    levels: tuple[tuple[str, str], ...]
    words: str
    paragraph_words: str
    """The paragraph alone, as it is cited: «ст.11 п.10», “s.10”; of a document that is one whole its own words."""
    numbers: Mapping[str, str] = field(init=False, eq=False, repr=False)

    @numbers.default
    def _numbers(self) -> Mapping[str, str]:
        return dict(self.levels)

    def __str__(self) -> str:
        return self.words

    @property
    def paragraph(self) -> str:
        """The number of its paragraph (of its article, where no paragraph is named), or the name of its unit."""
        return self.numbers.get("paragraph", self.head)

    @property
    def article(self) -> str:
        """The article in which the paragraph stands, where a law has articles."""
        return self.numbers.get("article", "")

    @property
    def part(self) -> int | str | None:
        """Its number; one that is no plain number as it is printed: «1.1»."""
        number = self.numbers.get("part")
        return int(number) if number is not None and number.isdigit() else number

    @property
    def point(self) -> str | None:
        """Its number or letter."""
        return self.numbers.get("point")

    @property
    def subpoint(self) -> str | None:
        """Its number or letter within the point."""
        return self.numbers.get("subpoint")

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands in the law: п.9 before п.10, п.25 before п.25-1, a paragraph before its parts."""
        numbers = (_natural(self.numbers.get(name, "")) for name in LEVELS)
        return (self.order, self.head, *numbers)

    def holds(self, other: Citation) -> bool:
        """Is the other provision this one, or inside it? The article may be left out: `п.10` holds `ст.11 п.10 ч.2`.

        A document that is named alone holds no unit of its text.
        """
        if self.document != other.document or self.head != other.head:
            return False
        first, of_other = next(iter(self.numbers), None), next(iter(other.numbers), None)
        below = first == of_other or first == "paragraph"
        return below and self.numbers.items() <= other.numbers.items()

    @classmethod
    def unread(cls, words: str) -> Citation:
        """One of which nothing but its words is known."""
        return cls(MAIN, 0, words, (), words, words)


def _natural(words: str) -> tuple[tuple[int, str], ...]:
    """Numbers by their value, the rest by letters."""
    return tuple((int(number or 0), rest) for number, rest in re.findall(r"([0-9]+)|([^0-9.()-]+)", words))


_USUAL: Mapping[Lang, Iterable[tuple[str, str, str, str | None, bool]]] = {
    "ru": (
        ("article", "статья", "ст.1", None, False),
        ("paragraph", "пункт", "п.1", None, False),
        ("part", "часть", "ч.1", "1.", True),
        ("point", "подпункт", "1)", "1)", False),
    ),
    "en": (
        ("paragraph", "section", "s.1", None, False),
        ("part", "subsection", "(1)", "(1)", False),
        ("point", "paragraph", "(a)", "(a)", False),
    ),
}
"""How units are cited in a pack that does not say so: their levels, what they are called, cited, printed, counted."""


def usual_levels(lang: Lang) -> tuple[UnitLevel, ...]:
    """The levels of a pack that does not say how its units are cited."""
    return tuple(
        UnitLevel(name, shown, Numbering.like(printed) if printed else None, counted, (called,))
        for name, called, example, printed, counted in _USUAL[lang]
        if (shown := Numbering.like(example)) is not None
    )


def usual_documents(lang: Lang) -> Documents:
    """The one text of a pack that says nothing of its texts."""
    return Documents((Document(MAIN, "", usual_levels(lang)),))
