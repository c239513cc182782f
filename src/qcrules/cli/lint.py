"""``qcrules lint [PACK]``: is the pack sound, and is every unit of the law claimed?"""

from __future__ import annotations

from qcrules.errors import UsageError, nearest
from qcrules.text import Lang, Text

from .base import CommandTable
from .options import OUTPUT, argument, flag, forms_of_answer, option
from .output import answer, look
from .packs import built_in


def lint(lang: Lang, pack: str | None, code: str | None, verbose: bool, form: str, output: str | None) -> int:
    """What is wrong with a pack; or the page of a code."""
    from qcrules.lint import report
    from qcrules.render import issues as face
    from qcrules.render import json

    if code is not None:
        answer(_page(code, lang), output)
        return 0
    found = report(pack or built_in())
    if form == "json":
        answer(json.dumps(face.as_dict(found, lang)), output)
    elif form == "sarif":
        answer(json.dumps(face.sarif(found.issues, lang)), output)
    else:
        answer(face.render(found, lang, verbose=verbose, **look(output)), output)
    return found.status


def _page(code: str, lang: Lang) -> str:
    from qcrules.lint import CODES

    if code == "all":
        return "".join(f"{name}  {known.title(lang)}\n" for name, known in CODES.items())
    if code.upper() not in CODES:
        hint = nearest(code.upper(), CODES)
        raise UsageError.of(f"кода `{code}` нет{hint.ru}", f"there is no code `{code}`{hint.en}")
    return CODES[code.upper()].page(lang)


COMMAND = CommandTable(
    Text(
        "Проверить свод правил: каждая единица текста заявлена, цитаты точны, у каждого правила есть случаи, "
        "чтения и редакции в порядке. Код возврата 1 — есть ошибки или предупреждения, о которых свод не высказался, "
        "2 — свод не читается.",
        "Check a pack: every unit of the text is claimed, quotations are exact, every rule has its cases, "
        "readings and editions are in order. Exit status 1: there are errors, or warnings the pack does not argue "
        "for; 2: it cannot be loaded.",
    ),
    lint,
    (
        argument("pack", Text("[ПАПКА]", "[PACK]"), required=False),
        option(
            "--explain code",
            Text(
                "Объяснить код, например QC012, или все коды (all).", "Explain a code, such as QC012, or all."
            ),
            Text("КОД", "CODE"),
        ),
        flag(
            "-v --verbose",
            Text(
                "Перечислить и допущенное, и отложенное.", "Also list what is allowed and what comes later."
            ),
        ),
        forms_of_answer("text", "json", "sarif"),
        OUTPUT,
    ),
)
