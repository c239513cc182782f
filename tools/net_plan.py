"""What the net (net.py) asks of qcrules: command lines with the files that they are given, drawn by fixed seeds.

Only freezing comes here, and only `case_rows` and `_loaded` look inside the product. A defined fact that a row of a
table sets is no part of a record: such a row also becomes a file of cases that asserts every rule.
"""

from __future__ import annotations

import ast
import json
import random
import re
import shlex
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KZ, UK = "kz-06-7-63", "uk-foia"
PACKS = {KZ: "rules/kz-06-7-63", UK: "examples/packs/uk-foia"}
LANGS = ("ru", "en")
Item = dict[str, Any]
"""name; commands: lists of words; files: what to write before, by name; copies: what to copy, from the checkout or,
where it begins with `inputs/`, from the frozen folder."""


def plan(area: str, inputs: Path) -> Iterator[Item]:
    """The items of an area; `inputs` is the frozen folder's, for files too big to stand in an item."""
    if area == "register":
        return register_items(inputs)
    if area == "mistakes":
        from net_mistakes import mistakes

        return mistakes(ROOT)
    return {
        "cases": cases,
        "lint": lint,
        "rule": rule,
        "deadline": deadline,
        "calendar": calendar,
        "forms": forms,
        "test": test,
        "help": helps,
        "mutants": mutants,
    }[area]()


def item(name: str, commands: Iterable[str], **more: Any) -> Item:
    return {"name": name, "commands": [shlex.split(words) for words in commands], **more}


def spoken(*commands: str) -> list[str]:
    """Each command line in both languages."""
    return [f"{words} --lang {lang}" for words in commands for lang in LANGS]


def pack_of(name: str, target: str = "") -> dict[str, str]:
    return {target or name: PACKS[name]}


def case_rows(pack_name: str) -> Iterator[tuple[str, Any]]:
    """Every row of the case tables of a pack, with a name."""
    from qcrules.testing.cases.run import cases_of, last_day

    pack = _loaded(pack_name)
    for number, case in enumerate(cases_of(pack)):
        row = case.read()
        row.as_of = row.as_of or last_day(pack)
        yield f"{case.page} {number:04} {row.title[:60]}", row


def _loaded(pack_name: str) -> Any:
    import qcrules

    return qcrules.load_rules(ROOT / PACKS[pack_name]).pack


def _how(row: Any) -> str:
    """The day and the readings of a row, as options."""
    return " ".join([f"--as-of {row.as_of}", *(f"--reading {k}={v}" for k, v in row.readings.items())])


def cases() -> Iterator[Item]:
    rules = {kind: dict.fromkeys(rules, "соответствует") for kind, rules in _loaded(KZ).rules.items()}
    for number, (name, row) in enumerate(case_rows(KZ)):
        how = f"check case.json {_how(row)}"
        record = json.dumps({row.kind.key: row.record}, ensure_ascii=False)
        commands = [f"{how} --format json --lang en", *spoken(f"{how} -v")]
        commands += [f"{how} --lang ru"] if number % 3 == 0 else []
        files = {"case.json": record}
        if row.defined:
            facts = {**row.record, **{path: value for path, (_, value) in row.defined.items()}}
            case = {row.kind.key: facts, "as_of": str(row.as_of), "expected": rules[row.kind.key]}
            case |= {"case": name, "readings": row.readings}
            files["defined.case.yaml"] = json.dumps({"cases": [case]}, ensure_ascii=False)
            commands += spoken("test defined.case.yaml --format json")
        yield item(name, commands, files=files)
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for name, row in case_rows(UK):
        alike[_how(row)][f"{name[:8]}.json"] = json.dumps({row.kind.key: row.record}, ensure_ascii=False)
    for how, files in alike.items():
        words = f"check {shlex.join(files)} --rules {UK} {how}"
        commands = spoken(f"{words} --format json", words, f"{words} -v")
        yield item(f"{UK} {how}", commands, files=files, copies=pack_of(UK))
    for path in sorted((ROOT / "examples").glob("*.*")):
        words = f"check {path.name}"
        if path.suffix == ".xlsx":
            words += " --as-of 2014-04-30"
        commands = spoken(f"{words} --format json", words, f"{words} -v", f"{words} --complete")
        commands += [f"{words} --format json --engine {engine}" for engine in ("reference", "columnar")]
        yield item(path.name, commands, copies={path.name: f"examples/{path.name}"})
    yield item("folder", spoken("check examples --as-of 2014-12-31"), copies={"examples": "examples"})


def register_items(inputs: Path) -> Iterator[Item]:
    """A generated register in four formats; the records of all case tables and generated reports as JSON lines."""
    sys.path[:0] = [str(ROOT)]
    import openpyxl
    import pyarrow as pa
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq
    from benchmarks import register

    whole = pa.Table.from_batches([register.batch(5000, 7)])
    pq.write_table(whole, inputs / "whole.parquet")
    pq.write_table(whole.slice(0, 700), inputs / "some.parquet")
    flat = [one.name for one in whole.schema if not pa.types.is_nested(one.type)]
    rows = whole.select(flat).slice(0, 200).to_pylist()
    pa_csv.write_csv(pa.Table.from_pylist(rows), inputs / "some.csv")
    book = openpyxl.Workbook()
    for cells in [flat, *(list(row.values()) for row in rows[:100])]:
        book.active.append(cells)
    book.save(inputs / "some.xlsx")
    kinds: dict[str, list[Any]] = defaultdict(list)
    for _, row in case_rows(KZ):
        kinds[row.kind.key].append(row.record)
    draw = random.Random(7)
    for report in draw.choices([one for one in kinds["monitoring_report"] if len(str(one)) > 900], k=200):
        said = re.sub(r"'(\d+)'(?=[,}])", lambda _: f"'{draw.randrange(12)}'", repr(report))
        kinds["monitoring_report"].append(ast.literal_eval(said))
    for kind, records in kinds.items():
        lines = (json.dumps({kind: record}, ensure_ascii=False) for record in records)
        (inputs / f"{kind}.jsonl").write_text("\n".join(lines), "utf-8")
    for path in sorted(inputs.iterdir()):
        words = f"batch {path.name} --as-of 2014-12-01 --processes 1 --kind "
        words += path.stem if path.suffix == ".jsonl" else "inspection"
        copies = {path.name: f"inputs/{path.name}"}
        commands = [f"{words} -o ru.parquet --lang ru", f"{words} --complete -o en.csv --lang en"]
        if path.name == "some.csv":
            commands += spoken(
                f"{words} -o moved.xlsx --reading p10-clear-days=full_days --against ru.parquet"
            )
        yield item(f"{path.name} verdicts", commands, copies=copies)
        for suffix, lang in (("parquet", "en"), ("jsonl", "ru"), ("csv", "ru"), ("xlsx", "en")):
            if path.stem != "whole" and (suffix == "parquet" or path.suffix in (".csv", ".xlsx")):
                command = f"{words} --findings -o findings.{suffix} --lang {lang}"
                yield item(f"{path.name} findings {suffix}", [command], copies=copies)
        yield item(f"{path.name} map", spoken(f"{words} --guess-map"), copies=copies)


def lint() -> Iterator[Item]:
    for pack in PACKS:
        for form, more in (("text", ""), ("text", " -v"), ("json", ""), ("sarif", "")):
            yield item(
                f"{pack} {form}{more}", spoken(f"lint {pack} --format {form}{more}"), copies=pack_of(pack)
            )
    known = re.findall("QC[0-9]{3}", (ROOT / "docs/reference/lint.en.md").read_text("utf-8"))
    codes = ["all", *sorted(set(known))]
    yield item("explain", spoken(*(f"lint --explain {code}" for code in codes)))


def rule() -> Iterator[Item]:
    for name in PACKS:
        pack = _loaded(name)
        faces = [f"--rules {name} --format {form}" for form in ("text", "json", "markdown", "html")]
        for page in pack.pages:
            commands = spoken(*(f"rule {page.id} {face}" for face in faces))
            yield item(f"{name} {page.id}", commands, copies=pack_of(name))
        parts = [rule for page in pack.pages for rule in page.rules]
        parts += [claim.citation.words for page in pack.pages for claim in page.claims]
        for part in sorted(set(parts))[::10]:
            yield item(f"{name} {part}", [f"rule '{part}' --rules {name} --lang en"], copies=pack_of(name))


def deadline() -> Iterator[Item]:
    days = ("2013-10-11", "2013-12-27", "2014-05-06", "2024-02-29", "'2014-01-10 10:30'")
    terms = (
        "3 working days",
        "5 рабочих дней",
        "1 week",
        "10 календарных дней",
        "2 months",
        "24 hours",
        "1 год",
    )
    options = ("", "--before", "--count-first-day", "--roll forward", "--roll back", "--calendar weekends")
    options += ("--calendar GB-ENG", f"--rules {UK}", "--day-off 2013-12-31 --day-off 2014-01-13")
    for day, term, more in product(days, terms, options):
        words = f"deadline --from {day} --term '{term}' {more}"
        yield item(words, spoken(words, f"{words} --format json"), copies=pack_of(UK) if UK in more else {})


def calendar() -> Iterator[Item]:
    for year, more in product((1991, 2013, 2014, 2026, 2100), ("", "--calendar weekends", f"--rules {UK}")):
        words = f"calendar {year} {more}"
        yield item(words, spoken(words, f"{words} --format json"), copies=pack_of(UK))


def forms() -> Iterator[Item]:
    for form, lang, month in product(("1-mk", "2-mk"), LANGS, (1, 3, 12)):
        words = f"form {form} --year 2014 --month {month} --services {month} --lang {lang} -o form.xlsx"
        read = f"check form.xlsx --as-of 2014-12-31 --lang {lang}"
        yield item(f"{form} {month} {lang}", [words, read, f"{read} --format json --annotate marked.xlsx"])
    for path, lang in product(sorted((ROOT / "examples").glob("*.xlsx")), LANGS):
        words = f"check {path.name} --as-of 2014-05-31 --lang {lang} --annotate marked.xlsx"
        yield item(f"{path.name} {lang}", [words], copies={path.name: f"examples/{path.name}"})


def test() -> Iterator[Item]:
    for pack in reversed(PACKS):
        told = ("--coverage --format json --lang ru", "--coverage --html cover.html -v --lang en")
        for how in (*told, "--format junit --lang ru --engine reference"):
            yield item(f"{pack} {how}", [f"test {pack} {how}"], copies=pack_of(pack))


def helps() -> Iterator[Item]:
    for name in ("", "check", "batch", "form", "test", "rule", "deadline", "calendar", "new", "lint"):
        yield item(f"help {name}", spoken(f"{name} --help"))
    yield item("names", ["python"])
    for lang in LANGS:
        made = f"new --pack mine --language {lang} --calendar GB-ENG --lang {lang}"
        more = [f"new 30 --rules mine --lang {lang}", f"lint mine --lang {lang}", f"test mine --lang {lang}"]
        yield item(f"new {lang}", [made, *more])


def mutants() -> Iterator[Item]:
    """Which slips of the pen no case notices."""
    yield item(KZ, [f"test {KZ} --mutate --jobs 2 --format json"], copies=pack_of(KZ))
