"""What others have written steers no terminal, writes no line of its own and begins no formula."""

import json
import unicodedata

import pyarrow as pa
import pytest
from commands import shell
from hypothesis import given
from hypothesis import strategies as st

from qcrules import harmless
from qcrules.batch.arrow import harmless_cells
from qcrules.render.markdown import Markdown
from qcrules.text import Text, shown

ROGUE = "a\x1b[2Kb\u202ec\u200bd\x85e\u2028f\U000e0041g"


def test_what_cannot_be_seen_is_shown():
    assert harmless.text(ROGUE) == r"a\x1b[2Kb\u202ec\u200bd\x85e\u2028f\U000e0041g"
    assert harmless.text("строка\r\n\tдругая — «да» 5\u00a0000 ✓") == "строка\n\tдругая — «да» 5\u00a0000 ✓"
    assert harmless.line("строка\r\nRows 1:\tno violations") == r"строка\r\nRows 1:\tno violations"


@pytest.mark.long
def test_no_sign_without_ink_is_left():
    """Of all signs: those of control and format, halves, and the separators of lines."""
    unseen = ("Cc", "Cf", "Cs", "Zl", "Zp")
    signs = (chr(code) for code in range(0x110000))
    left = [sign for sign in signs if unicodedata.category(sign) in unseen and harmless.line(sign) == sign]
    prefixes_of_numbers = "؀؁؂؃؄؅\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    assert [
        sign for sign in left if sign not in prefixes_of_numbers and ord(sign) not in range(0x13430, 0x13440)
    ] == []


def test_colours_of_our_own_stay_where_they_are_ours():
    assert harmless.painted("\x1b[1;31m✗\x1b[0m \x1b[2J") == "\x1b[1;31m✗\x1b[0m " + r"\x1b[2J"


@given(st.text(st.characters(codec=None)))
def test_json_says_the_same(words):
    document = harmless.json(json.dumps(words, ensure_ascii=False))
    assert json.loads(document) == words
    assert harmless.text(document) == document


@pytest.mark.parametrize(
    "words", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "-", "--"]
)
def test_what_would_begin_a_formula_stands_behind_an_apostrophe(words):
    assert harmless.cell(words) == f"'{words}"


@pytest.mark.parametrize("words", ["", "5", "-5", "+1,5", "-1e5", "п.10 = да", "a-b", "№ 1"])
def test_other_cells_are_left_alone(words):
    assert harmless.cell(words) == words


@pytest.mark.parametrize("words", [["=1", "-5", None, "п.10"], ["a", None], [None]])
def test_columns_are_as_their_cells(words):
    column = harmless_cells(pa.array(words, pa.string()))
    assert column.to_pylist() == [word and harmless.cell(word) for word in words]


def test_what_fills_a_message_stays_on_its_line():
    words = Text("нет `{}`", "no `{}`").filled("x\n2: \x1b[31mfine")
    assert words("en") == r"no `x\n2: \x1b[31mfine`"
    assert shown("x\n\u202ey") == r"x \u202ey"


# -- through the commands ----------------------------------------------------------------------------------------


def test_a_record_writes_nothing_of_its_own_into_the_summary_of_a_register(tmp_path):
    register = tmp_path / "in.jsonl"
    rogue = "7\n\x1b[2KRows 1: checked 1, rejected 0; with violations 0\u202e"
    register.write_text(
        json.dumps(
            {
                "id": rogue,
                "kind": "planned",
                "order.issued_on": "2013-10-01",
                "notice.form": "written",
                "notice.delivered_at": "2013-11-06",
                "order_handed_at": "2013-11-08",
                "inspecting_body.name": rogue,
            }
        ),
        "utf-8",
    )
    got = shell(
        "batch", str(register), "-o", str(tmp_path / "out.csv"), "--as-of", "2014-01-10", "--lang", "en"
    )
    assert sum(line.startswith("Rows 1") for line in got.out.splitlines()) == 1
    assert r"7 \x1b[2KRows 1" in got.out  # a line break of a cell is a blank
    assert harmless.text(got.out) == got.out


def test_formulas_of_a_record_are_words_in_what_is_written(tmp_path):
    register = tmp_path / "in.jsonl"
    register.write_text('{"id": "=1+1", "kind": "planned"}\n{"id": "@x", "kind": "planed"}\n', "utf-8")
    shell("batch", str(register), "-o", str(tmp_path / "out.csv"), "--as-of", "2014-01-10")
    assert "'=1+1" in (tmp_path / "out.csv").read_text("utf-8")
    assert "'@x" in (tmp_path / "out.rejects.csv").read_text("utf-8")


def test_a_pack_puts_no_tags_and_no_links_into_a_page_of_markdown():
    words = Markdown().plain("<script>1</script> [here](javascript:1) | 1 < 2 [x]: y <!-- z")
    assert words == r"\<script>1\</script> [here\](javascript:1) \| 1 < 2 [x\]: y \<!-- z"
