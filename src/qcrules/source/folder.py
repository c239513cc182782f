"""The files of a pack, parsed into nodes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from ..errors import InputError, PackError, Problem
from .parts import PageSource
from .splitter import sound_parts
from .tree import Node
from .yaml import parse, read_text

NOT_PAGES = ("source", "readme")


@frozen
class Folder:
    """What a pack's folder holds, parsed as far as it is in form; and what is wrong with its form."""

    documents: Mapping[str, Node]
    pages: tuple[PageSource, ...]
    problems: tuple[Problem, ...]
    sha256: str


def read_folder(folder: Path) -> Folder:
    """Every YAML document and every page of a folder. Pages are read in the order of their names."""
    problems: list[Problem] = []
    documents: dict[str, Node] = {}
    pages: list[PageSource] = []
    total = sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".yaml", ".md") or path.name.lower().startswith(NOT_PAGES):
            continue
        try:
            text = read_text(path, PackError)
            total.update(f"{path.name}\0{len(text)}\0{text}".encode())
            if path.suffix == ".md":
                page, wrong = sound_parts(text, str(path))
                pages += [page] if page is not None else []
                problems += wrong
            elif not path.name.endswith(".case.yaml"):
                documents[path.name] = parse(text, str(path), error=PackError)
        except InputError as error:
            problems += error.problems
    if problems and not {"pack.yaml", "vocabulary.yaml"} <= documents.keys():
        raise PackError(problems)
    return Folder(documents, tuple(pages), tuple(problems), total.hexdigest())
