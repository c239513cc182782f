"""How terms are counted, said once at the head of a pack: what a rule does not say itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import HEAD, judged, load, only, rule

from qcrules.errors import PackError

COUNTED = HEAD + "счёт: {первый_день: считается, перенос: вперёд}\n"
IN_EIGHT = {"что": "возвращена", "через": "8 календарных дней", "после": "выдана"}
LENT = {"lent_at": "2014-06-06 12:00", "returned_at": None}


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (IN_EIGHT, "2014-06-13"),
        ({**IN_EIGHT, "через": "9 календарных дней"}, "2014-06-16"),  # Saturday goes to Monday
        ({**IN_EIGHT, "первый_день": "не_считается", "перенос": "нет"}, "2014-06-14"),
        ({**IN_EIGHT, "через": "2 рабочих дня"}, "2014-06-09"),
        ({**IN_EIGHT, "через": "24 часа"}, "2014-06-07 12:00:00"),
        (
            {"что": "возвращена", "чем": {"через": "9 календарных дней", "после": "выдана"}},
            "2014-06-16",
        ),
        ({"что": "возвращена", "чем": {"через": "24 часа", "после": "выдана"}}, "2014-06-07 12:00:00"),
        (
            {
                **IN_EIGHT,
                "через": [{"если": {"paid": "да"}, "это": "9 календарных дней"}, {"это": "24 часа"}],
            },
            "2014-06-07 12:00:00",
        ),
    ],
)
def test_a_term_is_counted_as_the_pack_says_unless_it_says_otherwise(
    tmp_path: Path, held: dict[str, Any], due: str
) -> None:
    book = load(tmp_path, [rule(требуется={"не_позднее": held})], head=COUNTED)
    found = only(judged(book, {**LENT, "paid": False}))
    assert found.due is not None
    assert str(found.due.at) == due


def test_a_term_before_a_moment_is_not_touched(tmp_path: Path) -> None:
    ahead = {"что": "возвращена", "за": "8 календарных дней", "до": "выдана"}
    book = load(tmp_path, [rule(требуется={"не_позднее": ahead})], head=COUNTED)
    found = only(judged(book, {"lent_at": "2014-06-09", "returned_at": "2014-06-03"}))
    assert found.due is not None
    assert str(found.due.at) == "2014-06-01"  # a Sunday


def test_a_wrong_word_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="вперёд"):
        load(tmp_path, [rule(требуется={"не_позднее": IN_EIGHT})], head=HEAD + "счёт: {перенос: впред}\n")
