"""``qcrules test [PATH…]``: cases, what they cover, and whether they notice a slip of the pen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qcrules.errors import UsageError
from qcrules.text import Lang, Text

from .base import CommandTable
from .options import FILE, OUTPUT, RULES, argument, engines, flag, forms_of_answer, option
from .output import answer, complain, look, write_whole
from .packs import built_in
from .progress import ProgressBar

if TYPE_CHECKING:
    from qcrules.testing.session import Session


def test(
    lang: Lang,
    paths: tuple[str, ...],
    watch: bool,
    html: str | None,
    coverage: bool,
    verbose: bool,
    form: str,
    output: str | None,
    **asked: Any,
) -> int:
    """Run cases, once or after every change; ``asked``: which cases, on which pack, and how they are measured."""
    from qcrules.testing.cases.watch import watch as repeat
    from qcrules.testing.session import Wish, hold

    wish = Wish(paths or (asked["rules"] or str(built_in()),), coverage=coverage or html is not None, **asked)

    def once() -> int:
        with ProgressBar() as bar:
            session = hold(wish, lang, bar.reach)
        answer(_said(session, form, lang, verbose=verbose, output=output), output)
        if html is not None and session.coverage is not None:
            from qcrules.render.coverage import html as page

            write_whole(html, page(session.coverage, lang))
        return session.status

    def again() -> None:
        try:
            once()
        except UsageError as wrong:
            complain(wrong.words(lang))

    if not watch:
        return once()
    repeat(map(Path, wish.paths), again)
    return 0


def _said(session: Session, form: str, lang: Lang, *, verbose: bool, output: str | None) -> str:
    """The answer in the form that is asked for."""
    from qcrules.render import cases, json, junit
    from qcrules.render import coverage as cover
    from qcrules.render import mutation as mutate
    from qcrules.testing.mutation.tally import Tally

    if form == "json":
        data = cases.as_dict(session.results, lang)
        data["coverage"] = cover.as_dict(session.coverage, lang) if session.coverage else {}
        data["mutation"] = mutate.as_dict(session.mutation or Tally(), lang)
        return json.dumps(data)
    if form == "junit":
        return junit.render(session.results, lang)
    parts = [cases.render(session.results, lang, verbose=verbose, **look(output))]
    if session.coverage is not None:
        parts.append(cover.render(session.coverage, lang, **look(output)))
    if session.mutation is not None:
        parts.append(mutate.render(session.mutation, lang, **look(output)))
    return "\n".join(parts)


COMMAND = CommandTable(
    Text(
        "Прогнать случаи: сводов правил, отдельных страниц, файлов *.case.yaml и *.case.xlsx (без ПУТИ — встроенного "
        "свода). --coverage: что из нормы случаи показывают. --mutate: заметят ли они описку в норме.",
        "Run cases: of packs, single pages, files *.case.yaml and *.case.xlsx (without PATH: of the built-in pack). "
        "--coverage: what of the law they show. --mutate: whether they notice a slip of the pen in it.",
    ),
    test,
    (
        argument("paths", Text("[ПУТЬ…]", "[PATH…]"), nargs=-1),
        RULES,
        option(
            "--select",
            Text(
                "Только об этой норме (`п.10`, `п.10 ч.1`), странице или правиле; можно повторять.",
                "Only of this provision (`п.10`, `п.10 ч.1`), page or rule; repeatable.",
            ),
            Text("НОРМА", "PARAGRAPH"),
            multiple=True,
        ),
        option(
            "-k word",
            Text("Только случаи с этим словом.", "Only cases with this word."),
            Text("СЛОВО", "WORD"),
        ),
        flag(
            "--changed",
            Text(
                "Только изменённое с последней записи в git и то, что на нём стоит.",
                "Only what has changed since the last git commit, and what stands on it.",
            ),
        ),
        flag("--watch", Text("Прогонять снова после каждой правки.", "Run again after every change.")),
        flag(
            "--coverage",
            Text("Показать, что из нормы случаи показывают.", "Show what of the law the cases show."),
        ),
        option(
            "--html",
            Text(
                "Записать покрытие страницей: текст нормы, раскрашенный по нему.",
                "Write the coverage as a page: the text of the law, coloured by it.",
            ),
            FILE,
        ),
        option(
            "--fail-under",
            Text("Код возврата 1, если показано меньше.", "Exit status 1 where less is shown."),
            Text.same("%"),
            type=click.FloatRange(0, 100),
        ),
        flag(
            "--mutate",
            Text(
                "Менять норму по одному малому шагу: заметит ли его хоть один случай.",
                "Change the law one small step at a time: does any case notice?",
            ),
        ),
        option(
            "--jobs",
            Text("Сколько ядер занять мутациями.", "How many cores mutation may use."),
            Text.same("N"),
            type=click.IntRange(1, 256),
        ),
        engines("auto", "durable", "reference"),
        flag("-v --verbose", Text("Показать и прошедшие.", "Also show what passed.")),
        forms_of_answer("text", "json", "junit"),
        OUTPUT,
    ),
)
