"""``qcrules test [PATH…]``: the cases of packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qcrules.text import Lang, Text

from .base import Choice, Command, format_option, new, option, output_option
from .output import answer, colour, width
from .packs import built_in

if TYPE_CHECKING:
    from qcrules.check import EngineName

_ABOUT = Text(
    "Прогнать случаи сводов правил (без ПУТИ — встроенного): каждая строка таблиц прошла или нет, и почему.",
    "Run the cases of packs (without PATH: of the built-in one): each row passes or fails, and why.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def test(
        paths: tuple[str, ...],
        select: tuple[str, ...],
        word: str | None,
        engine: EngineName,
        verbose: bool,
        form: str,
        output: str | None,
    ) -> int:
        from qcrules.render import cases as face
        from qcrules.render import json
        from qcrules.testing.choose import chosen
        from qcrules.testing.runner import run_case
        from qcrules.testing.sources import find

        sources = find(paths or [built_in()])
        results = [
            run_case(source.book, case, engine, lang)
            for source in sources
            for case in source.cases
            if chosen(case, source.pack, select, word)
        ]
        if form == "json":
            answer(json.dumps(face.as_dict(results, lang)), output)
        else:
            words = face.render(results, lang, verbose=verbose, width=width(output), colour=colour(output))
            answer(words, output)
        return 0 if all(result.passed for result in results) else 1

    return new(
        lang,
        "test",
        _ABOUT,
        test,
        click.Argument(["paths"], nargs=-1, metavar=Text("[ПУТЬ…]", "[PATH…]")(lang)),
        option(
            lang,
            "--select",
            multiple=True,
            metavar=Text("НОРМА", "PARAGRAPH")(lang),
            help=Text(
                "Только этот пункт (`п.10`); можно повторять.", "Only this paragraph (`п.10`); repeatable."
            ),
        ),
        option(
            lang,
            "-k",
            "word",
            metavar=Text("СЛОВО", "WORD")(lang),
            help=Text("Только случаи с этим словом.", "Only cases with this word."),
        ),
        option(
            lang,
            "--engine",
            type=Choice(("auto", "durable", "reference"), lang),
            default="auto",
            help=Text(
                "Движок; по умолчанию лучший из доступных.", "The engine; by default the best at hand."
            ),
        ),
        option(
            lang,
            "-v",
            "--verbose",
            is_flag=True,
            help=Text("Показать и прошедшие.", "Also show what passed."),
        ),
        format_option(lang, "text", "json"),
        output_option(lang),
    )
