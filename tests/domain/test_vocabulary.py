"""The classes of the domain are those of the vocabulary (tools/build_domain.py --check), and all of them are public."""

from __future__ import annotations

from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from attrs import fields, has

import qcrules
from qcrules.domain import KINDS, Unknown, records
from qcrules.facts.field import Field
from qcrules.judge.rulebook import load_rules

CLASSES = [getattr(records, name) for name in records.__all__]


def test_every_kind_of_the_vocabulary_has_its_class() -> None:
    assert set(KINDS.values()) == set(load_rules().core.vocabulary.kinds)


@pytest.mark.parametrize("cls", CLASSES)
def test_a_class_is_public_and_says_which_paragraph_it_comes_from(cls: type) -> None:
    assert getattr(qcrules, cls.__name__) is cls
    assert "п." in (cls.__doc__ or "")


@pytest.mark.parametrize(("cls", "kind"), KINDS.items())
def test_a_class_has_the_fields_and_the_options_of_the_vocabulary(cls: type, kind: str) -> None:
    compare(cls, load_rules().core.vocabulary.kinds[kind].root)


def compare(cls: type, whole: Field) -> None:
    """The same names in the same order, behind each that of several; the same options; the same of every part."""
    names = [dict.fromkeys((one.key, *one.plurals[1:])) for one in whole.children.values()]
    assert [field.name for field in fields(cls)] == [name for own in names for name in own]
    for name, hint in get_type_hints(cls).items():
        fact, (held, *nothing) = whole.child(name), get_args(hint)
        assert fact is not None
        assert type(None) in nothing
        assert Unknown in nothing
        inner = held if get_origin(held) is Literal else (*get_args(held), held)[0]
        if fact.options:
            assert [str(one) for one in get_args(inner)] == [option.key for option in fact.options]
        elif fact.type.has_fields and fact.children:
            assert has(inner)
            compare(inner, fact)
