"""What the try-it page asks of qcrules in the browser: one text in, one text out; the same findings as everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve

from qcrules.errors import InputError, QcrulesError
from qcrules.facts.moments import exact
from qcrules.finding import Assessment
from qcrules.judge.check import check
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.law.lookup import kind_named
from qcrules.law.page import Page
from qcrules.scaffold.case import blank_case
from qcrules.testing.cases.saved import case_file
from qcrules.text import Lang

from .entry import form, put


def quoted(pack: str) -> list[dict[str, Any]]:
    """The words of a pack's pages, to be shipped: a browser need not read the pages again."""
    return [
        {"id": one.id, "number": one.number, "title": one.title, "quote": one.quote, "rules": one.rules}
        for one in load_rules(pack).pack.pages
    ]


def rulebook(pack: str, pages: list[dict[str, Any]]) -> Rulebook:
    """A rulebook whose pages are what was shipped of them: their words and the names of their rules."""
    book = load_rules(pack)
    made = tuple(
        Page(
            id=one["id"],
            number=one["number"],
            title=one["title"],
            kinds=(),
            quote=tuple(one["quote"]),
            prose="",
            why_not="",
            later=None,
            claims=(),
            readings=(),
            rules=tuple(one["rules"]),
            tables=(),
            file="",
        )
        for one in pages
    )
    object.__setattr__(book, "pack", evolve(book.core, pages=made))
    return book


def answered(words: str, lang: Lang, book: Rulebook, as_of: str = "", what_if: bool = False) -> str:
    """The answer to a record that was typed in, as JSON: the report, the verdicts, the dates that can be moved.

    Where the record is wrong: its problems, each with its line. ``what_if``: the report with the smallest changes,
    which take longer.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / ("case.json" if words.lstrip().startswith("{") else "case.yaml")
        file.write_text(words, encoding="utf-8")

        def answer() -> dict[str, Any]:
            found = check(file, rules=book, as_of=as_of or None, lang=lang, engine="reference")
            return _answer(found, what_if, file)

        return _told(answer, lang)


def drawn(words: str, lang: Lang, book: Rulebook) -> str:
    """The record in a text as a form, as JSON; where the text is wrong its problems."""
    return _told(lambda: form(words, lang, book), lang)


def filled(words: str, lang: Lang, book: Rulebook, path: str, said: str, value: Any) -> str:
    """The text after a field of the form was changed, and the form anew, as JSON."""

    def fill() -> dict[str, Any]:
        text = put(words, path, said, value, book)
        return {"words": text, "form": form(text, lang, book)}

    return _told(fill, lang)


def _told(answer: Callable[[], dict[str, Any]], lang: Lang) -> str:
    """An answer, or what is wrong, each problem with its line."""
    try:
        return json.dumps(answer(), ensure_ascii=False)
    except InputError as wrong:
        problems = [{**one.to_dict(lang), "file": None} for one in wrong.problems]
    except (QcrulesError, ValueError) as wrong:
        told = wrong.words(lang) if isinstance(wrong, QcrulesError) else str(wrong)
        problems = [{"message": told, "line": None}]
    return json.dumps({"problems": problems}, ensure_ascii=False)


def _answer(found: Assessment, what_if: bool, file: Path) -> dict[str, Any]:
    shown = evolve(found, source=None)
    return {
        "html": shown.to_html(what_if=what_if).replace(str(file.parent) + "/", ""),
        "verdicts": {
            f"{one.citation} {one.rule} {one.item or ''}".strip(): [
                str(one.verdict),
                one.verdict.words(found.lang),
            ]
            for one in found.findings
        },
        "violated": len(found.violations),
        "dates": _dates(found),
        "case": case_file([(found.basis.given, found)], Path("case.yaml")),
        "receipt": found.pack["id"],
    }


def _dates(found: Assessment) -> list[dict[str, Any]]:
    """The days of the record, each with its line: those that a person may move to see what changes."""
    rows = []
    for one in found.basis.facts.recorded.values():
        place = found.basis.facts.places(one.trail)
        if (
            one.field.type.is_moment
            and isinstance(one.value, str | date)
            and place is not None
            and place.line
        ):
            try:
                known = exact(one.field.type.spans(one.field, one.value)[0])
            except Exception:  # «нет», «?», a month: nothing that a day could be put in place of
                continue
            if known is not None:
                day = known.strftime("%Y-%m-%d")
                rows.append({"label": one.field.label(found.lang), "day": day, "line": place.line})
    return rows


def blank(kind: str, lang: Lang, book: Rulebook) -> str:
    """A blank record of a kind."""
    return blank_case(kind_named(book.core, kind), lang)


def kinds(lang: Lang, book: Rulebook) -> list[list[str]]:
    """The kinds of records that a pack judges: the key and the words of each."""
    return [[one.key, one.term(lang)] for one in book.core.vocabulary.kinds.values()]
