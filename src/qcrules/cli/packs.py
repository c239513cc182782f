"""``qcrules packs``: the packs of rules that come with qcrules."""

from __future__ import annotations

from qcrules.text import Lang

from .base import CommandTable
from .options import OUTPUT, forms_of_answer
from .output import answer, look


def packs(lang: Lang, form: str, output: str | None) -> int:
    """Each pack: its name for ``--rules``, what it encodes, and how much of it there is."""
    from qcrules.judge.rulebook import load_rules
    from qcrules.render import json
    from qcrules.render import packs as face
    from qcrules.source.built_in import BUILT_IN, shipped_packs

    listed = [face.as_dict(load_rules(name).core, lang, default=name == BUILT_IN) for name in shipped_packs()]
    answer(json.dumps(listed) if form == "json" else face.render(listed, lang, **look(output)), output)
    return 0


COMMAND = CommandTable(packs, (forms_of_answer("text", "json"), OUTPUT))
