"""A row that stands for several cases, a page that stands for several, cases and waivers beside a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.errors import PackError
from qcrules.law.lookup import provision
from qcrules.lint import lint
from qcrules.source.pack import load_pack, read_pack
from qcrules.testing.cases.run import Case, cases_of, run_case
from qcrules.testing.cases.sources import find
from qcrules.testing.session import hold
from qcrules.testing.wish import Wish

BASE = "```yaml\nоснова: {вид: обычная, выдана: 2014-03-03}\n```\n"


def with_table(page: Path, table: str, base: str = BASE) -> Path:
    """The page with one more table."""
    page.write_text(f"{page.read_text('utf-8')}\n### Ещё\n{base}\n{table}", "utf-8")
    return page.parent


def added(folder: Path, title: str = "Ещё") -> list[Case]:
    """The cases of the table with this title."""
    [source] = find([folder])
    return [case for case in source.cases if case.table == title]


def passed(folder: Path) -> bool:
    [source] = find([folder])
    return all(run_case(source.book, case).passed for case in source.cases)


@pytest.mark.parametrize(
    ("cell", "verdict", "days"),
    [
        ("по 2014-03-06", "соответствует; спорно", ["2014-03-05", "2014-03-06"]),
        ("с 2014-03-07", "нарушение", ["2014-03-07", "2014-03-08"]),
        ("с 2014-03-04 по 2014-03-06", "соответствует", ["2014-03-04", "2014-03-05", "2014-03-06"]),
        ("to 2014-03-06 12:00", "соответствует", ["2014-03-06 11:59", "2014-03-06 12:00"]),
        ("2014-03-04 или 2014-03-06", "соответствует", ["2014-03-04", "2014-03-06"]),
    ],
)
def test_a_range_is_run_at_its_ends_and_beside_them(
    page: Path, cell: str, verdict: str, days: list[str]
) -> None:
    verdict = verdict.split(";")[0]
    folder = with_table(
        page, f"| случай | возвращена | p1-return |\n|---|---|---|\n| день | {cell} | {verdict} |\n"
    )
    assert [case.title for case in added(folder)] == [f"день ({day})" for day in days]
    assert passed(folder)


def test_a_delay_is_meant_of_the_end_that_is_named(page: Path) -> None:
    table = "| случай | возвращена | p1-return |\n|---|---|---|\n| день | с 2014-03-07 | нарушение; +1 |\n"
    folder = with_table(page, table)
    assert passed(folder)
    page.write_text(page.read_text("utf-8").replace("нарушение; +1 |\n", "нарушение; +2 |\n"), "utf-8")
    [source] = find([folder])
    assert [case.title for case in added(folder) if not run_case(source.book, case).passed] == [
        "день (2014-03-07)"
    ]


def test_any_value_is_every_option_none_and_unknown(page: Path) -> None:
    head = "| случай | вид | p1-first | возвращена | p1-return |\n|---|---|---|---|---|\n"
    folder = with_table(page, f"{head}| рано | обычная | любое | 2014-03-04 | соответствует |\n")
    assert [case.title for case in added(folder)] == ["рано (next_day)", "рано (same_day)"]
    assert passed(folder)
    page.write_text(page.read_text("utf-8").replace("| рано | обычная |", "| рано | любое |"), "utf-8")
    titles = [case.title for case in added(folder)]
    assert "рано (—; same_day)" in titles
    assert "рано (?; next_day)" in titles
    assert "рано (ночная; next_day)" in titles


@pytest.mark.long
def test_a_day_that_is_none_is_told_as_in_any_cell(page: Path) -> None:
    folder = with_table(
        page, "| случай | возвращена | p1-return |\n|---|---|---|\n| день | по 2014-02-30 | нарушение |\n"
    )
    [source] = find([folder])
    told = [run_case(source.book, case).broken for case in added(folder)]
    assert any(words and "2014-02-30" in words.ru for words in told)


def test_a_column_may_name_several_rules(page: Path) -> None:
    again = (
        page.read_text("utf-8")
        .replace("id: p1-return", "id: p1-again")
        .split("```yaml\n- id")[1]
        .split("```")[0]
    )
    text = page.read_text("utf-8").replace("\n## Случаи", f"\n```yaml\n- id{again}```\n\n## Случаи")
    page.write_text(text, "utf-8")
    folder = with_table(
        page,
        "| случай | возвращена | p1-return, p1-again |\n|---|---|---|\n| рано | 2014-03-04 | соответствует |\n",
    )
    [case] = added(folder)
    assert {one.words for one in case.read().asserted} == {"p1-return", "p1-again"}
    assert "p1-again" not in {issue.subject for issue in lint(folder) if issue.code == "QC011"}


def test_cases_and_waivers_beside_a_page_are_the_pages(folder: Path, page: Path) -> None:
    beside = folder / "p1.case.md"
    beside.write_text(
        "# Рядом с п.1\n\n## Без случая\n```yaml\n- {о: p1-return, что: что угодно, почему: так}\n```\n\n"
        "## Случаи\n### Рядом\n"
        f"{BASE}\n| случай | возвращена | p1-return |\n|---|---|---|\n| рано | 2014-03-04 | нарушение |\n",
        "utf-8",
    )
    [case] = added(folder, "Рядом")
    assert (case.page, case.place.file) == ("p1", str(beside))
    assert not passed(folder)
    assert [one.what for one in load_pack(folder).pages[0].waivers] == ["что угодно"]
    assert added(beside, "Рядом") != []
    beside.rename(folder / "p2.case.md")
    with pytest.raises(PackError, match=r"`p2\.md`"):
        load_pack(folder)


def test_beside_a_page_stands_no_law(folder: Path) -> None:
    (folder / "p1.case.md").write_text("# Рядом\n\n## Правило\nничего\n", "utf-8")
    with pytest.raises(PackError, match="section «Rule» belongs on the page"):
        load_pack(folder)


def test_one_page_is_read_once_for_each_of_its_differences(folder: Path, page: Path) -> None:
    text = page.read_text("utf-8")
    text = text.replace(
        'пункт: "1"', "пункт: п. N\nразличия: {p1: [p1, p2], п. N: ['1', '2'], п.1: [п.1, п.2]}"
    )
    page.write_text(text, "utf-8")
    pack = load_pack(folder)
    assert [(one.id, one.number, one.rules, one.readings) for one in pack.pages] == [
        ("p1", "1", ("p1-return",), ("p1-first",)),
        ("p2", "2", ("p2-return",), ("p2-first",)),
    ]
    assert len(list(cases_of(pack))) == 20
    assert passed(folder)
    page.write_text(text.replace("[p1, p2]", "[p1]"), "utf-8")
    with pytest.raises(PackError, match="as many values as the others"):
        load_pack(folder)


BY_NAME = "условия: {ДЕЛО: {это: {есть: БЕЗ}}}"
BY_DEFINITION = "определения: {ДЕЛО: {путь: done, тип: событие, норма: п.1, варианты: [{это: БЕЗ}]}}"


@pytest.mark.parametrize("block", [BY_NAME, BY_DEFINITION])
def test_what_has_a_name_on_a_page_of_several_texts_is_one_thing(
    folder: Path, page: Path, block: str
) -> None:
    """It may stand on each of them in the same words; in others it would be silently that of the last."""
    text = page.read_text("utf-8").replace(
        'пункт: "1"', 'пункт: "1"\nразличия: {p1: [p1, p2], БЕЗ: [lent_at, returned_at]}'
    )
    for fact, twice in (("lent_at", False), ("БЕЗ", True)):
        said = f"```yaml\n{block.replace('БЕЗ', fact)}\n```\n\n## Правило\n"
        page.write_text(text.replace("## Правило\n", said, 1), "utf-8")
        told = [one.message.en for one in read_pack(folder).problems]
        assert any("`ДЕЛО` is given twice" in one for one in told) == bool(told) == twice


def test_two_pages_may_share_a_paragraph(folder: Path, page: Path) -> None:
    other = page.read_text("utf-8").replace("p1-", "p1b-").replace("id: p1\n", "id: p1b\n")
    (folder / "p1b.md").write_text(other, "utf-8")
    pack = load_pack(folder)
    assert [found.id for found, _ in provision(pack, "п.1")] == ["p1", "p1b"]
    assert [(found.id, rules) for found, rules in provision(pack, "p1b")] == [("p1b", None)]
    assert [(found.id, rules) for found, rules in provision(pack, "p1b-return")] == [("p1b", ["p1b-return"])]


@pytest.mark.long
def test_rows_that_add_nothing_are_named(page: Path) -> None:
    before = hold(Wish((str(page.parent),), redundant=True, jobs=1), "ru").redundant
    again = "| случай | возвращена | p1-return |\n|---|---|---|\n| ещё раз | 2014-03-05 | соответствует |\n"
    after = hold(Wish((str(with_table(page, again)),), redundant=True, jobs=1), "ru").redundant
    assert before is not None
    assert after is not None
    assert [case.title for case in after if case.title not in {one.title for one in before}] == ["ещё раз"]
