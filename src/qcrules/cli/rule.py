"""``qcrules rule п.10``: the law's words, their encoding in plain sentences, readings, editions, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .chosen import pack_in
from .options import OUTPUT, RULES, argument, flag, forms_of_answer
from .output import answer, look
from .words import said

if TYPE_CHECKING:
    from qcrules.law.model import Pack


def rule(
    lang: Lang, provision: tuple[str, ...], rules: str | None, every: bool, form: str, output: str | None
) -> int:
    """Show a provision, or (``every``) the whole text."""
    from qcrules.law.lookup import provision as find
    from qcrules.render import json
    from qcrules.render import provision as renderer
    from qcrules.render.provision_data import describe

    pack = pack_in(rules)
    if every and provision:
        raise click.UsageError(said("not-together", "--all", " ".join(provision))(lang))
    if every:
        answer(_whole(pack, lang, form, output), output)
        return 0
    if not provision:
        return _listed(pack, lang, form, output)
    data = describe(pack, find(pack, " ".join(provision)), lang)
    if form == "json":
        answer(json.dumps(data), output)
    elif form == "html":
        answer(renderer.html(data), output)
    elif form == "markdown":
        answer(renderer.markdown(data), output)
    else:
        answer(renderer.render(data, **look(output)), output)
    return 0


def _whole(pack: Pack, lang: Lang, form: str, output: str | None) -> str:
    """Every provision, one after the other; as HTML the annotated text."""
    from qcrules.render import annotated, json
    from qcrules.render import provision as renderer
    from qcrules.render.provision_data import describe

    if form == "html":
        return annotated.html(pack, lang)
    found = [describe(pack, [(page, None) for page in pages], lang) for pages in annotated.by_paragraph(pack)]
    if form == "json":
        return json.dumps(found)
    if form == "markdown":
        return "\n".join(renderer.markdown(data) for data in found)
    return "\n\n".join(renderer.render(data, **look(output)) for data in found)


def _listed(pack: Pack, lang: Lang, form: str, output: str | None) -> int:
    """List what could be shown: the provisions, and the readings that can be chosen."""
    from qcrules.render import contents, json

    data = contents.provisions(pack, lang)
    if form == "json":
        answer(json.dumps(data), output)
    elif form == "text":
        answer(contents.render_provisions(data, **look(output)), output)
    else:
        raise UsageError(Problem(said("list-form")))
    return 0


COMMAND = CommandTable(
    rule,
    (
        argument("provision", nargs=-1),
        RULES,
        flag("--all every"),
        forms_of_answer("text", "json", "markdown", "html"),
        OUTPUT,
    ),
)
