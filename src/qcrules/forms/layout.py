"""How a pack's forms look on paper: ``forms.yaml`` of the pack's folder → layouts. No form is known here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from ..errors import PackError, Place, Problem
from ..loading import cache
from ..loading.node import Plain, plain
from ..loading.source import parse, read_text
from ..text import Text

FILE = "forms.yaml"
_YES = "да"
_NOT_A_LETTER = re.compile(r"[\W_]+")


def squeeze(words: object) -> str:
    """Words as they are compared: letters and digits only; spaces, line breaks, dashes and dots do not count."""
    return _NOT_A_LETTER.sub("", str(words)).casefold().replace("ё", "е")


@frozen(eq=False)
class Row:
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
    rows: Mapping[str, Row]
    by_words: Mapping[str, Row] = field(init=False)

    @by_words.default
    def _by_words(self) -> Mapping[str, Row]:
        return {squeeze(row.words): row for row in self.rows.values()}

    def parts(self, row: Row) -> list[Row]:
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
    common = {number: _row(number, body) for number, body in said["строки"].items()}
    return Forms(
        folder=folder,
        record=said["запись"],
        sheet=said["лист"],
        periodicity=said["периодичность"],
        addressee=said["куда"],
        term=said["срок"],
        number=said["номер"],
        activities=said["мероприятия"],
        quarters=tuple(said["кварталы"]),
        months=tuple(said["месяцы"]),
        total=said["всего"],
        including=said["в_том_числе"],
        service=said["услуга"],
        stamp=said["печать"],
        signatures={who: None if path == "нет" else path for who, path in said["подписи"].items()},
        facts_title=said["сведения"]["заголовок"],
        facts=tuple(said["сведения"]["поля"]),
        forms={key: _form(key, body, common) for key, body in said["формы"].items()},
    )


def _form(key: str, said: Any, common: Mapping[str, Row]) -> Form:
    other = said.get("строки") or {}
    return Form(
        key=key,
        index=said["индекс"],
        annex=said["приложение"],
        title=said["название"],
        submitters=said["представляют"],
        explanation=said["пояснение"],
        rows={number: _reworded(row, other.get(number)) for number, row in common.items()},
    )


def _reworded(row: Row, words: str | None) -> Row:
    return evolve(row, words=words) if words else row


def _row(number: str, said: Plain) -> Row:
    if isinstance(said, str):
        return Row(number, said)
    if not isinstance(said, dict):
        raise ValueError(number)
    point = said.get("пояснение")
    return Row(
        number,
        said["текст"],
        adds_up=said.get("части") == "сумма",
        services=said.get("услуги") == _YES,
        figures=said.get("числа") != "нет",
        words_allowed=said.get("слова") == _YES,
        balance=said.get("всего") == "остаток",
        point=int(point) if point else None,
    )
