"""Classes whose instances are the values of their fields: ``frozen`` ones, and ``define`` for those that change.

They are written as with attrs, and mean the same. Importing attrs and having it build the classes of one check took
a third of a cold command: it writes and compiles up to five methods for each class as it is imported. Here the
``__init__`` of a class is compiled when its first instance is made, and everything else is shared or in C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from types import CellType
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")

NOTHING: Any = type("Nothing", (), {"__repr__": lambda _: "NOTHING"})()
"""Where no default is given."""


class FrozenInstanceError(AttributeError):
    """A field of a frozen value was to be changed."""


class Attribute:
    """One field of a class, as it is declared."""

    __slots__ = ("default", "eq", "factory", "init", "kw_only", "metadata", "name", "order", "repr")

    name: str

    def __init__(
        self,
        default: Any = NOTHING,
        *,
        factory: Callable[[], Any] | None = None,
        init: bool = True,
        repr: bool = True,
        eq: bool = True,
        order: bool | None = None,
        kw_only: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.default, self.factory, self.init, self.repr, self.eq = default, factory, init, repr, eq
        self.order, self.kw_only, self.metadata = eq if order is None else order, kw_only, metadata or {}

    @property
    def required(self) -> bool:
        return self.init and self.default is NOTHING and self.factory is None


def field(
    *,
    default: Any = NOTHING,
    factory: Callable[[], Any] | None = None,
    init: bool = True,
    repr: bool = True,
    eq: bool = True,
    order: bool | None = None,
    kw_only: bool = False,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """A field that needs more than a type and a default."""
    return Attribute(
        default, factory=factory, init=init, repr=repr, eq=eq, order=order, kw_only=kw_only, metadata=metadata
    )


def fields(of: type) -> tuple[Attribute, ...]:
    """The fields of a class, those of its bases first."""
    found: tuple[Attribute, ...] = of.__fields__  # type: ignore[attr-defined]
    return found


def has(of: type) -> bool:
    """Is it a class of values?"""
    return hasattr(of, "__fields__")


def asdict(value: object) -> dict[str, Any]:
    """The fields of a value by name; what is in them stays as it is."""
    return {one.name: getattr(value, one.name) for one in fields(type(value))}


def evolve(value: T, /, **changes: Any) -> T:
    """The same value with other fields."""
    for one in fields(type(value)):
        if one.init and one.name not in changes:
            changes[one.name] = getattr(value, one.name)
    return type(value)(**changes)


@overload
@dataclass_transform(field_specifiers=(field,))
def define(of: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(field_specifiers=(field,))
def define(
    *,
    eq: bool = True,
    repr: bool = True,
    kw_only: bool = False,
    slots: bool = True,
    weakref_slot: bool = True,
) -> Callable[[type[T]], type[T]]: ...
def define(of: type | None = None, /, **how: bool) -> Any:
    """A class of values whose fields may be changed."""
    return _built(of, **how) if of is not None else lambda of: _built(of, **how)


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(of: type[T], /) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    *,
    eq: bool = True,
    repr: bool = True,
    order: bool = False,
    kw_only: bool = False,
    keep_hash: bool = False,
) -> Callable[[type[T]], type[T]]: ...
def frozen(of: type | None = None, /, **how: bool) -> Any:
    """A class of values that never change. ``keep_hash``: its hash is worked out once."""
    return _built(of, frozen=True, **how) if of is not None else lambda of: _built(of, frozen=True, **how)


# -- Building a class ---------------------------------------------------------------------------------------


USUAL = {
    "frozen": False,
    "eq": True,
    "repr": True,
    "order": False,
    "kw_only": False,
    "keep_hash": False,
    "slots": True,
    "weakref_slot": True,
}
"""What a class is like where nothing is said."""


def _built(of: type, **told: bool) -> type:
    how = USUAL | told
    own = {name: value for name, value in vars(of).items() if name not in ("__dict__", "__weakref__")}
    mine = _own_fields(own, of.__annotations__, how["kw_only"])
    every = (*(one for one in _inherited(of) if one.name not in mine), *mine.values())
    own["__fields__"] = every
    own["__match_args__"] = tuple(one.name for one in every if one.init and not one.kw_only)
    own.setdefault("__replace__", evolve)
    if how["repr"]:
        own.setdefault("__repr__", _repr)
    if how["eq"] and "__eq__" not in own:
        own |= _compared(every, how["frozen"], how["keep_hash"])
    if how["order"]:
        own |= _ordered(every)
    if how["frozen"]:
        own |= {"__setattr__": _refuse, "__delattr__": _refuse}
    kept = [*mine, *(["_kept_hash"] if how["keep_hash"] else [])]
    made = _slotted(of, own, kept, how["weakref_slot"]) if how["slots"] else _replaced(of, own)
    if "__init__" not in own:
        _init_later(made, every, how["frozen"])
    return made


def _own_fields(own: dict[str, Any], annotations: Mapping[str, Any], kw_only: bool) -> dict[str, Attribute]:
    """The fields that a class declares itself; their defaults are taken out of it."""
    found = {}
    for name, annotation in annotations.items():
        if str(annotation).startswith(("ClassVar", "typing.ClassVar")):
            continue
        default = own.pop(name, NOTHING)
        one = default if isinstance(default, Attribute) else Attribute(default)
        one.name, one.kw_only = name, one.kw_only or kw_only
        found[name] = one
    return found


def _inherited(of: type) -> Iterable[Attribute]:
    """The fields of the bases, the farthest first."""
    found: dict[str, Attribute] = {}
    for base in reversed(of.__mro__[1:]):
        if "__fields__" in vars(base):
            for one in fields(base):
                found.pop(one.name, None)
                found[one.name] = one
    return found.values()


def _replaced(of: type, own: dict[str, Any]) -> type:
    """The same class with these members."""
    for name, value in own.items():
        if vars(of).get(name, NOTHING) is not value:
            setattr(of, name, value)
    for one in own["__fields__"]:
        if one.name in vars(of):
            delattr(of, one.name)
    return of


def _slotted(of: type, own: dict[str, Any], names: Iterable[str], weak: bool) -> type:
    """The class anew, its fields in slots, as are the properties that are worked out once."""
    once = {name: value.func for name, value in own.items() if isinstance(value, cached_property)}
    for name in once:
        del own[name]
    if once:
        own["__getattr__"] = _worked_out(once, getattr(of, "__getattr__", None))
    there = {name for base in of.__mro__[1:] for name in vars(base).get("__slots__", ())}
    weak = weak and not any(base.__weakrefoffset__ for base in of.__mro__[1:])
    own["__slots__"] = (
        *(name for name in (*names, *once) if name not in there),
        *(["__weakref__"] if weak else []),
    )
    own["__qualname__"] = of.__qualname__
    if getattr(of, "__getstate__", None) in (getattr(object, "__getstate__", None), _state):
        own |= {"__getstate__": _state, "__setstate__": _set_state}
    made = type(of)(of.__name__, of.__bases__, own)
    for value in (*own.values(), *once.values()):
        _say_class(value, of, made)
    return made


def _say_class(member: Any, of: type, made: type) -> None:
    """``super()`` and ``__class__`` in a method mean the class that was made."""
    functions: tuple[Any, ...] = (getattr(member, "__func__", member),)
    if isinstance(member, property):
        functions = (member.fget, member.fset)
    for function in functions:
        cells: Iterable[CellType] = getattr(function, "__closure__", None) or ()
        for cell in cells:
            try:
                if cell.cell_contents is of:
                    cell.cell_contents = made
            except ValueError:  # a cell that is empty yet
                continue


def _worked_out(once: dict[str, Callable[[Any], Any]], before: Callable[..., Any] | None) -> Any:
    """What gives a property that is worked out once, and keeps it in its slot."""

    def __getattr__(self: Any, name: str) -> Any:  # noqa: N807 - it is the method
        work = once.get(name)
        if work is None:
            if before is not None:
                return before(self, name)
            raise AttributeError(f"`{type(self).__name__}` has no attribute `{name}`", name=name, obj=self)
        value = work(self)
        object.__setattr__(self, name, value)
        return value

    return __getattr__


# -- Methods ------------------------------------------------------------------------------------------------


def _init_later(of: Any, every: Iterable[Attribute], frozen: bool) -> None:
    """The ``__init__`` of a class is made when somebody wants it."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807 - it is the method
        make()
        of.__init__(self, *given, **named)

    def make() -> None:
        if of.__init__ is __init__:
            of.__init__ = _init(of, every, frozen)

    of.__init__, of.__signature__ = __init__, _SignatureOnDemand(make)


class _SignatureOnDemand:
    """Who asks for the signature of a class is sent on to its ``__init__``, which is made by then."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], None]) -> None:
        self.make = make

    def __get__(self, value: Any, of: Any = None) -> Any:
        self.make()
        raise AttributeError("__signature__")


def _init(of: Any, every: Iterable[Attribute], frozen: bool) -> Callable[..., None]:
    """The ``__init__`` of a class, written out."""
    around: dict[str, Any] = {"NOTHING": NOTHING}
    given: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for one in every:
        name, value = one.name, one.name
        if not one.init and one.default is NOTHING and one.factory is None:
            continue
        around[f"_default_{name}"], around[f"_make_{name}"] = one.default, one.factory
        if one.init:
            default = "" if one.required else "=NOTHING" if one.factory else f"=_default_{name}"
            (named if one.kw_only else given).append(name + default)
        if one.factory is not None:
            value = f"_make_{name}() if {name} is NOTHING else {name}" if one.init else f"_make_{name}()"
        elif not one.init:
            value = f"_default_{name}"
        if frozen:
            around[f"_set_{name}"] = getattr(of, name).__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"self.{name} = {value}")
    if hasattr(of, "__post_init__"):
        lines.append("self.__post_init__()")
    heading = ", ".join(["self", *given, *(["*", *named] if named else [])])
    source = f"def __init__({heading}):\n " + "\n ".join(lines or ["pass"])
    exec(compile(source, f"<{of.__module__}.{of.__qualname__}.__init__>", "exec"), around)
    made: Any = around["__init__"]
    made.__qualname__, made.__module__ = f"{of.__qualname__}.__init__", of.__module__
    made.__annotations__ = {one.name: _annotation(of, one.name) for one in every if one.init}
    return made  # type: ignore[no-any-return]


def _annotation(of: type, name: str) -> Any:
    """The type of a field, as the class that declares it writes it."""
    return next(
        (vars(base)["__annotations__"][name] for base in of.__mro__ if name in base.__annotations__), Any
    )


def _compared(every: Iterable[Attribute], frozen: bool, keep_hash: bool) -> dict[str, Any]:
    """``__eq__``, and the ``__hash__`` that belongs to it."""
    parts = _getter([one.name for one in every if one.eq])

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807 - it is the method
        return parts(self) == parts(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807 - it is the method
        return hash((self.__class__.__name__, parts(self)))

    def kept_hash(self: Any) -> int:
        try:
            return self._kept_hash  # type: ignore[no-any-return]
        except AttributeError:
            found = __hash__(self)
            object.__setattr__(self, "_kept_hash", found)
            return found

    return {"__eq__": __eq__, "__hash__": (kept_hash if keep_hash else __hash__) if frozen else None}


def _ordered(every: Iterable[Attribute]) -> dict[str, Any]:
    """The four comparisons of a class whose values have an order."""
    parts = _getter([one.name for one in every if one.order])

    def compared(how: str) -> Callable[[Any, Any], Any]:
        def compare(self: Any, other: Any) -> Any:
            same = other.__class__ is self.__class__
            return getattr(parts(self), how)(parts(other)) if same else NotImplemented

        return compare

    return {how: compared(how) for how in ("__lt__", "__le__", "__gt__", "__ge__")}


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of several attributes."""
    if not names:
        return lambda _: ()
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda value: (found(value),)


def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(type(self)) if one.repr)
    return f"{type(self).__qualname__.rpartition('>.')[2]}({', '.join(shown)})"


def _refuse(self: Any, name: str, value: Any = None) -> None:
    raise FrozenInstanceError(f"`{type(self).__name__}` is frozen: `{name}` cannot be changed")


def _state(self: Any) -> dict[str, Any]:
    return {one.name: getattr(self, one.name) for one in fields(type(self)) if hasattr(self, one.name)}


def _set_state(self: Any, state: Mapping[str, Any]) -> None:
    for name, value in state.items():
        object.__setattr__(self, name, value)
