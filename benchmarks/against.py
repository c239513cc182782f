"""Is it as quick as an older commit? ``python -m benchmarks.against af9642d``: speeds as ratios to that commit.

Both trees read the pack and the example of the older one: the same rules, the same record. Where the newer tree wants
more to be declared than the older pack does, it reads a copy with what today's pack declares of it, which is said; with
``--own`` each reads its own pack, and what was added to the rules is in the figures, too. Each measurement has
a process of its own; the trees take turns, so that a machine that slows down slows both, and what is told is the median
of the ratios of such pairs. Times are processor times. A ratio of 1.25 says: a quarter quicker now. Exit status 1 where
one is below the floor.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from attrs import evolve, frozen

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.97

MEASURED = {
    "reading the pack from its files": """
import os
os.environ["XDG_CACHE_HOME"] = "nowhere"  # not absolute: nothing is kept
try:
    from qcrules.source.pack import load_pack
except ImportError:  # before the rooms were named
    from qcrules.loading.pack import load_pack
timed(lambda: load_pack(rules), 2)
""",
    **{
        f"one check with its explanations, engine {engine}": f"""
import json
from ruamel.yaml import YAML
import qcrules
book = qcrules.load_rules(rules)
record = YAML(typ="safe").load(open(example, encoding="utf-8"))
def check():
    return [one.explanation for one in qcrules.check(record, rules=book, engine="{engine}").findings]
timed(check, 60)
"""
        for engine in ("reference", "durable")
    },
    **{
        f"a register, {name}": f"""
from datetime import date
import pyarrow.parquet as pq
import qcrules
from qcrules.batch import check_batch
book = qcrules.load_rules(rules)
batch = pq.read_table(register).combine_chunks().to_batches()[0]
timed(lambda: check_batch(batch, rules=book, as_of=date(2014, 6, 1), contested={weighed}), 3)
"""
        for name, weighed in (("the chosen readings", False), ("every reading weighed", True))
    },
}
"""What is measured, and the script that measures it."""

COLD = "the command `check`, cold"
PACK, EXAMPLE = "rules/kz-06-7-63", "examples/planned-with-violations.yaml"
START = """
import sys, time
rules, example, register = sys.argv[1:]
def timed(work, times):
    work()
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    print(best)
"""


@frozen
class Tree:
    """A working tree, and what it keeps between runs."""

    root: Path
    kept: Path
    given: Mapping[str, Path]
    """What it reads: the pack, the example and the register."""

    def python(self, *arguments: str, most: int = 1) -> str:
        """Run Python with the package of this tree. ``most``: the highest exit status; 1: violations were found."""
        around = {
            **os.environ,
            "PYTHONPATH": str(self.root / "src"),
            "PYTHONPYCACHEPREFIX": str(self.kept / "bytecode"),
            "XDG_CACHE_HOME": str(self.kept / "cache"),
        }
        around.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=around, capture_output=True, text=True
        )
        if done.returncode > most:
            raise SystemExit(done.stderr)
        return done.stdout

    def reads(self, rules: Path) -> bool:
        """Can it read a pack?"""
        try:
            self.python(
                "-c",
                "import sys, qcrules; sys.exit(qcrules.load_rules(sys.argv[1]) is None)",
                str(rules),
                most=0,
            )
        except SystemExit:
            return False
        return True

    def seconds(self, what: str) -> float:
        """How long something takes, in seconds of processor time."""
        given = self.given
        if what != COLD:
            return float(self.python("-c", START + MEASURED[what], *map(str, given.values())))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.python("-m", "qcrules", "check", str(given["example"]), "--rules", str(given["rules"]))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def register(tree: Tree, file: Path, rows: int) -> Path:
    """A generated register, as a tree makes it."""
    script = "import sys, pyarrow as pa, pyarrow.parquet as pq; from benchmarks.register import batch; "
    script += "pq.write_table(pa.Table.from_batches([batch(int(sys.argv[2]))]), sys.argv[1])"
    tree.python("-c", script, str(file), str(rows))
    return file


def with_documents(pack: Path, copy: Path) -> Path:
    """A copy of a pack from before a pack declared its documents, with those that today's declares."""
    shutil.copytree(pack, copy)
    today, about = (ROOT / PACK / "pack.yaml").read_text("utf-8"), copy / "pack.yaml"
    declared = re.search(r"^документы:\n(?: .*\n)+", today, re.MULTILINE)
    assert declared is not None
    about.write_text(f"{about.read_text('utf-8')}\n{declared[0]}", "utf-8")
    return copy


def compare(old: Tree, new: Tree, pairs: int, only: str) -> bool:
    """Print each ratio; were all of them above the floor?"""
    good = True
    for what in (COLD, *MEASURED):
        if only not in what:
            continue
        for tree in (old, new):
            tree.seconds(what)  # what is kept is kept from now on
        times = [(old.seconds(what), new.seconds(what)) for _ in range(pairs)]
        ratio = median(then / now for then, now in times)
        then, now = (median(one) for one in zip(*times, strict=True))
        good &= ratio >= FLOOR
        mark = "ok   " if ratio >= FLOOR else "SLOW "
        print(
            f"{mark} {ratio:5.2f} ×  {what}: {then * 1000:.1f} ms then, {now * 1000:.1f} ms now", flush=True
        )
    return good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("-n", "--pairs", type=int, default=9)
    parser.add_argument("-k", default="", help="only what holds these words")
    parser.add_argument("--own", action="store_true", help="each reads its own pack and example")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the register")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tree = folder / "then"
        subprocess.run(
            ["git", "worktree", "add", "-q", "--detach", str(tree), asked.commit], cwd=ROOT, check=True
        )
        try:
            old = Tree(tree, folder / "a", {"rules": tree / PACK, "example": tree / EXAMPLE})
            old = evolve(
                old, given={**old.given, "register": register(old, folder / "register.parquet", asked.rows)}
            )
            new = Tree(ROOT, folder / "b", old.given)
            if asked.own:
                new = evolve(new, given={**old.given, "rules": ROOT / PACK, "example": ROOT / EXAMPLE})
            elif not new.reads(tree / PACK):
                print("the newer tree reads the older pack with the list of its documents added", flush=True)
                new = evolve(new, given={**old.given, "rules": with_documents(tree / PACK, folder / "rules")})
            return 0 if compare(old, new, asked.pairs, asked.k) else 1
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
