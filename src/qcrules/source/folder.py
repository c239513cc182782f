"""The files of a pack, parsed into nodes; what was parsed is kept by the hash of the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from ..errors import InputError, PackError, Problem
from . import cache
from .page import Page
from .splitter import sound_parts
from .tree import Node, from_json, to_json
from .yaml import parse, read_text

NOT_PAGES = ("source", "readme")


@frozen
class Folder:
    """What a pack's folder holds, parsed as far as it is in form; and what is wrong with its form."""

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
                page, wrong = _page(text, str(path))
                pages += [page] if page is not None else []
                problems += wrong
            elif not path.name.endswith(".case.yaml"):
                documents[path.name] = _document(text, str(path))
        except InputError as error:
            problems += error.problems
    if problems and not {"pack.yaml", "vocabulary.yaml"} <= documents.keys():
        raise PackError(problems)
    return Folder(documents, tuple(pages), tuple(problems), total.hexdigest())


def _page(text: str, file: str) -> tuple[Page | None, list[Problem]]:
    """The sound parts of a page, and what is wrong with it. Only what is wholly in form is kept."""
    name = _name("page", text)
    data = cache.recall(name, "")
    if data is not None:
        return Page.from_json(data, file), []
    page, problems = sound_parts(text, file)
    if page is not None and not problems:
        cache.keep(name, "", page.to_json())
    return page, problems


def _document(text: str, file: str) -> Node:
    name = _name("document", text)
    data = cache.recall(name, "")
    if data is not None:
        return from_json(data, file)
    node = parse(text, file, error=PackError)
    cache.keep(name, "", to_json(node))
    return node


def _name(what: str, text: str) -> str:
    """The name under which the parts of a text are kept; a page and a document may have the same words."""
    return sha256(f"{_code_version()}\n{what}\n{text}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _code_version() -> str:
    """The hash of the code that parses, so that a changed reader never meets what an old one kept."""
    here = Path(__file__).parent
    names = ("page.py", "splitter.py", "syntax.py", "tree.py", "yaml.py")
    code = b"".join((here / name).read_bytes() for name in names)
    return sha256(code).hexdigest()
