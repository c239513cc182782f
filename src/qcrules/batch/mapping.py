"""A mapping file: whose column is which fact, how its dates are written, what its words mean.

```yaml
столбцы:
  № дела: id
  Дата приказа: {термин: приказ.издан, формат: ["%d.%m.%Y", "%d.%m.%y"]}
  Тип: {термин: вид, слова: {П: плановая, В: внеплановая}}
перенести: [Исполнитель]
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen

from ..errors import PackError, Place, Problem, RecordError, UsageError, nearest
from ..facts.field import Field, WrongValue
from ..facts.words import UNKNOWN_MARK, Nulls, folded, tidy
from ..source import contents
from ..source.bilingual import message
from ..source.diagnostics import Diagnostics
from ..source.shape import GivenKeys, Shape
from ..source.tree import Mapping as Keys
from ..source.tree import Node, Scalar
from ..source.yaml import parse, read_text
from ..text import Lang, Text, shown
from .arrow import as_text
from .schema import ID, Names, flat

_FORMATS = contents.many(contents.word)
_WORDS = contents.by_name(contents.word)
_MIDNIGHT = contents.one_of({"day": "день", "time": "время"})
_COLUMN_CONTENTS = {"term": contents.word, "format": _FORMATS, "words": _WORDS, "midnight": _MIDNIGHT}
COLUMN = Shape.of("column", _COLUMN_CONTENTS)
MAPPING = Shape.of(
    "mapping",
    {
        "columns": contents.by_name(contents.any_of(contents.word, COLUMN.content())),
        "format": _FORMATS,
        "words": _WORDS,
        "midnight": _MIDNIGHT,
        "nulls": contents.one_of({"unknown": "неизвестно", "absent": "нет"}),
        "carry": contents.many(contents.word),
    },
)
_TERM = Text("термин", "term")
_TIME_SIGNS = frozenset("HIMSpfTR")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
"""A digit of another script: Python reads it in a date, records do not."""
_OF_A_PLACE = frozenset("cxX")
"""The signs of a format that mean one thing here and another there (month or day first)."""


@frozen
class Column:
    """One column of somebody's register: which fact it is, how its dates are written, what its words mean."""

    term: str
    formats: tuple[str, ...] = ()
    words: Mapping[str, str] = field(factory=dict)
    midnight_is_day: bool = True
    place: Place | None = field(default=None, eq=False)
    name: str = field(default="", eq=False)

    def said(self, word: Any) -> Any:
        """What a cell of the column says, as a case file would say it; what fits nothing stays as it is."""
        if not isinstance(word, str):
            return word
        if (meaning := self.words.get(folded(word))) is not None:
            return meaning
        for form in self.formats if not _FOREIGN_DIGIT.search(word) else ():
            try:
                moment = datetime.strptime(tidy(word), form)
            except ValueError:
                continue
            with_time = any(f"%{sign}" in form for sign in _TIME_SIGNS)
            if with_time and not (self.midnight_is_day and (moment.hour, moment.minute) == (0, 0)):
                return f"{moment:%Y-%m-%d %H:%M}"
            return f"{moment:%Y-%m-%d}"
        return word


@frozen
class FormatNote:
    """That the dates of a fact stand in a column and are written in some way."""

    fact: Field
    column: str
    formats: str


def with_formats(reason: str, notes: Iterable[FormatNote], lang: Lang) -> str:
    """What is wrong with a row; where a date of a mapped column is none, with how the mapping has it written."""
    for note in notes:
        begins = Text(f"«{note.fact.label.ru}»: `", f"`{note.fact.path}`: `")(lang)
        ends = Text("` — не дата", "` is no date")(lang)
        if re.search(f"{re.escape(begins)}[^`]*{re.escape(ends)}", reason):
            column = shown(note.column)
            words = Text(
                f"в столбце `{column}` и {note.formats}", f"in column `{column}` also {note.formats}"
            )
            reason = f"{reason}; {words(lang)}"
    return reason


@frozen
class RegisterMap:
    """A whole mapping file, by the names of columns in their usual form."""

    columns: Mapping[str, Column] = field(factory=dict)
    carry: Mapping[str, Place | None] = field(factory=dict)
    nulls: Nulls | None = None

    def column(self, name: str) -> Column | None:
        """What is said of a column."""
        return self.columns.get(folded(name)) if self.columns else None

    def format_notes(self, names: Names) -> list[FormatNote]:
        """How the dates of each column are written that has its own way."""
        found = []
        for column in self.columns.values():
            named = names.named(column.term) if column.formats else None
            if named is not None and named.fact.type.is_moment:
                found.append(
                    FormatNote(named.fact, column.name, ", ".join(f"`{one}`" for one in column.formats))
                )
        return found

    def renamed(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """A line of JSON under the names of the vocabulary. RecordError where two of its keys tell the same."""
        if not self.columns:
            return content
        found: dict[str, Any] = {}
        for name, value in content.items():
            column = self.column(name)
            term = column.term if column is not None else name
            if term in found:
                words = Text(f"`{shown(name)}`: уже сказано", f"`{shown(name)}` is given twice")
                raise RecordError(Problem(words))
            found[term] = column.said(value) if column is not None else value
        return found


def read_mapping(
    path: Path, names: Names, unfit: Callable[[RegisterMap], Iterable[Problem]] = lambda found: ()
) -> RegisterMap:
    """A mapping file. UsageError lists everything that is wrong in it, and how it does not fit (``unfit``)."""
    reader = _MappingReader(Diagnostics(), names)
    found = reader.read(parse(read_text(path), str(path), error=PackError))
    if reader.diagnostics.problems:
        raise UsageError([*reader.diagnostics.problems, *unfit(found)])
    return found


@frozen
class _MappingReader:
    """Reads a mapping file; what is wrong with it is noted."""

    diagnostics: Diagnostics
    names: Names

    def read(self, top: Node) -> RegisterMap:
        given = MAPPING.given(self.diagnostics, top)
        given.told_missing()
        usual = Column("", self.formats(given), self.words(given, None), given["midnight"] != "time")
        found: dict[str, Column] = {}
        terms: dict[Any, str] = {}
        for name, entry in (given["columns"] or {}).items():
            column = self.column(entry.value, usual)
            if column is None:
                continue
            named = self.names.named(column.term)
            tells: Any = (
                ID if column.term == ID or named is None else (named.fact.path, named.role, named.cell)
            )
            if tells in terms:
                self.diagnostics.note(entry.key, "term-twice", column.term, terms[tells])
            if folded(name) in found:
                self.diagnostics.note(entry.key, "given-twice", name)
            terms.setdefault(tells, name)
            found[folded(name)] = evolve(column, place=entry.key.place, name=name)
        carried = given.value("carry")
        carry = dict.fromkeys(map(tidy, given["carry"] or ()), carried.place if carried else None)
        return RegisterMap(found, carry, given["nulls"])

    def column(self, node: Node, usual: Column) -> Column | None:
        """What is said of a column: its term, or a mapping; None where it is wrong (noted)."""
        before = len(self.diagnostics.problems)
        given = COLUMN.given(self.diagnostics, node) if isinstance(node, Keys) else None
        if given is not None and given.told_missing():
            return None
        term: str = (given["term"] or "") if given else self.diagnostics.text(node, _TERM)
        where = (given.value("term") if given else None) or node
        if len(self.diagnostics.problems) > before:
            return None
        if term == UNKNOWN_MARK:
            self.diagnostics.note(where, "not-answered", term)
            return None
        named = self.names.named(term)
        if folded(term) != ID and named is None:
            self.diagnostics.note(where, "unknown-term", term, self.names.near(term))
            return None
        if given is None:
            return evolve(usual, term=term)
        formats = self.formats(given) or usual.formats
        words = {
            **usual.words,
            **self.words(given, named.fact if named is not None and not named.role else None),
        }
        midnight = usual.midnight_is_day if "midnight" not in given else given["midnight"] != "time"
        return Column(term, formats, words, midnight)

    def formats(self, given: GivenKeys) -> tuple[str, ...]:
        """How dates are written; one that cannot write a day is noted."""
        found = tuple(given["format"] or ())
        for form in found:
            node = given.value("format")
            if "%z" in form or "%Z" in form:
                self.diagnostics.note(node, "zone-format", form)
            elif not _writes_days(form):
                self.diagnostics.note(node, "bad-format", form)
        return found

    def words(self, given: GivenKeys, fact: Field | None) -> dict[str, str]:
        """What words mean; one that is no value of the fact, or is not answered yet, is noted."""
        found: dict[str, str] = {}
        for word, entry in (given["words"] or {}).items():
            node = entry.value
            said = self.diagnostics.text(node, Text.same(f"`{word}`"))
            if not isinstance(node, Scalar):
                continue
            if said in ("", UNKNOWN_MARK):
                self.diagnostics.note(node, "not-answered", word)
                continue
            if fact is not None:
                try:
                    fact.type.given(fact, said)
                except WrongValue as wrong:
                    self.diagnostics.note(node, "no-such-meaning", word, said, wrong.messages[0])
            if found.setdefault(folded(word), said) != said:
                self.diagnostics.note(entry.key, "given-twice", word)
        return found


_PROBE = datetime(2014, 12, 27, 15, 46)


def _writes_days(form: str) -> bool:
    """Can a day, and its time where that is written, be written so and read again? Twelve hours need «%p»."""
    if any(f"%{sign}" in form for sign in _OF_A_PLACE):
        return False
    try:
        written = _PROBE.strftime(form)
        if written == _PROBE.replace(year=_PROBE.year + 1).strftime(form):
            return False  # it holds no year, and Python warns of reading such a day
        read = datetime.strptime(written, form)
    except ValueError:
        return False
    says_time = "%p" in form or any(f"%{sign}" in form for sign in _TIME_SIGNS)
    return read.date() == _PROBE.date() and (not says_time or read.hour == _PROBE.hour)


def mapped(batch: pa.RecordBatch, mapping: RegisterMap, file: str) -> pa.RecordBatch:
    """A batch with the columns of the vocabulary. UsageError where the file lacks a column that the mapping names."""
    if missing := missing_columns(batch, mapping, file):
        raise UsageError(missing)
    if not mapping.columns:
        return batch
    names, columns = [], []
    for name, values in _flat(batch):
        column = mapping.column(name)
        names.append(name if column is None else column.term)
        columns.append(values if column is None else _said(values, column))
    return pa.RecordBatch.from_arrays(columns, names=names)


def _flat(batch: pa.RecordBatch) -> list[tuple[str, Any]]:
    return [one for pair in zip(batch.schema.names, batch.columns, strict=True) for one in flat(*pair)]


def missing_columns(batch: pa.RecordBatch, mapping: RegisterMap, file: str) -> list[Problem]:
    """The columns that a mapping names and a file lacks."""
    pairs = _flat(batch)
    there = {folded(name) for name, _ in pairs}
    whole = there | {folded(name) for name in batch.schema.names}
    asked = [(column.name, column.place, there) for column in mapping.columns.values()]
    asked += [(name, place, whole) for name, place in mapping.carry.items()]
    return [
        Problem(message("no-such-column").filled(name, file, nearest(name, known)), place)
        for name, place, known in asked
        if folded(name) not in known
    ]


def _said(values: Any, column: Column) -> Any:
    """The cells of a column, each distinct one read once; cells that are no text stay what they are."""
    text = pa.types.is_dictionary(values.type) or pa.types.is_string(values.type)
    text = text or pa.types.is_large_string(values.type)
    if not (column.words or (column.formats and text)):
        return values
    encoded = pc.dictionary_encode(as_text(values))
    words = [column.said(word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


__all__ = ["Column", "RegisterMap", "mapped", "read_mapping"]
