"""What time alone can do. (What the two worlds are: tests/conformance/library/02-the-day-of-the-check.md.)"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import load, rule, verdict
from properties import examples

from qcrules.judge.rulebook import Rulebook

IN_FIVE_DAYS = {"не_позднее": {"что": "возвращена", "через": "5 календарных дней", "после": "выдана"}}
BACK_FIRST = {"не_позднее": {"что": "возвращена", "чем": "напомнено"}}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("pack")
    books: dict[str, Rulebook] = {}

    def shared(**body: Any) -> Rulebook:
        return books.setdefault(str(body), load(folder, [rule(**body)]))

    return shared


class TestTime:
    @pytest.mark.long
    @settings(max_examples=examples(60))
    @given(
        days=st.dictionaries(
            st.sampled_from(["lent_at", "returned_at", "reminded_at", "due_on"]),
            st.none() | st.just("?") | st.integers(0, 20),
        ),
        need=st.sampled_from(
            [
                IN_FIVE_DAYS,
                BACK_FIRST,
                {"есть": "возвращена"},
                {"не_дольше": {"от": "выдана", "до": "возвращена", "срок": "3 рабочих дня"}},
                {"не_позднее": {"что": "возвращена", "чем": "срок по билету", "перенос": "вперёд"}},
                {"любое": [BACK_FIRST, {"оплачена": "да"}]},
            ]
        ),
    )
    def test_time_alone_turns_pending_into_violated_and_changes_nothing_else(self, shared, days, need):
        """Nothing new happens, and the day of the check moves on."""
        made = shared(требуется=need)
        start = date(2014, 6, 2)
        record = {
            name: str(start + timedelta(day)) if isinstance(day, int) else day for name, day in days.items()
        }
        said = [
            verdict(made, record, as_of=str(start + timedelta(day)), engine="reference")
            for day in range(20, 50, 4)
        ]
        changes = [pair for pair in pairwise(said) if pair[0] != pair[1]]
        assert changes in ([], [("pending", "violated")])
