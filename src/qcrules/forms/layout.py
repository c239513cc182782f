"""How a pack's forms are laid out: ``forms.yaml`` of the pack's folder → layouts. No form is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from attrs import evolve, field, frozen

from ..errors import PackError
from ..facts.vocabulary import Kind
from ..source.diagnostics import Diagnostics
from ..source.tree import Entry, Node, Scalar
from ..source.yaml import parse, read_text
from ..text import Text
from .layout_keys import FLAGS, FORM, FORMS, ROW, TITLE_BLOCK, WORDS

FILE = "forms.yaml"
_NOT_A_LETTER = re.compile(r"[\W_]+")


def squeeze(words: object) -> str:
    """Words as they are compared: letters and digits only; spaces, line breaks, dashes and dots do not count."""
    return _squeezed(str(words))


@lru_cache(maxsize=4096)
def _squeezed(words: str) -> str:
    return _NOT_A_LETTER.sub("", words).casefold().replace("ё", "е")


def fact_label(kind: Kind, path: str) -> str:
    """The words of a field as the sheet prints them: «Кто представляет: вид»."""
    words = kind.root.at(path).label.ru.replace(".", ": ")
    return words[:1].upper() + words[1:]


@frozen(eq=False)
class FormRow:
    """One row of a form."""

    number: str
    words: str
    adds_up: bool = False  # it is the sum of its sub-rows
    services: bool = False  # the rows below it are services, one each; it is their sum
    figures: bool = True
    words_allowed: bool = False  # words may stand where figures do
    balance: bool = False  # the total column is the last month, not the sum of the months
    point: int | None = None  # the point of the explanation that speaks of it

    @property
    def parent(self) -> str | None:
        """The number of the row that it is a part of."""
        return self.number.rpartition(".")[0] or None


@frozen(eq=False)
class Form:
    """One printed form: its title block and its rows, in order."""

    key: str
    index: str
    annex: str
    title: str
    submitters: str
    explanation: str
    rows: Mapping[str, FormRow]
    by_words: Mapping[str, FormRow] = field(init=False)

    @by_words.default
    def _by_words(self) -> Mapping[str, FormRow]:
        return {squeeze(row.words): row for row in self.rows.values()}

    def parts(self, row: FormRow) -> list[FormRow]:
        """The sub-rows of a row."""
        return [part for part in self.rows.values() if part.parent == row.number]


@frozen(eq=False)
class Forms:
    """All forms of a pack, and the words that they share."""

    folder: Path
    record: str
    sheet: str
    periodicity: str
    addressee: str
    term: str
    number: str
    activities: str
    quarters: tuple[str, ...]
    months: tuple[str, ...]
    total: str
    including: str
    service: str
    stamp: str
    signatures: Mapping[str, str | None]
    facts_title: str
    facts: tuple[str, ...]
    forms: Mapping[str, Form]

    def explanations(self, form: Form) -> Mapping[int, str]:
        """The points of a form's explanation, by number."""
        text = read_text(self.folder / form.explanation, PackError)
        found = re.findall(r"^### п\.(\d+)\n+(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
        return {int(number): words.strip() for number, words in found}


def has_forms(folder: str | Path) -> bool:
    """Whether a pack has forms at all."""
    return (Path(folder) / FILE).is_file()


def load_forms(folder: str | Path) -> Forms:
    """The forms of a pack. PackError where it has none or ``forms.yaml`` is not as it should be."""
    return _read(Path(folder), read_text(Path(folder) / FILE, PackError))


@lru_cache(maxsize=8)
def _read(folder: Path, text: str) -> Forms:
    """The forms that a text describes."""
    diagnostics = Diagnostics()
    forms = _forms(diagnostics, folder, parse(text, str(folder / FILE), error=PackError))
    if forms is None or diagnostics.problems:
        raise PackError(diagnostics.problems)
    return forms


def _forms(diagnostics: Diagnostics, folder: Path, node: Node) -> Forms | None:
    given = FORMS.given(diagnostics, node)
    facts = given["facts"]
    common = {number: _row(diagnostics, number, one) for number, one in (given["rows"] or {}).items()}
    forms = {key: _form(diagnostics, key, one, common) for key, one in (given["forms"] or {}).items()}
    if given.told_missing() or facts.told_missing():
        return None
    signatures = {
        who: diagnostics.text(one.value, Text.same(who)) for who, one in given["signatures"].items()
    }
    return Forms(
        folder=folder,
        **{key: given[key] for key in WORDS},
        quarters=tuple(given["quarters"]),
        months=tuple(given["months"]),
        signatures={who: None if path == "нет" else path for who, path in signatures.items()},
        facts_title=facts["title"],
        facts=tuple(facts["fields"]),
        forms={key: form for key, form in forms.items() if form is not None},
    )


def _form(diagnostics: Diagnostics, key: str, entry: Entry, common: Mapping[str, FormRow]) -> Form | None:
    given = FORM.given(diagnostics, entry.value)
    if given.told_missing():
        return None
    rows = dict(common)
    for number, other in (given["rows"] or {}).items():
        if number in rows:
            rows[number] = evolve(rows[number], words=diagnostics.text(other.value, Text.same(number)))
        else:
            diagnostics.unknown_key(other.key, common, None)
    return Form(key=key, **{one: given[one] for one in TITLE_BLOCK}, rows=rows)


def _row(diagnostics: Diagnostics, number: str, entry: Entry) -> FormRow:
    if isinstance(entry.value, Scalar):
        return FormRow(number, entry.value.text)
    given = ROW.given(diagnostics, entry.value)
    given.told_missing()
    flags = {key: given[key] for key in FLAGS if key in given}
    return FormRow(number, given["words"] or "", point=given["point"], **flags)
