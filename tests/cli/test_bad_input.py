"""Whatever is given to ``qcrules check``: one clear message with its place, exit status 2, never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from commands import Outcome, shell
from tables import rows_of

ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
GOOD = "inspection:\n  kind: planned\n"

# content, the place of the first complaint, words of it
BAD: dict[str, Any] = {
    **{name: row for name, *row in rows_of("mistakes/in-a-record.md")},
    # what no page can hold
    "a million digits": ("inspection:\n  act: {copies: " + "9" * 1_000_000 + "}\n", "2:17", "whole number"),
    "empty": ("", "1:1", "nothing is here"),
    "binary": (b"\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe", "", ""),
    "UTF-16": (GOOD.encode("utf-16"), "", "UTF-16"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "", ""),
    "UTF-32": (GOOD.encode("utf-32"), "", ""),
    "Windows-1251": ("проверка:\n  вид: плановая\n".encode("cp1251"), "", "UTF-8"),
    "deep lists": ("inspection: " + "[" * 5000 + "]" * 5000, "1:", "deep"),
    "deep mappings": ("{a: " * 5000 + "}" * 5000, "1:", "deep"),
    "deep blocks": ("".join(f"{' ' * n}a:\n" for n in range(2000)), "", "deep"),
    "deep JSON": ('{"a":' * 5000 + "1" + "}" * 5000, "1:", "deep"),
    "aliases by the billion": (ALIASES + "inspection: *a9\n", "5:5", "more than"),
    "a tab": ("inspection:\n\tkind: planned\n", "2:1", ""),
    "a NUL": ("inspection:\n  id: a\0b\n", "", ""),
}

MACHINERY = ("Traceback", "Error:", "ruamel", 'File "', "internal error", "внутренняя ошибка")


def check(*arguments: str, folder: Path, lang: str = "en") -> Outcome:
    return shell("check", *arguments, "--lang", lang, folder=folder)


def assert_clear(done: Outcome) -> None:
    assert done.status == 2
    assert done.out == ""
    assert not any(word in done.err for word in MACHINERY)
    assert 1 <= len(done.err.splitlines()) <= 12
    assert all(len(line) < 500 for line in done.err.splitlines())


def complaints(folder: Path, lang: str) -> dict[str, list[str]]:
    """One run over all bad files: what is said of each."""
    for number, (content, _, _) in enumerate(BAD.values()):
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{number:02}.yaml").write_bytes(data)
    names = [f"{number:02}.yaml" for number in range(len(BAD))]
    done = check(*names, folder=folder, lang=lang)
    assert (done.status, done.out) == (2, "")
    said = done.err.splitlines()
    assert all(line[:7] in names for line in said), "every line names its file"
    return {
        kind: [line for line in said if line.startswith(name)] for kind, name in zip(BAD, names, strict=True)
    }


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return complaints(tmp_path_factory.mktemp("cases"), "en")


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_clear_message(english, kind):
    _, place, words = BAD[kind]
    first = english[kind][0][len("00.yaml") :]
    assert first.startswith(f":{place}" if place else ":")
    assert words in first
    assert len(english[kind]) <= 12
    for line in english[kind]:
        assert len(line) < 500
        assert not any(word in line for word in MACHINERY)


@pytest.mark.long
def test_the_same_in_russian(tmp_path):
    for lines in complaints(tmp_path, "ru").values():
        assert any("а" <= letter <= "я" for letter in "".join(lines))
        assert not any(word in line for word in MACHINERY for line in lines)


ALONE = (
    "unknown key",
    "empty",
    "binary",
    "UTF-16",
    "deep mappings",
    "aliases by the billion",
    "truncated JSON",
)


@pytest.mark.parametrize("kind", ALONE)
def test_alone_it_is_exit_status_two(tmp_path, kind):
    content = BAD[kind][0]
    (tmp_path / "case.yaml").write_bytes(content.encode() if isinstance(content, str) else content)
    done = check("case.yaml", folder=tmp_path)
    assert_clear(done)
    assert done.err.startswith("case.yaml:")


def test_all_mistakes_of_a_file_at_once(tmp_path):
    (tmp_path / "case.yaml").write_text(
        "inspection:\n  kind: planed\n  notise: {}\n  act: {copies: -1}\n  order: {issued_on: 31/01/2014}\n",
        encoding="utf-8",
    )
    done = check("case.yaml", folder=tmp_path)
    assert [line.split(": ")[0] for line in done.err.splitlines()] == [
        "case.yaml:2:9",
        "case.yaml:3:3",
        "case.yaml:4:17",
        "case.yaml:5:22",
    ]


@pytest.mark.parametrize("name", ["none.yaml", "none/none.yaml", "a" * 5000, "файл.yaml"])
def test_a_missing_file(tmp_path, name):
    done = check(name, folder=tmp_path)
    assert_clear(done) if len(name) < 400 else None
    assert done.status == 2
    assert done.err.startswith(name)
    assert "Traceback" not in done.err


def test_an_empty_folder(tmp_path):
    (tmp_path / "cases").mkdir()
    done = check("cases", folder=tmp_path)
    assert_clear(done)
    assert done.err.startswith("cases")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    (tmp_path / "case.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "case.yaml").chmod(0)
    assert_clear(check("case.yaml", folder=tmp_path))


def test_a_good_file_among_bad_ones_is_still_judged(tmp_path):
    (tmp_path / "bad.yaml").write_bytes(b"\x00")
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    done = check("bad.yaml", "good.yaml", "none.yaml", "--format", "json", folder=tmp_path)
    assert done.status == 2
    assert [one["subject"]["source"] for one in json.loads(done.out)] == ["good.yaml"]
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["bad.yaml", "none.yaml"]


def test_a_pack_with_an_error_is_refused_whole_with_all_its_errors(tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (tmp_path / "case.yaml").write_text(GOOD, encoding="utf-8")
    (pack / "pack.yaml").write_text("id: a\nколендарь: KZ\n", encoding="utf-8")
    (pack / "vocabulary.yaml").write_text("виды: {loan: {тирмин: выдача}}\n", encoding="utf-8")
    (pack / "p1.md").write_text("# п.1\n", encoding="utf-8")
    done = check("case.yaml", "--rules", "pack", folder=tmp_path)
    assert_clear(done)
    files = {line.partition(":")[0] for line in done.err.splitlines()}
    assert files == {"pack/pack.yaml", "pack/vocabulary.yaml", "pack/p1.md"}
    assert "did you mean `календарь`?" in done.err


def test_all_that_is_wrong_with_a_case_is_told_at_once_in_the_order_of_its_file(run, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(
        "as_of: вчера\ncomplete: может\ninspection:\n  kind: plannd\n  order: {isued_on: 1}\nextra: 1\n",
        encoding="utf-8",
    )
    found = run("check", str(file))
    assert found.status == 2
    assert [line.split(":")[1] for line in found.err.splitlines()] == ["1", "2", "4", "5", "6"]


def test_of_very_many_mistakes_the_first_are_told(run, tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("inspection:\n" + "".join(f"  x{number}: 1\n" for number in range(600)), encoding="utf-8")
    got = run("check", str(file))
    assert got.status == 2
    *told, last = got.err.splitlines()
    assert (len(told), told[-1]) == (500, f"{file}:501:3: unknown field `x499`")
    assert last == f"{file}:502:3: there are more than 500 mistakes; mend these first"
