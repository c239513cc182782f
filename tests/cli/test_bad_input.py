# ruff: noqa: E501 - a table of mistakes, one a line
"""Whatever is given to ``qcrules check``: one clear message with its place, exit status 2, never a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import Outcome, shell

ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
GOOD = "inspection:\n  kind: planned\n"

# content, the place of the first complaint, words of it
BAD: dict[str, tuple[bytes | str, str, str]] = {
    "unknown key": ("inspection:\n  kind: planned\n  notise: {}\n", "3:3", "unknown field `notise`; did you mean `notice`?"),
    "unknown key inside": ("inspection:\n  order:\n    isued_on: 2014-01-01\n", "3:5", "did you mean `issued_on`?"),
    "key twice": ("inspection:\n  kind: planned\n  kind: unplanned\n", "3:3", "`kind`"),
    "key twice in JSON": ('{"inspection": {"kind": "planned",\n "kind": "planned"}}', "2:2", "`kind`"),
    "field in two languages": ("inspection:\n  kind: planned\n  вид: плановая\n", "3:3", "are the same field"),
    "choice": ("inspection:\n  kind: planed\n", "2:9", "did you mean `planned`?"),
    "yes or no": ("inspection:\n  agency_instruction: perhaps\n", "2:23", "expected yes or no, not `perhaps`"),
    "object for a text": ("inspection:\n  id: {a: 1}\n", "2:3", "expected text"),
    "text for an object": ("inspection:\n  order: yesterday\n", "2:10", "`key: value`"),
    "text for a list": ("inspection:\n  obstructions: none at all\n", "2:17", "expected a list"),
    "list for a moment": ("inspection:\n  order_handed_at: [2014-01-01]\n", "2:3", "is no date"),
    "impossible date": ("inspection:\n  order_handed_at: 2014-02-30\n", "2:20", "`2014-02-30` is no date"),
    "month 13": ("inspection:\n  order_handed_at: 2014-13-01\n", "2:20", "is no date"),
    "hour 25": ("inspection:\n  order_handed_at: 2014-01-31 25:00\n", "2:20", "is no date"),
    "day first": ("inspection:\n  order_handed_at: 31.01.2014\n", "2:20", "did you mean 2014-01-31?"),
    "year 1990": ("inspection:\n  order_handed_at: 1990-12-31\n", "2:20", "outside 1991-2100"),
    "year 2101": ("inspection:\n  order_handed_at: 2101-01-01\n", "2:20", "outside 1991-2100"),
    "NaN": ("inspection:\n  act:\n    copies: .nan\n", "3:13", "whole number"),
    "NaN in JSON": ('{"inspection": {"act": {"copies": NaN}}}', "1:35", "whole number"),
    "infinite": ("inspection:\n  act: {copies: .inf}\n", "2:17", "whole number"),
    "negative count": ("inspection:\n  act: {copies: -2}\n", "2:17", "zero or more, not `-2`"),
    "half a copy": ("inspection:\n  act: {copies: 1.5}\n", "2:17", "whole number"),
    "a million digits": ("inspection:\n  act: {copies: " + "9" * 1_000_000 + "}\n", "2:17", "whole number"),
    "two top keys": ("inspection: {}\nact: {}\n", "2:1", "exactly one top key"),
    "unknown top key": ("inspektion: {}\n", "1:1", "did you mean `inspection`?"),
    "no top key": ("as_of: 2014-01-01\n", "1:1", "exactly one top key"),
    "a list": ("- inspection\n", "1:1", "`inspection: …`"),
    "a word": ("inspection\n", "1:1", "`inspection: …`"),
    "top key of nothing": ("inspection:\n", "1:", "`key: value`"),
    "day of the check": ("as_of: 01.02.2014\ninspection: {}\n", "1:8", "is no day like 2014-01-31"),
    "complete": ("complete: perhaps\ninspection: {}\n", "1:11", "expected yes or no"),
    "empty": ("", "1:1", "nothing is here"),
    "blank": ("\n \n# nothing\n", "", ""),
    "binary": (b"\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe", "", ""),
    "UTF-16": (GOOD.encode("utf-16"), "", "UTF-16"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "", ""),
    "UTF-32": (GOOD.encode("utf-32"), "", ""),
    "Windows-1251": ("проверка:\n  вид: плановая\n".encode("cp1251"), "", "UTF-8"),
    "deep lists": ("inspection: " + "[" * 5000 + "]" * 5000, "1:", "deep"),
    "deep mappings": ("{a: " * 5000 + "}" * 5000, "1:", "deep"),
    "deep blocks": ("".join(f"{' ' * n}a:\n" for n in range(5000)), "", "deep"),
    "deep JSON": ('{"a":' * 5000 + "1" + "}" * 5000, "1:", "deep"),
    "aliases by the billion": (ALIASES + "inspection: *a9\n", "1:", ""),
    "an alias of itself": ("inspection: &a {order: *a}\n", "1:13", ""),
    "tag": ("inspection: !!python/object/apply:os.system [echo harm]\n", "1:13", ""),
    "merge key": ("inspection: {<<: {kind: planned}}\n", "1:14", "`<<`"),
    "several documents": (GOOD + "---\n" + GOOD, "3:1", ""),
    "truncated JSON": ('{"inspection": {"kind": "planned"', "1:", ""),
    "truncated text in JSON": ('{"inspection": {"kind": "plan', "1:", ""),
    "JSON and more": ('{"inspection": {}} {"act": {}}', "1:", ""),
    "a tab": ("inspection:\n\tkind: planned\n", "2:1", ""),
    "no colon": ("inspection:\n  kind: planned\n  order\n", "3:", ""),
    "a NUL": ("inspection:\n  id: a\0b\n", "", ""),
    "a lone surrogate": ('{"inspection": {"id": "\\ud83d"}}', "1:", ""),
}  # fmt: skip


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
        "inspection:\n  kind: planed\n  notise: {}\n  act: {copies: -1}\n  order: {issued_on: 31.01.2014}\n",
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
