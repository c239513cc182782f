"""XML changed in place: what is not changed stays as it was, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from attrs import define, field

_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@define(eq=False)
class Element:
    """One element: its name without a prefix, its attributes, and where it stands in the bytes."""

    name: str
    prefix: str
    attributes: Mapping[str, str]
    parent: Element | None
    start: int
    inside: int  # where its content begins
    end: int = 0  # where its content ends
    closed: bool = False  # it is written <like-this/>
    children: list[Element] = field(factory=list)

    def find(self, name: str) -> Element | None:
        """The first child of that name."""
        return next(self.all(name), None)

    def need(self, name: str) -> Element:
        """The first child of that name. ValueError where there is none."""
        found = self.find(name)
        if found is None:
            raise ValueError(name)
        return found

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)


@define(eq=False)
class Patch:
    """One part of a workbook with the changes to be made to it."""

    data: bytes
    root: Element = field(init=False)
    _changes: list[tuple[int, int, int, bytes]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.root = _parse(self.data)

    def insert(self, at: int, words: str) -> None:
        """Insert XML before a byte; of several insertions at one place the first comes first."""
        self._change(at, at, words.encode())

    def append(self, whole: Element, words: str) -> None:
        """Insert XML as the last child of an element."""
        if not whole.closed:
            self.insert(whole.end, words)
            return
        head = self.data[whole.start : whole.inside].decode()
        tag = whole.prefix + whole.name
        self._change(whole.start, whole.inside, f"{head[:-2].rstrip()}>{words}</{tag}>".encode())

    def set(self, one: Element, **attributes: str) -> None:
        """Set attributes of an element."""
        self._change(one.start, one.inside, self.head(one, **attributes).encode())

    def head(self, one: Element, **attributes: str) -> str:
        """The start tag of an element with other attributes."""
        words = self.data[one.start : one.inside].decode()
        for name, value in attributes.items():
            words, done = re.subn(rf"(\s{name}\s*=\s*)([\"']).*?\2", rf'\g<1>"{value}"', words, count=1)
            if not done:
                tag = one.prefix + one.name
                words = words.replace(f"<{tag}", f'<{tag} {name}="{value}"', 1)
        return words

    def source(self, one: Element, **attributes: str) -> str:
        """An element as it is written, with other attributes."""
        rest = "" if one.closed else self.data[one.inside : one.end].decode() + f"</{one.prefix}{one.name}>"
        return self.head(one, **attributes) + rest

    def done(self) -> bytes:
        """The bytes with all changes made."""
        found, at = [], 0
        for start, end, _, words in sorted(self._changes, key=lambda change: change[:3]):
            found += [self.data[at:start], words]
            at = end
        return b"".join((*found, self.data[at:]))

    def _change(self, start: int, end: int, words: bytes) -> None:
        self._changes.append((start, end, len(self._changes), words))


def _parse(data: bytes) -> Element:
    top = Element("", "", {}, None, 0, 0)
    here = top
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal here
        at = parser.CurrentByteIndex
        shape = _TAG.match(data, at)
        if shape is None:
            raise ValueError(tag)
        prefix, sign, name = tag.rpartition(":")
        one = Element(name, prefix + sign, attributes, here, at, shape.end())
        one.closed = data[shape.end() - 2 : shape.end()] == b"/>"
        here.children.append(one)
        here = one

    def end(_: str) -> None:
        nonlocal here
        here.end = here.inside if here.closed else parser.CurrentByteIndex
        here = here.parent or top

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    return top.children[0]


def text(words: str) -> str:
    """Words as XML has them."""
    words = _NOT_TEXT.sub("\ufffd", words)
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
