"""``qcrules words``: the words of a record, every field with its type and its options."""

from __future__ import annotations

from qcrules.text import Lang

from .base import CommandTable
from .chosen import pack_in
from .options import OUTPUT, RULES, argument, forms_of_answer
from .output import answer, look


def words(lang: Lang, kind: str | None, rules: str | None, form: str, output: str | None) -> int:
    """Every field of a kind of record; without a kind, of the first that the pack has."""
    from qcrules.law.lookup import kind_named
    from qcrules.render import contents, json

    pack = pack_in(rules)
    data = contents.words(kind_named(pack, kind or next(iter(pack.vocabulary.kinds))), lang)
    if form == "json":
        answer(json.dumps(data), output)
    else:
        answer(contents.render_words(data, **look(output)), output)
    return 0


COMMAND = CommandTable(
    words, (argument("kind", required=False), RULES, forms_of_answer("text", "json"), OUTPUT)
)
