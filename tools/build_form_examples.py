"""Write examples/monitoring-*.xlsx from the case files of the same name: ``python tools/build_form_examples.py``.

A form holds the report; what the Agency decided about it stands in the case file alone.
"""

from __future__ import annotations

from pathlib import Path

from qcrules.forms import write
from qcrules.forms.filling import Filled
from qcrules.records.reading import read_input
from qcrules.source.built_in import built_in_rules
from qcrules.source.store import load_ready

EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    """Write all of them."""
    words = load_ready(built_in_rules()).pack.vocabulary
    for case in sorted(EXAMPLES.glob("monitoring-?mk.yaml")):
        given = read_input(case, words)
        filled = Filled(given.kind, given.record)
        year, month = map(int, filled.at("month").split("-"))
        form = filled.at("form").replace("мк", "mk")
        write(case.with_suffix(".xlsx"), form, year, month, record=given.record)


if __name__ == "__main__":
    main()
