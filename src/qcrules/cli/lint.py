"""``qcrules lint [PACK]``: is the pack sound, and is every unit of the law claimed?"""

from __future__ import annotations

from qcrules.errors import Problem, UsageError, nearest
from qcrules.text import Lang

from .base import CommandTable
from .chosen import folder_of
from .options import OUTPUT, VERBOSE, argument, forms_of_answer, option
from .output import answer, look
from .words import said


def lint(lang: Lang, pack: str | None, code: str | None, verbose: bool, form: str, output: str | None) -> int:
    """What is wrong with a pack; or the page of a code."""
    from qcrules.lint import report
    from qcrules.render import issues as renderer
    from qcrules.render import json

    if code is not None:
        answer(_page(code, lang), output)
        return 0
    found = report(folder_of(pack))
    if form == "json":
        answer(json.dumps(renderer.as_dict(found, lang)), output)
    elif form == "sarif":
        answer(json.dumps(renderer.sarif(found.issues, lang)), output)
    else:
        answer(renderer.render(found, lang, verbose=verbose, **look(output)), output)
    return found.status


def _page(code: str, lang: Lang) -> str:
    from qcrules.lint import CODES

    if code == "all":
        return "".join(f"{name}  {known.title(lang)}\n" for name, known in CODES.items())
    if code.upper() not in CODES:
        raise UsageError(Problem(said("unknown-code", code, nearest(code.upper(), CODES))))
    return CODES[code.upper()].page(lang)


COMMAND = CommandTable(
    lint,
    (
        argument("pack", required=False),
        option("--explain code"),
        VERBOSE,
        forms_of_answer("text", "json", "sarif"),
        OUTPUT,
    ),
)
