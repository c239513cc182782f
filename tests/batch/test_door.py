"""The laws of the door, on a few records; ``make prove`` tries many (tests/prove/door.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from properties import examples

pytest.importorskip("pyarrow", reason="tables need the extra `batch`")

from prove import door

FEW = settings(
    max_examples=examples(3), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@FEW
@given(given_=door.drawn())
def test_the_same_record_says_the_same_through_every_format(tmp_path: Path, given_: Any) -> None:
    door.same(tmp_path, given_)


@FEW
@given(given_=door.spoilt())
def test_a_bad_cell_is_the_business_of_its_row(tmp_path: Path, given_: Any) -> None:
    door.apart(tmp_path, given_)
