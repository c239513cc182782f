"""A key that is declared once is read in either language, and every mistake with it is told at its place."""

from __future__ import annotations

import pytest

from qcrules.facts.words import AS_OF, COMPLETE
from qcrules.source import contents
from qcrules.source.diagnostics import Diagnostics
from qcrules.source.shape import GivenKeys, KeySpec, Shape
from qcrules.source.yaml import parse
from qcrules.testing.cases.keys import CASE
from qcrules.text import Text

LOAN = Shape(
    Text("выдача", "loan"),
    (
        KeySpec("day", "день", contents.day, Text("Когда", "When"), needed=True, also=("дата",)),
        KeySpec("readers", "читатели", contents.many(contents.word), Text("Кому", "To whom")),
        KeySpec("words", "слова", contents.words, Text("Слова", "Words")),
    ),
)


def read(text: str, shape: Shape = LOAN) -> tuple[GivenKeys, list[str]]:
    """What a text says, and the mistakes noted once all its keys are read."""
    diagnostics = Diagnostics()
    given = shape.given(diagnostics, parse(text, "f"))
    for key in shape.keys:
        given[key.en]
    return given, [problem.words("ru") for problem in diagnostics.problems]


def test_keys_are_read_in_either_language() -> None:
    russian, told = read("{день: 2014-03-01, читатели: [a, b], слова: {ru: да, en: aye}}")
    english, _ = read("{day: 2014-03-01, readers: [a, b], words: {en: aye, ru: да}}")
    assert told == []
    for key in ("day", "readers", "words"):
        assert russian[key] == english[key]
    assert russian["words"] == Text("да", "aye")
    assert read("{дата: 2014-03-01}")[0]["day"] == russian["day"]


def test_what_is_not_there_is_none_and_missing_where_it_is_needed() -> None:
    given, told = read("{readers: a}")
    assert told == []
    assert given["readers"] == ["a"]
    assert (given["day"], given.value("day"), given.get("day", 1), "day" in given) == (None, None, 1, False)
    assert [key.ru for key in given.missing] == ["день"]


def test_every_mistake_is_told_at_its_place() -> None:
    _, told = read("дeнь: 2014-03-01\nday: вчера\nдата: 2014-03-01\nreaders: {a: b}\nwords: {de: ja}\n")
    assert told == [
        "f:1:1: выдача: ключ `дeнь` не известно; возможно, `день`",
        "f:3:1: ключ `дата` уже дан",
        "f:2:6: день: `вчера` — не день вида 2014-01-31",
        "f:4:10: выдача: нужен список",
        "f:5:9: выдача: ключ `de` не известно",
    ]


def test_a_spelling_that_is_only_understood_is_not_proposed() -> None:
    _, told = read("датаа: 2014-03-01")
    assert told == ["f:1:1: выдача: ключ `датаа` не известно"]


def test_a_shape_without_a_name_names_the_key_alone() -> None:
    bare = Shape(None, LOAN.keys)
    assert read("redaers: a", bare)[1] == ["f:1:1: ключ `redaers` не известен; возможно, `readers`"]
    assert read("[a]", bare)[1] == ["f:1:1: здесь нужны пары «ключ: значение»"]
    assert read("[a]")[1] == ["f:1:1: выдача: нужны пары «ключ: значение»"]


def test_keys_of_one_language_are_not_read_in_the_other() -> None:
    russian = Shape(None, LOAN.keys, only="ru")
    assert read("day: 2014-03-01", russian)[1] == ["f:1:1: ключ `day` не известен"]
    assert list(russian.schema(None)["properties"]) == ["день", "читатели", "слова"]


def test_a_schema_describes_each_key_in_its_language() -> None:
    schema = LOAN.schema(None)
    keys = schema["properties"]
    assert [(word, one["description"]) for word, one in keys.items()][:3] == [
        ("день", "Когда (day)"),
        ("day", "When (день)"),
        ("дата", "Когда (day)"),
    ]
    assert keys["слова"]["anyOf"][1]["properties"]["ru"]["description"] == "По-русски / In Russian"
    assert schema["allOf"] == [{"anyOf": [{"required": ["день"]}, {"required": ["day"]}]}]


def test_the_table_of_keys_and_the_contents_agree() -> None:
    assert Shape.of("interval", {"from": contents.day, "to": contents.day}).by_key["to"].ru == "по"
    with pytest.raises(ValueError, match=r"interval: keys\.md and the contents differ"):
        Shape.of("interval", {"from": contents.day})


def test_the_words_of_all_files_are_those_of_cases_too() -> None:
    assert {*AS_OF, *COMPLETE} <= CASE.by_word.keys()
