"""The vocabularies that a vocabulary uses: files beside it, and those of packs that come with qcrules.

use: [common.yaml, kz-88-v, kz-88-v/common.yaml]
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from pathlib import Path

from attrs import define, field

from ..errors import CIRCLE, InputError, PackError
from ..text import Text
from .built_in import shipped_packs
from .diagnostics import Diagnostics
from .tree import Node, Scalar
from .vocabulary import VOCABULARY
from .yaml import parse, read_text

WORDS = "vocabulary.yaml"


@define
class UsedWords:
    """Finds what the vocabulary of a folder uses; ``texts`` has those files of other packs that were read.

    ``found``: each vocabulary once, behind those that it uses; the folder's own is the last.
    """

    folder: Path
    documents: MappingType[str, Node]
    diagnostics: Diagnostics = field(factory=Diagnostics)
    texts: dict[str, str] = field(factory=dict)
    found: dict[Path, Node] = field(factory=dict)
    opened: list[Path] = field(factory=list)

    def read(self) -> tuple[Node, ...]:
        """The vocabularies of the folder."""
        if WORDS in self.documents:
            self._take(self.folder / WORDS, self.documents[WORDS])
        return tuple(self.found.values())

    def _take(self, path: Path, node: Node) -> None:
        """A vocabulary, and first what it uses."""
        self.opened.append(path)
        for name in self._names(node):
            file = _file(path.parent, name.text)
            if file is None:
                known = [*_beside(path), *shipped_packs()]
                self.diagnostics.unknown(
                    name, name.text, known, Text("файл слов или свод", "file of words or pack")
                )
            elif file in self.opened:
                self.diagnostics.note(name, "uses-itself", name.text, code=CIRCLE)
            elif file not in self.found and (inner := self._document(file)) is not None:
                self._take(file, inner)
        self.opened.pop()
        self.found[path] = node

    def _names(self, node: Node) -> Iterator[Scalar]:
        aside = Diagnostics()  # who reads the vocabulary says what is wrong in it
        for item in aside.items(VOCABULARY.given(aside, node).value("use"), Text("", "")):
            if isinstance(item, Scalar):
                yield item

    def _document(self, file: Path) -> Node | None:
        """A file of words; None where it cannot be read, which is noted."""
        if file.parent == self.folder:
            return self.documents.get(file.name)
        try:
            self.texts[f"{file.parent.name}/{file.name}"] = text = read_text(file, PackError)
            return parse(text, str(file), error=PackError)
        except InputError as error:
            self.diagnostics.problems += error.problems
        return None


def _file(folder: Path, words: str) -> Path | None:
    """The file that is meant: one of a folder, or (`PACK`, `PACK/FILE`) one of a pack that comes with qcrules."""
    pack, _, name = words.partition("/")
    if words.endswith(".yaml") and "/" not in words:
        file = folder / words
    elif pack in (packs := shipped_packs()) and Path(name).name == name:
        file = packs[pack] / (name or WORDS)
    else:
        return None
    return file if file.suffix == ".yaml" and file.is_file() else None


def _beside(path: Path) -> list[str]:
    """The files of words that there are beside one."""
    others = ("pack.yaml", "calendar.yaml", "lint.yaml", "forms.yaml", path.name)
    return [one.name for one in sorted(path.parent.glob("*.yaml")) if one.name not in others]
