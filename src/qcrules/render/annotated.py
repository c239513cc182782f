"""A whole pack as one text that can be printed: the law left, how it is read right, cases folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qcrules.finding import Force
from qcrules.law.lookup import quoted
from qcrules.law.model import Pack
from qcrules.law.page import Page
from qcrules.text import Lang

from .html import filled
from .provision import FORCE, form_words
from .provision_data import Data, describe
from .words import when

if TYPE_CHECKING:
    from markupsafe import Markup


def html(pack: Pack, lang: Lang) -> str:
    """The annotated regulation as one page of HTML that stands alone."""
    validity = pack.validity[tuple((name, pack.defaults()[name]) for name in pack.validity_readings)]
    return filled(
        "annotated.html",
        lang,
        title=pack.title(lang),
        version=pack.version,
        sha256=pack.sha256,
        in_force=(when(validity.first, lang), "…" if validity.endless else when(validity.last, lang)),
        caveat=pack.caveat,
        paragraphs=[_paragraph(pack, pages, lang) for pages in by_paragraph(pack)],
    )


def by_paragraph(pack: Pack) -> list[list[Page]]:
    """The pages of each paragraph: first what the regulation stands on, then its paragraphs, then its annexes."""
    groups: dict[str, list[Page]] = {}
    for page in sorted(pack.pages, key=lambda page: page.id):
        groups.setdefault(page.words, []).append(page)

    def place(words: str) -> tuple[Any, ...]:
        cited = groups[words][0].citation
        if cited is None:
            return (3,)
        document = pack.documents[cited.document]
        return 0 if document.section else 1 if not document.words else 2, cited.place

    order = sorted((one for one in groups if place(one)[0] < 2), key=place)
    return [groups[words] for words in dict.fromkeys([*order, *groups])]


def _paragraph(pack: Pack, pages: Sequence[Page], lang: Lang) -> Data:
    return {
        "id": pages[0].id,
        "words": pages[0].words,
        "title": pages[0].title,
        "law": quoted(pages),
        "pages": [_page(pack, page, lang) for page in pages],
    }


def _page(pack: Pack, page: Page, lang: Lang) -> Data:
    data = describe(pack, [(page, None)], lang)
    return {
        "title": page.title,
        "later": data["later"],
        "prose": _prose(page.prose),
        "why_not": data["not_checked"],
        "readings": data["readings"],
        "rules": [
            {
                **rule,
                "force": FORCE[Force(rule["force"])](lang) if rule["force"] != Force.MANDATORY else None,
                "encoding": form_words(rule, lang),
                "cases": list(_cases(rule["id"], data)),
            }
            for rule in data["rules"]
        ],
    }


def _cases(rule: str, data: Data) -> Iterator[dict[str, Any]]:
    for case in data["cases"]:
        if rule in case["verdicts"]:
            facts = "; ".join(f"{name}: {said}" for name, said in case["facts"].items())
            yield {"case": case["case"], "facts": facts, "verdict": case["verdicts"][rule]}


def _prose(words: str) -> Markup:
    """Markdown of a page as HTML: it opens no tag of its own and leads nowhere."""
    from markdown_it import MarkdownIt  # slow to import
    from markupsafe import Markup

    inert = ["link", "image", "autolink", "html_inline", "html_block"]
    return Markup(MarkdownIt("commonmark", {"html": False}).disable(inert).render(words))
