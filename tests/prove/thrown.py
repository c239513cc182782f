"""Whatever is thrown at it: hostile and odd files, arguments and places, at every command.

Each command runs as a shell would run it, in a process with so much memory and so much time. It may answer or refuse;
it never ends in an internal error or a traceback, sends no control character, and never outlasts its bound.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from .makers import (
    BOOK,
    ROOT,
    SHEET,
    STRINGS,
    Make,
    copy,
    form,
    formula,
    guarded,
    labels,
    link,
    loop,
    ods,
    ods_row,
    rows,
    sheets,
    text,
)

SECONDS, MEMORY = 60, 4 << 30
"""The bound, on a machine that may be busy with other things: most end within a second or two."""
OURS = ("internal error", "внутренняя ошибка", "Traceback (most recent call last)")


@frozen
class Throw:
    """One command line in a folder of its own, and what lies there."""

    name: str
    arguments: tuple[str, ...]
    makes: tuple[tuple[str, Make], ...] = ()
    stdout: str = ""
    """Empty for a pipe, `closed`, or the path of a device."""

    def fate(self, folder: Path) -> str | None:
        """None where all is well, else what went wrong. The folder is made for it, and removed."""
        folder.mkdir(parents=True)
        try:
            for name, make in self.makes:
                make(folder / name)
            return self._ran(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _ran(self, folder: Path) -> str | None:
        device = os.open(self.stdout, os.O_WRONLY) if self.stdout.startswith("/") else subprocess.PIPE
        try:
            done = subprocess.run(
                [sys.executable, "-m", "qcrules", *self.arguments],
                cwd=folder,
                env={**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache"), "COLUMNS": "100"},
                stdin=subprocess.DEVNULL,
                stdout=device,
                stderr=subprocess.PIPE,
                timeout=SECONDS,
                preexec_fn=_closed if self.stdout == "closed" else _bounded,
            )
        except subprocess.TimeoutExpired:
            return f"outlasts {SECONDS} s"
        finally:
            if device >= 0:
                os.close(device)
        said = (done.stderr + (done.stdout or b"")).decode("utf-8", "replace")
        if done.returncode not in (0, 1, 2) or any(words in said for words in OURS):
            return f"status {done.returncode}: {said[-600:]}"
        if any((sign < " " and sign not in "\n\t") or "\x7f" <= sign < "\xa0" for sign in said):
            return f"control characters: {said[-600:]!r}"
        return None


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _closed() -> None:
    _bounded()
    os.close(1)


GUARD = "IF(OR({}),&quot;&quot;,SUM(C15))"
CHAIN = "".join(
    f'<row r="{n}"><c r="C{n}"><f>{guarded(f"C{n + 1}").replace(chr(34), "&quot;")}</f></c></row>'
    for n in range(90, 990)
)
BOOKS: dict[str, Make] = {
    "far cell": form(SHEET, rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "far cell in small letters": form(SHEET, rows('<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>')),
    "far row without names": form(SHEET, rows('<row r="1048570"/><row><c><v>1</v></c></row>')),
    "rows that are none": form(SHEET, rows('<row r="0"><c r="A0"><v>1</v></c></row><row r="-5"/><row r="x"/>')),
    "cells that are none": form(SHEET, rows('<row><c r="??"><v>1</v></c><c r=""/><c r="AAAAAAAAAA1"/></row>')),
    "numbers that are none": form(SHEET, rows("<row><c><v>NaN</v></c><c><v>1e999</v></c><c><v>x</v></c></row>")),
    "deep XML": form(SHEET, rows("<c>" * 100_000)),
    "a DTD": form(BOOK, lambda book: '<!DOCTYPE x [<!ENTITY a "b">]>' + book),
    "no strings": form(STRINGS, lambda _: "<sst/>"),
    "string of 30 MB": form(STRINGS, lambda sst: sst.replace("<t>", "<t>" + "x" * 30_000_000, 1)),
    "1,900 sheets": sheets(1900),
    "3,000 labels that are nearly right": form(SHEET, rows(labels(3000))),
    "150,000 commas": form(SHEET, formula(GUARD.format("," * 150_000))),
    "150,000 counts": form(SHEET, formula(GUARD.format("COUNT(C15)=1," * 150_000))),
    "commas within bounds": form(SHEET, formula(GUARD.format("," * 8000))),
    "brackets": form(SHEET, formula("IF(" * 50_000)),
    "chain of 900 cells": form(SHEET, lambda sheet: formula(guarded("C90").replace('"', "&quot;"))(rows(CHAIN)(sheet))),
    "formula that leads to itself": form(SHEET, formula("IF(C13=&quot;&quot;,&quot;&quot;,C13)")),
    "bytes": text(random.Random(1).randbytes(5000)),
    "pipe": os.mkfifo,
    "/dev/zero": link("/dev/zero"),
}  # fmt: skip

RECORD = "inspection:\n  kind: planned\n  order: {{issued_on: {}}}\n"
REPORT = "report:\n  form: 1-mk\n  month: {}\n"
RECORDS: dict[str, Make] = {
    "month with a digit that is none": text(REPORT.format("²014-03")),
    "table with a month that is none": text(
        REPORT.format("2014-03") + '  figures:\n    "1": {²014-01: 9, ٢٠١٤-٠١: 8}\n'
    ),
    "date of slashes": text(RECORD.format("1" + "/1" * 3000)),
    "date of dashes": text(RECORD.format("1" + "-1" * 30_000)),
    "date of spaces": text(RECORD.format('"1' + " " * 300_000 + '1"')),
    "brackets": text(RECORD.format("[" * 5000 + "]" * 5000)),
    "brackets of JSON": text('{"inspection": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "braces left open": text('{"a":' * 100_000),
    "line of a megabyte": text("inspection:\n  kind: " + "x" * 1_000_000 + "\n"),
    "words of a megabyte": text("inspection:\n  kind: " + "word " * 200_000 + "\n"),
    "key of a megabyte": text("inspection:\n  " + "x" * 1_000_000 + ": planned\n"),
    "many keys": text("inspection:\n" + "".join(f"  key{n}: {n}\n" for n in range(20_000))),
    "very many keys": text("inspection:\n" + "".join(f"  k{n}: {n}\n" for n in range(300_000))),
    "many items": text("inspection:\n  inspectors:\n" + "    - {name: x}\n" * 20_000),
    "a long number": text(f"inspection:\n  kind: planned\n  order: {{working_days: {'9' * 10_000}}}\n"),
    "NaN": text('{"report": {"form": "1-mk", "month": "2014-03", "figures": {"1": {"2014-01": NaN}}}}'),
    "infinity": text('{"inspection": {"kind": "planned", "order": {"working_days": 1e999}}}'),
    "escapes": text('inspection:\n  id: "\\e[2J\\x9b2J\\u202e\\u200b\\n1: no violations"\n  kind: planned\n'),
    "escapes in a key": text('inspection:\n  "\\e[2J\\u202e\\nx": planned\n'),
    "raw escapes": text("inspection:\n  kind: \x1b[2J\x9b\u202e\u200b\n"),
    "anchors": text("a: &a [x]\nb: &b [*a, *a]\ninspection: *b\n"),
    "bytes": text(bytes(range(256)) * 10),
    "halves of signs": text('{"inspection": {"id": "\\ud800", "kind": "planned"}}'),
    "nothing": text(""),
    "comments of 30 MB": text("# x\n" * 8_000_000),
    "pipe": os.mkfifo,
    "/dev/zero": link("/dev/zero"),
    "link to nothing": link("nothing"),
    "link to itself": link("a.yaml"),
    "folder with itself in it": loop,
}

HEAD = "id,kind,order.issued_on,notice.form,notice.delivered_at,order_handed_at\n"
ROW = "1,planned,2013-10-01,written,2013-11-06,2013-11-08\n"
REGISTERS: dict[str, tuple[str, Make]] = {
    "no rows": ("in.csv", text(HEAD)),
    "nothing": ("in.csv", text("")),
    "formulas and escapes": ("in.csv", text(HEAD + "=1+1" + ROW[1:] + "\x1b[2J\u202e,x,y,z,,\n")),
    "ids with lines": ("in.csv", text(HEAD + '"7\nRows 1: checked 1\x1b[2J"' + ROW[1:])),
    "names with escapes": ("in.csv", text("id,\x1b[2J\u202e,kind\n1,2,planned\n")),
    "50,000 columns": ("in.csv", text(",".join(f"c{n}" for n in range(50_000)) + "\n")),
    "3,000 near names": ("in.csv", text(",".join(f"order.issued_o{n}" for n in range(3000)) + "\n")),
    "one quote": ("in.csv", text(HEAD + '"' + "x" * 20_000_000)),
    "one long line": ("in.csv", text("x" * 20_000_000)),
    "NUL": ("in.csv", text(HEAD + "\0" * 1000 + ROW)),
    "numbers of items": ("in.csv", text("id,act.violations[99999999999].removed,act.violations[0].x\n1,yes,2\n")),
    "no Parquet": ("in.parquet", text(b"PAR1" * 100)),
    "deep line": ("in.jsonl", text('{"a":' * 100_000 + "\n")),
    "deep value": ("in.jsonl", text('{"order": ' + "[" * 900 + "]" * 900 + "}\n")),
    "NaN": ("in.jsonl", text('{"id": NaN, "kind": "planned", "order": {"working_days": Infinity}}\n')),
    "long number": ("in.jsonl", text('{"id": 1, "order": {"working_days": ' + "9" * 5000 + "}}\n")),
    "line of 30 MB": ("in.jsonl", text('{"id": "' + "x" * 30_000_000 + '"}\n')),
    "halves of signs": ("in.jsonl", text('{"id": "\\ud800", "kind": "planned"}\n')),
    "other things": ("in.jsonl", text('1\n"x"\n[]\nnull\n{"id": {"a": 1}}\n{"id": [1]}\n{"kind": {"a": [1]}}\n')),
    "an .ods of 95 million cells a sheet": ("in.ods", ods(*(ods_row("x", 1_000_000, 95) for _ in range(5)))),
    "an .ods of 17 milliard cells": ("in.ods", ods(ods_row("x", 1_048_576, 16_384))),
    "an .ods that is none": ("in.ods", text(b"PK\3\4" + b"\xff" * 5000)),
    "an old workbook that is none": ("in.xls", text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000)),
    **{f"{kind} as {name}": (f"in.{name}", make) for name in ("csv", "parquet", "jsonl", "xlsx", "ods")
       for kind, make in (("pipe", os.mkfifo), ("/dev/zero", link("/dev/zero")), ("folder", Path.mkdir))},
}  # fmt: skip

PACK = "tests/conformance/mistakes/library"
PARTS: dict[str, str] = {
    "brackets": "[" * 3000 + "]" * 3000, "slashes": "/" * 50_000, "a megabyte": "x" * 1_000_000,
    "words": "слово " * 100_000,
    "quotes": "> " * 20_000 + "x", "fences": "```\n" * 10_001, "backticks": "`" * 100_000, "pipes": "|" * 100_000,
    "stars": "*a " * 30_000, "links": "[a](" * 20_000, "a table": "| a " * 5000 + "|\n" + "|---" * 5000 + "|",
    "tags": "<script>" * 10_000, "escapes": "\x1b[2J\u202e", "braces": "{" * 3000 + "}" * 3000,
    "colons": "a: " * 10_000,
    "dashes": "- " * 10_000 + "x", "hashes": "#" * 10_000, "tabs": "\t" * 10_000,
}  # fmt: skip
FILES = (
    "pack.yaml",
    "vocabulary.yaml",
    "p1.md",
    "calendar.yaml",
    "forms.yaml",
    "lint.yaml",
    "source.md",
    "x.case.yaml",
)
OF_PACKS = (
    ("lint", "pack"), ("test", "pack"), ("check", "ok.yaml", "--rules", "pack"), ("rule", "п.1", "--rules", "pack"),
    ("rule", "п.1", "--rules", "pack", "--format", "markdown"), ("rule", "п.1", "--rules", "pack", "--format", "html"),
)  # fmt: skip


def pack(file: str, make: Make) -> Make:
    """A small pack in which one file is another."""

    def made(folder: Path) -> None:
        copy(PACK)(folder)
        (folder / file).unlink(missing_ok=True)
        make(folder / file)

    return made


def ending(file: str, words: str) -> Make:
    """A file of the pack with something at its end."""
    whole = ROOT / PACK / file
    return text((whole.read_text("utf-8") if whole.exists() else "") + f"\n{words}\n")


ARGUMENTS = (
    "", "-", "--", "\x1b[2J", "\u202e", "x" * 100_000, "²014", "9" * 5000, "-1", "0", "1e9", "NaN", "п.",
    "п.10 " * 2000,
    "[" * 5000, "/dev/zero", "\udcff", "2014-02-30", "1/" * 3000, "3 рабочих дня" * 1000, "9" * 30 + " days",
    "{}", "{0}", "a=b=c",
)  # fmt: skip
IN, FORM = (
    ("batch", "in.csv", "-o", "out.csv"),
    ("form", "1-mk", "-o", "out.xlsx", "--year", "2014", "--month"),
)
TAKERS = (
    ("{}",), ("check", "{}"), *(("check", "ok.yaml", name, "{}") for name in
    ("--as-of", "--reading", "--rules", "--engine", "--format", "--lang", "-o")), ("check", "ok.xlsx",
    "--annotate", "{}"),
    ("deadline", "--from", "{}", "--term", "3 days"), ("deadline", "--from", "2014-01-10", "--term", "{}"),
    *(("deadline", "--from", "2014-01-10", "--term", "3 days", name, "{}") for name in ("--calendar",
    "--day-off", "--roll")),
    ("calendar", "{}"), ("rule", "{}"), ("lint", "{}"), ("lint", "--explain", "{}"), ("test", "{}"),
    *(("test", "--rules", "pack", name, "{}") for name in ("--select", "-k", "--jobs", "--fail-under",
    "--html", "--format")),
    (*FORM, "{}"), (*FORM, "3", "--services", "{}"), ("form", "{}", "-o", "o.xlsx", "--year", "2014", "--month", "3"),
    ("form", "1-mk", "-o", "{}", "--year", "2014", "--month", "3"), ("form", "1-mk", "-o", "o.xlsx", "--year",
    "{}", "--month", "3"),
    ("new", "{}", "--rules", "pack"), ("new", "--pack", "{}"), ("new", "п.77", "--rules", "pack", "--kind", "{}"),
    ("new", "--pack", "new", "--calendar", "{}"), ("batch", "{}", "-o", "out.csv"), ("batch", "in.csv", "-o", "{}"),
    *((*IN, name, "{}") for name in ("--map", "--rejects", "--against", "--kind", "--processes", "--as-of",
    "--reading", "--report", "--nulls", "--lang")),
    ("plan", "{}"), *(("plan", "ok.yaml", name, "{}") for name in
    ("--as-of", "--rules", "--format", "-o", "--reading")),
    ("draft", "{}", "ok.yaml", "-o", "out.docx"), ("draft", "letter", "{}", "-o", "out.docx"),
    ("draft", "letter", "ok.yaml", "-o", "{}"), ("draft", "protocol", "ok.yaml", "-o", "o.docx", "--item", "{}"),
    ("words", "{}"), ("words", "--rules", "{}"), ("packs", "{}"), ("new", "--case", "{}"),
    ("check", "ok.yaml", "--save-case", "{}"), ("serve", "--port", "x{}"), ("rule", "п.10", "--format", "{}"),
)  # fmt: skip
OK: tuple[tuple[str, Make], ...] = (
    ("ok.yaml", copy("examples/planned-with-violations.yaml")), ("ok.xlsx", copy("examples/monitoring-1mk.xlsx")),
    ("in.csv", text(HEAD + ROW)), ("pack", copy(PACK)),
    *((f"{name}.{kind}", link(f"{to}.{kind}")) for kind in ("txt", "csv", "xlsx", "case.yaml") for name, to in
      (("nowhere", "no/where"), ("self", "self"), ("null", "../../../../../../dev/null"))),
)  # fmt: skip
PLACES = (
    "pack",
    "no/where/out.{}",
    "nowhere.{}",
    "self.{}",
    "ok.{}",
    "in.csv",
    "/dev/full",
    "/dev/null",
    "x" * 5000,
    "",
    ".",
    "pack/x.{}",
)
WRITERS = {
    ("check", "ok.yaml", "-o"): "txt", ("check", "ok.xlsx", "--annotate"): "xlsx", ("batch", "in.csv", "-o"): "csv",
    ("batch", "in.csv", "-o", "answer.csv", "--rejects"): "csv", (*FORM[:2], *FORM[4:], "3", "-o"): "xlsx",
    ("batch", "in.csv", "--findings", "-o"): "xlsx", ("rule", "п.10", "--format", "html", "-o"): "txt",
    ("test", "--rules", "pack", "--html"): "txt", ("lint", "pack", "-o"): "txt", ("calendar", "2014", "-o"): "txt",
    ("deadline", "--from", "2014-01-10", "--term", "3 days", "-o"): "txt", ("new", "--pack"): "txt",
    ("check", "ok.yaml", "--format", "html", "-o"): "txt", ("check", "ok.yaml", "--format", "svg", "-o"): "txt",
    ("check", "ok.yaml", "--save-case"): "case.yaml", ("plan", "ok.yaml", "--format", "ics", "-o"): "txt",
    ("plan", "ok.yaml", "--format", "html", "-o"): "txt", ("draft", "letter", "ok.yaml", "-o"): "txt",
    ("batch", "in.csv", "-o", "answer.csv", "--report"): "txt", ("rule", "--all", "--format", "html", "-o"): "txt",
    ("deadline", "--from", "2014-01-10", "--term", "3 days", "--format", "svg", "-o"): "txt",
}  # fmt: skip
SPEAKERS = (
    ("check", "ok.yaml"), ("rule", "п.10"), ("calendar", "2014"), ("lint", "pack"), ("test", "pack"), IN,
    ("--help",), ("--version",),
    ("batch", "in.csv", "--guess-map"), ("deadline", "--from", "2014-01-10", "--term", "3 days"), ("check",
    "--help"), (), ("plan", "ok.yaml"), ("words",), ("packs",), ("rule",), ("check", "ok.yaml", "--format", "html"),
)  # fmt: skip


FACES = (
    ("check", "{}", "--what-if"), ("check", "{}", "--format", "html"), ("check", "{}", "--format", "svg"),
    ("check", "{}", "--save-case", "saved.case.yaml"), ("plan", "{}"), ("plan", "{}", "--format", "ics"),
    ("plan", "{}", "--format", "html"), ("draft", "letter", "{}", "-o", "out.docx"),
)  # fmt: skip


def throws() -> Iterator[Throw]:
    """Everything that is thrown."""
    for name, make in RECORDS.items():
        for suffix in ("yaml", "json") if name not in ("link to itself",) else ("yaml",):
            yield Throw(f"check: {name}", ("check", f"a.{suffix}"), ((f"a.{suffix}", make),))
        yield Throw(
            f"check --format json: {name}", ("check", "a.yaml", "--format", "json"), (("a.yaml", make),)
        )
        for face in FACES:
            given = tuple(one.format("a.yaml") for one in face)
            yield Throw(f"{' '.join(given)}: {name}", given, (("a.yaml", make),))
        yield Throw(f"test: {name}", ("test", "x.case.yaml"), (("x.case.yaml", make),))
        yield Throw(f"batch --map: {name}", (*IN, "--map", "a.yaml"), (*OK, ("a.yaml", make)))
    for name, make in BOOKS.items():
        for before in (
            ("check", "{}"),
            ("check", "{}", "--annotate", "b.xlsx"),
            ("batch", "{}", "-o", "out.csv"),
        ):
            yield Throw(
                f"{before}: workbook, {name}",
                tuple(one.format("a.xlsx") for one in before),
                (("a.xlsx", make),),
            )
        yield Throw(f"test: workbook, {name}", ("test", "a.case.xlsx"), (("a.case.xlsx", make),))
    for name, (file, make) in REGISTERS.items():
        yield Throw(f"batch: {name}", ("batch", file, "-o", "out.csv"), ((file, make),))
        yield Throw(
            f"batch --findings: {name}", ("batch", file, "-o", "out.xlsx", "--findings"), ((file, make),)
        )
        yield Throw(
            f"batch --report: {name}", ("batch", file, "-o", "o.csv", "--report", "o.html"), ((file, make),)
        )
        yield Throw(f"batch --guess-map: {name}", ("batch", file, "--guess-map"), ((file, make),))
        other = f"against.{file.partition('.')[2]}"
        yield Throw(f"batch --against: {name}", (*IN, "--against", other), (*OK, (other, make)))
    for file in FILES:
        for name, make in [
            *RECORDS.items(),
            *((f"ends in {name}", ending(file, words)) for name, words in PARTS.items()),
        ]:
            for before in OF_PACKS if file == "p1.md" else OF_PACKS[:4]:
                yield Throw(f"{before}: {file}, {name}", before, (("pack", pack(file, make)), OK[0]))
    for before in TAKERS:
        for word in ARGUMENTS:
            given = tuple(one.replace("{}", word) for one in before)
            yield Throw(f"{before} given {word[:12]!a}", given, OK)
    for before, suffix in WRITERS.items():
        for place in PLACES:
            yield Throw(f"{before} {place[:12]}", (*before, place.format(suffix)), OK)
    for before in SPEAKERS:
        for where in "closed", "/dev/full":
            yield Throw(f"{before}, stdout {where}", before, OK, where)


def some(number: int, seed: int) -> list[Throw]:
    """So many of them by chance, the same for the same seed; all where there are no more."""
    every = list(throws())
    return every if number >= len(every) else random.Random(seed).sample(every, number)
