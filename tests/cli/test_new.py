"""``qcrules new``: a draft whose lint is clean and whose cases pass."""

from __future__ import annotations

import shutil

import pytest
from packs import SHOP, rule, write_pack


@pytest.mark.parametrize(("language", "heading"), [("ru", "## Текст нормы"), ("en", "## Text")])
@pytest.mark.parametrize("calendar", [None, "GB-ENG"])
def test_a_new_pack_is_sound_and_its_cases_pass(run, tmp_path, language, heading, calendar):
    folder = tmp_path / "my-rules"
    asked = ["new", "--pack", str(folder), "--language", language]
    got = run(*asked, *(["--calendar", calendar] if calendar else []))
    assert (got.status, got.err) == (0, "")
    assert str(folder) in got.out
    assert {path.name for path in folder.iterdir()} == {
        "pack.yaml",
        "vocabulary.yaml",
        "calendar.yaml",
        "source.md",
        "p01.md",
    }
    assert heading in (folder / "p01.md").read_text(encoding="utf-8")
    assert run("lint", str(folder)).out.splitlines()[0].startswith("0 errors; 1 unit")
    got = run("test", str(folder))
    assert (got.status, got.out.splitlines()[-1]) == (0, "5 cases passed")


def test_a_new_page_of_a_new_pack(run, tmp_path):
    folder = tmp_path / "my-rules"
    run("new", "--pack", str(folder), "--language", "en")
    with (folder / "source.md").open("a", encoding="utf-8") as source:
        source.write("\n### s.2\n\n(1) The first.\n\n(2) The second.\n")
    assert run("new", "s.2", "--rules", str(folder)).status == 0
    page = (folder / "p02.md").read_text(encoding="utf-8")
    assert "> (1) The first.\n>\n> (2) The second.\n" in page
    assert run("test", str(folder)).out.splitlines()[-1] == "10 cases passed"
    found = run("lint", str(folder)).out
    assert "`s.2(1)`" in found  # what the author has still to claim


def test_a_new_page_for_one_of_several_kinds_of_records(run, tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder)
    words = folder / "vocabulary.yaml"
    words.write_text(words.read_text("utf-8") + "      made: {термин: составлен, тип: событие}\n", "utf-8")
    assert run("new", "п.30", "--kind", "plan", "--rules", str(folder)).status == 0
    got = run("test", str(folder), "-k", "p30")
    assert (got.status, got.out.splitlines()[-1]) == (0, "5 cases passed")
    assert run("rule", "п.30", "--rules", str(folder)).status == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new"], "name a paragraph"),
        (["new", "п.30", "--pack", "x"], "name a paragraph"),
        (["new", "--pack", "Мои правила"], "lower-case latin"),
        (["new", "--pack", "my-rules", "--calendar", "GB-ENQ"], "GB-ENG"),
        (["new", "п.10", "--rules", "RULES"], "has a page already"),
        (["new", "десять", "--rules", "RULES"], "is no number"),
        (["new", "п.30", "--kind", "inspections", "--rules", "RULES"], "no kind of record"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_is_written(
    run, tmp_path, monkeypatch, request, arguments, says
):
    rules = str(request.config.rootpath / "rules" / "kz-06-7-63")
    monkeypatch.chdir(tmp_path)
    got = run(*(rules if word == "RULES" else word for word in arguments))
    assert got.status == 2
    assert says.casefold() in got.err.casefold()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(run, tmp_path):
    (tmp_path / "file").touch()
    got = run("new", "--pack", str(tmp_path / "file" / "my-rules"))
    assert (got.status, got.err) == (2, f"{tmp_path}/file/my-rules: cannot be made (Not a directory)\n")


def test_the_rule_of_a_page_needs_two_events(run, tmp_path):
    words = "виды: {loan: {термин: выдача, поля: {lent_at: {термин: выдана, тип: событие}}}}\n"
    folder = write_pack(tmp_path / "my-rules", [rule(требуется={})], vocabulary=words)
    got = run("new", "п.2", "--rules", str(folder))
    assert (got.status, got.err) == (2, "the drafted rule needs two events in vocabulary.yaml\n")


def test_a_folder_that_is_taken_is_left_alone(run, tmp_path):
    folder = tmp_path / "my-rules"
    folder.mkdir()
    (folder / "kept.txt").write_text("mine")
    got = run("new", "--pack", str(folder))
    assert got.status == 2
    assert "is not empty" in got.err
    assert [path.name for path in folder.iterdir()] == ["kept.txt"]


def test_a_page_is_never_written_among_the_installed_files(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    got = run("new", "п.30", "--lang", "ru")
    assert got.status == 2
    assert got.err.startswith("здесь нет свода: назовите его `--rules ПАПКА`")


def test_a_page_is_written_into_the_pack_where_one_stands(run, tmp_path, monkeypatch):
    run("new", "--pack", str(tmp_path / "mine"))
    monkeypatch.chdir(tmp_path / "mine")
    assert run("new", "s.2").status == 0
    assert (tmp_path / "mine" / "p02.md").is_file()
