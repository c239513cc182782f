"""A pack that is laid into the wheel counts where it is what the files and the code come to, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from packs import load, rule, rules_in, write_pack

from qcrules.errors import PackError
from qcrules.judge.rulebook import load_rules
from qcrules.source import prebuilt, ready, store
from qcrules.source.built_in import BUILT_IN, built_in_rules, shipped_packs

pytestmark = pytest.mark.usefixtures("new_process")

RULE = rule(если={"есть": "возвращена"}, требуется={"есть": "возвращена"})


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of a wheel, ready, where nothing can be kept."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    load(tmp_path / "library", [RULE])
    monkeypatch.setattr(prebuilt, "_FOLDER", tmp_path)
    made = tmp_path / "library.tables"
    made.write_bytes(prebuilt.build(tmp_path / "library"))
    made.chmod(0o644)
    return made


def test_no_page_is_read(wheel: Path, count: list[str]) -> None:
    for _ in range(2):
        assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert count == []


def test_what_it_gives_is_what_the_files_say(wheel: Path) -> None:
    folder = wheel.with_suffix("")
    assert ready.written(store.load_ready(folder)) == ready.written(ready.read(folder))


def test_it_may_be_installed_anywhere(wheel: Path, tmp_path: Path, count: list[str]) -> None:
    elsewhere = tmp_path / "elsewhere" / "library"
    elsewhere.parent.mkdir()
    wheel.with_suffix("").rename(elsewhere)
    pack = load_rules(elsewhere).core
    assert count == []
    assert pack.folder == str(elsewhere)
    assert pack.rules["loan"]["p1-rule"].place.file == str(elsewhere / "p1.md")


def test_it_is_kept_as_one_that_was_read(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: list[str]
) -> None:
    """So that the next start need not look at every byte of the code."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    (kept,) = (tmp_path / "cache").glob("qcrules/ready-*")
    wheel.unlink()
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert count == []
    before = kept.read_bytes()
    kept.unlink()
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert len(count) == 1
    assert kept.read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: b"",
        lambda made: made[:-1],
        lambda made: made[: len(made) // 2],
        lambda made: made.replace(b"p1-rule", b"p2-rule"),
        lambda made: b"\n" + made.partition(b"\n")[2],
        lambda made: made + b"more",
    ],
)
def test_a_damaged_one_is_passed_over(wheel: Path, count: list[str], spoil: Callable[[bytes], bytes]) -> None:
    wheel.write_bytes(spoil(wheel.read_bytes()))
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert len(count) == 1


def test_other_files_are_read(wheel: Path, count: list[str]) -> None:
    folder = wheel.with_suffix("")
    write_pack(folder, [{**RULE, "id": "p1-other"}])
    assert rules_in(folder) == ["p1-other"]
    (folder / "p1.md").write_text("nothing", "utf-8")
    with pytest.raises(PackError):
        load_rules(folder)


def test_other_code_never_meets_what_old_code_made(
    wheel: Path, tmp_path: Path, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ready._ROOMS:
        (tmp_path / "code" / room / "inner").mkdir(parents=True)
    monkeypatch.setattr(ready, "_CODE", tmp_path / "code")
    (tmp_path / "code" / "law" / "verbs.py").write_text("# one version")
    wheel.write_bytes(prebuilt.build(wheel.with_suffix("")))
    rules_in(wheel.with_suffix(""))
    (tmp_path / "code" / "law" / "verbs.py").write_text("# another one")
    before = len(count)
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert len(count) == before + 1


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_one_that_others_can_write_is_passed_over(wheel: Path, count: list[str], mode: int) -> None:
    wheel.chmod(mode)
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert len(count) == 1


def test_one_of_another_owner_than_the_code_is_passed_over(
    wheel: Path, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other:
        st_uid = os.stat(prebuilt.__file__).st_uid + 1

    assert prebuilt.recall(wheel.with_suffix("")) is not None
    monkeypatch.setattr(prebuilt.os, "stat", lambda _: Other)
    assert prebuilt.recall(wheel.with_suffix("")) is None


def test_a_pipe_is_passed_over(wheel: Path, count: list[str]) -> None:
    wheel.unlink()
    os.mkfifo(wheel)
    assert rules_in(wheel.with_suffix("")) == ["p1-rule"]
    assert len(count) == 1


@pytest.mark.long
def test_two_builds_are_the_same(wheel: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qcrules.source.prebuilt import build; "
        "sys.stdout.buffer.write(build(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(wheel.with_suffix(""))]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert {one.communicate()[0] for one in running} == {wheel.read_bytes()}


@pytest.mark.long
def test_every_pack_that_comes_with_qcrules_can_be_laid_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prebuilt, "_FOLDER", tmp_path)
    for name, folder in shipped_packs().items():
        if name != BUILT_IN:  # the larger one says nothing that these do not
            (tmp_path / f"{name}.tables").write_bytes(prebuilt.build(folder))
            (tmp_path / f"{name}.tables").chmod(0o644)
            assert prebuilt.recall(folder) is not None
    (tmp_path / f"{name}.tables").rename(tmp_path / f"{BUILT_IN}.tables")
    assert prebuilt.recall(built_in_rules()) is None
