"""What a cell of a case table asserts: «нарушение; срок 2014-04-01; +2; спорно; нужно извещение.вручено»."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from attrs import frozen

from qcrules.errors import nearest
from qcrules.finding import Finding, Verdict
from qcrules.text import Lang, Text

_VERDICTS = {
    word: verdict for verdict in Verdict for word in (verdict.words.ru, verdict.words.en, str(verdict))
}
_CONTESTED = Text("спорно", "contested")
_DUE = Text("срок", "due")
_NEEDS = Text("нужно", "needs")
_ITEMS = " / "


class NotUnderstood(Exception):
    """A cell that asserts nothing known; ``words`` says what was expected."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words.en)


@frozen
class Expectation:
    """What one finding should be; None and empty: not asserted."""

    verdict: Verdict
    due: str | None = None
    delay: int | None = None
    contested: bool = False
    missing: tuple[str, ...] = ()

    def words(self, lang: Lang) -> str:
        """The assertion as a cell would write it."""
        parts = [self.verdict.words(lang)]
        if self.due:
            parts.append(f"{_DUE(lang)} {self.due}")
        if self.delay is not None:
            parts.append(f"+{self.delay}")
        if self.contested:
            parts.append(_CONTESTED(lang))
        parts += [f"{_NEEDS(lang)} {field}" for field in self.missing]
        return "; ".join(parts)

    def of(self, finding: Finding) -> Expectation:
        """The finding, told in the same terms: only what was asserted, and contested where it is."""
        return Expectation(
            finding.verdict,
            _moment(finding.due.at) if self.due and finding.due else None,
            finding.delay.value if self.delay is not None and finding.delay else None,
            finding.contested if self.contested else False,
            tuple(one.term.ru for one in finding.missing) if self.missing else (),
        )

    def holds(self, finding: Finding) -> bool:
        """Is the finding as asserted? (What is not asserted is not asked: an explanation costs more than a verdict.)"""
        return (
            finding.verdict is self.verdict
            and (self.due is None or (finding.due is not None and _moment(finding.due.at) == self.due))
            and (self.delay is None or (finding.delay.value if finding.delay else 0) == self.delay)
            and (not self.contested or finding.contested)
            and (not self.missing or self._needed(finding))
        )

    def _needed(self, finding: Finding) -> bool:
        named = {word for one in finding.missing for word in (one.field, one.term.ru, one.term.en)}
        return all(_names(word, named) for word in self.missing)


def parse(cell: str) -> tuple[Expectation, ...]:
    """The assertions of a cell, one an item where ` / ` parts them. NotUnderstood where a word is unknown."""
    return tuple(_parse_one(words) for words in cell.split(_ITEMS))


def verdicts(cell: str) -> frozenset[Verdict]:
    """The verdicts that a cell asserts; none where it cannot be understood."""
    try:
        return frozenset(one.verdict for one in parse(cell))
    except NotUnderstood:
        return frozenset()


def agree(expected: Sequence[Expectation], found: Sequence[Finding]) -> bool:
    """Do the findings of one rule hold to a cell: one assertion for all of them, or one each?"""
    if not found:
        return False
    if len(expected) == 1:
        return all(expected[0].holds(finding) for finding in found)
    return len(expected) == len(found) and all(
        one.holds(finding) for one, finding in zip(expected, found, strict=True)
    )


def _parse_one(words: str) -> Expectation:
    first, *rest = (" ".join(part.split()) for part in words.split(";"))
    if first not in _VERDICTS:
        hint = nearest(first, _VERDICTS)
        known = Text(", ".join(v.words.ru for v in Verdict), ", ".join(v.words.en for v in Verdict))
        raise NotUnderstood(
            Text(
                f"`{first}` — не вердикт{hint.ru}; вердикты: {known.ru}",
                f"`{first}` is no verdict{hint.en}; verdicts: {known.en}",
            )
        )
    due, delay, contested, missing = None, None, False, []
    for part in rest:
        word, _, value = part.partition(" ")
        if part in (_CONTESTED.ru, _CONTESTED.en):
            contested = True
        elif word in (_DUE.ru, _DUE.en) and value:
            due = value.replace(" ", "T")
        elif word in (_NEEDS.ru, _NEEDS.en) and value:
            missing.append(value)
        elif part.startswith("+") and part[1:].split(" ")[0].isdecimal():
            delay = int(part[1:].split(" ")[0])
        else:
            raise NotUnderstood(
                Text(
                    f"`{part}` не понято; после вердикта: срок 2014-04-01, +2, спорно, нужно ПОЛЕ",
                    f"`{part}` not understood; after a verdict: due 2014-04-01, +2, contested, needs FIELD",
                )
            )
    return Expectation(_VERDICTS[first], due, delay, contested, tuple(missing))


def _names(word: str, named: set[str]) -> bool:
    """A missing fact by its path or its term; the kind word before it may be left out or be there."""
    return word in named or any(word.endswith(f".{name}") or name.endswith(f".{word}") for name in named)


def _moment(moment: date | datetime) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
