"""The keys of case files; columns of case tables, on pages and in workbooks, and sheets have the same words."""

from __future__ import annotations

from qcrules.facts.words import AS_OF, COMPLETE
from qcrules.source import contents
from qcrules.source.shape import Shape

_EXPECTED = contents.any_of(
    contents.of(contents.WORD), contents.of({"type": "array"}), contents.of({"type": "object"})
)
OF_KIND = "kind of record"
CASE = Shape.of(
    "case",
    {
        "case": contents.text,
        "base": contents.word,
        OF_KIND: contents.word,
        AS_OF[0]: contents.day,
        "readings": contents.by_name(contents.word),
        "expected": contents.by_name(_EXPECTED),
        COMPLETE[0]: contents.yes_no,
    },
    others=contents.described(
        contents.anything, "Поле записи и его значение", "A field of the record and its value"
    ),
    also={AS_OF[0]: AS_OF[2:], COMPLETE[0]: COMPLETE[2:], OF_KIND: ("kind_of_record", "вид_записи")},
)
FILE = Shape.of(
    "cases",
    {
        "pack": contents.text,
        "bases": contents.by_name(contents.of({"type": "object"})),
        "cases": contents.listed(CASE.content()),
    },
)
BASE_RECORD = Shape(None, (CASE.by_key["base"],), others=contents.anything)

TITLE, BASE, BASES = CASE.by_key["case"].both, CASE.by_key["base"].both, FILE.by_key["bases"].both
"""Column, column and sheet: what a case is about, the base that it starts from, the bases."""

KIND = tuple(word for word, key in CASE.by_word.items() if key.en == OF_KIND)
"""The column that says of which kind of record a row is."""

BESIDE = (*TITLE, *KIND, *AS_OF)
"""Columns that speak of a case, and not of what is in its record."""
