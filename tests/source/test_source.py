"""Whatever a file holds, reading it gives nodes with places or one plain sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties import examples
from tables import rows_of

from qcrules.errors import InputError, PackError, Place, Problem, RecordError
from qcrules.source import yaml as source
from qcrules.source.tree import Mapping, Scalar, Sequence, plain, walk
from qcrules.source.yaml import MAX_RARE, parse, read_text
from qcrules.source.yaml_slow import read_or_explain

GOOD = """\
# an inspection
проверка:
  вид: плановая
  извещение: {вручено: ?, форма: "письменное"}
  основания:
  - {вид: план, дата: 2014-01-09}
  - жалоба
  отмена: —
  акт: ~
  меры:
  текст: |
    две
    строки
"""


def problems(text: str, first_line: int = 1) -> list[tuple[str, str]]:
    """The problems that reading `text` gives: place without the file, and the Russian words."""
    with pytest.raises(RecordError) as caught:
        parse(text, "f", first_line)
    return [(str(problem.place).removeprefix("f:"), problem.message.ru) for problem in caught.value.problems]


class TestWhatIsRead:
    def test_everything_stays_text(self) -> None:
        data, _ = plain(parse("{a: 1, b: yes, c: 2014-01-09, d: 1e3, e: 010, f: 12:30, g: True}", "f"))
        assert data == {
            "a": "1",
            "b": "yes",
            "c": "2014-01-09",
            "d": "1e3",
            "e": "010",
            "f": "12:30",
            "g": "True",
        }

    def test_a_document(self) -> None:
        data, places = plain(parse(GOOD, "f"))
        assert data == {
            "проверка": {
                "вид": "плановая",
                "извещение": {"вручено": "?", "форма": "письменное"},
                "основания": [{"вид": "план", "дата": "2014-01-09"}, "жалоба"],
                "отмена": None,
                "акт": None,
                "меры": "",
                "текст": "две\nстроки\n",
            }
        }
        assert places[("проверка",)] == Place("f", 2, 1)
        assert places[("проверка", "вид")] == Place("f", 3, 8)
        assert places[("проверка", "извещение", "форма")] == Place("f", 4, 34)
        assert places[("проверка", "основания", 0, "дата")] == Place("f", 6, 23)
        assert places[("проверка", "основания", 1)] == Place("f", 7, 5)

    def test_lines_count_from_the_first(self) -> None:
        node = parse("a:\n  b: x", "page.md", first_line=40)
        assert plain(node)[1][("a", "b")] == Place("page.md", 41, 6)

    @pytest.mark.parametrize("text", ["", '""', "''"])
    def test_what_is_not_filled_in_is_blank(self, text: str) -> None:
        assert plain(parse(f"a: {text}", "f"))[0] == {"a": ""}

    @pytest.mark.parametrize("text", ["~", "null", "—"])
    def test_null(self, text: str) -> None:
        assert plain(parse(f"a: {text}", "f"))[0] == {"a": None}

    @pytest.mark.parametrize("text", ['""', "'~'", '"null"', "'—'"])
    def test_quoted_is_not_null(self, text: str) -> None:
        assert plain(parse(f"a: {text}", "f"))[0] == {"a": text[1:-1]}

    @pytest.mark.parametrize("text", ["a: ?", "a: ? # unknown", "{a: ?}", "{a: ?, b: 1}", "a:\n  ?"])
    def test_a_bare_question_mark_is_a_value(self, text: str) -> None:
        node = parse(text, "f")
        assert isinstance(node, Mapping)
        value = node.entries["a"].value
        assert isinstance(value, Scalar)
        assert (value.text, value.is_null) == ("?", False)

    def test_question_marks_in_lists(self) -> None:
        assert plain(parse("[?, ?]", "f"))[0] == ["?", "?"]
        assert plain(parse("- ?\n- a?\n", "f"))[0] == ["?", "a?"]

    def test_a_question_mark_is_no_key_sign(self) -> None:
        assert plain(parse("? a: 1", "f"))[0] == {"? a": "1"}

    def test_json(self) -> None:
        value = {"a": [1, None, True, {"b": 'x/y "q" \\ é 😀'}], "c": {}, "d": [], "e": "с\tтаб"}
        expected = {"a": ["1", None, "true", {"b": 'x/y "q" \\ é 😀'}], "c": {}, "d": [], "e": "с\tтаб"}
        for text in (
            json.dumps(value),
            json.dumps(value, indent=2, ensure_ascii=False),
            json.dumps(value, indent="\t"),
            json.dumps(value, separators=(",", ":")).replace("/", "\\/"),
        ):
            assert plain(parse(text, "f"))[0] == expected

    def test_one_scalar_is_a_document(self) -> None:
        assert plain(parse("слово", "f"))[0] == "слово"
        assert plain(parse('""', "f"))[0] == ""

    def test_a_mark_of_utf8_and_windows_lines(self) -> None:
        assert plain(parse("\ufeffa: 1\r\nb: 2\r\n", "f"))[0] == {"a": "1", "b": "2"}

    def test_sixty_four_levels(self) -> None:
        node = parse("[" * 64 + "]" * 64, "f")
        assert sum(1 for _ in walk(node)) == 64


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{y}: &{y} [*{x}, *{x}, *{x}]\n" for x, y in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
)

DEEP = 2000
"""Deeper than Python's own calls may go."""
BAD: dict[str, list[str] | tuple[str, str, str]] = {
    **{name: row for name, *row in rows_of("mistakes/in-yaml.md")},
    # what no page can hold
    "billion laughs": (LAUGHS, "10:4", "больше"),
    "deep list": ("[" * DEEP + "]" * DEEP, "1:65", "глубже 64"),
    "deep list in lines": ("[\n" * DEEP, "65:1", "глубже 64"),
    "deep mapping": ('{"a":' * DEEP, "1:321", "глубже 64"),
    "deep block": ("\n".join(" " * i + "a:" for i in range(DEEP)), "65:65", "глубже 64"),
    "deep dashes": ("- " * DEEP, "1:129", "глубже 64"),
    "deep from elsewhere": (f"a: &x {'[' * 40}{']' * 40}\nb: {'[' * 30}*x{']' * 30}", "2:34", "глубже 64"),
    "empty": ("", "1:1", "ничего нет"),
    "only blanks": (" \n\n", "1:1", "ничего нет"),
    "NUL": ("a: 1\nb: x\0y", "2:5", "U+0000"),
    "bell": ("a: \a", "1:4", "U+0007"),
    "half a pair": ("a: \ud83d", "1:4", "U+D83D"),
    "tab": ("a:\n\tb: 1\n", "2:1", "табуляция"),
    "long key of JSON": ('{"b": 1, "' + "a" * 1030 + '": 2}', "1:1042", "длиннее 1000 знаков"),
    "long plain key": ("b:\n  " + "a" * 1030 + ": 1", "2:1033", "длиннее 1000 знаков"),
    "long line with a second colon": ('{"a": "' + "a" * 1030 + '", "b": "c": 2}', "1:1049", "запятая"),
}


class TestWhatIsRefused:
    @pytest.mark.parametrize(("text", "place", "words"), BAD.values(), ids=BAD)
    def test_one_plain_sentence(self, text: str, place: str, words: str) -> None:
        found = problems(text)
        assert [at for at, _ in found] == [place]
        assert words in found[0][1]

    @pytest.mark.parametrize("text", [text for text, _, _ in BAD.values()], ids=BAD)
    def test_no_word_of_the_machinery(self, text: str) -> None:
        with pytest.raises(InputError) as caught:
            parse(text, "f")
        russian, english = caught.value.words("ru"), caught.value.words("en")
        assert russian != english
        for word in ("scan", "token", "<block", "mapping", "sequence", "None", "ruamel"):
            assert word not in russian + english

    def test_what_is_rare_is_not_read_for_minutes(self) -> None:
        assert [place for place, _ in problems(f"a:\tb\n# {'x' * MAX_RARE}")] == ["1"]

    def test_all_repeated_keys_at_once(self) -> None:
        text = "a: 1\nb: {x: 1, x: 2}\na: 2\nc:\n- y: 1\n  y: 2\na: 3\n"
        assert [place for place, _ in problems(text)] == ["2:11", "3:1", "6:3", "7:1"]

    def test_repeated_keys_are_told_before_a_broken_line(self) -> None:
        assert [place for place, _ in problems("a: 1\na: 2\nb: [1")] == ["2:1", "3:4"]

    def test_what_was_found_is_shown_shortly(self) -> None:
        ((_, words),) = problems("a: b: " + "x" * 500)
        assert words.endswith("; найдено `: " + "x" * 22 + "…`")

    def test_places_in_a_block_of_a_page(self) -> None:
        assert problems("a: 1\na: 2", first_line=30)[0][0] == "31:1"
        assert "в строке 30" in problems("a: 1\na: 2", first_line=30)[0][1]
        assert problems("", first_line=30)[0][0] == "30:1"
        assert problems("a\n\0", first_line=30)[0][0] == "31:1"

    @pytest.mark.long
    def test_the_error_asked_for(self) -> None:
        for text in BAD.values():
            with pytest.raises(PackError):
                parse(text[0], "f", error=PackError)


@pytest.mark.parametrize("text", [GOOD, '{"a": [1, null, "?"]}', *(text for text, _, _ in BAD.values())])
def test_where_libyaml_is_missing_the_same_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, told = attempt(lambda: plain(parse(text, "f")))
    monkeypatch.setattr(source, "CParser", None)
    assert attempt(lambda: plain(parse(text, "f"))) == (quick, told)


class TestFiles:
    def refused(self, path: Path) -> tuple[str, str]:
        with pytest.raises(RecordError) as caught:
            read_text(path)
        (problem,) = caught.value.problems
        assert problem.place is not None
        assert problem.place.file == str(path)
        return problem.message.ru, problem.message.en

    def written(self, folder: Path, data: bytes) -> Path:
        path = folder / "дело.yaml"
        path.write_bytes(data)
        return path

    @pytest.mark.parametrize("data", ["а: 1\nб: 2\n".encode(), "\ufeffа: 1\r\nб: 2\r".encode()])
    def test_text(self, tmp_path: Path, data: bytes) -> None:
        assert read_text(self.written(tmp_path, data)) == "а: 1\nб: 2\n"
        assert read_text(str(tmp_path / "дело.yaml")) == "а: 1\nб: 2\n"

    @pytest.mark.parametrize("coding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
    def test_utf16(self, tmp_path: Path, coding: str) -> None:
        assert "UTF-8" in self.refused(self.written(tmp_path, "а: 1 x".encode(coding)))[1]

    def test_utf16_is_named(self, tmp_path: Path) -> None:
        assert "UTF-16" in self.refused(self.written(tmp_path, "а: 1".encode("utf-16")))[0]

    def test_windows_1251(self, tmp_path: Path) -> None:
        path = self.written(tmp_path, b"a: 1\n" + "проверка: 1".encode("cp1251"))
        with pytest.raises(RecordError) as caught:
            read_text(path)
        assert caught.value.problems[0].place == Place(str(path), 2)
        assert "Windows-1251" in caught.value.problems[0].message.ru

    def test_binary(self, tmp_path: Path) -> None:
        assert "не текст" in self.refused(self.written(tmp_path, b"PK\x03\x04\0\0\0\x08"))[0]
        assert "UTF-8" in self.refused(self.written(tmp_path, bytes(range(1, 256))))[0]

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "это папка" in self.refused(tmp_path)[0]

    def test_no_file(self, tmp_path: Path) -> None:
        assert "нет" in self.refused(tmp_path / "нет.yaml")[0]
        assert "нет" in self.refused(self.written(tmp_path, b"a") / "ещё.yaml")[0]

    def test_no_possible_name(self) -> None:
        assert self.refused(Path("a\0b"))[1] == "the file could not be read"
        assert self.refused(Path("a" * 5000))[1] == "the file could not be read"

    def test_no_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr("qcrules.reader.opened", forbidden)
        assert "нет права" in self.refused(tmp_path / "a.yaml")[0]

    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(source, "MAX_BYTES", 1024**2)
        path = self.written(tmp_path, b"a" * 1024**2)
        assert len(read_text(path)) == 1024**2
        path.write_bytes(b"a" * (1024**2 + 1))
        assert "1 МБ" in self.refused(path)[0]


WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\x85\u2028\u2029\ufeff\ufffe\uffff",
    )
)
DATA = st.recursive(WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=12)
YAMLISH = st.lists(
    st.sampled_from([*" \n\t:-?[]{},#&*!|>'\"%@`~ab1\\", "\n  ", ": ", "- ", "---\n", "а", "—", "\\u"])
).map("".join)


T = TypeVar("T")


def attempt(read: Callable[[], T]) -> tuple[T | None, tuple[Problem, ...]]:
    """What was read, or the problems that were told."""
    try:
        return read(), ()
    except InputError as error:
        return None, error.problems


def whole_or_told(text: str) -> None:
    """Reading gives a node with places, or an error with at least one place; libyaml reads as ruamel.yaml does."""
    node, told = attempt(lambda: parse(text, "f"))
    if node is None:
        assert told
        assert all(problem.place and problem.message.ru and problem.message.en for problem in told)
        return
    slow = read_or_explain(text.removeprefix("\ufeff"), "f", 1, RecordError)
    assert [(type(part), part.place) for part in walk(node)] == [
        (type(part), part.place) for part in walk(slow)
    ]
    assert plain(node) == plain(slow)
    lines = len(re.split("\r\n?|\n", text))  # a file has only the last; to YAML all are line breaks
    assert all(1 <= part.line <= lines and part.column >= 1 for part in walk(node))


class TestNothingElse:
    @given(st.text())
    @example("\r0")
    def test_any_text(self, text: str) -> None:
        whole_or_told(text)

    @pytest.mark.long
    @settings(max_examples=examples(100))
    @given(YAMLISH)
    def test_what_looks_like_yaml(self, text: str) -> None:
        whole_or_told(text)

    @pytest.mark.long
    @settings(max_examples=examples(60))
    @given(st.data())
    def test_good_text_spoilt(self, data: st.DataObject) -> None:
        text = (
            GOOD
            if data.draw(st.booleans())
            else json.dumps(plain(parse(GOOD, "f"))[0], ensure_ascii=False, indent=1)
        )
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(text)))
            end = data.draw(st.integers(start, min(start + 5, len(text))))
            text = text[:start] + data.draw(YAMLISH | st.text(max_size=3)) + text[end:]
        whole_or_told(text)

    @pytest.mark.long
    @given(DATA)
    def test_json_is_read_as_it_is(self, value: object) -> None:
        if value == "":
            value = []
        for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent="\t")):
            assert plain(parse(text, "f"))[0] == value

    @given(st.binary())
    def test_any_bytes(self, data: bytes) -> None:
        text, told = attempt(lambda: source._decoded(data, "f", RecordError))
        assert len(told) == (text is None)
        assert text is None or "\r" not in text


def test_nodes_are_slim() -> None:
    node = parse("- a", "f")
    assert isinstance(node, Sequence)
    assert not hasattr(node, "__dict__")
    assert not hasattr(node.items[0], "__dict__")


class TestAliases:
    """PyYAML writes what a program holds once as an anchor and its aliases."""

    def test_they_are_written_out(self) -> None:
        said = plain(parse("a: &x {b: 1}\nc: *x\nd: [*x, &y 2, *y]\n", "f"))[0]
        assert said == {"a": {"b": "1"}, "c": {"b": "1"}, "d": [{"b": "1"}, "2", "2"]}

    @pytest.mark.parametrize("text", ["a: *x", "a: &x 1", "a: &x [*x]", "a: &x {b: {c: *x}}", "имя: &Ко"])
    def test_one_without_its_other_half_or_of_itself_is_refused(self, text: str) -> None:
        with pytest.raises(RecordError, match="YAML"):
            parse(text, "f")

    def test_a_bomb_is_refused(self) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
        with pytest.raises(RecordError):
            parse("\n".join([*lines, "z: *a11"]), "f")

    def test_what_pyyaml_writes_is_read(self) -> None:
        body = {"name": "A", "kind": "agency"}
        text = yaml.safe_dump({"inspection": {"inspecting_body": body, "order": {"signed_by_body": body}}})
        assert "*id" in text
        said = plain(parse(text, "f"))[0]
        assert said["inspection"]["order"]["signed_by_body"] == body
