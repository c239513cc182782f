"""A mapping file that may fit a register: the words of its headings and of the vocabulary, and what its cells hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from attrs import frozen

from .. import harmless
from ..facts.field import Field, WrongValue
from ..facts.types import Type
from ..facts.words import BLANK, UNKNOWN_MARK, folded
from ..source.shape import Shape
from ..text import Lang, Text, shown
from .arrow import as_text
from .mapping import COLUMN, MAPPING
from .schema import ID, Names

_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%Y.%m.%d", "%d.%m.%Y %H:%M")
_DATES = frozenset({"дата", "день", "дате", "когда", "date", "day", "от"})
_SILENT = frozenset("о об в на по и с к из для кем чей да нет п the of on by at in кол во".split())  # noqa: SIM905
_GENERAL = {"номер": 0.6, "вид": 0.6, "наим": 0.5, "орга": 0.6, "форм": 0.7, "срок": 0.7, "подп": 0.8}
_ALIKE = {"увед": "изве", "нача": "перв", "окон": "посл", "издан": "изда", "назв": "наим", "орган": "орга"}
"""Other words of offices for words of the vocabulary, by their stems."""

_SURE, _LIKELY, _APART, _SAME = 0.85, 0.5, 0.15, 0.02


def as_columns(lines: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    """The keys of some lines of JSON, and what stands under them, as columns of text."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    columns = [
        pa.array([None if line.get(name) is None else shown(line[name]) for line in lines], pa.string())
        for name in names
    ]
    return pa.RecordBatch.from_arrays(columns, names=names)


@frozen
class _Guess:
    """That a column is a fact: how likely, and why."""

    score: float
    alike: float
    column: int
    term: str
    fact: Field | None
    why: Text


def guess(batch: pa.RecordBatch, names: Names, lang: Lang) -> str:
    """A mapping file for the columns of a register, to be read by a person before it is used."""
    columns = [_texts(column) for column in batch.columns]
    headings = list(batch.schema.names)
    all_ = [one for n, name in enumerate(headings) for one in _guesses(n, name, columns[n], names, lang)]
    taken: dict[int, _Guess] = {}
    terms: set[str] = set()
    for one in sorted(all_, key=lambda one: -one.score):
        if one.score >= _LIKELY and one.column not in taken and one.term not in terms:
            taken[one.column] = one
            terms.add(one.term)
    lines = [f"{_word(MAPPING, 'columns', lang)}:"]
    for number, name in enumerate(headings):
        found = taken.get(number)
        if not name:  # no mapping can name it
            continue
        if found is None:
            lines.append(f"  # {_quoted(name)}: ?")
            continue
        others = [one for one in all_ if one.column == number and one.term != found.term]
        equal = [one.term for one in others if found.score - one.score < _SAME and one.term not in terms]
        if equal:  # a person knows
            asked = Text("одно из", "one of")(lang)
            lines.append(f'  {_quoted(name)}: "?"  # {asked}: {", ".join([found.term, *equal])}')
            continue
        least = max((one.score for one in others), default=0)
        sure = found.alike >= _SURE and found.score - least >= _APART
        lines.append(
            f"  {_quoted(name)}: {_said(found, columns[number], lang)}{'' if sure else _mark(found, lang)}"
        )
    return "\n".join(lines) + "\n"


def _mark(found: _Guess, lang: Lang) -> str:
    likely = Text("похоже", "likely")(lang)
    return f"  # {likely}, {round(100 * min(found.score, 0.99))} %: {harmless.line(found.why(lang))}"


def _said(found: _Guess, values: Sequence[str], lang: Lang) -> str:
    """What the mapping says of a column: its term, and how its dates are written or what its words mean."""
    fact, term = found.fact, f"{_word(COLUMN, 'term', lang)}: {found.term}"
    form = _format(values) if fact is not None and fact.type.is_moment else None
    if form is not None and fact is not None and not _fits(fact, values):
        return f"{{{term}, {_word(COLUMN, 'format', lang)}: {_quoted(form)}}}"
    if fact is not None and fact.type is Type.CHOICE:
        strange = [word for word in dict.fromkeys(values) if not _accepted(fact, word)][:12]
        if strange:
            asked = ", ".join(f"{_quoted(word)}: ?" for word in strange)
            return f"{{{term}, {_word(COLUMN, 'words', lang)}: {{{asked}}}}}"
    return found.term


def _word(shape: Shape, key: str, lang: Lang) -> str:
    """The word of a key in a language."""
    return Text(shape.by_key[key].ru, shape.by_key[key].en)(lang)


def _guesses(number: int, heading: str, values: Sequence[str], names: Names, lang: Lang) -> Iterable[_Guess]:
    """What a column may be, with how likely it is."""
    named = names.named(heading)
    if named is not None:
        plain = not named.role and named.cell is None
        said = (
            Text(named.fact.label.ru, names.inner_path(names.kind.root, named.fact))(lang)
            if plain
            else heading
        )
        term = ID if names.is_id(heading) else said
        if not named.fact.type.has_fields:
            yield _Guess(2, 1, number, term, named.fact, Text("слово словаря", "a word of the vocabulary"))
            return
    if folded(heading) in (ID, "номер", "№", "№ дела", "№ п/п", "номер п/п"):
        yield _Guess(1.5, 1, number, ID, None, Text("номер строки", "the number of the row"))
        return
    own = _stems(heading)
    dated = not _DATES.isdisjoint(re.findall(r"\w+", folded(heading)))
    free = _stems(names.kind.term.ru) | _stems(names.kind.key)
    for fact in names.kind.root.walk():
        if (
            not fact.path
            or fact.list_path != names.kind.root.list_path
            or fact.type.has_fields
            or fact.type.has_items
        ):
            continue
        score, common = _alike(own, fact, free, names)
        if not common:
            continue
        moment = fact.type.is_moment
        if dated and not moment:
            score *= 0.5
        alike = score
        score, told = _by_values(score, fact, values)
        term = names.inner_path(names.kind.root, fact)
        label = fact.label.ru if lang == "ru" else term
        words = ", ".join(sorted(common))
        why = Text(f"слова {words}…{told.ru}", f"words {words}…{told.en}")
        yield _Guess(score, alike, number, ID if term == ID else label, fact, why)


def _alike(own: set[str], fact: Field, free: set[str], names: Names) -> tuple[float, set[str]]:
    """How much the words of a heading and of a field have in common, and which."""
    best: tuple[float, set[str]] = (0.0, set())
    for words in (fact.label.ru, fact.label.en, fact.path.replace("_", " ").replace(".", " ")):
        theirs = _stems(words)
        common = own & theirs
        if not common - free:
            continue
        all_said = _weight(own, free) + _weight(theirs, free & own)  # what only the fact says sets it apart
        score = 2 * _weight(common, free) / max(all_said, 0.1)
        best = max(best, (score, common), key=lambda one: one[0])
    return best


def _weight(stems: Iterable[str], free: set[str]) -> float:
    return sum(0.15 if one in free else _GENERAL.get(one, 1.0) for one in stems)


def _by_values(score: float, fact: Field, values: Sequence[str]) -> tuple[float, Text]:
    """The same, the more likely for what the cells hold."""
    if not values:
        return score, Text("", "")
    if fact.type is Type.TEXT:
        dates = _format(values) is not None or all(re.match(r"\d{4}-\d\d-\d\d", one) for one in values)
        return score * (0.3 if dates else 1), Text("", "")
    fits = _fits(fact, values) or (fact.type.is_moment and _format(values) is not None)
    if not fits:
        return score * (0.9 if fact.type is Type.CHOICE else 0.3), Text("", "")
    more = 0.2 if fact.type in (Type.CHOICE, Type.SET) else 0.1
    return score + more, Text(", и значения подходят", ", and its cells fit")


def _fits(fact: Field, values: Sequence[str]) -> bool:
    """Does the field take most of the values?"""
    some = values[:50]
    return sum(_accepted(fact, one) for one in some) * 2 > len(some)


def _accepted(fact: Field, word: str) -> bool:
    try:
        said = fact.type.given(fact, word, "unknown")
    except WrongValue:
        return False
    return said not in (BLANK, UNKNOWN_MARK)


def _format(values: Sequence[str]) -> str | None:
    """How the dates of a column are written, where one way fits most."""
    some = values[:50]
    for form in _FORMATS:
        if sum(_written_so(one, form) for one in some) * 2 > len(some):
            return form
    return None


def _written_so(word: str, form: str) -> bool:
    try:
        datetime.strptime(word, form)
    except ValueError:
        return False
    return True


def _stems(words: str) -> set[str]:
    """The beginnings of the words that say something, as they are compared."""
    found = set()
    for word in re.findall(r"[^\W\d_]+|№", folded(words)):
        short = word.rstrip("аеиоуыюя") if 3 < len(word) < 5 else word
        stem = "номе" if word == "№" else short[:4]
        if (word not in _SILENT and word not in _DATES) or word == "№":
            found.add(_ALIKE.get(stem, stem))
    return found


def _texts(column: Any) -> list[str]:
    text = as_text(column.slice(0, 1000))
    cells = [] if text is None else text.to_pylist()
    return [one.strip() for one in cells if one is not None and one.strip()]


def _quoted(word: str) -> str:
    plain = re.fullmatch(r"[\w .]+", word) and not word[:1].isdigit()
    return word if plain else harmless.json(json.dumps(word, ensure_ascii=False))
