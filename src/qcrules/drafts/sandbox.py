"""What a template of Word, which is a file of others, may do: name facts and go through lists, within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from ..reader import MIB, read_bytes

MOST, UNPACKED = 20 * MIB, 64 * MIB
"""So many bytes a template may have, packed and unpacked."""

MOST_ITEMS = 100_000
"""So many items a template may go through, counted each time."""

_FILTERS = ("default", "first", "join", "last", "length", "lower", "title", "trim", "upper")


def opened(template: Path) -> BytesIO:
    """The bytes of a template. ValueError where it is no document, or unpacks to too much."""
    data = BytesIO(read_bytes(template, MOST))
    try:
        with zipfile.ZipFile(data) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise ValueError(".docx?") from None
    if size > UNPACKED:
        raise ValueError(f"> {UNPACKED // MIB} MB")
    data.seek(0)
    return data


class TemplateItems(Sequence[Any]):
    """A list of which a template takes items; ``taken`` counts them, and ValueError ends it where they are too many."""

    def __init__(self, items: Sequence[Any], taken: list[int]) -> None:
        self.items, self.taken = items, taken

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: Any) -> Any:
        return self.items[number]

    def __iter__(self) -> Iterator[Any]:
        for one in self.items:
            self.taken[0] += 1
            if self.taken[0] > MOST_ITEMS:
                raise ValueError(f"> {MOST_ITEMS}")
            yield one


class _FactsOnly(SandboxedEnvironment):
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator in ("+", "-") and isinstance(left, int) and isinstance(right, int):
            return super().call_binop(
                context, operator, left, right
            )  # items are counted from 1, and found from 0
        raise SecurityError(f"`{operator}`")


def environment() -> SandboxedEnvironment:
    """Jinja with little arithmetic, without functions, with few filters."""
    made = _FactsOnly(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made
