"""``qcrules test [PATH…]``: cases, what they cover, and whether they notice a slip of the pen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .base import Command, engine_option, format_option, new, option, output_option
from .output import answer, colour, complain, width, write_whole
from .packs import built_in, rules_option
from .progress import Progress

if TYPE_CHECKING:
    from qcrules.judge.check import EngineName
    from qcrules.testing.coverage import Coverage
    from qcrules.testing.runner import Case, Result
    from qcrules.testing.sources import Source
    from qcrules.testing.tally import Tally

_ABOUT = Text(
    "Прогнать случаи: сводов правил, отдельных страниц, файлов *.case.yaml и *.case.xlsx (без ПУТИ — встроенного "
    "свода). --coverage: что из нормы случаи показывают. --mutate: заметят ли они описку в норме.",
    "Run cases: of packs, single pages, files *.case.yaml and *.case.xlsx (without PATH: of the built-in pack). "
    "--coverage: what of the law they show. --mutate: whether they notice a slip of the pen in it.",
)


@frozen
class _Asked:
    """What the command line asks for."""

    paths: tuple[str, ...]
    rules: str | None
    select: tuple[str, ...]
    word: str | None
    changed: bool
    engine: EngineName
    verbose: bool
    coverage: bool
    html: str | None
    fail_under: float | None
    mutate: bool
    jobs: int | None
    form: str
    output: str | None
    lang: Lang


@frozen
class _Answer:
    """What came of it."""

    results: Sequence[Result]
    coverage: Coverage | None
    mutation: Tally | None

    def status(self, fail_under: float | None) -> int:
        """2 where something could not be read; 1 where a case failed, too little is covered, or a mutant survived."""
        if any(result.broken for result in self.results):
            return 2
        failed = any(not result.passed for result in self.results)
        short = self.coverage is not None and fail_under is not None and self.coverage.percent < fail_under
        return int(failed or short or bool(self.mutation and self.mutation.survived))


def command(lang: Lang) -> Command:
    """The command in one language."""

    def test(watch: bool, **given: Any) -> int:
        asked = _Asked(lang=lang, **given)
        if not watch:
            return _once(asked)
        from qcrules.testing.watch import watch as repeat

        def again() -> None:
            try:
                _once(asked)
            except UsageError as wrong:
                complain(wrong.words(lang))

        repeat([Path(path) for path in asked.paths or (asked.rules or str(built_in()),)], again)
        return 0

    return new(
        lang,
        "test",
        _ABOUT,
        test,
        click.Argument(["paths"], nargs=-1, metavar=Text("[ПУТЬ…]", "[PATH…]")(lang)),
        rules_option(lang),
        option(
            lang,
            "--select",
            multiple=True,
            metavar=Text("НОРМА", "PARAGRAPH")(lang),
            help=Text(
                "Только об этой норме (`п.10`, `п.10 ч.1`), странице или правиле; можно повторять.",
                "Only of this provision (`п.10`, `п.10 ч.1`), page or rule; repeatable.",
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
            "--changed",
            is_flag=True,
            help=Text(
                "Только изменённое с последней записи в git и то, что на нём стоит.",
                "Only what has changed since the last git commit, and what stands on it.",
            ),
        ),
        option(
            lang,
            "--watch",
            is_flag=True,
            help=Text("Прогонять снова после каждой правки.", "Run again after every change."),
        ),
        option(
            lang,
            "--coverage",
            is_flag=True,
            help=Text("Показать, что из нормы случаи показывают.", "Show what of the law the cases show."),
        ),
        option(
            lang,
            "--html",
            metavar=Text("ФАЙЛ", "FILE")(lang),
            help=Text(
                "Записать покрытие страницей: текст нормы, раскрашенный по нему.",
                "Write the coverage as a page: the text of the law, coloured by it.",
            ),
        ),
        option(
            lang,
            "--fail-under",
            type=click.FloatRange(0, 100),
            metavar="%",
            help=Text("Код возврата 1, если показано меньше.", "Exit status 1 where less is shown."),
        ),
        option(
            lang,
            "--mutate",
            is_flag=True,
            help=Text(
                "Менять норму по одному малому шагу: заметит ли его хоть один случай.",
                "Change the law one small step at a time: does any case notice?",
            ),
        ),
        option(
            lang,
            "--jobs",
            type=click.IntRange(1, 256),
            metavar="N",
            help=Text("Сколько ядер занять мутациями.", "How many cores mutation may use."),
        ),
        engine_option(lang, "auto", "durable", "reference"),
        option(
            lang,
            "-v",
            "--verbose",
            is_flag=True,
            help=Text("Показать и прошедшие.", "Also show what passed."),
        ),
        format_option(lang, "text", "json", "junit"),
        output_option(lang),
    )


def _once(asked: _Asked) -> int:
    """One run of all that is asked."""
    from qcrules.testing.choose import changed, chosen
    from qcrules.testing.runner import run_case
    from qcrules.testing.sources import find

    sources = find(asked.paths or [asked.rules or built_in()], asked.rules)
    pages = changed(sources) if asked.changed else None
    picked: list[tuple[Source, Case]] = [
        (source, case)
        for source in sources
        for case in source.cases
        if chosen(case, source.pack, asked.select, asked.word)
        and (pages is None or case.of_pack or case.page in pages)
    ]
    _nothing_chosen(asked, sources, picked)
    results = [run_case(source.book, case, asked.engine, asked.lang) for source, case in picked]
    loaded = all(source.pack is not None for source in sources)  # else its mistakes are all there is to tell
    wants = asked.coverage or asked.html is not None or asked.fail_under is not None
    coverage = _cover(asked, picked) if wants and loaded else None
    mutation = _mutate(asked, sources, pages) if asked.mutate and loaded else None
    found = _Answer(results, coverage, mutation)
    answer(_said(asked, found), asked.output)
    if asked.html is not None and coverage is not None:
        from qcrules.render.coverage import html

        write_whole(asked.html, html(coverage, asked.lang))
    return found.status(asked.fail_under)


def _nothing_chosen(asked: _Asked, sources: Sequence[Source], picked: Sequence[Any]) -> None:
    """UsageError where a `--select` names nothing that has a case, or no case has the word: all would seem well."""
    from qcrules.testing.choose import chosen

    cases = [
        (case, source.pack) for source in sources if source.pack for case in source.cases if not case.of_pack
    ]
    missing = [
        f"--select {one}"
        for one in asked.select
        if cases and not any(chosen(case, pack, (one,), None) for case, pack in cases)
    ]
    if not missing and not picked and asked.word is not None and not asked.changed:
        missing = [f"-k {asked.word}"]
    if missing and not asked.mutate:
        words = ", ".join(f"`{one}`" for one in missing)
        raise UsageError(Problem(Text(f"{words}: таких случаев нет", f"{words}: there are no such cases")))


def _said(asked: _Asked, found: _Answer) -> str:
    """The answer in the form that is asked for."""
    from qcrules.render import cases, json, junit
    from qcrules.render import coverage as cover
    from qcrules.render import mutation as mutate
    from qcrules.testing.tally import Tally

    lang = asked.lang
    if asked.form == "json":
        data = cases.as_dict(found.results, lang)
        data["coverage"] = cover.as_dict(found.coverage, lang) if found.coverage else {}
        data["mutation"] = mutate.as_dict(found.mutation or Tally(), lang)
        return json.dumps(data)
    if asked.form == "junit":
        return junit.render(found.results, lang)
    wide, painted = width(asked.output), colour(asked.output)
    parts = [cases.render(found.results, lang, verbose=asked.verbose, width=wide, colour=painted)]
    if found.coverage is not None:
        parts.append(cover.render(found.coverage, lang, width=wide, colour=painted))
    if found.mutation is not None:
        parts.append(mutate.render(found.mutation, lang, width=wide, colour=painted))
    return "\n".join(parts)


def _cover(asked: _Asked, picked: Sequence[tuple[Source, Case]]) -> Coverage:
    """What the chosen cases show. Of one pack: a percentage of several would say nothing."""
    from qcrules.errors import QcrulesError
    from qcrules.testing.coverage import measure

    source = _only([source for source, _ in picked])
    assert source.book is not None
    assert source.pack is not None
    rows = []
    for _, case in picked:
        try:
            rows.append(case.read())
        except QcrulesError:
            continue  # a broken case is told where the cases are
    narrowed = (
        asked.select or asked.word or asked.changed or any(path.endswith(".md") for path in asked.paths)
    )
    pages = frozenset(case.page for _, case in picked) if narrowed else None
    return measure(source.book, source.pack, rows, pages)


def _mutate(asked: _Asked, sources: Sequence[Source], pages: set[str] | None) -> Tally:
    """The mutants of the pack: of the chosen pages only, where some are chosen."""
    from qcrules.testing.mutation import mutate

    source = _only(sources)
    assert source.pack is not None
    files = {page.file: page for page in source.pack.pages}
    asked_pages = {path for path in asked.paths if path.endswith(".md")}
    numbers = {word.removeprefix("п.").removeprefix("p.").split()[0] for word in asked.select if word.strip()}

    def wanted(file: str) -> bool:
        page = files.get(file)
        if page is None:
            return not (asked_pages or numbers or pages is not None)
        return (
            (not asked_pages or file in asked_pages)
            and (not numbers or bool(numbers & {page.number, page.id, *page.rules}))
            and (pages is None or page.id in pages)
        )

    bar: list[Progress] = []

    def progress(done: int, total: int) -> None:
        bar[:] = bar or [Progress(total)]
        bar[0].step()

    try:
        return mutate(source.folder, asked.jobs, progress, wanted)
    finally:
        for one in bar:
            one.step_aside()


def _only(sources: Sequence[Source]) -> Source:
    """The one pack that is asked for. UsageError where there are several, or none that can be loaded."""
    packs = {id(source): source for source in sources if source.pack is not None}
    if len(packs) != 1:
        raise UsageError(
            Problem(
                Text(
                    "покрытие и мутации считаются для одного свода, и он должен загружаться",
                    "coverage and mutation are counted for one pack, and it must load",
                )
            )
        )
    return next(iter(packs.values()))
