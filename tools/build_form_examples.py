"""Writes examples/monitoring-*.xlsx from the case files of the same name.

A form holds the report; what the Agency decided about it stands in the case file alone. With --check it writes nothing,
and exits with 1 when the files are not what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from qcrules.forms import write
from qcrules.forms.filling import Filled
from qcrules.records.reading import read_case_file
from qcrules.source.built_in import built_in_rules
from qcrules.source.store import load_ready

EXAMPLES = Path(__file__).parents[1] / "examples"


def build(folder: Path) -> list[Path]:
    """All of them, in a folder."""
    made = []
    words = load_ready(built_in_rules()).pack.vocabulary
    for case in sorted(EXAMPLES.glob("monitoring-?mk.yaml")):
        [given] = read_case_file(case, words)
        filled = Filled(given.kind, given.record)
        year, month = map(int, filled.at("month").split("-"))
        form = filled.at("form").replace("мк", "mk")
        made.append(folder / f"{case.stem}.xlsx")
        write(made[-1], form, year, month, record=given.record)
    return made


def main(arguments: list[str]) -> int:
    if arguments != ["--check"]:
        build(EXAMPLES)
        return 0
    with TemporaryDirectory() as folder:
        made = build(Path(folder))
        stale = [one.name for one in made if one.read_bytes() != (EXAMPLES / one.name).read_bytes()]
    if stale:
        print(f"out of date: {', '.join(stale)}; run tools/build_form_examples.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
