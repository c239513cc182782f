"""What holds for every command: languages, files written whole, pipes, crashes, colours."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from qcrules.cli import output
from qcrules.cli.language import of_locale, spoken

QCRULES = [sys.executable, "-m", "qcrules"]


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "kk_KZ.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ru_KZ.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
    ],
)
def test_the_language_of_the_locale(environment, lang):
    assert of_locale(environment) == lang


@pytest.mark.parametrize(
    "arguments",
    [["--lang", "ru", "check"], ["check", "--lang=ru", "x"], ["check", "--lang", "en", "--lang", "ru"]],
)
def test_the_language_asked_for_wins(arguments):
    assert spoken(arguments, {"LANG": "en_GB"}) == "ru"


def test_help_lists_the_commands_in_both_languages(run):
    english, russian = run("--help"), run("--help", "--lang", "ru")
    assert english.status == russian.status == 0
    assert "Usage: qcrules" in english.out
    assert "Использование: qcrules" in russian.out
    for command in ("check", "form", "test", "rule", "deadline", "calendar", "lint"):
        assert f"\n  {command} " in english.out
        assert f"\n  {command} " in russian.out


@pytest.mark.parametrize(
    "command",
    ["batch", "check", "form", "test", "rule", "deadline", "calendar", "lint", "plan", "new", "draft"],
)
def test_each_command_has_its_help(run, command):
    russian = run(command, "--help", "--lang", "ru")
    assert russian.status == 0
    assert "Показать эту справку." in russian.out
    assert not re.search("Options|TEXT|INTEGER|FILE|PATH", russian.out)
    assert "Show this message" in run(command, "--help").out
    assert not re.search(r"\[[^]]*[a-z<][^]]*\]", russian.out)  # what is needed, and between what numbers


def test_nothing_asked_is_a_usage_error_with_help(run):
    got = run()
    assert got.status == 2
    assert "Usage: qcrules" in got.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "Нет команды `chek`; возможно, `check`."),
        (["calendar"], "Не хватает ГОД."),
        (["calendar", "2013", "--formt", "json"], "Нет параметра --formt"),
        (["calendar", "2013", "2014"], "Лишнее в команде: 2014."),
        (["calendar", "2013", "--format"], "Параметру --format нужно значение."),
        (["calendar", "2013", "--format", "xml"], "--format: `xml` не подходит"),
        (["deadline", "--before=1"], "Параметр --before пишется без значения."),
    ],
)
def test_usage_errors_are_russian_too(run, arguments, words):
    got = run(*arguments, "--lang", "ru") if arguments[-1] != "--format" else run("--lang", "ru", *arguments)
    assert got.status == 2
    assert got.out == ""
    assert words in got.err


def test_a_file_is_written_whole_or_not_at_all(run, tmp_path):
    file = tmp_path / "year.json"
    file.write_text("before")
    got = run("calendar", "2013", "--format", "json", "-o", str(file))
    assert (got.status, got.out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("[")
    assert os.listdir(tmp_path) == ["year.json"]
    assert run("calendar", "1800", "-o", str(file)).status == 2
    assert file.read_text(encoding="utf-8").startswith("["), "an error leaves what was there"


def test_a_link_stays_a_link(run, tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("before")
    link.symlink_to(real)
    assert run("calendar", "2013", "-o", str(link)).status == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("2013")


def test_where_it_cannot_be_written(run, tmp_path):
    for name in (str(tmp_path), str(tmp_path / "none" / "year.txt")):
        got = run("calendar", "2013", "-o", name)
        assert (got.status, got.out) == (2, "")
        assert got.err.startswith(name)
        assert len(got.err.splitlines()) == 1


def test_our_own_fault_is_one_line(run, monkeypatch):
    def broken(name: str | None, rules: str | None) -> None:
        raise ZeroDivisionError("a\nfault")

    monkeypatch.setattr("qcrules.cli.calendar.chosen_calendar", broken)
    got = run("calendar", "2013")
    assert got.status == 2
    assert len(got.err.splitlines()) == 1
    assert "please report" in got.err
    assert "ZeroDivisionError: a fault" in got.err
    monkeypatch.setenv("QCRULES_DEBUG", "1")
    assert "Traceback" in run("calendar", "2013").err


def test_colour_only_on_a_terminal_and_never_against_the_users_wish(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(output.sys, "stdout", _Terminal())
    assert output.look(None)["colour"]
    assert not output.look("file.txt")["colour"]
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.look(None)["colour"]


class _Terminal:
    def isatty(self) -> bool:
        return True


def _start(*arguments: str, **how) -> subprocess.Popen:
    return subprocess.Popen(
        [*QCRULES, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"LANG": "C"},
        **how,
    )


@pytest.mark.long
def test_a_reader_who_goes_away_is_no_error():
    with _start("calendar", "2013", "--format", "json") as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.long
def test_pipes_are_utf8_whatever_the_locale():
    with _start("calendar", "2013", "--lang", "ru") as process:
        out, _ = process.communicate()
    assert out.decode("utf-8").startswith("2013: 246 рабочих дней")


@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
def test_a_full_disk_is_said_in_words():
    with open("/dev/full", "w") as full:
        done = subprocess.run([*QCRULES, "calendar", "2013"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("stdout: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("loaded", "end"), [("pyarrow", ""), ("json", "taken to pieces\n")])
def test_a_process_with_threads_of_arrow_ends_as_it_is(loaded: str, end: str) -> None:
    """One of them that met Python while it was taken to pieces aborted the process: twice in 150 refused registers."""
    code = (
        f"import atexit, {loaded}; from qcrules.cli.surroundings import leave; "
        "atexit.register(print, 'taken to pieces'); print('an answer'); leave(2)"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, f"an answer\n{end}")
