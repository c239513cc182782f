"""Do the editions of a provision follow each other without gap and overlap, under every reading?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise, product

from qcrules.law.model import Pack, Rule, choice_of
from qcrules.law.validity import Validity
from qcrules.text import Text

from .inspected import Inspected
from .issue import Issue, issue

_DAY = timedelta(days=1)
_MOST = 256


def editions(it: Inspected) -> Iterator[Issue]:
    """Gaps, overlaps, and editions outside the regulation's validity, for each unit with dated rules."""
    pack = it.pack
    for rules in pack.rules.values():
        by_unit: dict[str, list[Rule]] = {}
        for rule in rules.values():
            if any(form.in_force.first or form.in_force.last for form in rule.forms.values()):
                for citation in rule.citations:
                    by_unit.setdefault(citation.words, []).append(rule)
        for unit, dated in by_unit.items():
            yield from _first(_wrong(pack, unit, dated, chosen) for chosen in _choices(pack, dated))


def _first(found: Iterator[Issue | None]) -> Iterator[Issue]:
    """One issue a unit is enough: the readings only repeat it."""
    wrong = next((one for one in found if one), None)
    if wrong:
        yield wrong


def _choices(pack: Pack, rules: list[Rule]) -> Iterator[Mapping[str, str]]:
    """Every combination of the readings that these rules and the regulation's validity turn on."""
    names = list(
        dict.fromkeys([*pack.validity_readings, *(name for rule in rules for name in rule.readings)])
    )
    options = [list(pack.readings[name].options) for name in names]
    for number, combination in enumerate(product(*options)):
        if number >= _MOST:
            return
        yield dict(zip(names, combination, strict=True))


def _wrong(pack: Pack, unit: str, rules: list[Rule], chosen: Mapping[str, str]) -> Issue | None:
    validity = pack.validity[choice_of(pack.validity_readings, chosen)]
    spans = sorted({_span(rule, chosen, validity) for rule in rules})
    place = rules[0].place
    for rule in rules:
        first, last = _span(rule, chosen, validity)
        if first > last:
            said = rule.form(chosen).in_force
            days = said.first or "…", said.last or "…", validity.first, validity.last
            return issue("QC005", rule.place, unit, *days)
    under = ", ".join(f"{reading}={option}" for reading, option in chosen.items())
    when = Text(f" (при {under})", f" (under {under})") if under else ""
    for (_, last), (first, _) in pairwise(spans):
        if first <= last:
            return issue("QC007", place, unit, first, last, when)
    ends = [
        (validity.first - _DAY, validity.first - _DAY),
        *spans,
        (validity.last + _DAY, validity.last + _DAY),
    ]
    if any(rule.own_interval or rule.form(chosen).in_force.inserted for rule in rules):
        ends = spans  # a provision that was brought in later leaves nothing open before it
    for (_, last), (first, _) in pairwise(ends):
        if first > last + _DAY:
            return issue("QC006", place, unit, last + _DAY, first - _DAY, when)
    return None


def _span(rule: Rule, chosen: Mapping[str, str], validity: Validity) -> tuple[date, date]:
    in_force = rule.form(chosen).in_force
    return max(in_force.first or validity.first, validity.first), min(
        in_force.last or validity.last, validity.last
    )
