"""How many examples a property is tried on: few in the tests, many times as many in ``make prove``."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("TIMES", "1"))


def examples(few: int) -> int:
    """So many in the tests."""
    return few * TIMES
