"""What some cases show of a law: of each part of it, and of the whole."""

from __future__ import annotations

from attrs import define, field, frozen

from qcrules.errors import Place
from qcrules.law.model import Pack
from qcrules.text import Text

from .targets import Target


@define
class CoveredPart:
    """A rule, a definition or the edition of a page: its targets, and which of them some case shows.

    ``cases``: how many assert something of it. ``shown``: how many targets some case shows. ``waivers``: why no case
    can show a target, as the page says.
    """

    id: str
    citations: tuple[str, ...]
    page: str
    place: Place
    targets: dict[Target, bool]
    waivers: dict[Target, Text] = field(factory=dict)
    cases: int = 0
    shown: int = 0

    def show(self, target: Target) -> None:
        """Some case shows this target."""
        if not self.targets.get(target, True):
            self.targets[target] = True
            self.shown += 1

    @property
    def missing(self) -> list[Target]:
        """What no case shows, and no page waives."""
        return [one for one, shown in self.targets.items() if not shown and one not in self.waivers]

    @property
    def waived(self) -> list[Target]:
        """What no case shows, for a reason that the page gives."""
        return [one for one, shown in self.targets.items() if not shown and one in self.waivers]


@frozen
class CaseCoverage:
    """What the cases of a pack show of its law; ``shown_by``: where the cases stand of which each was the first to show
    something."""

    pack: Pack
    parts: tuple[CoveredPart, ...]
    shown_by: frozenset[Place] = frozenset()

    @property
    def targets(self) -> int:
        """All targets that could be shown."""
        return sum(len(one.targets) for one in self.parts) - self.waived

    @property
    def shown(self) -> int:
        """Those that are."""
        return sum(one.shown for one in self.parts)

    @property
    def waived(self) -> int:
        """Those that cannot be, for a reason that stands in the page."""
        return sum(len(one.waived) for one in self.parts)

    @property
    def percent(self) -> float:
        """How many of a hundred targets are shown; never rounded up to all of them."""
        return int(1000 * self.shown / self.targets) / 10 if self.targets else 100.0
