"""What the cases of a pack show of its law: a table, JSON, and the law's text coloured by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from qcrules.law.model import Page
from qcrules.lint.official import official_text
from qcrules.testing.coverage import Coverage, Subject
from qcrules.testing.points import GROUPS, Group
from qcrules.text import Lang, Text

from .paper import Paper

_RULE, _CASES = Text("правило", "rule"), Text("случаи", "cases")
_MISSING = Text("не показано", "not shown")


def as_dict(coverage: Coverage, lang: Lang) -> dict[str, Any]:
    """The counts, and each rule and definition with what no case shows."""
    return {
        "percent": coverage.percent,
        "points": coverage.points,
        "shown": coverage.shown,
        "excused": coverage.excused,
        "rules": [_subject(one, lang) for one in coverage.subjects],
    }


def _subject(one: Subject, lang: Lang) -> dict[str, Any]:
    return {
        "rule": one.id,
        "citations": list(one.citations),
        "page": one.page,
        "source": str(one.place),
        "cases": one.cases,
        "points": len(one.points) - len(one.excused),
        "shown": one.shown,
        "missing": [{"group": point.group, "point": point.words(lang)} for point in one.missing],
        "excused": [
            {"group": point.group, "point": point.words(lang), "reason": one.excuses[point](lang)}
            for point in one.excused
        ],
    }


def render(coverage: Coverage, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """A row a rule, then what is not shown, then the sum."""
    paper = Paper(width=width, colour=colour)
    names = [one.id for one in coverage.subjects]
    room = min(max((len(name) for name in names), default=0), 48)
    head = "  ".join(words(lang).rjust(9) for words in (_CASES, *GROUPS.values()))
    paper.whole(f"{_RULE(lang).ljust(room)}  {head}", style="bold")
    for one in coverage.subjects:
        cells = [str(one.cases), *(_of(one, group) for group in GROUPS)]
        style = "red" if one.missing else "green"
        paper.whole(f"{one.id[:room].ljust(room)}  {'  '.join(cell.rjust(9) for cell in cells)}", style=style)
    for one in coverage.subjects:
        if one.missing:
            paper.gap()
            paper.line(f"{one.id} ({', '.join(one.citations)}), {_MISSING(lang)}:")
            for point in one.missing:
                paper.line(f"{GROUPS[point.group](lang)}: {point.words(lang)}", indent=2, hang=6)
    paper.gap()
    whole = coverage.shown == coverage.points
    paper.whole(_sum(coverage, lang), style="bold green" if whole else "bold red")
    return paper.text()


def _of(one: Subject, group: Group) -> str:
    own = [point for point in one.points if point.group == group and point not in one.excused]
    return f"{sum(one.points[point] for point in own)}/{len(own)}" if own else "·"


def _sum(coverage: Coverage, lang: Lang) -> str:
    percent = f"{coverage.percent}".replace(".", ",")
    words = Text(
        f"показано {coverage.shown} из {coverage.points} ({percent} %)",
        f"{coverage.shown} of {coverage.points} shown ({coverage.percent} %)",
    )
    if not coverage.excused:
        return words(lang)
    why = Text(
        f"; ещё {coverage.excused} показать нельзя, причины на страницах",
        f"; {coverage.excused} more cannot be shown, for reasons given on the pages",
    )
    return words(lang) + why(lang)


# -- HTML ------------------------------------------------------------------------------------------------------


_STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h2 { margin-top: 2.5rem; font-size: 1.15rem; }
p.law { padding: .3rem .8rem; border-left: .4rem solid; margin: .3rem 0; white-space: pre-line; }
.whole { border-color: #2e7d32; background: #eef7ee; } .part { border-color: #ef6c00; background: #fff6ea; }
.none { border-color: #c62828; background: #fdeeee; } .aside { border-color: #9e9e9e; background: #f5f5f5; }
table { border-collapse: collapse; font: 14px sans-serif; margin: .6rem 0; }
td, th { padding: .15rem .6rem; text-align: left; }
td.n { text-align: right; } tr.short td { color: #c62828; }
details { font: 14px sans-serif; margin: .2rem 0 .2rem 1rem; }
"""


def html(coverage: Coverage, lang: Lang) -> str:
    """The law's text, each unit coloured by what the cases show of it, and under each page its rules."""
    title = Text("Что показывают случаи", "What the cases show")(lang)
    official = official_text(Path(coverage.pack.folder))
    units = {unit.words: unit.citation for paragraph in official.values() for unit in paragraph.units}
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{_STYLE}</style></head><body><h1>{escape(coverage.pack.title(lang))}</h1>",
        f"<p>{escape(title)}: {escape(_sum(coverage, lang))}.</p>{_legend(lang)}",
    ]
    for page in _pages(coverage):
        own = [one for one in coverage.subjects if one.page == page.id]
        parts.append(f"<h2>{escape(page.title)}</h2>")
        for line in page.quote:
            unit = units.get(" ".join(line.split()))
            parts.append(_line(line, unit, page, own, coverage, lang))
        parts.append(_table(own, lang))
    return "\n".join([*parts, "</body></html>\n"])


def _pages(coverage: Coverage) -> list[Page]:
    """The pages that were measured, in the order of the law; all of them also where a page has nothing to measure."""
    measured = {one.page for one in coverage.subjects}
    pages = coverage.pack.pages
    if any(page.rules and page.id not in measured for page in pages):
        pages = tuple(page for page in pages if page.id in measured)
    return sorted(pages, key=_in_the_law)


def _in_the_law(page: Page) -> tuple[bool, list[int]]:
    """Numbered paragraphs as they follow each other, then what has other names: forms and annexes."""
    numbers = [int(part) for part in re.findall(r"[0-9]+", page.number)]
    return not page.number[:1].isdigit(), numbers if page.number[:1].isdigit() else []


def _legend(lang: Lang) -> str:
    kinds = {
        "whole": Text("показано всё", "all shown"),
        "part": Text("показано не всё", "not all shown"),
        "none": Text("не показано ничего", "nothing shown"),
        "aside": Text("случаями не проверяется", "not a matter of cases"),
    }
    return "".join(f'<p class="law {name}">{escape(words(lang))}</p>' for name, words in kinds.items())


def _line(
    line: str, unit: str | None, page: Page, own: Sequence[Subject], coverage: Coverage, lang: Lang
) -> str:
    """A unit of the text, coloured by the rules that claim it wherever they stand; without a unit, grey."""
    claims = [one for one in coverage.subjects if unit in one.citations] if unit else []
    reasons = [claim.reason(lang) for claim in page.claims if claim.citation.words == unit]
    said = "; ".join([*(one.id for one in claims), *reasons])
    return f'<p class="law {_shade(claims)}" title="{escape(said)}">{escape(line)}</p>'


def _shade(subjects: Iterable[Subject]) -> str:
    own = list(subjects)
    if not own:
        return "aside"
    if not any(one.missing for one in own):
        return "whole"
    return "part" if any(one.shown for one in own) else "none"


def _table(own: Sequence[Subject], lang: Lang) -> str:
    if not own:
        return ""
    head = "".join(f"<th>{escape(words(lang))}</th>" for words in (_RULE, _CASES, *GROUPS.values()))
    rows = []
    for one in own:
        cells = "".join(f'<td class="n">{_of(one, group)}</td>' for group in GROUPS)
        short = ' class="short"' if one.missing else ""
        rows.append(f'<tr{short}><td>{escape(one.id)}</td><td class="n">{one.cases}</td>{cells}</tr>')
    missing = "".join(
        f"<details><summary>{escape(one.id)}: {escape(_MISSING(lang))} {len(one.missing)}</summary><ul>"
        + "".join(f"<li>{escape(point.words(lang))}</li>" for point in one.missing)
        + "</ul></details>"
        for one in own
        if one.missing
    )
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>{missing}"
