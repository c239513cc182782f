"""Every kind of fault that was seen at the doors of other tools has its test (tests/conformance/kinds.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import rows_of


@pytest.mark.parametrize(("kind", "test"), rows_of("kinds.md"))
def test_a_kind_has_its_test(kind: str, test: str) -> None:
    file, _, name = test.partition("::")
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    assert re.search(rf"^ *(def|class) {name}\b", text, re.M), kind
