"""The files of a pack, parsed into nodes."""

from __future__ import annotations

from collections.abc import Mapping, Set
from hashlib import sha256
from pathlib import Path

from attrs import evolve, frozen

from ..errors import InputError, PackError, Place, Problem
from .bilingual import message
from .copies import copies, substituted
from .parts import BESIDE, PageSource, page_of
from .shared_words import WORDS, UsedWords
from .splitter import names_in, sound_sections
from .tree import Node
from .yaml import guessed_text, parse, read_text

NOT_PAGES = ("source", "readme")


@frozen
class Folder:
    """What a pack's folder holds, parsed as far as it is in form; and what is wrong with its form.

    ``vocabularies``: its own, behind those that it uses; ``lost``: what may have a name in that which is not in form.
    """

    documents: Mapping[str, Node]
    vocabularies: tuple[Node, ...]
    pages: tuple[PageSource, ...]
    lost: frozenset[str]
    problems: tuple[Problem, ...]
    sha256: str


def read_folder(folder: Path) -> Folder:
    """Every YAML document and every page of a folder. Pages are read in the order of their names."""
    problems: list[Problem] = []
    documents: dict[str, Node] = {}
    texts: dict[str, str] = {}
    guessed: dict[str, str] = {}
    total = sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".yaml", ".md") or path.name.lower().startswith(NOT_PAGES):
            continue
        try:
            text = read_text(path, PackError)
            total.update(f"{path.name}\0{len(text)}\0{text}".encode())
            if path.suffix == ".md":
                texts[str(path)] = text
            elif not path.name.endswith(".case.yaml"):
                documents[path.name] = parse(text, str(path), error=PackError)
        except InputError as error:
            problems += error.problems
            if path.suffix == ".md":
                guessed[str(path)] = guessed_text(path)
    pages = _pages(texts, guessed.keys(), problems)
    words = UsedWords(folder, documents)
    vocabularies = words.read()
    for name, text in words.texts.items():
        total.update(f"{name}\0{len(text)}\0{text}".encode())
    problems += words.diagnostics.problems
    if problems and not {"pack.yaml", WORDS} <= documents.keys():
        raise PackError(problems)
    lost = _lost({**texts, **guessed}, pages)
    return Folder(documents, vocabularies, tuple(pages), lost, tuple(problems), total.hexdigest())


def _lost(texts: Mapping[str, str], pages: list[PageSource]) -> frozenset[str]:
    """What may have a name in the pages that cannot be read, and in such blocks of others."""
    read = {page.file for page in pages}
    found = [names_in(text) for file, text in texts.items() if file not in read and not file.endswith(BESIDE)]
    found += [section.names for page in pages for section in page.sections.values()]
    return frozenset().union(*found)


def _pages(texts: Mapping[str, str], damaged: Set[str], problems: list[Problem]) -> list[PageSource]:
    """The pages, each with what stands beside it. ``damaged``: those that are there, and are no text."""
    pages: list[PageSource] = []
    for file, text in texts.items():
        if file.endswith(BESIDE):
            owner = page_of(file)
            if owner not in texts and owner not in damaged:
                problems.append(Problem(message("no-page-beside").filled(Path(owner).name), Place(file)))
            continue
        beside = file.removesuffix(".md") + BESIDE
        found, wrong = copies(text, file)
        for page, words in found:
            sections, more = (
                sound_sections(substituted(texts[beside], words), beside) if beside in texts else ({}, [])
            )
            pages.append(evolve(page, beside=sections))
            wrong += [problem for problem in more if problem not in wrong]
        problems += wrong
    return pages
