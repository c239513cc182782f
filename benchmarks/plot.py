"""The figures of ``make bench`` as a picture: records a second by engine, and growth with the rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt
from matplotlib.patches import Patch

OWN, FIVE, TWO = "#b5371f", "#3a6ea5", "#9fb4c7"


def draw(figures: dict[str, Any], path: Path) -> None:
    """Write the picture."""
    plt.rcParams.update({"svg.hashsalt": "qcrules", "svg.fonttype": "none", "font.size": 9})
    whole, (bars, grown) = plt.subplots(2, 1, figsize=(8, 8.4), height_ratios=(3, 2), layout="constrained")
    _bars(bars, [one for one in figures["engines"] if not one["missing"]])
    _growth(grown, figures["growth"])
    whole.savefig(path, metadata={"Date": None})
    plt.close(whole)


def _bars(axes: Any, results: list[dict[str, Any]]) -> None:
    results = sorted(results, key=lambda one: one["per_second"])
    colours = [
        OWN if one["engine"] == "qcrules columnar" else FIVE if one["values"] == 5 else TWO for one in results
    ]
    drawn = axes.barh(
        [one["engine"] for one in results], [one["per_second"] for one in results], color=colours
    )
    axes.bar_label(drawn, [f"{one['per_second']:,.0f}" for one in results], padding=3)
    axes.set_xscale("log")
    axes.set_xlim(left=100, right=max(one["per_second"] for one in results) * 12)
    axes.set_title("Twenty rules on one core, records a second")
    meaning = {
        "qcrules columnar, five verdicts": OWN,
        "others, five verdicts": FIVE,
        "others, two verdicts": TWO,
    }
    axes.legend([Patch(color=colour) for colour in meaning.values()], list(meaning), loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)


def _growth(axes: Any, grown: list[dict[str, Any]]) -> None:
    rows = [one["rows"] for one in grown]
    axes.plot(rows, [one["ns_per_row"] for one in grown], marker="o", color=OWN)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("rows")
    axes.set_ylabel("ns a row", color=OWN)
    axes.set_title("Growth: time a row, and peak memory of the process")
    memory = axes.twinx()
    memory.plot(rows, [one["peak_mib"] for one in grown], marker="s", color=FIVE)
    memory.set_ylim(bottom=0)
    memory.set_ylabel("MiB", color=FIVE)
    for one in (axes, memory):
        one.spines["top"].set_visible(False)


def draw_bulk(figures: dict[str, Any], path: Path) -> None:
    """Time a report over their number, and what each stage takes beside a sum over the same bytes."""
    plt.rcParams.update({"svg.hashsalt": "qcrules", "svg.fonttype": "none", "font.size": 9})
    whole, (grown, stages) = plt.subplots(2, 1, figsize=(8, 6), layout="constrained")
    for shape, colour in (("list", OWN), ("wide", FIVE)):
        ones = [one for one in figures["reports"] if one["shape"] == shape]
        rows = [one["reports"] for one in ones]
        grown.plot(rows, [one["us_per_report"] for one in ones], marker="o", color=colour, label=shape)
    grown.set_xscale("log")
    grown.set_ylim(bottom=0)
    grown.set_xlabel("reports")
    grown.set_title("Monthly reports on one core, µs a report")
    grown.legend()
    ones = figures["stages"][::-1]
    names = [f"{one['stage']}, {one['shape']}" for one in ones]
    drawn = stages.barh(
        names, [one["sums"] for one in ones], color=[OWN if one["shape"] == "list" else FIVE for one in ones]
    )
    stages.bar_label(drawn, [f"{one['sums']:,}" for one in ones], padding=3)
    stages.set_xscale("log")
    stages.set_title("In sums over the same bytes")
    for axes in (grown, stages):
        axes.spines[["top", "right"]].set_visible(False)
    whole.savefig(path, metadata={"Date": None})
    plt.close(whole)


PLOTS = {"engines": draw, "bulk": draw_bulk}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, one in PLOTS.items():
        one(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), folder / f"{name}.svg")
