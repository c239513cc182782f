"""A page comes apart into its parts, each with its place; what is wrong with its form is told at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples
from tables import CONFORMANCE, rows_of

from qcrules.errors import PackError, Place
from qcrules.law.page import Cell
from qcrules.source.markdown import cells
from qcrules.source.parts import CASES, HEADINGS, INTERPRETATION, NOT_CHECKED, RULE, TEXT, PageSource
from qcrules.source.splitter import sound_parts
from qcrules.source.tree import plain

GOOD = (CONFORMANCE / "mistakes" / "page.md.txt").read_text(encoding="utf-8")
WRONG = {name: row for name, *row in rows_of("mistakes/in-the-form-of-a-page.md")}


def split_page(text: str, file: str) -> PageSource:
    """The parts of a page that is in form."""
    page, problems = sound_parts(text, file)
    if page is None or problems:
        raise PackError(problems)
    return page


@pytest.fixture
def page() -> PageSource:
    return split_page(GOOD, "p99.md")


def told(text: str) -> list[tuple[int | None, str]]:
    """The line and the Russian words of everything that is wrong."""
    with pytest.raises(PackError) as caught:
        split_page(text, "p99.md")
    for problem in caught.value.problems:
        assert problem.message.ru != problem.message.en
    return [
        (problem.place.line if problem.place else None, problem.message.ru)
        for problem in caught.value.problems
    ]


def said(row: list[Cell]) -> list[tuple[str, Place]]:
    """What the cells of a row say, and where."""
    return [(cell.text, cell.place) for cell in row]


def parts(page: PageSource) -> list[object]:
    """All that a page says, and where."""
    return [
        page.title,
        plain(page.front),
        *(
            (
                name,
                section.line,
                section.quote,
                section.prose,
                list(map(plain, section.blocks)),
                [
                    (one.title, one.base and plain(one.base)[1], *map(said, (one.header, *one.rows)))
                    for one in section.tables
                ],
            )
            for name, section in page.sections.items()
        ),
    ]


def line_of(words: str) -> int:
    """The line of `GOOD` that starts with the words."""
    return next(i for i, line in enumerate(GOOD.split("\n"), 1) if line.startswith(words))


class TestParts:
    def test_front_matter_and_title(self, page: PageSource) -> None:
        data, places = plain(page.front)
        assert data == {"id": "p99", "пункт": "99"}
        assert places[("пункт",)] == Place("p99.md", 3, 8)
        assert page.title == "п.99. Письмо"
        assert list(page.sections) == [TEXT, INTERPRETATION, RULE, NOT_CHECKED, CASES]
        assert page.sections[RULE].line == line_of("## Правило")

    def test_quotation_to_the_letter(self, page: PageSource) -> None:
        text = page.sections[TEXT]
        assert text.quote == [
            '99. Письмо направляется в течение пяти дней: *звёздочки*, "кавычки" | черта.',
            "1) первый подпункт;",
            "Сноска. Пункт 99 в редакции.",
        ]

    def test_two_quotations_are_paragraphs_too(self) -> None:
        page = split_page(GOOD.replace(">\n> 1)", "\n> 1)").replace(">\n> Сноска", ">\n>\n> Сноска"), "f")
        assert page.sections[TEXT].quote == split_page(GOOD, "f").sections[TEXT].quote

    def test_prose(self, page: PageSource) -> None:
        assert page.sections[INTERPRETATION].prose == (
            "Проза о норме.\n\n- список\n- ещё\n\nПосле блока; пример вне правил:\n\n```text\nне правило\n```"
        )
        assert page.sections[RULE].prose == "Между блоками."
        assert page.sections[CASES].prose == "Первая таблица."
        assert page.sections[TEXT].prose == ""

    def test_blocks_have_the_lines_of_the_page(self, page: PageSource) -> None:
        first, second = page.sections[RULE].blocks
        assert first.line == line_of("- id: p99-a")
        assert second.line == line_of("- id: p99-b")
        assert plain(first)[1][(0, "норма")] == Place("p99.md", first.line + 1, 10)
        (readings,) = page.sections[INTERPRETATION].blocks
        assert plain(readings)[0] == {"чтения": {"p99-day": {"по_умолчанию": "a"}}}
        assert page.sections[CASES].blocks == []

    def test_tables(self, page: PageSource) -> None:
        first, second = page.sections[CASES].tables
        assert first.base is not None
        assert plain(first.base)[0] == {"вид": "плановая"}
        assert (first.title, second.title, second.base) == ("", "Вторая", None)
        assert first.header[0].place == Place("p99.md", line_of("| случай | письмо"), 3)
        assert [cell.text for cell in first.header] == ["случай", "письмо", "p99-a"]
        assert [[cell.text for cell in row] for row in first.rows] == [
            ["в срок", "2014-04-01", "соответствует; +2"],
            ["без срока | иначе", "", "—"],
        ]
        assert second.rows[0][1].text == "[{вид: a}, ?]"

    def test_cells_have_places(self, page: PageSource) -> None:
        lines = GOOD.split("\n")
        for table in page.sections[CASES].tables:
            for cell in [*table.header, *(cell for row in table.rows for cell in row)]:
                line, column = cell.place.line or 0, cell.place.column or 0
                written = lines[line - 1][column - 1 :].lstrip("`").replace("\\|", "|")
                assert written.startswith(cell.text)

    def test_english_headings(self, page: PageSource) -> None:
        text = GOOD
        for russian, english in HEADINGS.items():
            text = text.replace(f"## {russian}", f"## {english}")
        assert parts(split_page(text, "p99.md")) == parts(page)

    def test_english_base(self) -> None:
        (first, _) = split_page(GOOD.replace("основа:", "base:"), "f").sections[CASES].tables
        assert first.base is not None
        assert plain(first.base)[0] == {"вид": "плановая"}

    def test_windows_lines(self, page: PageSource) -> None:
        assert parts(split_page(GOOD.replace("\n", "\r\n"), "p99.md")) == parts(page)

    def test_a_page_without_rules(self) -> None:
        text = GOOD[: GOOD.index("## Правило")] + "## Почему не проверяется\nПринцип.\n"
        assert split_page(text, "f").sections[NOT_CHECKED].prose == "Принцип."

    def test_a_page_that_comes_later_need_only_quote(self) -> None:
        text = GOOD[: GOOD.index("## Толкование")].replace("id: p99", 'id: p99\nпозже: "0.2"')
        assert list(split_page(text, "f").sections) == [TEXT]

    def test_headings_within_a_block_are_no_headings(self) -> None:
        text = GOOD.replace("не правило", "## Случаи")
        assert "## Случаи" in split_page(text, "f").sections[INTERPRETATION].prose


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("| a | b |", [(3, "a"), (7, "b")]),
        ("a | b", [(1, "a"), (5, "b")]),
        ("|a|", [(2, "a")]),
        ("a|", [(1, "a")]),
        ("| a || b", [(3, "a"), (6, ""), (8, "b")]),
        ("|", [(2, "")]),
        ("| |", [(2, "")]),
        ("  | x \\| y |", [(5, "x | y")]),
        ("| `a` b |", [(3, "`a` b")]),
        ("| `a` |", [(3, "a")]),
    ],
)
def test_a_row(line: str, found: list[tuple[int, str]]) -> None:
    assert cells(line) == found


class TestWrong:
    @pytest.mark.parametrize(("old", "new", "line", "words"), WRONG.values(), ids=WRONG)
    def test_is_told_with_its_line(self, old: str, new: str, line: str, words: str) -> None:
        assert old in GOOD
        problems = told(GOOD.replace(old, new))
        assert any(at == int(line) and words in message for at, message in problems), problems

    @pytest.mark.parametrize("heading", [TEXT, INTERPRETATION, CASES])
    def test_missing(self, heading: str) -> None:
        start = GOOD.index(f"## {heading}")
        end = GOOD.find("\n## ", start) + 1 or len(GOOD)
        assert any(f"нет раздела `## {heading}`" in words for _, words in told(GOOD[:start] + GOOD[end:]))

    def test_neither_rule_nor_reason(self) -> None:
        text = GOOD[: GOOD.index("## Правило")]
        assert [words for _, words in told(text)] == ["нет раздела `## Правило`"]

    def test_out_of_order(self) -> None:
        start, middle = GOOD.index("## Толкование"), GOOD.index("## Правило")
        end = GOOD.index("## Почему")
        swapped = GOOD[:start] + GOOD[middle:end] + GOOD[start:middle] + GOOD[end:]
        ((line, words),) = told(swapped)
        assert words == "раздел `Толкование` должен стоять до раздела `Правило`"
        assert line is not None
        assert swapped.split("\n")[line - 1] == "## Толкование"

    def test_everything_at_once_in_the_order_of_the_page(self) -> None:
        text = (
            GOOD.replace('пункт: "99"', "id: p98")
            .replace("- id: p99-b", "a: 1\na: 2")
            .replace("| письмо |", "| |")
        )
        lines = [line for line, _ in told(text)]
        assert len(lines) == 3
        assert lines == sorted(lines, key=lambda line: line or 0)

    @pytest.mark.parametrize(
        "text", ["", "---", "---\n---", "\0", "# x", "## Случаи\n|\n|-|", "> " * 3000, "- " * 3000]
    )
    def test_no_page_at_all(self, text: str) -> None:
        assert told(text)


@pytest.mark.long
@settings(max_examples=examples(40))
@given(st.data())
def test_any_change_gives_a_page_or_an_error(data: st.DataObject) -> None:
    lines = GOOD.split("\n")
    odd = st.sampled_from(
        ["```", "```yaml", "---", "# x", "## Случаи", "|", "| a |", "|---|", "> ", ">", "- a", "\t", "|-|\n|"]
    )
    for _ in range(data.draw(st.integers(1, 5))):
        i = data.draw(st.integers(0, len(lines) - 1))
        lines[i : i + data.draw(st.integers(0, 2))] = [data.draw(odd | st.text(max_size=4))]
    page, problems = sound_parts("\n".join(lines), "f")
    assert problems or (page and page.sections[TEXT].quote)
    assert all(problem.place for problem in problems)
