"""Writes docs/explanation/house.svg, the rooms of src/qcrules/ as a picture, from the layers of the import contract.

With --check it writes nothing, and exits with 1 when the file is not what it would write.
"""

from __future__ import annotations

import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "explanation" / "house.svg"
WIDTH, ROW, BOX, GAP, TOP = 640, 38, 28, 10, 40
LETTER = 8.4


def layers() -> list[list[str]]:
    """The rooms of each layer, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (house,) = (one for one in contracts if one.get("containers") == ["qcrules"])
    return [[room.strip(" ()") for room in layer.split("|")] for layer in house["layers"]]


def drawn(floors: list[list[str]]) -> str:
    """A row a layer, a box a room, and an arrow: who may import whom."""
    height = TOP + ROW * len(floors) + 20
    title = "The rooms of qcrules: each imports the rows below it, and never one above"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{title}" font-family="system-ui, sans-serif" font-size="14">',
        f"<title>{title}</title>",
        "<style>.room { fill: #eef3f8; stroke: #1d4f80; }</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{WIDTH / 2}" y="22" text-anchor="middle" fill="#555" font-size="13">{title}</text>',
    ]
    for number, rooms in enumerate(floors):
        y = TOP + ROW * number
        wide = [len(room) * LETTER + 22 for room in rooms]
        x = (WIDTH - sum(wide) - GAP * (len(rooms) - 1)) / 2
        for room, width in zip(rooms, wide, strict=True):
            lines += [
                f'<rect class="room" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BOX}" rx="4"/>',
                f'<text x="{x + width / 2:.1f}" y="{y + 19}" text-anchor="middle">{escape(room)}</text>',
            ]
            x += width + GAP
    foot = TOP + ROW * len(floors)
    lines += [
        f'<path d="M24 {TOP}V{foot - 8}" stroke="#1d4f80" stroke-width="2"/>',
        f'<path d="M18 {foot - 14}l6 12l6 -12z" fill="#1d4f80"/>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    words = drawn(layers())
    if "--check" in arguments:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == words
        if not same:
            print(f"{TARGET.relative_to(ROOT)} is not what {Path(__file__).name} writes", file=sys.stderr)
        return int(not same)
    TARGET.write_text(words, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
