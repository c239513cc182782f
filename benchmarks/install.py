"""Installs what the extra ``bench`` asks for, one by one: an engine that cannot be had is left out of the table."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path


def main() -> int:
    """Say what could not be installed; that is no failure."""
    content = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted in content["project"]["optional-dependencies"]["bench"]:
        if wanted.startswith("qcrules"):
            continue
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", wanted], check=False)
        if done.returncode:
            print(f"{wanted} cannot be installed here: its engine is left out", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
