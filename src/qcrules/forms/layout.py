"""How a pack's forms look on paper: ``forms.yaml`` of the pack's folder → layouts. No form is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..errors import PackError, Place, Problem
from ..facts.vocabulary import Kind
from ..source import cache
from ..source.tree import Plain, plain
from ..source.yaml import parse, read_text
from ..text import Text

FILE = "forms.yaml"
WORD_KEYS = {
    "sheet": "лист",
    "record": "запись",
    "periodicity": "периодичность",
    "addressee": "куда",
    "term": "срок",
    "number": "номер",
    "activities": "мероприятия",
    "total": "всего",
    "including": "в_том_числе",
    "service": "услуга",
    "stamp": "печать",
}
LIST_KEYS = {"quarters": "кварталы", "months": "месяцы"}
OTHER_KEYS = {"signatures": "подписи", "facts": "сведения", "forms": "формы", "rows": "строки"}
FACTS_KEYS = {"title": "заголовок", "fields": "поля"}
FORM_KEYS = {
    "index": "индекс",
    "annex": "приложение",
    "title": "название",
    "submitters": "представляют",
    "explanation": "пояснение",
}
REWORDED = "строки"
ROW_TEXT, ROW_POINT = "текст", "пояснение"
ROW_FLAGS = {
    "adds_up": ("части", "сумма", True),
    "services": ("услуги", "да", True),
    "figures": ("числа", "нет", False),
    "words_allowed": ("слова", "да", True),
    "balance": ("всего", "остаток", True),
}
"""Attribute of a row → its key, the one word that may stand there, and what the attribute is then."""
_NOT_A_LETTER = re.compile(r"[\W_]+")


def squeeze(words: object) -> str:
    """Words as they are compared: letters and digits only; spaces, line breaks, dashes and dots do not count."""
    return _NOT_A_LETTER.sub("", str(words)).casefold().replace("ё", "е")


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
        found = re.findall(r"^### пояснение, п\.(\d+)\n+(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
        return {int(number): words.strip() for number, words in found}


def has_forms(folder: str | Path) -> bool:
    """Whether a pack has forms at all."""
    return (Path(folder) / FILE).is_file()


@lru_cache(maxsize=8)
def load_forms(folder: str | Path) -> Forms:
    """The forms of a pack. PackError where it has none or ``forms.yaml`` is not as it should be."""
    path = Path(folder) / FILE
    try:
        return _forms(Path(folder), _content(path))
    except (KeyError, ValueError, AttributeError, TypeError) as wrong:
        what = str(wrong).strip("'")
        raise PackError(
            Problem(Text(f"не хватает или не годится: {what}", f"missing or wrong: {what}"), Place(str(path)))
        ) from None


def _content(path: Path) -> Any:
    text = read_text(path, PackError)
    name = f"forms-{sha256(text.encode()).hexdigest()[:32]}"
    content = cache.recall(name, "")
    if content is None:
        content, _ = plain(parse(text, str(path), error=PackError))
        cache.keep(name, "", content)
    return content


def _forms(folder: Path, said: Any) -> Forms:
    _only(said, *WORD_KEYS.values(), *LIST_KEYS.values(), *OTHER_KEYS.values())
    facts = said[OTHER_KEYS["facts"]]
    _only(facts, *FACTS_KEYS.values())
    common = {number: _row(number, body) for number, body in said[OTHER_KEYS["rows"]].items()}
    signatures = said[OTHER_KEYS["signatures"]].items()
    words: dict[str, Any] = {attribute: said[key] for attribute, key in WORD_KEYS.items()}
    words |= {attribute: tuple(said[key]) for attribute, key in LIST_KEYS.items()}
    return Forms(
        folder=folder,
        **words,
        signatures={who: None if path == "нет" else path for who, path in signatures},
        facts_title=facts[FACTS_KEYS["title"]],
        facts=tuple(facts[FACTS_KEYS["fields"]]),
        forms={key: _form(key, body, common) for key, body in said[OTHER_KEYS["forms"]].items()},
    )


def _form(key: str, said: Any, common: Mapping[str, FormRow]) -> Form:
    _only(said, *FORM_KEYS.values(), REWORDED)
    other = said.get(REWORDED) or {}
    _only(other, *common)
    return Form(
        key=key,
        **{attribute: said[word] for attribute, word in FORM_KEYS.items()},
        rows={number: _reworded(row, other.get(number)) for number, row in common.items()},
    )


def _reworded(row: FormRow, words: str | None) -> FormRow:
    return evolve(row, words=words) if words else row


def _row(number: str, said: Plain) -> FormRow:
    if isinstance(said, str):
        return FormRow(number, said)
    if not isinstance(said, dict):
        raise ValueError(number)
    _only(said, ROW_TEXT, ROW_POINT, *(key for key, _, _ in ROW_FLAGS.values()))
    flags = {}
    for attribute, (key, word, value) in ROW_FLAGS.items():
        if key in said:
            if said[key] != word:
                raise ValueError(f"{number}: {key}: {said[key]} ({word}?)")
            flags[attribute] = value
    point = said.get(ROW_POINT)
    return FormRow(number, said[ROW_TEXT], point=int(point) if point else None, **flags)


def _only(said: Mapping[str, Any], *known: str) -> None:
    """ValueError where there is a key that is none of the known ones."""
    for key in said:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            raise ValueError(f"{key}{f' ({near[0]}?)' if near else ''}")
