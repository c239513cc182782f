"""``qcrules lint [PACK]``: is the pack sound, and is every unit of the law claimed?"""

from __future__ import annotations

import click

from qcrules.text import Lang, Text

from .base import Command, format_option, new, option, output_option
from .output import answer, colour, width
from .packs import pack_in

_ABOUT = Text(
    "Проверить свод правил: каждая единица текста заявлена, цитаты точны, у каждого правила есть случаи, "
    "чтения и редакции в порядке. Код возврата 1 — есть ошибки.",
    "Check a pack: every unit of the text is claimed, quotations are exact, every rule has its cases, "
    "readings and editions are in order. Exit status 1: there are errors.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def lint(pack: str | None, verbose: bool, form: str, output: str | None) -> int:
        from qcrules.lint import Level, coverage, lint_pack
        from qcrules.render import issues as face
        from qcrules.render import json

        loaded = pack_in(pack)
        found, covered = lint_pack(loaded), coverage(loaded)
        if form == "json":
            answer(json.dumps(face.as_dict(found, covered, lang)), output)
        else:
            words = face.render(
                found, covered, lang, verbose=verbose, width=width(output), colour=colour(output)
            )
            answer(words, output)
        return 1 if any(issue.level is Level.ERROR for issue in found) else 0

    return new(
        lang,
        "lint",
        _ABOUT,
        lint,
        click.Argument(["pack"], required=False, metavar=Text("[ПАПКА]", "[PACK]")(lang)),
        option(
            lang,
            "-v",
            "--verbose",
            is_flag=True,
            help=Text("Перечислить и замечания, и отложенное.", "Also list notes and what comes later."),
        ),
        format_option(lang, "text", "json"),
        output_option(lang),
    )
