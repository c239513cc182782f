"""A page of law as it was read: the official words, what no rule checks and why, the tables of cases."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from ..errors import Place
from ..text import Text
from .citation import Citation
from .validity import Choice, InForce


@frozen(eq=False, repr=False)
class InsertedUnit:
    """A unit of the text that was brought in later, and where that is said."""

    citation: Citation
    place: Place


@frozen(eq=False, repr=False)
class Edition:
    """When the rules of a page are in force, said once for all of them; ``in_force`` by the options of its readings."""

    readings: tuple[str, ...]
    in_force: Mapping[Choice, InForce]
    place: Place


@frozen(eq=False, repr=False)
class Claim:
    """A unit of the text that no rule checks, and why."""

    citation: Citation
    reason: Text
    place: Place


@frozen(eq=False, repr=False)
class Waiver:
    """What no case can show of a rule, a definition or a reading, in the words of coverage or mutation; and why."""

    subject: str
    what: str
    reason: Text
    place: Place


@frozen(eq=False, repr=False)
class Cell:
    """One cell of a case table."""

    text: str
    place: Place


@frozen(eq=False, repr=False)
class CaseTable:
    """The cases under a rule: facts that every row starts from (and where each is said), the header, the rows.

    ``kind``: the kind of record that the rows are, where the words of the table alone do not say it.
    """

    title: str
    base: Mapping[str, object]
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    base_places: Mapping[str, Place]
    kind: str | None = None


@frozen(eq=False, repr=False)
class Page:
    """One page of law: the official words, the reading, the encoding, the cases."""

    id: str
    number: str
    title: str
    kinds: tuple[str, ...]
    quote: tuple[str, ...]
    prose: str
    why_not: str
    later: str | None
    claims: tuple[Claim, ...]
    readings: tuple[str, ...]
    rules: tuple[str, ...]
    tables: tuple[CaseTable, ...]
    file: str
    waivers: tuple[Waiver, ...] = ()
    edition: Edition | None = None
    inserted: tuple[InsertedUnit, ...] = ()

    citation: Citation | None = None
    """The unit of the text of which it speaks; None where its number is none."""

    @property
    def words(self) -> str:
        """What it is called: «п.10», “Art. 12”, «форма 1-мк»."""
        return self.citation.words if self.citation else self.number
