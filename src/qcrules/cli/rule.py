"""``qcrules rule п.10``: the law's words, their encoding in plain sentences, readings, editions, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .chosen import pack_in
from .options import OUTPUT, RULES, argument, forms_of_answer
from .output import answer, look
from .words import said

if TYPE_CHECKING:
    from qcrules.law.model import Pack


def rule(lang: Lang, provision: tuple[str, ...], rules: str | None, form: str, output: str | None) -> int:
    """Show a provision."""
    from qcrules.law.lookup import provision as find
    from qcrules.render import json
    from qcrules.render import provision as renderer
    from qcrules.render.provision_data import describe

    pack = pack_in(rules)
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
        forms_of_answer("text", "json", "markdown", "html"),
        OUTPUT,
    ),
)
