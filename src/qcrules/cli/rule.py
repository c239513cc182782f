"""``qcrules rule п.10``: the law's words, their encoding in plain sentences, readings, editions, cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from qcrules.errors import Problem, UsageError, nearest
from qcrules.text import Lang, Text

from .base import Command, format_option, new, output_option
from .output import answer, colour, width
from .packs import pack_in, rules_option

if TYPE_CHECKING:
    from qcrules.law.model import Pack, Page

_ABOUT = Text(
    "Показать норму: слова закона, как они закодированы, чтения с доводами, редакции и случаи. "
    "НОРМА — `п.10`, `п.10 ч.1`, `приказ п.4` или имя правила.",
    "Show a provision: the law's words, their encoding in plain sentences, readings with arguments, editions "
    "and cases. PROVISION is `п.10`, `п.10 ч.1`, `приказ п.4`, or the id of a rule.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def rule(provision: tuple[str, ...], rules: str | None, form: str, output: str | None) -> int:
        from qcrules.render import json
        from qcrules.render import provision as face

        pack = pack_in(rules)
        page, wanted = find(pack, " ".join(provision))
        data = face.describe(pack, page, lang, wanted=wanted)
        if form == "json":
            answer(json.dumps(data), output)
        elif form == "html":
            from qcrules.render.sheet import html

            answer(html(data), output)
        elif form == "markdown":
            answer(face.markdown(data), output)
        else:
            answer(face.render(data, width=width(output), colour=colour(output)), output)
        return 0

    return new(
        lang,
        "rule",
        _ABOUT,
        rule,
        click.Argument(["provision"], nargs=-1, required=True, metavar=Text("НОРМА", "PROVISION")(lang)),
        rules_option(lang),
        format_option(lang, "text", "json", "markdown", "html"),
        output_option(lang),
    )


def find(pack: Pack, words: str) -> tuple[Page, Iterable[str] | None]:
    """The page of a provision, and the rules wanted of it (None: all). UsageError where there is none."""
    for page in pack.pages:
        if words in page.rules:
            return page, [words]
        if words in (page.id, page.number, *(f"{sign}{page.number}" for sign in ("п.", "p.", "s.", "§"))):
            return page, None
    rules = _citing(pack, words)
    for page in pack.pages:
        wanted = [name for name in page.rules if name in rules]
        claimed = any(claim.citation.words == words for claim in page.claims)
        if wanted or claimed:
            return page, wanted or None
    known = [
        *(f"{'п' if pack.lang == 'ru' else 's'}.{page.number}" for page in pack.pages),
        *(name for page in pack.pages for name in page.rules),
    ]
    hint = nearest(words, known)
    raise UsageError(
        Problem(
            Text(
                f"нормы `{words}` нет в правилах {pack.id}{hint.ru}",
                f"there is no provision `{words}` in the rules {pack.id}{hint.en}",
            )
        )
    )


def _citing(pack: Pack, words: str) -> set[str]:
    """The rules that claim a unit, or anything inside it (`п.13 ч.2` holds `п.13 ч.2 3)`)."""
    from qcrules.law.citation import Citation

    asked = Citation.parse(words)
    return {
        rule.id
        for rule in pack.every_rule().values()
        for citation in rule.citations
        if asked is not None and asked.holds(citation)
    }
