"""Classes of values: they mean what attrs would mean by them."""

import copy
import inspect
import pickle
import weakref
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

import pytest

from qcrules.values import FrozenInstanceError, asdict, define, evolve, field, fields, frozen, has


@frozen
class Point:
    x: int
    y: int = 0
    seen: ClassVar[int] = 0

    @cached_property
    def far(self) -> tuple[int]:
        return (self.x + self.y,)

    def me(self) -> type:
        return __class__  # type: ignore[name-defined]


@frozen(order=True, keep_hash=True)
class Named(Point):
    name: str = field(default="", kw_only=True, repr=False, order=False)
    tags: list[str] = field(factory=list, eq=False, kw_only=True)

    def me(self) -> type:
        return super().me()


@define
class Tally:
    left: int
    done: list[int] = field(factory=list)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = self.left


@define(eq=False, slots=False)
class Loose:
    a: int = 1


def test_values_are_equal_by_their_fields_and_class():
    assert Point(1) == Point(1, 0) != Point(1, 2)
    assert Point(1) != Named(1)
    assert {Point(1), Point(1)} == {Point(1)}
    assert Named(1, tags=["a"]) == Named(1)
    assert len({hash(Named(1, name=name)) for name in ("a", "b")}) == 2
    assert Loose() != Loose()


def test_what_changes_has_no_hash():
    with pytest.raises(TypeError):
        hash(Tally(1))


def test_frozen_values_stay():
    for change in (lambda: setattr(Point(1), "x", 2), lambda: delattr(Point(1), "x")):
        with pytest.raises(FrozenInstanceError, match=r"`Point`.*`x`"):
            change()
    assert evolve(Named(1, name="a"), x=2) == Named(2, name="a")


def test_slots_hold_all():
    with pytest.raises(AttributeError):
        Tally(1).more = 2  # type: ignore[attr-defined]
    Loose().more = 2  # type: ignore[attr-defined]
    point = Point(1)
    assert weakref.ref(point)() is point
    assert not hasattr(point, "__dict__")


def test_order_is_that_of_the_fields():
    assert Named(1, 2) < Named(2, 1)
    assert Named(1, name="b") <= Named(1, name="a")
    with pytest.raises(TypeError):
        assert Named(1) < Point(2)


def test_it_shows_what_it_is():
    assert repr(Named(1, name="a", tags=["b"])) == "Named(x=1, y=0, tags=['b'])"


def test_each_has_a_list_of_its_own():
    one, other = Tally(3), Tally(3)
    one.done.append(1)
    assert (other.done, other.total) == ([], 3)


def test_what_is_worked_out_once_is_kept():
    point = Point(1, 2)
    assert point.far is point.far == (3,)
    with pytest.raises(AttributeError, match="`Point` has no attribute `near`"):
        point.near  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_equal(again: Callable[[Any], Any]):
    point = Named(1, 2, name="a", tags=["b"])
    assert hash(point)
    assert point.far
    assert asdict(again(point)) == {"x": 1, "y": 2, "name": "a", "tags": ["b"]}
    assert hash(again(point)) == hash(point)


def test_a_method_knows_its_class():
    assert Named(1).me() is Point


def test_a_pattern_takes_fields_by_place():
    match Named(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_wrong_arguments_are_refused():
    for wrong in (lambda: Point(), lambda: Point(1, 2, 3), lambda: Named(1, 2, "a"), lambda: Point(z=1)):
        with pytest.raises(TypeError, match="__init__"):
            wrong()


def test_its_signature_can_be_read_before_the_first_one_is_made():
    @frozen
    class New:
        a: int
        b: str = "b"

    assert str(inspect.signature(New)) in ("(a: int, b: str = 'b') -> None", "(a: int, b: str = 'b')")


def test_its_fields_are_listed():
    assert [one.name for one in fields(Named)] == ["x", "y", "name", "tags"]
    assert has(Named)
    assert not has(int)
