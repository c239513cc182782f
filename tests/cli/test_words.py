"""What there is to be asked: provisions and readings, the words of a record, a blank case, completions of a shell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import qcrules

ROOT = Path(__file__).parents[2]
BOOK = qcrules.load_rules()


def test_rule_alone_lists_provisions_and_readings(run):
    got = run("rule", "--lang", "ru")
    assert got.status == 0
    for rule in BOOK.core.every_rule():
        assert rule in got.out
    for reading in BOOK.core.readings.values():
        assert reading.id in got.out
    data = json.loads(run("rule", "--format", "json").out)
    assert data["readings"][0]["default"] in data["readings"][0]["options"]
    assert run("rule", "--format", "html").status == 2


@pytest.mark.parametrize("kind", BOOK.core.vocabulary.kinds)
def test_the_words_of_a_record_are_all_there(run, kind):
    data = json.loads(run("words", kind, "--format", "json").out)
    root = BOOK.core.vocabulary.kinds[kind].root
    assert [one["path"] for one in data["fields"]] == [one.path for one in root.walk() if one is not root]
    assert all(one["path"] in run("words", kind).out for one in data["fields"][:20])


def test_a_kind_that_is_not_there_is_told_with_the_nearest(run):
    got = run("words", "inspectoin")
    assert got.status == 2
    assert "did you mean `inspection`?" in got.err


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", ["inspection", "inspection_plan", "monitoring_report", "act"])
def test_a_blank_case_says_nothing_and_can_be_read(run, kind, language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    got = run("new", "--case", kind, "--language", language)
    assert (got.status, got.err) == (0, "")
    file = tmp_path / f"{kind}.yaml"
    found = qcrules.check(file, as_of=date(2014, 9, 1))
    assert not found.violations
    assert not found.with_verdict(qcrules.Verdict.COMPLIANT)
    # the items of lists are there for whoever takes the sign away
    shown = re.sub(r"(?m)^# (?= )", "", file.read_text("utf-8"))
    assert shown != file.read_text("utf-8") or kind == "inspection_plan"
    assert run("new", "--case", kind).status == 2


def test_every_code_in_the_law_has_its_line_in_the_legend():
    legend = set(
        re.findall(r"</a>([A-Z]-[0-9]{2}) \|", (ROOT / "docs" / "reference" / "codes.md").read_text("utf-8"))
    )
    used = set()
    for page in (ROOT / "rules" / "kz-06-7-63").glob("*.md"):
        used |= set(re.findall(r"\b([A-Z]-[0-9]{2})\b", page.read_text("utf-8")))
    assert used
    assert used <= legend


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("qcrules ", 1, {"check", "plan", "words"}),
        ("qcrules ch", 1, {"check"}),
        ("qcrules check --format ", 3, {"text", "json", "html", "svg"}),
        ("qcrules check --sav", 2, {"--save-case"}),
        ("qcrules nothing ", 2, set()),
    ],
)
def test_a_shell_is_told_how_to_go_on(words, number, offered):
    out = asked("bash_complete", COMP_WORDS=words, COMP_CWORD=str(number))
    assert offered <= {line.partition(",")[2] for line in out.splitlines()}


@pytest.mark.parametrize("kind", ["zsh", "fish"])
def test_a_shell_is_given_its_script(kind):
    assert "_QCRULES_COMPLETE" in asked(f"{kind}_source")


def asked(instruction, **more):
    """What a shell is answered."""
    names = {**os.environ, **more, "_QCRULES_COMPLETE": instruction}
    ran = subprocess.run(
        [sys.executable, "-m", "qcrules"], env=names, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.stderr == ""
    return ran.stdout
