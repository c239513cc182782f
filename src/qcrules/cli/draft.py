"""``qcrules draft letter FILE -o OUT.docx``: a document in Word, filled from a record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from qcrules.errors import Problem, UsageError
from qcrules.reader import apart
from qcrules.text import Lang

from .base import CommandTable
from .options import AS_OF, OUTPUT, RULES, Whole, argument, option
from .output import complain, require_ending, write_whole
from .words import said


def draft(
    lang: Lang, template: str, file: str, item: int, as_of: date | None, rules: str | None, output: str | None
) -> int:
    """Fill a template and say on stderr what is missing."""
    if output is None:
        raise click.UsageError(said("no-output")(lang))
    try:
        import docxtpl as _  # noqa: F401 - so that its absence is told before anything else

        from qcrules.drafts import TEMPLATES, drafted, names
    except ImportError:
        raise UsageError(Problem(said("no-word"))) from None
    from qcrules.judge.check import check

    apart([file, template], output)
    require_ending(output, "not-document", ".docx")
    path = TEMPLATES / f"{template}.docx" if template in names() else Path(template)
    found = drafted(check(Path(file), rules=rules, as_of=as_of, lang=lang), path, item)
    write_whole(output, found.document)
    if found.gaps:
        complain(said("gaps", len(found.gaps), ", ".join(one(lang) for one in found.gaps))(lang))
    return 0


COMMAND = CommandTable(
    draft,
    (
        argument("template"),
        argument("file"),
        option("--item", type=Whole(1, 999), default=1),
        AS_OF,
        RULES,
        OUTPUT,
    ),
)
