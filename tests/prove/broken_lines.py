"""Lines of the source broken by hand, one at a time, in a copy of the tree: which of them do the tests notice?

python -m prove.broken_lines [-k WORDS] [--jobs 2] [--tree FOLDER]

The lines stand in docs/explanation/broken-lines.md. One that is not found, or is found twice, is to be rewritten.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from attrs import frozen

ROOT = Path(__file__).parents[2]
LINES = ROOT / "docs" / "explanation" / "broken-lines.md"
TREE = ("src", "tests", "rules", "examples", "docs", "benchmarks", "tools", "pyproject.toml")
NEAREST = [
    "conformance",
    "kernel",
    "time",
    "facts",
    "law",
    "explain",
    "judge",
    "engine",
    "test_pack.py",
    "test_uk_foia.py",
    "batch/test_check_batch.py",
    "batch/test_cells.py",
    "prove",
]
"""Where the tests stand that are run, those of `make test`, in this order, as far as the first that fails."""

WHERE_LINES_STAND = "tests/prove/test_prove.py::test_each_line_to_break_stands_in_the_code_once"
"""It fails of any broken line, which is no notice of what is wrong."""

TOO_LONG = 3600
"""Seconds after which a broken line is taken to be noticed: the tests hang."""


@frozen
class Broken:
    """A line, what it becomes, what is wrong then; and why nothing notices, if nothing does."""

    where: str
    wrong: str
    line: str
    becomes: str
    excused: str

    def file(self, tree: Path) -> Path | None:
        """The one file in which the line stands, once."""
        found = [
            path
            for path in sorted((tree / "src" / "qcrules").rglob("*.py"))
            if path.relative_to(tree / "src" / "qcrules").as_posix().startswith(self.where)
            for _ in range(path.read_text(encoding="utf-8").count(self.line))
        ]
        return found[0] if len(found) == 1 else None


def lines() -> Iterator[Broken]:
    """The table of the page."""
    for row in LINES.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r" \|(?= |$)", row.removeprefix("|"))]
        if len(cells) > 4 and cells[2].startswith("`"):
            where, wrong, line, becomes, excused = cells[:5]
            yield Broken(where, wrong, line.strip("`"), becomes.strip("`"), excused)


def copy(place: Path, tree: Path) -> Path:
    """A copy of the tree in which lines may be broken."""
    for name in TREE:
        source = tree / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place / name)
    return place


def judge(one: Broken, copies: SimpleQueue[Path]) -> dict[str, Any]:
    """Break a line in a copy, run the tests, mend it; what came of it."""
    tree = copies.get()
    try:
        path = one.file(tree)
        if path is None:
            return {"line": one, "noticed": None, "by": "to be rewritten"}
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace(one.line, one.becomes), encoding="utf-8")
        try:
            return {"line": one, **noticed(tree)}
        finally:
            path.write_text(whole, encoding="utf-8")
    finally:
        copies.put(tree)


def noticed(tree: Path) -> dict[str, Any]:
    """Does a test fail? Its name."""
    tests = [f"tests/{name}" for name in NEAREST if (tree / "tests" / name).exists()]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--no-header",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "-m",
        "not long",
        f"--deselect={WHERE_LINES_STAND}",
        *tests,
    ]
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    begun = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=TOO_LONG, check=False
        )
    except subprocess.TimeoutExpired:
        return {"noticed": True, "by": "the tests hang", "seconds": TOO_LONG}
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
    by = failed[0].removeprefix("tests/") if failed else done.stdout.strip().splitlines()[-1]
    return {"noticed": done.returncode != 0, "by": by, "seconds": round(time.monotonic() - begun)}


def run(words: str = "", jobs: int = 2, tree: Path = ROOT) -> list[dict[str, Any]]:
    """What came of every line whose place or fault holds some words."""
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(jobs) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copies.put(copy(Path(place) / str(number), tree))
        asked = [one for one in lines() if words in f"{one.where}: {one.wrong}"]
        found = []
        for told in pool.map(lambda one: judge(one, copies), asked):
            said = {True: "noticed ", False: "UNNOTICED", None: "REWRITE  "}[told["noticed"]]
            print(f"{said} {told['line'].where}: {told['line'].wrong} [{told['by']}]", flush=True)
            found.append(told)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m prove.broken_lines", description=__doc__)
    parser.add_argument("-k", default="", help="only lines whose place or fault holds these words")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tree", type=Path, default=ROOT, help="another tree, with its own tests")
    asked = parser.parse_args()
    found = run(asked.k, asked.jobs, asked.tree)
    bad = [one for one in found if not one["noticed"] and not one["line"].excused]
    print(f"{sum(one['noticed'] is True for one in found)} of {len(found)} noticed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
