"""A pack with all that its checks look at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from qcrules.law.lowering import Lowered, lower
from qcrules.law.model import Pack, Rule

from ..values import frozen
from .annexes import annexes
from .official import Paragraph, official_text


def whole_text(folder: Path) -> dict[str, Paragraph]:
    """The regulation and its annexes, paragraph by paragraph."""
    return {**official_text(folder), **{annex.number: annex for annex in annexes(folder)}}


@frozen(eq=False)
class Inspected:
    """A loaded pack; its rules by id, its official text by paragraph, its rules lowered for each kind of record.

    PackError where its definitions or verdicts run in a circle.
    """

    pack: Pack

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        return self.pack.every_rule()

    @cached_property
    def text(self) -> Mapping[str, Paragraph]:
        return whole_text(Path(self.pack.folder))

    @cached_property
    def lowered(self) -> Mapping[str, Lowered]:
        return {kind: lower(self.pack, kind) for kind in self.pack.rules}
