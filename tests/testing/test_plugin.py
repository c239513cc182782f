"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree

import pytest

PLUGIN = "qcrules.testing.plugin"
INSTALLED = PLUGIN in [point.value for point in entry_points(group="pytest11")]
ALONE = ["-p", "no:cacheprovider", "-p", "no:unraisableexception", *([] if INSTALLED else ["-p", PLUGIN])]

pytestmark = pytest.mark.usefixtures("folder")

In = Callable[..., str]


@pytest.fixture
def pytest_in(capsys: pytest.CaptureFixture[str]) -> In:
    """Run pytest in a folder, in this process; what it said."""

    def pytest_in(folder: Path, *arguments: str, lang: str = "ru_RU.UTF-8") -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv("LC_ALL", lang)
            within = [
                f"--rootdir={folder}",
                f"--confcutdir={folder}",
            ]  # else all folders beside it are looked into
            pytest.main([*ALONE, "-c", os.devnull, *within, *arguments])
        return capsys.readouterr().out

    return pytest_in


def pytest_beside(folder: Path, *arguments: str) -> str:
    """The same in a process of its own, as a project has it."""
    command = [sys.executable, "-m", "pytest", *ALONE, *arguments]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return done.stdout


def test_pages_and_case_files_are_collected(pytest_in: In, folder: Path, page: Path) -> None:
    (folder / "more.case.yaml").write_text(
        "случаи:\n  - {случай: поздно, выдача: {вид: ночная}, ожидается: {п.1: нарушение}}\n", "utf-8"
    )
    text = page.read_text("utf-8").replace(
        "| заранее | | | 2014-03-05 | | соответствует |", "| заранее | | | 2014-03-05 | | нарушение |"
    )
    page.write_text(text, "utf-8")
    line = next(number for number, row in enumerate(text.split("\n"), 1) if row.startswith("| заранее |"))
    done = pytest_in(folder, "-q", "--junitxml=out.xml")
    assert "9 passed" in done
    assert "2 failed" in done
    assert f"p1.md:{line}:" in done
    assert "ожидалось нарушение; получено соответствует" in done
    assert "more.case.yaml:2:" in done
    assert "Traceback" not in done
    cases = ElementTree.parse(folder / "out.xml").getroot().iter("testcase")
    assert "Возврат: в последний день" in [case.get("name") for case in cases]


def test_what_is_wrong_in_a_pack_fails_where_it_stands(pytest_in: In, folder: Path, page: Path) -> None:
    words = page.read_text("utf-8")
    page.write_text(words.replace("| на ночь | ночная |", "| на ночь | ночная | |"), "utf-8")
    vocabulary = folder / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text("utf-8").replace("тип: число", "тип: чесло"), "utf-8")
    done = pytest_in(folder, "-q")
    assert "9 passed" in done
    assert "2 failed" in done
    assert "в строке таблицы ячеек 7, а столбцов 6" in done
    assert "vocabulary.yaml:8:" in done


def test_a_pack_that_cannot_be_loaded_fails_whatever_is_asked(
    pytest_in: In, folder: Path, page: Path
) -> None:
    (folder / "vocabulary.yaml").write_text("виды: [", "utf-8")
    for asked in ([], [page.name]):
        done = pytest_in(folder, "-q", *asked)
        assert " failed" in done
        assert "passed" not in done
        assert "vocabulary.yaml:1:" in done


def test_k_looks_in_titles_and_rules(pytest_in: In, folder: Path) -> None:
    assert "3 passed" in pytest_in(folder, "-q", "-k", "первый")
    assert "10 passed" in pytest_in(folder, "-q", "-k", "p1-return")


@pytest.mark.long
def test_other_projects_notice_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "README.md").write_text("# Nothing\n", "utf-8")
    (other / "test_it.py").write_text(
        "import sys\n\ndef test_it():\n    assert not {'qcrules.check', 'attrs', 'ruamel'} & set(sys.modules)\n",
        "utf-8",
    )
    done = pytest_beside(other, "-q", "-p", "no:hypothesispytest")
    assert "1 passed" in done


# -- beside others -------------------------------------------------------------------------------------------------


def test_a_pack_of_another_program_is_left_alone(pytest_in: In, tmp_path: Path) -> None:
    """StackStorm, for one, has a thousand repositories with a `pack.yaml`."""
    other = tmp_path / "other"
    other.mkdir()
    head = "ref: x\nname: x\ntitle: x\ndescription: x\nkeywords: [a]\nversion: 1.0.0\nauthor: x\nemail: x@example.org\n"
    (other / "pack.yaml").write_text(head, "utf-8")
    (other / "README.md").write_text("# x\n", "utf-8")
    (other / "some.case.yaml").write_text("a: 1\n", "utf-8")
    (other / "page.md").write_text("## Случаи\n", "utf-8")
    assert "no tests ran" in pytest_in(other, "-q")


def test_failures_are_told_in_the_language_of_the_locale(pytest_in: In, folder: Path) -> None:
    (folder / "more.case.yaml").write_text(
        "случаи:\n  - {случай: поздно, выдача: {вид: ночная}, ожидается: {п.1: нарушение}}\n", "utf-8"
    )
    for lang, words in (
        ("ru_RU.UTF-8", "ожидалось нарушение; получено "),
        ("en_US.UTF-8", "expected violated; got "),
    ):
        assert words in pytest_in(folder, "-q", "more.case.yaml", lang=lang)


@pytest.mark.long
@pytest.mark.parametrize("first", ["hypothesis", "qcrules"])
def test_hypothesis_costs_a_project_without_us_nothing(first: str) -> None:
    """Hypothesis's entry point imports nothing of the domain; whichever comes first, our types can be drawn."""
    code = f"""
import sys
if {first!r} == "qcrules":
    import qcrules.domain
import hypothesis, hypothesis.strategies as st
import qcrules.testing.hook as hook; hook.register()
if {first!r} == "hypothesis":
    assert not [name for name in sys.modules if name.startswith("qcrules.") and not name.startswith("qcrules.testing")]
from qcrules import Inspection
@hypothesis.settings(max_examples=2, database=None)
@hypothesis.given(st.from_type(Inspection))
def f(one): assert isinstance(one, Inspection)
f()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
