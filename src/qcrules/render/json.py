"""Findings for a machine: ``qcrules/assessment/1``, always a list, keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from qcrules import harmless
from qcrules.ahead.change import WhatIf
from qcrules.finding import Assessment, Due, Finding
from qcrules.text import Lang, Text

from .words import iso

SCHEMA = "qcrules/assessment/1"

_MARGIN = "\n  "
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def render(assessments: Iterable[Assessment]) -> str:
    """The assessments as a JSON list, one element a record."""
    return dumps([as_dict(assessment) for assessment in assessments])


def pieces(assessments: Iterable[Assessment], *, what_if: bool = False) -> Iterator[str]:
    """The same list, an assessment at a time; ``what_if``: with the smallest change beside each violation."""
    return joined(body(one, what_if=what_if) for one in assessments)


def body(assessment: Assessment, *, what_if: bool = False) -> str:
    """One assessment, as an element of the list."""
    return _written(as_dict(assessment, what_if=what_if), _MARGIN)


def joined(bodies: Iterable[str]) -> Iterator[str]:
    """The list of elements that were written one by one."""
    opened = False
    for one in bodies:
        yield ("," if opened else "[") + _MARGIN + one
        opened = True
    yield "\n]\n" if opened else dumps([])


def dumps(data: Any) -> str:
    """JSON as every command writes it: readable, in its own letters, ending in a newline."""
    return _written(data, "\n") + "\n"


def _written(value: Any, margin: str) -> str:
    """What ``json.dumps`` writes with an indent of 2, behind a margin: in a fifth of the time, for words and objects of
    the same keys come again."""
    if not value or not isinstance(value, (dict, list, tuple)):
        return _BARE[type(value)](value) if type(value) in _BARE else _encode(value)
    inner = margin + "  "
    found = [
        _word(one) if type(one) is str else _written(one, inner)
        for one in (value.values() if isinstance(value, dict) else value)
    ]
    if isinstance(value, dict):
        return _object(margin, *value) % tuple(found)
    return f"[{inner}{f',{inner}'.join(found)}{margin}]"


@lru_cache(maxsize=4096, typed=True)
def _object(margin: str, *keys: Any) -> str:
    """An object of some keys, with a place for each value. (By type: to Python 0 is False.)"""
    inner = margin + "  "
    words = [_word(key if isinstance(key, str) else _encode(key)).replace("%", "%%") for key in keys]
    return f"{{{inner}{f',{inner}'.join([f'{one}: %s' for one in words])}{margin}}}"


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """A string of JSON in its own letters, but for those that cannot be seen."""
    return harmless.json(_encode(word))


_BARE: Mapping[type, Callable[[Any], str]] = {
    str: _word,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    list: lambda _: "[]",
    tuple: lambda _: "[]",
    dict: lambda _: "{}",
}
"""How a value is written that has no parts, and is no fraction."""


def as_dict(assessment: Assessment, *, what_if: bool = False) -> dict[str, Any]:
    """One assessment in plain dicts, lists, strings and numbers."""
    lang, changes = assessment.lang, WhatIf.of(assessment) if what_if else None
    return {
        "schema": SCHEMA,
        "pack": {**_ordered(assessment.pack, ("id", "version", "sha256")), **caveat(assessment.caveat, lang)},
        "calendar": _ordered(assessment.calendar, ("id", "sha256")),
        "engine": assessment.engine,
        "as_of": assessment.as_of.isoformat(),
        "as_of_source": assessment.as_of_source,
        "readings": dict(assessment.readings),
        "subject": {"kind": assessment.kind, "id": assessment.subject_id, "source": assessment.source},
        "language": lang,
        "warnings": [warning(lang) for warning in assessment.warnings],
        "assumptions": [assumption(lang) for assumption in assessment.assumptions],
        "summary": dict(assessment.summary),
        "findings": [
            _finding(finding, lang) | _changes(finding, changes, lang) for finding in assessment.findings
        ],
    }


def _finding(finding: Finding, lang: Lang) -> dict[str, Any]:
    of, why, russian = finding.provision, finding.explanation, lang == "ru"
    due, delay = why.due, why.delay
    return {
        "rule": of.rule,
        "document": of.document,
        "article": of.article,
        "paragraph": of.paragraph,
        "part": of.part,
        "point": of.point,
        "subpoint": of.subpoint,
        "citation": of.citation,
        "item": finding.item,
        "force": str(of.force),
        "edition": of.edition,
        "verdict": str(finding.verdict),
        "contested": finding.contested,
        "bearer": of.bearer,
        "due": iso(due.at) if due else None,
        "actual": iso(finding.done("en")),
        "delay": {"value": delay.value, "unit": delay.unit} if delay else None,
        "gist": of.gist.ru if russian else of.gist.en,
        "message": why.text.ru if russian else why.text.en,
        "evidence": [
            {"field": one.field, "value": one.value, "source": one.source if one.place else None}
            for one in why.evidence
        ],
        "missing": [
            {"field": one.field, "term": one.term(lang), "decides": one.decides(lang)} for one in why.missing
        ],
        "readings": [
            {"reading": one.reading, "option": one.option, "verdict": str(one.verdict)}
            for one in why.readings
        ],
        "rests_on": [
            {"rule": one.rule, "citation": one.citation, "verdict": str(one.verdict)} for one in why.rests_on
        ],
        "due_detail": _due(due, lang) if due else None,
    }


def _changes(finding: Finding, what_if: WhatIf | None, lang: Lang) -> dict[str, Any]:
    """The smallest changes with which it is complied with, where they were asked for."""
    changes = what_if.changes(finding) if what_if is not None else None
    if changes is None:
        return {}
    return {
        "changes": [
            {
                "message": one.words(lang),
                "as_of": one.as_of.isoformat(),
                "facts": [
                    {
                        "field": fact.path,
                        "value": iso(fact.value) if isinstance(fact.value, date) else fact.value,
                        "moved_days": fact.moved.total_seconds() / 86400 if fact.moved else None,
                    }
                    for fact in one.changes
                ],
                "breaks": [{"rule": other.rule, "citation": other.citation} for other in one.breaks],
            }
            for one in changes
        ]
    }


def _due(due: Due, lang: Lang) -> dict[str, Any]:
    return {
        "earliest": iso(due.earliest),
        "base": iso(due.base),
        "base_field": due.base_field,
        "first_counted": iso(due.first_counted),
        "rolled_from": iso(due.rolled_from),
        "opens": due.opens,
        **({"calendar": due.calendar} if due.calendar else {}),
        **({"counted_by": due.counted_by} if due.counted_by else {}),
        "skipped": [{"date": iso(day.day), "reason": day.reason(lang)} for day in due.skipped],
    }


def caveat(words: Text | None, lang: Lang) -> dict[str, str]:
    """What a pack says of its text with every answer, where it says anything."""
    return {"caveat": words(lang)} if words else {}


def _ordered(pairs: Mapping[str, str], first: tuple[str, ...]) -> dict[str, str]:
    """The named keys first and in this order, so that the output is the same on every machine."""
    return {key: pairs[key] for key in (*first, *sorted(set(pairs) - set(first))) if key in pairs}
