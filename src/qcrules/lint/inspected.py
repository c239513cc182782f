"""A pack with all that its checks look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from qcrules.law.lowered import Lowered
from qcrules.law.lowering import lower
from qcrules.law.model import Pack, Rule

from .annexes import annexes
from .official import Paragraph, official_text


def whole_text(pack: Pack) -> dict[str, Paragraph]:
    """The regulation and its annexes, paragraph by paragraph, as they are cited."""
    folder, documents = Path(pack.folder), pack.documents
    forms = {annex.number: annex for annex in annexes(folder, documents)}
    return {**official_text(folder, documents), **forms}


@frozen(eq=False)
class Inspected:
    """A loaded pack; its rules by id, its official text by paragraph, its rules lowered for each kind of record.

    PackError where its definitions or verdicts run in a circle.
    """

    pack: Pack
    rules: Mapping[str, Rule] = field(init=False)
    text: Mapping[str, Paragraph] = field(init=False)
    lowered: Mapping[str, Lowered] = field(init=False)

    @rules.default
    def _rules(self) -> Mapping[str, Rule]:
        return self.pack.every_rule()

    @text.default
    def _text(self) -> Mapping[str, Paragraph]:
        return whole_text(self.pack)

    @lowered.default
    def _lowered(self) -> Mapping[str, Lowered]:
        return {kind: lower(self.pack, kind) for kind in self.pack.rules}
