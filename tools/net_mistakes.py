"""The part of the net's plan (net_plan.py) that is wrong in some way, for the sake of the messages."""

from __future__ import annotations

import io
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from net_plan import KZ, LANGS, PACKS, UK, Item, case_rows, item, pack_of, spoken


def mistakes(root: Path) -> Iterator[Item]:
    """What is wrong in some way: command lines, case files, mappings, pages, packs, forms, registers."""
    sys.path[:0] = [str(root / "tests" / "cli")]
    from test_bad_input import BAD

    draw = random.Random(7)
    for words in BAD_WORDS:
        yield item(f"words: {words}", spoken(words), copies={"case.yaml": "examples/running.yaml"})
    for name, (content, _, _) in BAD.items():
        data = content.encode() if isinstance(content, str) else content
        if len(data) < 100_000:
            yield item(f"file: {name}", spoken("check case.yaml"), files={"case.yaml": _kept(data)})
    for path in sorted((root / "examples").glob("*.yaml")):
        for number in range(12):
            files = {"case.yaml": _spoilt(path.read_text("utf-8"), draw)}
            yield item(f"{path.name} {number}", spoken("check case.yaml --as-of 2014-12-31"), files=files)
    some = draw.sample([row for _, row in case_rows(KZ)], 60)
    for number in range(0, len(some), 5):
        files = {}
        for at, row in enumerate(some[number : number + 5]):
            record = {row.kind.key: row.record}
            case = {"case": "x", "as_of": str(row.as_of), **record}
            case["expected"] = {one.words: one.cell.text for one in row.asserted}
            texts = (json.dumps(it, ensure_ascii=False, indent=1) for it in (record, {"cases": [case]}))
            files |= {f"{at}.json": _spoilt(next(texts), draw), f"{at}.case.yaml": _spoilt(next(texts), draw)}
        records, cases = (" ".join(f"{at}.{end}" for at in range(5)) for end in ("json", "case.yaml"))
        commands = spoken(f"check {records} --as-of 2014-12-31", f"test {cases}")
        commands += [f"python {at}.json" for at in range(5)]
        yield item(f"records {number}", commands, files=files)
    for pack, count in {KZ: 1, UK: 8}.items():
        for path in sorted((root / PACKS[pack]).iterdir()):
            for number in range(count if path.name not in ("README.md", "source.md") else 0):
                name = (
                    f"{pack}-{path.stem}-{number}"  # of its own: some things are kept by the name of a folder
                )
                commands = spoken(f"check case.json --rules {name}")
                commands += (
                    spoken(f"rule s.10 --rules {name}", f"lint {name}", f"test {name}") if pack == UK else []
                )
                files = {f"{name}/{path.name}": _spoilt(path.read_text("utf-8"), draw), "case.json": "{}"}
                yield item(name, commands, files=files, copies=pack_of(pack, name))
    for path in sorted((root / "examples").glob("*.xlsx")):
        for number in range(15):
            files = {"form.xlsx": _kept(_spoilt_book(path, number, draw))}
            yield item(f"{path.name} {number}", spoken("check form.xlsx --as-of 2014-04-30"), files=files)
    for name, text in BAD_TABLES.items():
        words = f"batch {name} --as-of 2014-12-01 --processes 1 -o "
        commands = [f"{words} {lang}.csv --lang {lang}" for lang in LANGS]
        yield item(f"table {name}", commands, files={name: text})


BAD_WORDS = (
    "",
    "nonsense",
    "chek case.yaml",
    "check",
    "check nothing.yaml",
    "check case.yaml --lang fr",
    "check case.yaml --format yaml",
    "check case.yaml --as-of 2014-02-30",
    "check case.yaml --as-of 01.02.2014",
    "check case.yaml --as-of 1990-01-01",
    "check case.yaml --reading x",
    "check case.yaml --reading x=y",
    "check case.yaml --reading end_of_inspection=x",
    "check case.yaml --engine fast",
    "check case.yaml --rules nowhere",
    "check case.yaml --annotate out.xlsx",
    "check case.yaml --complet",
    "check case.yaml -o nowhere/out.txt",
    "rule",
    "rule п.300",
    "rule п.10 --format pdf",
    "rule p10-notise",
    "deadline",
    "deadline --from 2014-01-10",
    "deadline --from 2014-13-10 --term '3 days'",
    "deadline --from 2014-01-10 --term '24 hours'",
    "deadline --from 2014-01-10 --term 'three days'",
    "deadline --from 2014-01-10 --term '3 parsecs'",
    "deadline --from 2014-01-10 --term '3 days' --calendar XX",
    "deadline --from 2014-01-10 --term '3 days' --roll up",
    "deadline --from 2014-01-10 --term '3 days' --day-off 2014-99-01",
    "deadline --from 2100-12-30 --term '30 working days'",
    "calendar",
    "calendar 1990",
    "calendar MMXIV",
    "calendar 2014 --calendar Narnia",
    "form 3-mk --year 2014 --month 1 -o out.xlsx",
    "form 1-mk --year 2014 --month 13 -o out.xlsx",
    "form 1-mk --year 2014 --month 1",
    "test nowhere",
    "test case.yaml",
    "test --select п.300",
    "test -k nonsense",
    "test --fail-under 200",
    "lint nowhere",
    "lint --explain QC999",
    "lint --format xml",
    "batch",
    "batch case.yaml -o out.csv",
    "batch nothing.csv -o out.csv",
    "batch nothing.csv",
    "batch nothing.csv -o out.csv --verdicts --findings",
    "batch nothing.csv -o out.csv --kind loan",
    "batch nothing.csv -o out.csv --processes 0",
    "new",
    "new п.10 --rules nowhere",
)

BAD_TABLES = {
    "columns.csv": "id,kind,ordr.issued_on\n1,planned,2014-01-10\n",
    "cells.csv": "id,kind,order.issued_on,act.copies\n1,planed,2014-01-10,2\n2,planned,2014-02-30,2\n3,planned,,-1\n",
    "ragged.csv": "id,kind\n1,planned\n2\n3,planned,x\n4,unplanned\n",
    "twice.csv": "id,kind,kind\n1,planned,planned\n",
    "both.csv": "id,kind,вид\n1,planned,плановая\n",
    "empty.csv": "",
    "header.csv": "id,kind\n",
    "russian.csv": "номер дела;вид;приказ.издан\n1;плановая;10.01.2014\n2;плановая;2014-01-10\n",
    "lists.csv": "id,obstructions[1].kind,obstructions[2].kind\n1,access_denied,\n2,acess_denied,x\n",
    "lines.jsonl": '{"id": "1"}\n{"id": 2, "kind": "planed"}\n[]\n{"x": 1}\n{\n{"inspection": {"act": []}}\n',
    "wrong.xlsx": "no workbook",
    "wrong.parquet": "no table",
    "wrong.txt": "id\n1\n",
}


def _kept(data: bytes) -> str:
    """Any bytes as text."""
    return data.decode("utf-8", "surrogateescape")


def _spoilt(text: str, draw: random.Random) -> str:
    """A text with one to three slips of the pen."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw.choice((1, 1, 2, 3))):
        at = draw.choice([number for number, line in enumerate(lines) if line.strip()] or [0])
        line = lines[at] if lines else ""
        words = re.findall(r"[^\W\d]{3,}", line) or ["x"]
        word = draw.choice(words)
        lines[at : at + 1] = draw.choice(
            [
                [],
                [line, line],
                [line.replace(word, word[1:] + word[0], 1)],
                [line.replace(word, word[:-1], 1)],
                [re.sub(r": .*", f": {draw.choice(VALUES)}", line)],
                [re.sub(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", draw.choice(DAYS), line)],
                [re.sub(r"[0-9]+", draw.choice(("-1", "1.5", "many", "0", "77")), line, count=1)],
                [" " * draw.randint(1, 3) + line],
                [line.rstrip("\n") + draw.choice(("]", "}", ' "', " | x |", ":", " #")) + "\n"],
                [line[: draw.randrange(len(line) or 1)] + "\n"],
                [line.replace(": ", ":", 1).replace("|", "", 1)],
            ]
        )
    return "".join(lines)


VALUES = (
    "[1]",
    "{a: b}",
    "yes",
    "12",
    "—",
    "?",
    '"',
    "null",
    "[",
    "planned",
    "2014-02-30",
    "&a x",
    "!!int x",
)
DAYS = (
    "2014-02-30",
    "31.01.2014",
    "2014-1-5",
    "1990-01-01",
    "2014-03",
    "soon",
    "2014-01-10 25:00",
    "2099-01-01",
)


def _spoilt_book(path: Path, number: int, draw: random.Random) -> bytes:
    """A filled-in form with some cells changed, or (each fifth) with its end cut off."""
    if number % 5 == 0:
        data = path.read_bytes()
        return data[: draw.randrange(len(data))]
    book, out = openpyxl.load_workbook(path), io.BytesIO()
    for _ in range(draw.choice((1, 2, 4))):
        cells = [
            cell for row in draw.choice(book.worksheets).iter_rows() for cell in row if cell.value is not None
        ]
        draw.choice(cells).value = draw.choice((None, "many", -1, 1.5, "—", "?", "=A1", 10**9, "2014-02-30"))
    book.save(out)
    return out.getvalue()
