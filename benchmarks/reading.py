"""How long is the built-in pack read from its files, against an older commit? ``python -m benchmarks.reading af9642d``.

Both are read in processes of their own, in turn, with nothing kept from an earlier reading; medians of processor time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
READ = """
import time
try:
    from qcrules.source.built_in import built_in_rules
    from qcrules.source.pack import load_pack
except ImportError:  # before the rooms were named
    from qcrules.loading.built_in import built_in_rules
    from qcrules.loading.pack import load_pack
load_pack(built_in_rules())
start = time.process_time()
load_pack(built_in_rules())
print(time.process_time() - start)
"""


def seconds(source: Path) -> float:
    """The processor time of one reading, after one to warm up."""
    around = {
        **os.environ,
        "PYTHONPATH": str(source),
        "XDG_CACHE_HOME": "nowhere",
    }  # not absolute: nothing is kept
    done = subprocess.run(
        [sys.executable, "-c", READ], env=around, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main(commit: str = "af9642d", times: str = "9") -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--detach", folder, commit], cwd=ROOT, check=True)
        try:
            pairs = [(seconds(Path(folder) / "src"), seconds(ROOT / "src")) for _ in range(int(times))]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)
    old, new = (median(times) for times in zip(*pairs, strict=True))
    print(f"{commit}: {old:.3f} s; now: {new:.3f} s; ratio {new / old:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
