"""The files of a pack, parsed into nodes; what was parsed is kept by the hash of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from ..errors import InputError, PackError, Problem
from . import cache
from .node import Node, from_json, to_json
from .page import Page, split_page
from .source import parse, read_text

T = TypeVar("T")
NOT_PAGES = ("source", "readme")


@frozen
class Folder:
    """What a pack's folder holds, parsed; and what was wrong with its form."""

    documents: Mapping[str, Node]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    sha256: str


def read_folder(folder: Path) -> Folder:
    """Every YAML document and every page of a folder. Pages are read in the order of their names."""
    problems: list[Problem] = []
    documents: dict[str, Node] = {}
    pages: list[Page] = []
    total = sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".yaml", ".md") or path.name.lower().startswith(NOT_PAGES):
            continue
        try:
            text = read_text(path, PackError)
            total.update(f"{path.name}\0{len(text)}\0{text}".encode())
            if path.suffix == ".md":
                pages.append(_kept(text, str(path), _parse_page, _load_page))
            elif not path.name.endswith(".case.yaml"):
                documents[path.name] = _kept(text, str(path), _parse_yaml, from_json)
        except InputError as error:
            problems += error.problems
    if problems and not {"pack.yaml", "vocabulary.yaml"} <= documents.keys():
        raise PackError(problems)
    return Folder(documents, tuple(pages), tuple(problems), total.hexdigest())


def _parse_page(text: str, file: str) -> Any:
    return split_page(text, file).to_json()


def _load_page(data: Any, file: str) -> Page:
    return Page.from_json(data, file)


def _parse_yaml(text: str, file: str) -> Any:
    return to_json(parse(text, file, error=PackError))


def _kept(text: str, file: str, parse_it: Callable[[str, str], Any], load: Callable[[Any, str], T]) -> T:
    made_of = (
        f"{_code_version()}\n{parse_it.__name__}\n{text}"  # a page and a document may have the same words
    )
    name = sha256(made_of.encode()).hexdigest()[:32]
    data = cache.recall(name, "")
    if data is None:
        data = parse_it(text, file)
        cache.keep(name, "", data)
    return load(data, file)


@lru_cache(maxsize=1)
def _code_version() -> str:
    """The hash of the code that parses, so that a changed reader never meets what an old one kept."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in ("node.py", "page.py", "source.py", "syntax.py"))
    return sha256(code).hexdigest()
