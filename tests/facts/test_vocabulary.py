"""The words of a record: term, path, type, and what silence means for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from packs import load, rule

from qcrules.facts.types import TYPES
from qcrules.facts.vocabulary import Kind, Vocabulary
from qcrules.kernel.interval import MAYBE, NEVER, NO, UNKNOWN


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder: Path = tmp_path_factory.mktemp("pack")
    return load(folder, [rule(требуется={})]).pack.vocabulary


@pytest.fixture(scope="module")
def loan(vocabulary: Vocabulary) -> Kind:
    return vocabulary.kinds["loan"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("lent_at", "lent_at"),
        ("выдана", "lent_at"),
        ("выдача.выдана", "lent_at"),
        ("loan.lent_at", "lent_at"),
        ("читатель.имя", "reader.name"),
        ("выдача.читатель.имя", "reader.name"),
        ("reader.имя", "reader.name"),
        ("claims.reply.sent_at", "claims[].reply.sent_at"),
        ("претензии.ответ.отправлен", "claims[].reply.sent_at"),
        ("читатель.залог.подписан", "reader.pledge.signed"),
        ("месяц.начало", "month.start"),
        ("month.end", "month.end"),
    ],
)
def test_a_field_is_found_in_either_language(vocabulary, loan, words, path):
    found = vocabulary.find(loan, words)
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize(
    "words", ["", "нет такого", "читатель.возраст", "lent_at.day", "читатель..имя", "loan.loan"]
)
def test_what_is_not_there_is_not_found(vocabulary, loan, words):
    assert vocabulary.find(loan, words) is None


def test_kinds_are_known_by_key_and_by_word(vocabulary):
    assert vocabulary.kind("loan") is vocabulary.kind("выдача") is vocabulary.kinds["loan"]
    assert vocabulary.kind("выдачи") is None
    assert vocabulary.kind_words() == ["loan", "выдача", "reader", "читатель", "reply", "ответ"]


def test_a_part_knows_its_place(vocabulary):
    reader, reply = vocabulary.kinds["reader"], vocabulary.kinds["reply"]
    assert (reader.whole, reader.inside, reader.root.path) == ("loan", "reader", "reader")
    assert (reply.whole, reply.inside, reply.root.list_path) == ("loan", "claims[].reply", "claims")


def test_a_shared_shape_is_copied_to_each_place(vocabulary, loan):
    one = vocabulary.find(loan, "claims.reply.signed")
    other = vocabulary.find(loan, "reader.pledge.signed")
    assert (one.path, one.list_path) == ("claims[].reply.signed", "claims")
    assert (other.path, other.list_path) == ("reader.pledge.signed", None)
    assert (one.label.ru, one.label.en) == ("претензии.ответ.подписан", "claims: reply: signed")


def test_options_are_known_in_either_language_and_numbered_from_one(vocabulary, loan):
    kind = vocabulary.find(loan, "kind")
    assert [option.code for option in kind.options] == [1, 2, 3]
    assert kind.option("night") is kind.option("ночная")
    assert kind.option("в зал").key == "hall"
    assert kind.option("нет") is None
    assert kind.option("Ночная") is kind.option("ночная")


@pytest.mark.parametrize(
    ("path", "unknown", "none", "complete"),
    [
        ("lent_at", UNKNOWN, NEVER, NEVER),
        ("due_on", UNKNOWN, NEVER, NEVER),
        ("month", UNKNOWN, NEVER, NEVER),
        ("paid", MAYBE, NO, NO),
        ("kind", (0, 3), NO, (0, 3)),
        ("renewals", (0, 10**15 - 1), NO, (0, 10**15 - 1)),
        ("marks", MAYBE, NO, NO),
        ("remark", MAYBE, NO, NO),
        ("reader", MAYBE, NO, NO),
        ("claims", MAYBE, NO, NO),
    ],
)
def test_what_unknown_none_and_silence_mean(vocabulary, loan, path, unknown, none, complete):
    """The table of the design, row by row."""
    found = vocabulary.find(loan, path)
    assert (found.unknown, found.none, found.left_out_when_complete) == (unknown, none, complete)


def test_every_type_has_its_words():
    assert (
        len({one.key for one in TYPES.values()} & {one.term.en for one in TYPES.values()}) == len(TYPES) == 12
    )
    assert len({one.term.ru for one in TYPES.values()}) == len(TYPES)
