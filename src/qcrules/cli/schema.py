"""``qcrules schema [PACK]``: the words of a pack for an editor, as a JSON Schema of records and case files."""

from __future__ import annotations

from qcrules.text import Lang

from .base import CommandTable
from .chosen import pack_in
from .options import OUTPUT, argument
from .output import answer


def schema(lang: Lang, pack: str | None, output: str | None) -> int:
    """The schema of the pack in a folder or of a name; without one, of the built-in pack."""
    from qcrules.render import json
    from qcrules.testing.cases.schema import schema_of

    answer(json.dumps(schema_of(pack_in(pack))), output)
    return 0


COMMAND = CommandTable(schema, (argument("pack", required=False), OUTPUT))
