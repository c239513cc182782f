"""What became of the mutants: how many there were, how many were noticed, and which were not."""

from __future__ import annotations

from attrs import define, field, frozen

from qcrules.errors import Place
from qcrules.text import Text


@frozen
class Survivor:
    """A mutant that no case noticed. ``reason``: what the page says of it, if it does."""

    subject: str
    citation: str
    words: Text
    place: Place
    reason: Text | None = None
    suggestion: Text | None = None

    def sentence(self) -> Text:
        """«п.18: 5 → 6 рабочих дней — ни один случай этого не заметил»."""
        return Text(
            f"{self.citation}: {self.words.ru} — ни один случай этого не заметил",
            f"{self.citation}: {self.words.en}: no case noticed",
        )


@define
class Tally:
    """What became of some mutants; ``noticed_by``: where the cases stand of which each was the first to notice one."""

    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    noticed_by: set[Place] = field(factory=set)
    survived: list[Survivor] = field(factory=list)
    waived: list[Survivor] = field(factory=list)

    def add(self, other: Tally) -> None:
        """Count another part in."""
        self.mutants += other.mutants
        self.killed += other.killed
        self.equivalent += other.equivalent
        self.noticed_by |= other.noticed_by
        self.survived += other.survived
        self.waived += other.waived
