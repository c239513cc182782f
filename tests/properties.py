"""How many examples a property is tried on: few in ``make test``, many times as many in ``make prove``."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("TIMES", "1"))


def examples(few: int) -> int:
    """So many in ``make test``."""
    return few * TIMES
