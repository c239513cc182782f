"""`use:` in a vocabulary: the words of another file, of another pack; what is wrong with it is said with its place."""

from __future__ import annotations

from shutil import copytree

import pytest
from commands import shell
from packs import SMALL

import qcrules
from qcrules.source.built_in import shipped_packs
from qcrules.source.pack import load_pack, read_pack
from qcrules.source.store import load_ready

COMMON = """\
objects:
  person: {term: человек, fields: {name: {term: имя, type: text}, born_on: {term: родился, type: date}}}
options:
  colours: {red: красный, green: зелёный}
"""


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    copytree(SMALL, folder)
    return folder


def use(pack, names, **files):
    """Let the vocabulary use some files, and its first kind two of the words in common.yaml."""
    for name, text in files.items():
        (pack / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = pack / "vocabulary.yaml"
    words = path.read_text(encoding="utf-8")
    path.write_text(f"use: {names}\n{words}", encoding="utf-8")


def add_fields(pack, *fields):
    path = pack / "vocabulary.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    kinds = next(number for number, line in enumerate(lines) if line in ("виды:", "kinds:"))
    at = next(
        number for number, line in enumerate(lines[kinds:], kinds) if line.strip() in ("поля:", "fields:")
    )
    lead = " " * (len(lines[at]) - len(lines[at].lstrip()) + 2)
    path.write_text("\n".join([*lines[: at + 1], *(lead + one for one in fields), *lines[at + 1 :]]), "utf-8")


def said(pack):
    return [(str(one.place), one.message("en")) for one in read_pack(pack).problems]


def test_objects_options_and_kinds_of_a_file_beside_are_there(pack):
    kinds = "kinds: {visit: {term: визит, fields: {on: {term: когда, type: event}}}}\n"
    use(pack, "[common.yaml, more.yaml]", common=COMMON, more=f"use: common.yaml\n{kinds}")
    add_fields(
        pack,
        "owner: {термин: владелец, тип: person}",
        "colour: {термин: цвет, тип: выбор, варианты: colours}",
    )
    assert said(pack) == []
    found = load_pack(pack).vocabulary
    first = next(kind for kind in found.kinds.values() if kind.key != "visit")
    assert found.find(first, "владелец.родился").path == "owner.born_on"
    assert [one.key for one in first.root.child("цвет").options] == ["red", "green"]
    assert found.kind("визит").root.child("когда").type.key == "event"


def test_the_words_of_a_pack_that_comes_with_qcrules_are_used_by_its_name(pack):
    use(pack, "kz-88-v")
    assert said(pack) == []
    kinds = load_pack(pack).vocabulary.kinds
    assert kinds["complaint"].root.walk
    answer = qcrules.check({"жалоба": {"поступила": "2020-01-09"}}, rules=pack, as_of="2014-06-01")
    assert answer.kind == "complaint"
    assert answer.findings == ()


@pytest.mark.parametrize(
    ("names", "files", "place", "words"),
    [
        (
            "comon.yaml",
            {"common": COMMON},
            "vocabulary.yaml:1:6",
            "`comon.yaml`; did you mean `common.yaml`?",
        ),
        ("kz-88-w", {}, "vocabulary.yaml:1:6", "`kz-88-w`; did you mean `kz-88-v`?"),
        (
            "kz-88-v/other.yaml",
            {},
            "vocabulary.yaml:1:6",
            "unknown file of words or pack `kz-88-v/other.yaml`",
        ),
        ("kz-88-v/../kz-401-v/vocabulary.yaml", {}, "vocabulary.yaml:1:6", "unknown file of words or pack"),
        ("../pack/common.yaml", {"common": COMMON}, "vocabulary.yaml:1:6", "unknown file of words or pack"),
        ("kz-88-v/p01.md", {}, "vocabulary.yaml:1:6", "unknown file of words or pack"),
        ("vocabulary.yaml", {}, "vocabulary.yaml:1:6", "a vocabulary that uses itself"),
        (
            "a.yaml",
            {"a": "use: b.yaml\n", "b": "use: [a.yaml]\n"},
            "b.yaml:1:7",
            "a vocabulary that uses itself",
        ),
        ("common.yaml", {"common": COMMON.replace("text}", "txt}")}, "common.yaml:2:", "`txt`"),
        ("common.yaml", {"common": "objcts: {}\n"}, "common.yaml:1:1", "did you mean `objects`?"),
        ("common.yaml", {"common": "objects: [\n"}, "common.yaml:", ""),
        (
            "[common.yaml, more.yaml]",
            {"common": COMMON, "more": "options: {colours: {blue: синий}}\n"},
            "more.yaml:1:11",
            "`colours` is said in a vocabulary that is used, too",
        ),
        ("{a: b}", {}, "vocabulary.yaml:1:6", "expected"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(pack, names, files, place, words):
    use(pack, names, **files)
    if "common" in files:
        add_fields(pack, "owner: {термин: владелец, тип: person}")
    found = said(pack)
    assert any(place in where and words in message for where, message in found), found
    got = shell("check", "none.yaml", "--rules", str(pack), "--lang", "en")
    assert (got.status, got.out) == (2, "")


def test_a_pack_that_was_kept_is_made_anew_when_words_that_it_uses_change(pack, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    other = tmp_path / "packs" / "shared"
    other.mkdir(parents=True)
    (other / "pack.yaml").write_text("id: shared\n", encoding="utf-8")
    (other / "words.yaml").write_text(COMMON, encoding="utf-8")
    packs = {**shipped_packs(), "shared": other}
    for module in ("ready", "shared_words"):
        monkeypatch.setattr(f"qcrules.source.{module}.shipped_packs", lambda: packs)
    use(pack, "shared/words.yaml")
    add_fields(pack, "colour: {термин: цвет, тип: выбор, варианты: colours}")

    def options():
        ready = load_ready(pack).pack
        kind = next(iter(ready.vocabulary.kinds.values()))
        return [one.key for one in kind.root.child("цвет").options], ready.sha256

    before = options()
    assert before == options()
    assert before[0] == ["red", "green"]
    (other / "words.yaml").write_text(COMMON.replace("green:", "blue:"), encoding="utf-8")
    after = options()
    assert after[0] == ["red", "blue"]
    assert after[1] != before[1]


def test_a_vocabulary_without_kinds_says_so(pack):
    (pack / "vocabulary.yaml").write_text("objects: {}\n", encoding="utf-8")
    assert any("no kind of record" in message for _, message in said(pack))


def test_lint_finds_the_line_of_a_word_where_it_is_said(pack):
    use(pack, "common.yaml", common=COMMON)
    add_fields(pack, "owner: {термин: владелец, тип: person}")
    issues = shell("lint", str(pack), "--lang", "en").out
    assert "common.yaml:2:" in issues  # QC030: nobody reads it
