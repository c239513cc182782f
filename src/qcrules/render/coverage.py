"""What the cases of a pack show of its law: a table, JSON, and the law's text coloured by it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from qcrules.law.page import Page
from qcrules.lint.official import official_text
from qcrules.testing.coverage import CaseCoverage, CoveredPart
from qcrules.testing.coverage.targets import KINDS, TargetKind
from qcrules.text import Lang, Text

from .layout import TextLayout
from .markdown import Markdown

_RULE, _COLUMNS = Text("правило", "rule"), (Text("случаи", "cases"), *KINDS.values())
_MISSING = Text("не показано", "not shown")


def as_dict(coverage: CaseCoverage, lang: Lang) -> dict[str, Any]:
    """The counts, and each rule and definition with what no case shows."""
    return {
        "percent": coverage.percent,
        "points": coverage.targets,
        "shown": coverage.shown,
        "excused": coverage.waived,
        "rules": [_subject(one, lang) for one in coverage.parts],
    }


def _subject(one: CoveredPart, lang: Lang) -> dict[str, Any]:
    return {
        "rule": one.id,
        "citations": list(one.citations),
        "page": one.page,
        "source": str(one.place),
        "cases": one.cases,
        "points": len(one.targets) - len(one.waived),
        "shown": one.shown,
        "missing": [{"group": target.kind, "point": target.words(lang)} for target in one.missing],
        "excused": [
            {"group": target.kind, "point": target.words(lang), "reason": one.waivers[target](lang)}
            for target in one.waived
        ],
    }


def render(coverage: CaseCoverage, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """A row a rule, then what is not shown, then the sum."""
    layout = TextLayout(width=width, colour=colour)
    names = [one.id for one in coverage.parts]
    room = min(max((len(name) for name in names), default=0), 48)
    head = "  ".join(words(lang).rjust(9) for words in _COLUMNS)
    layout.whole(f"{_RULE(lang).ljust(room)}  {head}", style="bold")
    for one in coverage.parts:
        cells = "  ".join(cell.rjust(9) for cell in _cells(one))
        layout.whole(f"{one.id[:room].ljust(room)}  {cells}", style="red" if one.missing else "green")
    for one in coverage.parts:
        if one.missing:
            layout.gap()
            layout.line(f"{one.id} ({', '.join(one.citations)}), {_MISSING(lang)}:")
            for target in one.missing:
                layout.line(f"{KINDS[target.kind](lang)}: {target.words(lang)}", indent=2, hang=6)
    layout.gap()
    whole = coverage.shown == coverage.targets
    layout.whole(_sum(coverage, lang), style="bold green" if whole else "bold red")
    return layout.text()


def _cells(one: CoveredPart) -> list[str]:
    """The numbers of a rule: its cases, and what is shown of each group."""
    return [str(one.cases), *(_of(one, kind) for kind in KINDS)]


def _of(one: CoveredPart, kind: TargetKind) -> str:
    own = [target for target in one.targets if target.kind == kind and target not in one.waived]
    return f"{sum(one.targets[target] for target in own)}/{len(own)}" if own else "·"


def _sum(coverage: CaseCoverage, lang: Lang) -> str:
    percent = f"{coverage.percent}".replace(".", ",")
    words = Text(
        f"показано {coverage.shown} из {coverage.targets} ({percent} %)",
        f"{coverage.shown} of {coverage.targets} shown ({coverage.percent} %)",
    )
    if not coverage.waived:
        return words(lang)
    why = Text(
        f"; ещё {coverage.waived} показать нельзя, причины на страницах",
        f"; {coverage.waived} more cannot be shown, for reasons given on the pages",
    )
    return words(lang) + why(lang)


# -- the law's text, coloured ---------------------------------------------------------------------------------------

_SHADES = {
    "whole": Text("показано всё", "all shown"),
    "part": Text("показано не всё", "not all shown"),
    "none": Text("не показано ничего", "nothing shown"),
    "aside": Text("случаями не проверяется", "not a matter of cases"),
}


def html(coverage: CaseCoverage, lang: Lang) -> str:
    """The law's text, each unit coloured by what the cases show of it, and under each page its rules."""
    title = Text("Что показывают случаи", "What the cases show")(lang)
    official = official_text(Path(coverage.pack.folder), coverage.pack.documents)
    units = {unit.words: unit.citation for paragraph in official.values() for unit in paragraph.units}
    page = Markdown(exact=True)
    page.heading(page.plain(coverage.pack.title(lang)), 1)
    page.block(page.plain(f"{title}: {_sum(coverage, lang)}."))
    for shade, words in _SHADES.items():
        _coloured(page, words(lang), shade)
    for one in _pages(coverage):
        page.heading(page.plain(one.title))
        for line in one.quote:
            unit = units.get(" ".join(line.split()))
            claims = [subject for subject in coverage.parts if unit and unit in subject.citations]
            reasons = [claim.reason(lang) for claim in one.claims if claim.citation.words == unit]
            _coloured(page, line, _shade(claims), "; ".join([*(claim.id for claim in claims), *reasons]))
        _rules(page, [subject for subject in coverage.parts if subject.page == one.id], lang)
    return page.html(title, lang)


def _pages(coverage: CaseCoverage) -> list[Page]:
    """The pages that were measured, in the order of the law; all of them also where a page has nothing to measure."""
    measured = {one.page for one in coverage.parts}
    pages = coverage.pack.pages
    if any(page.rules and page.id not in measured for page in pages):
        pages = tuple(page for page in pages if page.id in measured)
    return sorted(pages, key=_in_the_law)


def _in_the_law(page: Page) -> tuple[bool, tuple[object, ...]]:
    """Paragraphs as they follow each other in the texts, then what cites none."""
    return page.citation is None, page.citation.place if page.citation else ()


def _coloured(page: Markdown, words: str, shade: str, hint: str = "") -> None:
    title = f' title="{escape(hint)}"' if hint else ""
    page.block(f'<div class="law {shade}"{title}>')
    page.block(page.plain(words))
    page.block("</div>")


def _shade(subjects: Sequence[CoveredPart]) -> str:
    """How much is shown of a unit, by the rules that claim it wherever they stand."""
    if not subjects:
        return "aside"
    if not any(one.missing for one in subjects):
        return "whole"
    return "part" if any(one.shown for one in subjects) else "none"


def _rules(page: Markdown, subjects: Sequence[CoveredPart], lang: Lang) -> None:
    """A row a rule, and what is not shown of each."""
    if not subjects:
        return
    page.table(
        [_RULE(lang), *(words(lang) for words in _COLUMNS)], map(_row, subjects), numbers=len(_COLUMNS)
    )
    for one in subjects:
        if one.missing:
            summary = escape(f"{one.id}: {_MISSING(lang)} {len(one.missing)}")
            page.block(f"<details>\n<summary>{summary}</summary>")
            page.items(page.plain(target.words(lang)) for target in one.missing)
            page.block("</details>")


def _row(one: CoveredPart) -> list[str]:
    """The numbers of a rule, in bold where not all is shown."""
    short = {KINDS[target.kind] for target in one.missing}
    cells = zip(_COLUMNS, _cells(one), strict=True)
    return [f"`{one.id}`", *(f"**{cell}**" if column in short else cell for column, cell in cells)]
