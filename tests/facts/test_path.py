"""Paths into a record: written and read again, what stands there, and writing a value there."""

from __future__ import annotations

from copy import deepcopy

import pytest

from qcrules.facts.path import ANY, FactPath, around

RECORD = {"claims": [{"kind": "loss"}, {"reply": {"sent_at": "2014-03-05"}}], "reader": {"name": "?"}}


@pytest.mark.parametrize(
    ("words", "trail"),
    [
        ("reader.name", ("reader", "name")),
        ("claims[2].reply.sent_at", ("claims", 1, "reply", "sent_at")),
        ("claims[].kind", ("claims", ANY, "kind")),
        ("guests[1]", ("guests", 0)),
        ("", ()),
    ],
)
def test_words_and_trail_are_the_same_path(words, trail):
    assert FactPath.parse(words).trail == trail
    assert str(FactPath(trail)) == words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("claims[2].reply.sent_at", "2014-03-05"),
        ("claims[].kind", "loss"),
        ("claims[3].kind", "nothing"),
        ("claims[1].reply.sent_at", "nothing"),
        ("reader.name.first", "nothing"),
        ("claims.kind", "nothing"),
    ],
)
def test_get_gives_what_stands_there(words, value):
    assert FactPath.parse(words).get(RECORD, "nothing") == value


@pytest.mark.parametrize(
    "words",
    ["claims[2].reply.sent_at", "claims[].kind", "claims[4].kind", "reader.name.first", "reader", "marks[2]"],
)
def test_what_was_put_is_there_and_the_rest_as_it_was(words):
    record, path = deepcopy(RECORD), FactPath.parse(words)
    path.put(record, "new")
    assert path.get(record) == "new"
    assert FactPath.parse("claims[2].reply").get(record) is not None


def test_put_makes_what_is_on_the_way():
    record: dict = {}
    FactPath.parse("claims[2].reply.sent_at").put(record, "?")
    assert record == {"claims": [{}, {"reply": {"sent_at": "?"}}]}


def test_what_has_no_place_stands_where_the_nearest_thing_around_it_does():
    assert around({("a",): 1, ("a", 0): 2}, ("a", 0, "b"), 3) == 2
    assert around({("a",): 1}, ("b",), 3) == 3
