"""The net under a refactoring: what qcrules says today, and whether a later commit still says it.

    python tools/net.py freeze /somewhere/net                        before: keep all answers
    python tools/net.py compare /somewhere/net                       after: show what differs; exit status 1 if any does
    python tools/net.py compare /somewhere/net --only lint rule      a part of it
    python tools/net.py compare /somewhere/net --every 10            a tenth of it, in half a minute
    python tools/net.py freeze /somewhere/net --only mutants         which mutants live; two minutes, else left out

It works on the checkout that it stands in, with that checkout's Python; one folder serves all of them. In the folder
an area is `AREA.zip`: a JSON file an item, with its command lines, the files that they are given, and all that came of
them (exit status, stdout, stderr, every file written: tables as rows, workbooks as cells); `AREA.sha256` lists them.
Comparing knows only `qcrules.cli.main` and `qcrules.__all__`, and takes rules and examples from the checkout; only
freezing (net_plan.py, net_mistakes.py) looks inside, for the records of the case tables. Python and the installed
packages should be those of the freezing: the words of their errors, and the engine that is found, are in the answers.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import inspect
import io
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import repeat, takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]
AREAS = ("cases", "register", "lint", "rule", "deadline", "calendar", "forms", "test", "help", "mistakes")
LONG = "mutants"
"""The area that only `--long`, or its name, takes."""
MOVED = r"(?m)(^ +[0-9,]+  \S+: \w+ → \w+\n)+"
"""What `batch --against` lists: as many of a kind stand in any order."""

DIGEST = r"\b[0-9a-f]{8}([0-9a-f]{56})?\b"
"""The hash of a pack or a calendar: a page that gains a case has another."""

Item = dict[str, Any]
"""name; commands: lists of words; files: what to write before, by name; copies: what to copy, from the checkout or,
where it begins with `inputs/`, from the frozen folder."""


# -- Answering ----------------------------------------------------------------------------------------------


def answer(item: Item, frozen: Path) -> str:
    """All that came of an item's command lines, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        for target, source in item.get("copies", {}).items():
            origin = (frozen if source.startswith("inputs/") else ROOT) / source
            (shutil.copytree if origin.is_dir() else shutil.copyfile)(origin, target)
        for target, text in item.get("files", {}).items():
            Path(target).write_bytes(text.encode("utf-8", "surrogateescape"))
        given = set(Path().rglob("*"))
        said = [f"$ {shlex.join(words)}\n{_said(words)}" for words in item["commands"]]
        written = sorted(path for path in Path().rglob("*") if path.is_file() and path not in given)
        said += [f"-- {path}\n{_shown(path)}" for path in written]
        text = "\n".join(said)
        for place, sign in ((os.path.realpath(name), "TMP"), (name, "TMP"), (str(ROOT), "ROOT")):
            text = text.replace(place, sign)
        return text


def _said(words: list[str]) -> str:
    """What one command line answers."""
    if words[0] == "python":
        return _api(*words[1:])
    from qcrules.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    texts[0] = re.sub(MOVED, lambda lines: "".join(sorted(lines[0].splitlines(True))), texts[0])
    return f"exit {status}\n{texts[0]}" + (f"-- stderr\n{texts[1]}" if texts[1] else "")


def _api(name: str | None = None) -> str:
    """What Python sees: every public name with its parameters; or what `check` makes of a mapping."""
    import qcrules

    if name is None:
        return "\n".join(f"{one}: {_parameters(getattr(qcrules, one))}" for one in sorted(qcrules.__all__))
    try:
        found = qcrules.check(json.loads(Path(name).read_text("utf-8")), as_of=date(2014, 12, 31))
    except json.JSONDecodeError:
        return "no mapping"
    except qcrules.QcrulesError as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return "\n".join(f"{one.rule} {one.citation} {one.verdict}: {one.message}" for one in found.findings)


def _parameters(it: Any) -> str:
    """What a public name promises: a function or a record its parameters, an error its bases, others what they have."""
    if isinstance(it, type) and issubclass(it, Exception):
        return " < ".join(one.__name__ for one in it.__mro__[:-1])
    if inspect.isfunction(it) or (
        isinstance(it, type) and it.__name__ not in ("Assessment", "Finding", "Verdict")
    ):
        return ", ".join(inspect.signature(it).parameters)
    return ", ".join(name for name in dir(it) if name[0] != "_") if isinstance(it, type) else repr(it)


def _shown(path: Path) -> str:
    """A file that a command has written, as text."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        rows = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
        return f"{table.schema.to_string(show_schema_metadata=True)}\n" + "\n".join(rows)
    if path.suffix == ".xlsx":
        import openpyxl

        return "\n".join(line for sheet in openpyxl.load_workbook(path) for line in _sheet(sheet))
    return path.read_bytes().decode("utf-8", "backslashreplace")


def _sheet(sheet: Any) -> Iterator[str]:
    """A sheet of a workbook, a line a cell."""
    yield f"{sheet.title} {sheet.dimensions} frozen {sheet.freeze_panes} protected {sheet.protection.sheet}"
    yield f"merged {sorted(map(str, sheet.merged_cells.ranges))}"
    for rule in sheet.data_validations.dataValidation:
        yield f"validation {rule.sqref} {rule.type} {rule.operator} {rule.formula1} {rule.formula2} {rule.error}"
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        look = (cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.protection.locked)
        note = cell.comment.text if cell.comment else None
        if cell.value is not None or note or look[2] != "00000000":
            yield f"{cell.coordinate} = {cell.value!r} {look} {note or ''}"


# -- Freezing and comparing ---------------------------------------------------------------------------------


def _freeze(item: Item, frozen: Path) -> str:
    """An item with its answer, as it is kept."""
    return json.dumps({**item, "answer": answer(item, frozen)})


def _compare(member: str, kept: Path, frozen: Path) -> tuple[str, str] | None:
    """The name of an item and its first difference; None where there is none."""
    with zipfile.ZipFile(kept) as file:
        item = json.loads(file.read(member))
    then, now = (re.sub(DIGEST, "…", text).splitlines() for text in (item["answer"], answer(item, frozen)))
    if then == now:
        return None
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(then, now, strict=False)))
    asked = [row for row in then[: alike + 1] if row.startswith(("$ ", "-- "))]
    old, new = ("\n".join(rows[alike : alike + 2]) or "(nothing more)" for rows in (then, now))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    shown = [
        f"    {sign} {row}"
        for sign, text in (("-", old), ("+", new))
        for row in text[max(0, same - 60) : same + 240].splitlines()
    ]
    return f"{item['name']}: {asked[-1] if asked else ''}", "\n".join(shown)


def freeze(frozen: Path, areas: list[str], pool: ProcessPoolExecutor) -> int:
    """Keep what every item of the plan answers."""
    from net_plan import plan

    (frozen / "inputs").mkdir(parents=True, exist_ok=True)
    for area in areas:
        start, items = time.monotonic(), list(plan(area, frozen / "inputs"))
        with (
            zipfile.ZipFile(frozen / f"{area}.zip", "w", zipfile.ZIP_DEFLATED) as file,
            open(frozen / f"{area}.sha256", "w", encoding="utf-8") as index,
        ):
            kept = pool.map(_freeze, items, repeat(frozen), chunksize=_chunk(items))
            for number, (item, line) in enumerate(zip(items, kept, strict=True), 1):
                file.writestr(f"{number:04}.json", line)
                print(hashlib.sha256(line.encode()).hexdigest(), f"{number:04}", item["name"], file=index)
        print(f"{area}: {len(items)} frozen ({time.monotonic() - start:.0f} s)", flush=True)
    return 0


def compare(frozen: Path, areas: list[str], pool: ProcessPoolExecutor, every: int = 1) -> int:
    """Say what differs, the same difference once; the exit status."""
    different = 0
    for area in areas:
        start, kept = time.monotonic(), frozen / f"{area}.zip"
        with zipfile.ZipFile(kept) as file:
            names = file.namelist()[::every]
        alike: dict[str, list[str]] = defaultdict(list)
        for found in pool.map(_compare, names, repeat(kept), repeat(frozen), chunksize=_chunk(names)):
            if found is not None:
                alike[found[1]].append(found[0])
        count = sum(map(len, alike.values()))
        different += count
        print(f"{area}: {len(names)} compared, {count} differ ({time.monotonic() - start:.0f} s)", flush=True)
        for pair, where in sorted(alike.items(), key=lambda one: -len(one[1]))[:12]:
            print(f"  {where[0]}" + (f" (and {len(where) - 1} more alike)" if where[1:] else ""))
            print(pair)
        if len(alike) > 12:
            print(f"  … and {len(alike) - 12} more kinds of difference")
    return int(different > 0)


def _chunk(items: list[Any]) -> int:
    return max(1, min(8, len(items) // 50))


def main() -> int:
    """Freeze or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["freeze", "compare"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=[*AREAS, LONG], metavar="AREA", help=", ".join(AREAS))
    parser.add_argument("--long", action="store_true", help="the mutants of the pack, too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="compare each N-th item only")
    parser.add_argument("--jobs", type=int, default=2, help="processes, 2 by default")
    asked = parser.parse_args()
    for name in ("COLUMNS", "QCRULES_DEBUG", "LC_ALL", "LC_MESSAGES", "LANG"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as kept:  # parsed packs of other checkouts are none of ours
        os.environ |= {"XDG_CACHE_HOME": kept, "NO_COLOR": "1", "PYTHONUTF8": "1"}
        with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
            areas = asked.only or [*AREAS, *([LONG] if asked.long else [])]
            if asked.verb == "freeze":
                return freeze(asked.folder.resolve(), areas, pool)
            return compare(asked.folder.resolve(), areas, pool, asked.every)


if __name__ == "__main__":
    raise SystemExit(main())
