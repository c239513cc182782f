"""The tutorial and a how-to, word by word: files are written, changes made, commands run, their answers read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from qcrules.cli import main
from qcrules.lint import CODES

ROOT = Path(__file__).parent.parent
FOLLOWED = {"tutorial/analyst.md": 10, "tutorial/author.md": 12, "how-to/answered-in-time.ru.md": 10}
"""The pages whose every command is run, and how many commands each has at least."""
AUTHORS = [f"how-to/{page}.md" for page in ("write-rules.ru", "write-rules", "coverage", "mutation")] + [
    "explanation/coming-from.md",
    "how-to/README.md",
]
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_MORE = "…"


def _blocks(page):
    return _BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


def _run(command, expected, capsys):
    words = shlex.split(command)
    assert words[0] == "qcrules"
    status = main(words[1:])
    out, err = capsys.readouterr()
    assert status in (0, 1), f"{command}: {err}"
    assert err == ""
    _agree(command, expected, out.rstrip("\n").split("\n"))


def _agree(command, expected, got):
    """Line by line; `…` stands for any number of lines."""
    here = 0
    skipping = False
    for line in expected:
        if line == _MORE:
            skipping = True
            continue
        where = [number for number in range(here, len(got)) if got[number] == line]
        assert where, f"{command}: no line {line!r} from line {here + 1} of:\n" + "\n".join(got)
        assert skipping or where[0] == here, f"{command}: expected {line!r}, got {got[here]!r}"
        here, skipping = where[0] + 1, False
    assert skipping or here == len(got), f"{command}: more lines than expected: {got[here:]}"


def _change(name, body):
    """Lines after `-` are replaced by the lines after `+` that follow them."""
    path = Path(name)
    words = path.read_text(encoding="utf-8")
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", body, re.M):
        old, new = (re.sub(r"^[-+]", "", lines, flags=re.M) for lines in (old, new))
        assert words.count(old) == 1, f"{name}: {old}"
        words = words.replace(old, new)
    path.write_text(words, encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("page", FOLLOWED)
def test_who_follows_a_page_gets_what_it_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8" if page == "tutorial/author.md" else "ru_RU.UTF-8")
    for kind, name, body in _blocks(page):
        if kind == "console":
            command, *expected = body.rstrip("\n").split("\n")
            assert command.startswith("$ ")
            _run(command[2:], expected, capsys)
        elif kind == "diff":
            _change(name, body)
        elif name:
            Path(name).write_text(body, encoding="utf-8")
    assert len([kind for kind, _, _ in _blocks(page) if kind == "console"]) >= FOLLOWED[page]


def test_the_test_would_notice():
    with pytest.raises(AssertionError):
        _agree("x", ["a", "b"], ["a", "c"])
    with pytest.raises(AssertionError):
        _agree("x", ["a"], ["a", "c"])
    _agree("x", ["a", "…", "c"], ["a", "b", "c"])


@pytest.mark.parametrize("page", [*FOLLOWED, *AUTHORS])
def test_what_a_page_points_to_is_there(page):
    file = ROOT / "docs" / page
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), target


def test_the_codes_that_the_pages_name_are_those_of_the_lint():
    for page in (*FOLLOWED, *AUTHORS):
        for code in re.findall(r"QC\d+", (ROOT / "docs" / page).read_text(encoding="utf-8")):
            assert code in CODES
