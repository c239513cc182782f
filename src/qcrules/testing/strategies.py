"""Hypothesis strategies for records, derived from a vocabulary: whatever it names, and nothing else.

``records("inspection")`` draws mappings as a case file has them under its top key: fields left out, «?», null,
vague moments, items of lists. Dates lie close together, so that terms are kept and missed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from ..check import load_rules
from ..vocabulary import Field, Type, Vocabulary

FIRST, LAST = date(2013, 12, 20), date(2014, 5, 20)
"""Between them lie most drawn dates: New Year, Nauryz and the May holidays are among them."""

UNKNOWN = st.just("?")
ABSENT = st.none()


def records(kind: str, vocabulary: Vocabulary | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Records of a kind, as mappings with English keys; of the built-in pack by default."""
    words = vocabulary or load_rules().pack.vocabulary
    return whole(words.kinds[kind].root)


def whole(fact: Field) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of an object, each perhaps left out."""
    return st.fixed_dictionaries({}, optional={key: value(child) for key, child in fact.children.items()})


def value(fact: Field) -> st.SearchStrategy[Any]:
    """A field's value: mostly known, else «?» or null."""
    return st.one_of(known(fact), known(fact), known(fact), ABSENT, UNKNOWN)


def days() -> st.SearchStrategy[date]:
    """A day, mostly one of a few months; now and then of another edition or outside the law's life."""
    near = st.dates(FIRST, LAST)
    return st.one_of(near, near, near, st.dates(date(2013, 5, 1), date(2015, 8, 31)))


def _minute(day: date, minute: int) -> str:
    return f"{datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute):%Y-%m-%d %H:%M}"


def moments() -> st.SearchStrategy[str]:
    """A day, a minute, a month, or some days of which it is one."""
    return st.one_of(
        days().map(str),
        days().map(str),
        st.builds(_minute, days(), st.integers(0, 1439)),
        days().map(lambda day: f"{day:%Y-%m}"),
        st.builds(lambda day, more: f"{day}/{day + timedelta(more)}", days(), st.integers(0, 40)),
    )


def known(fact: Field) -> st.SearchStrategy[Any]:
    """A value of the field's type."""
    match fact.type:
        case Type.EVENT | Type.DATE:
            return moments()
        case Type.MONTH:
            return days().map(lambda day: f"{day:%Y-%m}")
        case Type.BOOL:
            return st.booleans()
        case Type.CHOICE:
            return st.sampled_from([option.key for option in fact.options])
        case Type.SET:
            return st.lists(st.sampled_from([option.key for option in fact.options]), unique=True)
        case Type.NUMBER:
            return st.integers(0, 60)
        case Type.TEXT:
            return st.sampled_from(["текст", "иное"])
        case Type.LIST:
            item = whole(fact) if fact.children else st.just("текст")
            return st.lists(item, max_size=3)
        case Type.OBJECT:
            return whole(fact)
