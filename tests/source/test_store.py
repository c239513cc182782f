"""What is kept of a pack is what its files say; whatever else lies in the cache is passed over."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from packs import rule, rules_in, write_pack

from qcrules.errors import PackError
from qcrules.judge.check import check
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.law import codec
from qcrules.law.lowering import lower
from qcrules.source import cache, ready, store
from qcrules.source.built_in import built_in_rules
from qcrules.source.pack import load_pack
from qcrules.text import Text
from qcrules.time.calendar import load_calendar

pytestmark = pytest.mark.usefixtures("new_process")

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for path in built_in_rules().parent.glob("*/pack.yaml"))
PACKS.append(Path(__file__).parents[1] / "conformance" / "library")  # it says every word of the language
RULE = rule(если={"есть": "возвращена"}, требуется={"есть": "возвращена"})


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """An empty cache; gives the ready packs in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda: sorted((tmp_path / "cache").glob("qcrules/ready-*"))


def load(folder: Path, rules: Any) -> Rulebook:
    """The rulebook of a pack that is written now, and kept."""
    return load_rules(write_pack(folder, rules))


def stored(value: Any) -> Any:
    """What comes back of a value that was kept."""
    (tables,) = codec.to_tables(value)
    return codec.from_tables(marshal.loads(marshal.dumps(tables)))[-1]


@pytest.mark.long
@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_pack_comes_back_as_it_was(folder: Path) -> None:
    pack = evolve(load_pack(folder), pages=())
    fresh = pack, {kind: lower(pack, kind) for kind in pack.rules}
    again = stored(fresh)
    assert codec.to_tables(again) == codec.to_tables(fresh)
    assert again[0].sha256 == pack.sha256
    assert again[1].keys() == fresh[1].keys()


@pytest.mark.long
def test_a_pack_that_came_back_decides_and_explains_as_the_fresh_one() -> None:
    fresh = load_rules()
    core = evolve(fresh.core, rules=dict(fresh.core.rules))
    pack, lowered = stored((core, dict(fresh.ready.lowered)))  # what was kept is read when asked for
    again = Rulebook(ready.Ready(pack, lowered), load_calendar(pack.calendar_name, pack.corrections))
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        assert check(path, rules=again) == check(path, rules=fresh)


def test_parts_that_were_shared_are_shared_again() -> None:
    words = Text("да", "yes")
    first, second = stored((words, [words]))
    assert first == words
    assert second[0] is first


@pytest.mark.parametrize(
    "value", [True, 1, 0, False, None, "", "1", (), {}, {"a": (1, "1")}, frozenset({2, 1})]
)
def test_plain_values_keep_their_types(value: Any) -> None:
    again = stored((value, (value,)))
    assert repr(again) == repr((value, (value,)))


@frozen
class Stranger:
    """A class that is no part of the rulebook."""


def test_only_the_classes_of_the_rulebook_are_written_and_made() -> None:
    with pytest.raises(TypeError, match="Stranger"):
        codec.to_tables(Stranger())
    with pytest.raises(KeyError):
        codec.from_tables([["", ["echo"]], ["os.system", [[0]]]])


def test_a_second_start_reads_no_page(tmp_path: Path, kept: Any, count: list[str]) -> None:
    load(tmp_path / "library", [RULE])
    assert len(count) == len(kept()) == 1
    again = load_rules(tmp_path / "library")
    assert len(count) == 1
    assert list(again.core.rules["loan"]) == ["p1-rule"]
    assert again.core.pages == ()
    assert [page.id for page in again.pack.pages] == ["p1"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: b"",
        lambda kept: kept[:-1],
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept.replace(b"p1-rule", b"p2-rule"),
        lambda kept: kept.partition(b"\n")[0] + b"\n[]",
        lambda kept: b"\n" + kept.partition(b"\n")[2],
        lambda kept: b'{"not": "ours"}',
        lambda kept: b"\xff\xfe",
    ],
)
def test_a_damaged_or_foreign_cache_is_made_again(
    tmp_path: Path, kept: Any, count: list[str], spoil: Callable[[bytes], bytes]
) -> None:
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    whole = place.read_bytes()
    place.write_bytes(spoil(whole))
    assert list(load_rules(tmp_path / "library").core.rules["loan"]) == ["p1-rule"]
    assert len(count) == 2
    assert place.read_bytes() == whole


def test_another_pack_in_the_same_folder_is_never_taken_for_the_old_one(
    tmp_path: Path, kept: Any, count: list[str]
) -> None:
    folder = tmp_path / "library"
    load(folder, [RULE])
    write_pack(folder, [{**RULE, "id": "p1-other"}])
    assert list(load_rules(folder).core.rules["loan"]) == ["p1-other"]
    assert len(kept()) == 1, "a pack keeps one file, however often it changes"
    (folder / "p1.md").write_text("nothing", "utf-8")
    with pytest.raises(PackError):
        load_rules(folder)


def test_other_code_never_meets_what_old_code_kept(
    tmp_path: Path, kept: Any, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ready._ROOMS:
        (tmp_path / "code" / room / "inner").mkdir(parents=True)
    monkeypatch.setattr(ready, "_CODE", tmp_path / "code")
    monkeypatch.setattr(store, "_code", store._code.__wrapped__)  # as if each were a process of its own
    load(tmp_path / "library", [RULE])
    load_rules(tmp_path / "library")
    assert len(count) == 1
    for again, file in enumerate(("text.py", "law/verbs.py", "source/inner/keys.md"), 2):
        (tmp_path / "code" / file).write_text("# a later version")
        load_rules(tmp_path / "library")
        assert len(count) == again


def test_where_nothing_can_be_kept_the_pack_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    for base in (str(tmp_path / "file"), "relative/cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        for _ in range(2):
            load(tmp_path / "library", [RULE])
    assert len(count) == 4
    assert not Path("relative").exists()


def test_nothing_half_written_is_left_where_the_disk_is_full(
    tmp_path: Path, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: Any, **__: Any) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.Path, "write_bytes", full)
    cache.keep("ready-x", "", b"[1]")
    assert cache.recall("ready-x", "") is None
    assert kept() == []


@pytest.mark.long
def test_only_the_kind_that_is_asked_for_is_made(
    tmp_path: Path, kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.load_ready(built_in_rules())
    again = store.load_ready(built_in_rules())
    assert isinstance(again.lowered, ready.OnDemand)
    made = again.lowered.kept.made
    assert made == {}
    variant = again.lowered["inspection"].variants[0]
    assert list(made) == ["inspection"]
    assert again.lowered["inspection"].variants[0] is variant
    assert variant.rule is again.pack.rules["inspection"][variant.rule.id]


CODE = marshal.dumps(compile("raise SystemExit", "code", "exec"))


@pytest.mark.parametrize(
    "tables",
    [b"", b"[]", CODE, *map(marshal.dumps, (1, [["", ["x"]]], [["builtins.list", [[99999]]]], [["", 1]]))],
)
def test_a_kind_of_a_wrong_shape_is_lowered_again(tmp_path: Path, kept: Any, tables: bytes) -> None:
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    core, _ = marshal.loads(place.read_bytes().partition(b"\n")[2])
    body = marshal.dumps([core, tables])
    place.write_bytes(cache._seal(store._made_of(tmp_path / "library"), body) + b"\n" + body)
    again = store.load_ready(tmp_path / "library")
    assert [one.rule.id for one in again.lowered["loan"].variants] == ["p1-rule"]
    assert again.pack.rules["loan"]["p1-rule"] is again.lowered["loan"].variants[0].rule


@pytest.mark.long
def test_several_processes_at_once(tmp_path: Path) -> None:
    soon = {"что": "returned_at", "через": "5 рабочих дней", "после": "lent_at"}
    library = write_pack(tmp_path / "library", [rule(требуется={"не_позднее": soon})])
    case = tmp_path / "case.yaml"
    case.write_text("loan: {lent_at: 2014-06-02, returned_at: —}\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "qcrules",
        "check",
        str(case),
        "--rules",
        str(library),
        "--engine",
        "reference",
    ]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(3)]
    said = {(one.communicate()[0], one.returncode) for one in running}
    assert len(said) == 1
    assert {status for _, status in said} == {1}
    assert len(list(tmp_path.glob("qcrules/ready-*"))) == 1


# -- a cache that others can reach -------------------------------------------------------------------------------


@pytest.fixture
def poisoned(tmp_path: Path, kept: Any) -> Path:
    """The entry of a pack with another rule in it, under a seal that fits: whoever reads the code can write it."""
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    other = place.read_bytes().partition(b"\n")[2].replace(b"p1-rule", b"p2-rule")
    place.write_bytes(cache._seal(store._made_of(tmp_path / "library"), other) + b"\n" + other)
    return place


def test_a_cache_is_private(tmp_path: Path, kept: Any) -> None:
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_its_own_entry_is_believed(tmp_path: Path, poisoned: Path) -> None:
    """Without which the tests below would show nothing."""
    assert rules_in(tmp_path / "library") == ["p2-rule"]


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o604])
def test_an_entry_that_others_can_reach_is_not_read(tmp_path: Path, poisoned: Path, mode: int) -> None:
    poisoned.chmod(mode)
    assert rules_in(tmp_path / "library") == ["p1-rule"]
    assert poisoned.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o755, 0o750])
def test_a_folder_of_ours_that_others_can_read_becomes_private(
    tmp_path: Path, poisoned: Path, mode: int
) -> None:
    """Older versions left it so, and nothing was kept any more."""
    poisoned.parent.chmod(mode)
    assert rules_in(tmp_path / "library") == ["p2-rule"]
    assert poisoned.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o730, 0o757])
def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, poisoned: Path, mode: int) -> None:
    before = poisoned.read_bytes()
    poisoned.parent.chmod(mode)
    assert rules_in(tmp_path / "library") == ["p1-rule"]
    assert poisoned.read_bytes() == before


def test_a_foreign_cache_is_not_used(tmp_path: Path, poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(poisoned).st_uid + 1)
    assert rules_in(tmp_path / "library") == ["p1-rule"]


def test_a_cache_that_is_a_link_is_not_used(tmp_path: Path, poisoned: Path) -> None:
    poisoned.parent.rename(tmp_path / "elsewhere")
    poisoned.parent.symlink_to(tmp_path / "elsewhere")
    assert rules_in(tmp_path / "library") == ["p1-rule"]


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    "shape",
    [b"", b"[]", CODE, *map(marshal.dumps, ([], {}, 1, "x", [1, 2, 3], [CODE], [b"x", b"y"], nested(900)))],
)
def test_an_entry_of_a_wrong_shape_is_made_again(tmp_path: Path, kept: Any, shape: bytes) -> None:
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    place.write_bytes(cache._seal(store._made_of(tmp_path / "library"), shape) + b"\n" + shape)
    assert rules_in(tmp_path / "library") == ["p1-rule"]


def test_an_entry_that_is_a_pipe_is_passed_over(tmp_path: Path, poisoned: Path) -> None:
    poisoned.unlink()
    os.mkfifo(poisoned, 0o600)
    assert rules_in(tmp_path / "library") == ["p1-rule"]


def test_old_entries_go(tmp_path: Path, kept: Any) -> None:
    load(tmp_path / "library", [RULE])
    (place,) = kept()
    for number in range(cache.MOST_ENTRIES + 5):
        old = place.with_name(f"ready-{number:016}.tables")
        old.write_bytes(b"")
        os.utime(old, (number, number))
    write_pack(tmp_path / "library", [{**RULE, "id": "p1-other"}])
    assert rules_in(tmp_path / "library") == ["p1-other"]
    assert len(kept()) == cache.MOST_ENTRIES
    assert place in kept()


def test_a_process_that_asks_again_is_given_the_same_until_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    book = load(tmp_path, [RULE])
    assert load_rules(tmp_path) is book
    page = tmp_path / "p1.md"
    page.write_text(page.read_text(encoding="utf-8").replace("О чём", "Ещё о чём"), encoding="utf-8")
    again = load_rules(tmp_path)
    assert again is not book
    assert again.core.sha256 != book.core.sha256
    page.write_text("# не страница", encoding="utf-8")
    with pytest.raises(PackError):
        load_rules(tmp_path)
