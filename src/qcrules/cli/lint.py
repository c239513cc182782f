"""``qcrules lint [PACK]``: is the pack sound, and is every unit of the law claimed?"""

from __future__ import annotations

import click

from qcrules.errors import Problem, UsageError, nearest
from qcrules.text import Lang, Text

from .base import Command, format_option, new, option, output_option
from .output import answer, colour, width
from .packs import built_in

_ABOUT = Text(
    "Проверить свод правил: каждая единица текста заявлена, цитаты точны, у каждого правила есть случаи, "
    "чтения и редакции в порядке. Код возврата 1 — есть ошибки или предупреждения, о которых свод не высказался, "
    "2 — свод не читается.",
    "Check a pack: every unit of the text is claimed, quotations are exact, every rule has its cases, "
    "readings and editions are in order. Exit status 1: there are errors, or warnings the pack does not argue for; "
    "2: it cannot be loaded.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def lint(pack: str | None, code: str | None, verbose: bool, form: str, output: str | None) -> int:
        from qcrules.lint import report
        from qcrules.render import issues as face
        from qcrules.render import json

        if code is not None:
            answer(_page(code, lang), output)
            return 0
        found = report(pack or built_in())
        if form == "json":
            answer(json.dumps(face.as_dict(found.issues, found.covered, lang)), output)
        elif form == "sarif":
            answer(json.dumps(face.sarif(found.issues, lang)), output)
        else:
            words = face.render(
                found.issues,
                found.covered,
                lang,
                verbose=verbose,
                width=width(output),
                colour=colour(output),
            )
            answer(words, output)
        return found.status

    return new(
        lang,
        "lint",
        _ABOUT,
        lint,
        click.Argument(["pack"], required=False, metavar=Text("[ПАПКА]", "[PACK]")(lang)),
        option(
            lang,
            "--explain",
            "code",
            metavar=Text("КОД", "CODE")(lang),
            help=Text(
                "Объяснить код, например QC012, или все коды (all).", "Explain a code, such as QC012, or all."
            ),
        ),
        option(
            lang,
            "-v",
            "--verbose",
            is_flag=True,
            help=Text(
                "Перечислить и допущенное, и отложенное.", "Also list what is allowed and what comes later."
            ),
        ),
        format_option(lang, "text", "json", "sarif"),
        output_option(lang),
    )


def _page(code: str, lang: Lang) -> str:
    from qcrules.lint import CODES

    if code == "all":
        return "".join(f"{name}  {known.title(lang)}\n" for name, known in CODES.items())
    if code.upper() not in CODES:
        hint = nearest(code.upper(), CODES)
        raise UsageError(Problem(Text(f"кода `{code}` нет{hint.ru}", f"there is no code `{code}`{hint.en}")))
    return CODES[code.upper()].page(lang)
