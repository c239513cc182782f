"""A first draft of a pack or of a page, with cases that pass, for its author to change. The drafts are the files
in ``ru`` and ``en``, with ``$names`` to be filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Template

from qcrules.errors import UsageError
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.law.model import Pack, choice_of
from qcrules.lint.official import official_text
from qcrules.text import Lang, Text
from qcrules.time.calendar import Calendar, load_calendar
from qcrules.time.counting import Counting
from qcrules.time.months import FIRST, LAST
from qcrules.time.term import Term, Unit

_PACK_FILES = ("pack.yaml", "vocabulary.yaml", "calendar.yaml", "source.md")
_USUAL_CALENDAR: Mapping[Lang, str] = {"ru": "KZ", "en": "weekends"}
_TERM = Term(5, Unit.WORKING_DAY)


def new_pack(folder: Path, lang: Lang, calendar: str | None = None) -> dict[str, str]:
    """The files of a new pack by their names. UsageError where the folder is taken or its name will not do."""
    name = folder.name
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise UsageError.of(
            f"`{name}`: имя свода — латинские строчные буквы, цифры и дефис, например `my-rules`",
            f"`{name}`: the name of a pack has lower-case latin letters, digits and hyphens, such as `my-rules`",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError.of(f"{folder} уже есть и не пуста", f"{folder} is there already, and is not empty")
    days_off = load_calendar(calendar or _USUAL_CALENDAR[lang])
    given = {"name": name, "calendar": _as_yaml(days_off.id)}
    files = {file: _draft(lang, file, given) for file in _PACK_FILES}
    what, start = ("отвечено", "получено") if lang == "ru" else ("answered_at", "received_at")
    facts = _Events(what, start, Text(what, "answered"), Text(start, "received"), "answered")
    official = files["source.md"].rpartition("\n\n")[2].strip()
    bearer = "орган" if lang == "ru" else "authority"
    files["p01.md"] = _page(
        lang, "1", "п.1" if lang == "ru" else "s.1", [official], facts, bearer, date(2020, 1, 1), days_off
    )
    return files


def new_page(pack: Pack, words: str, kind: str | None = None) -> tuple[Path, str]:
    """The file of a new page and its draft. UsageError where the provision is no number or has a page."""
    cited = pack.documents.named(pack.documents.spoken(words))
    if cited is None or not cited.numbers or cited.words != cited.paragraph_words:
        example = pack.documents.example
        raise UsageError.of(
            f"`{words}` — не номер пункта; пишите, например, {example}",
            f"`{words}` is no number of a paragraph; write, say, {example}",
        )
    number = "-".join(cited.numbers.values())
    taken = next((page for page in pack.pages if page.words == cited.words), None)
    file = Path(pack.folder, f"{_id(number)}.md")
    if taken is not None or file.exists():
        there = taken.file if taken is not None else file
        raise UsageError.of(
            f"страница этого пункта уже есть: {there}", f"that paragraph has a page already: {there}"
        )
    paragraph = official_text(Path(pack.folder), pack.documents).get(cited.words)
    quote = [line.words for line in paragraph.lines] if paragraph is not None else [_NO_TEXT(pack.lang)]
    validity = pack.validity[choice_of(pack.validity_readings, pack.defaults())]
    bearer = next(iter(pack.bearers), None)
    days_off = load_calendar(pack.calendar_name, pack.corrections)
    start = date.fromordinal(max(FIRST, validity.first.toordinal()))
    draft = _page(pack.lang, number, cited.words, quote, _two_events(pack, kind), bearer, start, days_off)
    return file, draft if kind is None else _of_kind(draft, pack.lang, kind)


_NO_TEXT = Text(
    "Слова закона, буква в букву (и в source.md под заголовком этого пункта).",
    "The words of the law, to the letter (and in source.md under the heading of this section).",
)


class _Events:
    """The two events that the drafted rule speaks of: as the rule names them, and as people say them."""

    def __init__(self, what: str, start: str, said: Text, began: Text, slug: str) -> None:
        self.what, self.start, self.said, self.began, self.slug = what, start, said, began, slug


def _two_events(pack: Pack, word: str | None) -> _Events:
    kind = pack.vocabulary.kind(word) if word else next(iter(pack.vocabulary.kinds.values()), None)
    if kind is None:
        known = ", ".join(pack.vocabulary.kind_words())
        raise UsageError.of(
            f"вида записи `{word}` нет; есть: {known}", f"no kind of record `{word}`; there are: {known}"
        )
    events = [part for part in kind.root.walk() if part.type is Type.EVENT and part.list_path is None]
    if len(events) < 2:
        raise UsageError.of(
            "черновику правила нужны два события в vocabulary.yaml",
            "the drafted rule needs two events in vocabulary.yaml",
        )
    start, what = events[:2]

    def name(event: Field) -> str:
        return event.label.ru if pack.lang == "ru" else event.path

    return _Events(name(what), name(start), what.label, start.label, what.key.replace("_", "-"))


def _page(
    lang: Lang,
    number: str,
    cited: str,
    quote: list[str],
    facts: _Events,
    bearer: str | None,
    validity: date,
    calendar: Calendar,
) -> str:
    day = _working_day(validity, calendar)
    due = Counting(_TERM).due_day(day, calendar)
    key = "обязан" if lang == "ru" else "bearer"
    given = {
        "id": _id(number),
        "cited": cited,
        "quote": "\n>\n".join(f"> {words}" for words in quote),
        "what": facts.what,
        "start": facts.start,
        "what_en": facts.said.en,
        "start_en": facts.began.en,
        "slug": facts.slug.lower(),
        "bearer": f"  {key}: {bearer}\n" if bearer else "",
        "day": str(date.fromordinal(day)),
        "due": str(date.fromordinal(due)),
        "late": str(date.fromordinal(due + 1)),
    }
    return _draft(lang, "page.md", given)


def _working_day(validity: date, calendar: Calendar) -> int:
    """A working day a month after the regulation came into force."""
    day = min(max(validity.toordinal() + 31, calendar.first), LAST - 60)
    return calendar.nth(calendar.before(day) + 1)


def _id(number: str) -> str:
    return f"p{number.lower().zfill(2)}"


def _of_kind(page: str, lang: Lang, kind: str) -> str:
    head, line, rest = page.partition("\n---\n# ")
    return f"{head}\n{'вид' if lang == 'ru' else 'kind'}: {kind}{line}{rest}"


def _as_yaml(calendar: str) -> str:
    parts = calendar.split("+")
    return f"[{', '.join(parts)}]" if len(parts) > 1 else calendar


def _draft(lang: Lang, file: str, given: Mapping[str, str]) -> str:
    return Template((Path(__file__).parent / lang / file).read_text(encoding="utf-8")).substitute(given)
