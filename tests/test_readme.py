"""What the READMEs show runs as written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from commands import shell

from qcrules.cli.run import program

ROOT = Path(__file__).parents[1]
README = {"en": "README.md", "ru": "README.ru.md"}


def fenced(lang: str, language: str) -> str:
    text = (ROOT / README[lang]).read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    return block


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python elsewhere than in the repository: what is shown must not depend on the folder."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.long
@pytest.mark.parametrize("lang", README)
def test_the_python_example_has_ten_lines_and_finds_the_late_notice(lang: str, tmp_path: Path) -> None:
    code = fenced(lang, "python")
    assert len([line for line in code.splitlines() if line.strip()]) == 10
    ran = run("-c", code, folder=tmp_path)
    assert ran.stderr == ""
    assert any(line.startswith("п.10 ч.1 ") for line in ran.stdout.splitlines())


@pytest.mark.parametrize("lang", README)
def test_the_case_file_has_ten_lines_and_shows_violations(lang: str, tmp_path: Path) -> None:
    case = fenced(lang, "yaml")
    assert len(case.splitlines()) == 10
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    ran = shell("check", "case.yaml", "--lang", lang, folder=tmp_path)
    assert (ran.status, ran.err) == (1, "")
    assert "п.10 ч.1" in ran.out
    assert "п.14" in ran.out


def test_the_two_case_files_are_one_case(tmp_path: Path) -> None:
    answers = []
    for lang in README:
        (tmp_path / "case.yaml").write_text(fenced(lang, "yaml"), encoding="utf-8")
        ran = shell("check", "case.yaml", "--lang", "en", "--format", "json", folder=tmp_path)
        answers.append(re.sub(r'"source": "case.yaml:\d+:\d+"', '"source": ""', ran.out))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("lang", README)
def test_the_commands_shown_succeed(lang: str, tmp_path: Path) -> None:
    text = (ROOT / README[lang]).read_text(encoding="utf-8")
    shown = re.findall(r"^\$ qcrules (?!check)([^#\n]*)", text, re.MULTILINE)
    assert len(shown) == 4
    for line in shown:
        arguments = shlex.split(line)
        ran = shell(*arguments, folder=tmp_path)
        assert (ran.status, ran.err) == (0, ""), line
        assert ran.out


def test_local_links_lead_somewhere() -> None:
    pages = [ROOT / name for name in (*README.values(), "CONTRIBUTING.md")]
    pages += (ROOT / "docs").rglob("*.md")
    for page in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_hooks_and_the_action_name_commands_that_are_there() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:
        assert hook["language"] == "python"
        assert shell(*hook["entry"].split()[1:], "--help", folder=".").status == 0
    page = (ROOT / "docs" / "how-to" / "ci.md").read_text("utf-8")
    for block in re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S):
        yaml.safe_load(block)
    assert {hook["id"] for hook in hooks} == set(re.findall(r"- id: (\S+)", page))
    for command, options in re.findall(r"- run: qcrules (\w+)([^\n]*)", page):
        said = shell(command, "--help", folder=".").out
        assert all(option in said for option in re.findall(r"--[a-z-]+", options)), command


def test_every_command_is_named_by_a_how_to_or_a_readme() -> None:
    pages = [ROOT / name for name in README.values()] + [*(ROOT / "docs").rglob("*.md")]
    words = "".join(page.read_text("utf-8") for page in pages)
    for name in program("en").names:
        assert f"qcrules {name}" in words, name


@pytest.mark.long
def test_what_the_demo_proposes_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command under the demo, but the one that needs an extra."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    commands = re.findall(
        r"^  qcrules (.+?)(?:  |$)", (ROOT / "examples" / "next.txt").read_text("utf-8"), re.M
    )
    assert len(commands) == 7
    for words in commands:
        if not words.startswith("draft"):
            assert shell(*words.split()).status in (0, 1)
    assert {"case.html", "case.svg", "mine.case.yaml"} <= {path.name for path in tmp_path.iterdir()}
