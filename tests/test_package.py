"""The public face: its names are there, and it costs nothing to import."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import qcrules
from qcrules.testing.laws import of_calendar, of_pack

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/planned-with-violations.yaml"


def python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()


@pytest.mark.parametrize("name", qcrules.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(qcrules, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(qcrules, "chekc")
    assert dir(qcrules) == sorted(qcrules.__all__)


def test_importing_the_package_imports_nothing_else() -> None:
    loaded = python(
        "import qcrules, sys; print([m for m in sys.modules if m.startswith(('qcrules.', 'attr'))])"
    )
    assert loaded == "[]"


@pytest.mark.long
def test_a_check_of_one_file_waits_for_nothing_that_many_files_need() -> None:
    loaded = python(
        f"import os, sys; from qcrules.cli import main; main(['check', {str(EXAMPLE)!r}, '-o', os.devnull]); "
        "print([m for m in ('multiprocessing', 'concurrent.futures', 'socket') if m in sys.modules])"
    )
    assert loaded == "[]"


@pytest.mark.long
def test_a_warm_process_has_everything_that_a_check_needs() -> None:
    later = python(
        "import sys, encodings.utf_8_sig, qcrules; book = qcrules.warm(); there = set(sys.modules); "
        f"found = qcrules.check({str(EXAMPLE)!r}, rules=book).findings; "
        "print(len([one.explanation for one in found]) > 99, sorted(set(sys.modules) - there))"
    )
    assert later == "True []"


def test_only_the_kinds_that_will_come_are_made() -> None:
    book = qcrules.warm("kz-401-v", kinds=["information_request"])
    assert book is qcrules.load_rules("kz-401-v")
    with pytest.raises(qcrules.RecordError, match="inspektion"):
        qcrules.warm(kinds=["inspektion"])


def test_the_names_of_facts_are_learned_before_the_first_record(monkeypatch: pytest.MonkeyPatch) -> None:
    known = qcrules.load_rules()
    book = qcrules.warm(
        qcrules.Rulebook(known.ready, known.calendar), kinds=["inspection"], engine="reference"
    )
    monkeypatch.setattr("qcrules.facts.reading._Name", None)  # a name more would be an error
    assert qcrules.check(EXAMPLE, rules=book, engine="reference").findings


@pytest.mark.long
@pytest.mark.parametrize(
    "first",
    [
        "from qcrules.judge.check import check",
        "import qcrules.judge.check",
        "import qcrules; qcrules.check",
        "",
    ],
)
def test_check_is_the_function_whatever_was_imported_first(first: str) -> None:
    same = "import qcrules; from qcrules import check; print(callable(check), check is qcrules.check)"
    assert python(f"{first}\n{same}") == "True True"


@pytest.mark.parametrize("page", ["test-your-own-pack.md", "test-your-own-pack.ru.md"])
def test_every_law_is_told_of(page: str) -> None:
    words = (ROOT / "docs" / "how-to" / page).read_text("utf-8")
    told = [name for row in re.findall(r"^\| (`.*?) \|", words, re.M) for name in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted(law.name for law in (*of_calendar(), *of_pack()))
