"""The public face: its names are there, and it costs nothing to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import qcrules


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


def test_a_check_of_one_file_waits_for_nothing_that_many_files_need() -> None:
    example = Path(__file__).parents[1] / "examples/planned-with-violations.yaml"
    loaded = python(
        f"import os, sys; from qcrules.cli import main; main(['check', {str(example)!r}, '-o', os.devnull]); "
        "print([m for m in ('multiprocessing', 'concurrent.futures', 'socket') if m in sys.modules])"
    )
    assert loaded == "[]"


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
