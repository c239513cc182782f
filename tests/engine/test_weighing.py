"""Whether readings dispute a verdict, from the conditions and requirements that they share: as variant by variant."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from qcrules.engine.columnar.formulas import VERDICTS, Verdicts  # noqa: E402
from qcrules.explain.findings import disputed  # noqa: E402
from qcrules.kernel.interval import FALSE, OPEN, TRUE  # noqa: E402

CONDITIONS, NEEDS = (0, 1), (2, 3, None)
PAIRS = list(product(CONDITIONS, NEEDS))


def told(rows: Any) -> Any:
    """The truth of each formula, a row of truths a record."""
    columns = np.array(rows, np.int8).T
    return SimpleNamespace(truth=columns.__getitem__)


@pytest.mark.parametrize("variants", [some for size in (2, 3, 4) for some in combinations(PAIRS, size)])
def test_what_readings_share_says_where_they_dispute_a_verdict(variants: Any) -> None:
    truths = (FALSE, OPEN, TRUE)
    rows = [(*now, *later) for now in product(truths, repeat=4) for later in product(truths, repeat=2)]
    recorded = told([row[:4] for row in rows])
    high = told([(*row[:2], *row[4:]) for row in rows])
    verdicts = Verdicts(recorded, high)
    found = np.broadcast_to(np.asarray(verdicts.disputed(variants)), len(rows))
    codes = [np.broadcast_to(np.asarray(verdicts.code(*one)), len(rows)) for one in variants]
    for row, contested in enumerate(found.tolist()):
        assert bool(contested) == disputed([VERDICTS[code[row]] for code in codes]), rows[row]
