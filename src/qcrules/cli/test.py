"""``qcrules test [PATH…]``: cases, what they cover, and whether they notice a small change of the law."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcrules.errors import UsageError
from qcrules.text import Lang

from .base import CommandTable
from .chosen import folder_of
from .options import OUTPUT, RULES, VERBOSE, argument, engines, flag, forms_of_answer, option
from .output import answer, complain, look, require_ending, write_whole
from .progress import ProgressBar

if TYPE_CHECKING:
    from qcrules.testing.session import Session


def test(
    lang: Lang,
    paths: tuple[str, ...],
    watch: bool,
    html: str | None,
    coverage: bool,
    verbose: bool,
    form: str,
    output: str | None,
    **asked: Any,
) -> int:
    """Run cases, once or after every change; ``asked``: which cases, on which pack, and how they are measured."""
    from qcrules.testing.cases.watch import watch as repeat
    from qcrules.testing.session import hold
    from qcrules.testing.wish import Wish

    if html is not None:
        require_ending(html, "not-html", ".html", ".htm")
    asked["rules"] = str(folder_of(asked["rules"])) if asked["rules"] else None
    wish = Wish(
        paths or (asked["rules"] or str(folder_of()),),
        coverage=coverage or html is not None,
        explained=form == "json",
        **asked,
    )

    def once() -> int:
        with ProgressBar() as bar:
            session = hold(wish, lang, bar.reach)
        answer(_said(session, form, lang, verbose=verbose, output=output), output)
        if html is not None and session.coverage is not None:
            from qcrules.render.coverage import html as page

            write_whole(html, page(session.coverage, lang))
        return session.status

    def again() -> None:
        try:
            once()
        except UsageError as wrong:
            complain(wrong.words(lang))

    if not watch:
        return once()
    repeat(map(Path, wish.paths), again)
    return 0


def _said(session: Session, form: str, lang: Lang, *, verbose: bool, output: str | None) -> str:
    """The answer in the form that is asked for."""
    from qcrules.render import cases, json, junit
    from qcrules.render import coverage as cover
    from qcrules.render import mutation as mutate
    from qcrules.testing.mutation.tally import Tally

    if form == "json":
        data = cases.as_dict(session.results, lang)
        data["coverage"] = cover.as_dict(session.coverage, lang) if session.coverage else {}
        data["mutation"] = mutate.as_dict(session.mutation or Tally(), lang)
        if session.redundant is not None:
            data["redundant"] = cases.redundant_as_list(session.redundant)
        return json.dumps(data)
    if form == "junit":
        return junit.render(session.results, lang)
    parts = [cases.render(session.results, lang, verbose=verbose, **look(output))]
    if session.coverage is not None:
        parts.append(cover.render(session.coverage, lang, **look(output)))
    if session.mutation is not None:
        parts.append(mutate.render(session.mutation, lang, **look(output)))
    if session.redundant is not None:
        parts.append(cases.render_redundant(session.redundant, lang, **look(output)))
    return "\n".join(parts)


COMMAND = CommandTable(
    test,
    (
        argument("paths", nargs=-1),
        RULES,
        option("--select", multiple=True),
        option("-k word"),
        flag("--changed"),
        flag("--watch"),
        flag("--coverage"),
        option("--html"),
        option("--fail-under", type=click.FloatRange(0, 100)),
        flag("--mutate"),
        flag("--redundant"),
        option("--jobs", type=click.IntRange(1, 256)),
        engines("auto", "durable", "reference"),
        VERBOSE,
        forms_of_answer("text", "json", "junit"),
        OUTPUT,
    ),
)
