"""How a run ends: whatever ends it, the old output stays whole, and nothing is left behind for long."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import shell

from qcrules import workers
from qcrules.atomic import parts_beside, replacing
from qcrules.errors import UsageError

QCRULES = [sys.executable, "-m", "qcrules"]
OLD = b"what was there before"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows enough for two processes to be busy for a while."""
    file = tmp_path_factory.mktemp("register") / "in.jsonl"
    row = '"kind": "planned", "order": {"issued_on": "2013-10-01"}, "notice": {"delivered_at": "2013-11-06"}'
    file.write_text("".join(f'{{"id": "{number}", {row}}}\n' for number in range(60_000)))
    return file


def begin(register: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run that is under way: its workers are there, its output is begun."""
    out.write_bytes(OLD)
    command = [*QCRULES, "batch", str(register), "-o", str(out), "--processes", "2", "--as-of", "2014-01-10"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    for _ in range(600):
        if len(members(process.pid)) >= 4 and left_in(out.parent):
            return process
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("it never came to be under way")


def members(session: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def left_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.name.startswith(".")]


def gone(session: int) -> bool:
    """Do all processes of the session end soon?"""
    for _ in range(100):
        if not members(session):
            return True
        time.sleep(0.05)
    return False


def test_a_worker_that_is_ended_from_outside_is_told() -> None:
    with pytest.raises(UsageError, match="ended from outside"), workers.workers(1, int) as pool:
        pool.submit(os._exit, 1).result()


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGKILL, -9)],
)
def test_a_run_that_is_ended_leaves_no_workers_and_the_old_output(
    register: Path, tmp_path: Path, number: int, status: int
) -> None:
    out = tmp_path / "out.csv"
    process = begin(register, out)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == status
    assert err == b"" or number == signal.SIGKILL, err  # Python speaks of what a killed process leaves
    assert gone(process.pid)
    assert out.read_bytes() == OLD
    if number != signal.SIGKILL:
        assert left_in(tmp_path) == []
        return
    assert left_in(tmp_path) != []
    small = tmp_path / "small.jsonl"
    small.write_text('{"id": 1, "kind": "planned"}\n')
    assert shell("batch", str(small), "-o", str(out), "--processes", "1").err == ""
    assert left_in(tmp_path) == []
    assert out.read_text("utf-8-sig").startswith('"id"')


def test_a_signal_waits_until_a_process_is_started_whole() -> None:
    """A process that is half started is known to nobody, and its pool would wait for it for ever."""
    done: list[str] = []

    def start() -> None:
        with workers._undisturbed():
            signal.raise_signal(signal.SIGTERM)
            done.append("started")

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            start()
        assert done == ["started"]
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGTERM, before)


def test_what_another_run_is_writing_is_not_what_a_killed_one_has_left(tmp_path: Path) -> None:
    """In two processes: a lock is nothing to the process that holds it."""
    out = tmp_path / "out.txt"
    code = (
        "import sys, pathlib\nfrom qcrules.atomic import replacing\n"
        "with replacing(pathlib.Path(sys.argv[1])) as file:\n"
        "    print(file, flush=True)\n    input()\n    file.write_text('first')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        beside = Path(other.stdout.readline().strip())
        with replacing(out) as file:
            parts_beside(file).mkdir()
            file.write_text("second")
        assert beside.exists()
        other.communicate("\n")
    assert out.read_text() == "first"
    assert os.listdir(tmp_path) == ["out.txt"]


# -- places that take no answer ----------------------------------------------------------------------------------


def plain_error(status: int, err: str) -> bool:
    return status == 2 and len(err.splitlines()) == 1 and "internal" not in err


@pytest.mark.long
@pytest.mark.parametrize("arguments", [("calendar", "2014"), ("rule", "п.10"), ("--version",)])
def test_a_closed_stdout_is_said(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [*QCRULES, *arguments], stderr=subprocess.PIPE, text=True, preexec_fn=lambda: os.close(1)
    )
    assert plain_error(done.returncode, done.stderr), done.stderr


@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("check", "--help"), ("rule", "п.10")])
def test_a_full_stdout_is_said(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*QCRULES, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
    assert plain_error(done.returncode, done.stderr), done.stderr


@pytest.mark.parametrize(
    "name", ["folder.csv", "no/folder.csv", "loop.csv", "to-a-folder.csv", "x" * 300 + ".csv"]
)
def test_a_register_has_a_place_for_its_answer_or_a_plain_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").write_text("id,kind\n1,planned\n")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "to-a-folder.csv").symlink_to("folder.csv")
    got = shell("batch", "in.csv", "-o", name, folder=tmp_path)
    assert plain_error(got.status, got.err), got.err
    got = shell("batch", "in.csv", "-o", "out.csv", "--rejects", name, folder=tmp_path)
    assert plain_error(got.status, got.err), got.err
    assert left_in(tmp_path) == []


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,kind\n1,planned\n")
    (tmp_path / "out.csv").symlink_to("/dev/null")
    got = shell("batch", "in.csv", "-o", "out.csv", folder=tmp_path)
    assert plain_error(got.status, got.err), got.err
    assert Path("/dev/null").is_char_device()


@pytest.mark.long
def test_a_link_to_another_file_system_is_followed(tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no other file system here")
    place = other / f"qcrules-{os.getpid()}.csv"
    (tmp_path / "in.csv").write_text("id,kind\n1,planned\n")
    (tmp_path / "out.csv").symlink_to(place)
    try:
        assert shell("batch", "in.csv", "-o", "out.csv", folder=tmp_path).err == ""
        assert place.read_text("utf-8-sig").startswith('"id"')
    finally:
        place.unlink(missing_ok=True)
