"""Cases: from tables, from case files, from workbooks; found, chosen, run; a broken one stops none of the others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from packs import SHOP

from qcrules.errors import UsageError
from qcrules.testing.cases.choose import changed, chosen
from qcrules.testing.cases.run import Result, run_case
from qcrules.testing.cases.sources import find
from qcrules.testing.cases.watch import watch

CASE_FILE = """\
основы:
  выдана:
    выдача: {вид: обычная, выдана: 2014-03-03}
  поздно:
    основа: выдана
    выдача: {возвращена: 2014-03-10}
случаи:
  - случай: опоздали
    основа: поздно
    ожидается: {п.1: нарушение; срок 2014-03-06; +2, p1-return: нарушение}
  - случай: вовремя, если считать первый день
    основа: поздно
    выдача: {возвращена: 2014-03-05}
    чтения: {p1-first: same_day}
    ожидается: {п.1: соответствует}
  - случай: идёт срок
    основа: выдана
    на_дату: 2014-03-04
    полная: да
    ожидается: {п.1: срок не истёк}
"""


def results(*paths: Path) -> list[Result]:
    return [run_case(source.book, case, "reference") for source in find(paths) for case in source.cases]


def failed(found: list[Result]) -> list[str]:
    return [one.case.title for one in found if not one.passed]


def test_every_row_of_a_pack_is_run(folder: Path) -> None:
    found = results(folder)
    assert len(found) == 10
    assert failed(found) == []


def test_an_unknown_key_at_the_top_of_a_file_is_told_and_its_cases_run(folder: Path) -> None:
    file = folder / "one.case.yaml"
    file.write_text(f"осноава: {{}}\n{CASE_FILE}", "utf-8")
    [wrong, *run] = results(file)
    assert wrong.broken is not None
    assert wrong.broken.ru == f"{file}:1:1: ключ `осноава` не известен; возможно, `основы`"
    assert [one.passed for one in run] == [True, True, True]


def test_cases_whose_bases_stand_under_an_unknown_key_are_counted(folder: Path) -> None:
    file = folder / "one.case.yaml"
    own = "  - случай: сам по себе\n    выдача: {выдана: —}\n    ожидается: {p1-return: не применимо}\n"
    file.write_text(CASE_FILE.replace("основы:", "осноавы:") + own, "utf-8")
    [wrong, run] = results(file)
    assert wrong.broken is not None
    assert "ключ `осноавы` не известен" in wrong.broken.ru
    assert "основы не прочитаны: не прогнано случаев — 3" in wrong.broken.ru
    assert run.case.title == "сам по себе"
    assert run.broken is None


def test_a_failure_says_what_was_expected_what_came_where_and_why(page: Path) -> None:
    page.write_text(
        page.read_text("utf-8").replace("| нарушение; срок 2014-03-06; +1 |", "| соответствует |"), "utf-8"
    )
    [bad] = [one for one in results(page) if not one.passed]
    [outcome] = bad.outcomes
    assert bad.case.title == "на день позже"
    assert (outcome.expected, outcome.got) == ("соответствует", "нарушение")
    assert outcome.why.ru == "Вернули 07.03.2014, срок 06.03.2014."
    line = page.read_text("utf-8").split("\n")[(outcome.place.line or 0) - 1]
    assert line.startswith("| на день позже")


def test_a_case_file_starts_from_named_bases_and_asserts_of_provisions(folder: Path) -> None:
    file = folder / "more.case.yaml"
    file.write_text(CASE_FILE, "utf-8")
    found = results(file)
    assert [(one.case.title, one.passed) for one in found] == [
        ("опоздали", True),
        ("вовремя, если считать первый день", True),
        ("идёт срок", True),
    ]
    assert len(results(folder)) == 13


@pytest.mark.parametrize("word", ["as_of", "as of", "на дату", "на_дату"])
def test_the_day_of_the_check_has_the_same_words_in_case_files_and_tables(
    folder: Path, page: Path, word: str
) -> None:
    file = folder / "more.case.yaml"
    file.write_text(CASE_FILE.replace("на_дату", word), "utf-8")
    page.write_text(page.read_text("utf-8").replace("| на дату |", f"| {word} |"), "utf-8")
    assert word in page.read_text("utf-8")
    assert failed(results(folder)) == []


@pytest.mark.parametrize("word", ["complete", "полная", "полный", "полное"])
def test_nothing_is_left_out_has_the_same_words_as_in_a_record(folder: Path, word: str) -> None:
    file = folder / "more.case.yaml"
    file.write_text(CASE_FILE.replace("полная", word), "utf-8")
    assert failed(results(file)) == []


def test_the_worst_finding_speaks_for_a_provision(folder: Path) -> None:
    file = folder / "worst.case.yaml"
    file.write_text(CASE_FILE.replace("{п.1: соответствует}", "{п.1: нарушение}"), "utf-8")
    assert failed(results(file)) == ["вовремя, если считать первый день"]


def test_a_page_that_is_no_paragraph_speaks_for_all_its_rules(folder: Path, page: Path) -> None:
    words = page.read_text("utf-8").replace('пункт: "1"', "пункт: правила возврата")
    page.write_text(words.replace("| p1-return |", "| правила возврата |"), "utf-8")
    assert failed(results(folder)) == []
    file = folder / "page.case.yaml"
    file.write_text(CASE_FILE.replace("{п.1: соответствует}", "{правила возврата: нарушение}"), "utf-8")
    assert failed(results(file)) == ["вовремя, если считать первый день"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "основа: поздно\n    ожидается",
            "основа: позно\n    ожидается",
            "основы `позно` нет; возможно, `поздно`",
        ),
        ("{п.1: соответствует}", "{п.9: соответствует}", "`п.9` — ни правило, ни норма"),
        ("полная: да", "полнота: да", "ключ `полнота` не известен; возможно, `полная`"),
        ("same_day", "someday", "нет варианта `someday`; возможно, `same_day`"),
        ("возвращена: 2014-03-05", "вернулась: 2014-03-05", "`вернулась` — ни поле, ни чтение, ни правило"),
        ("полная: да", "полная: возможно", "нужно «да» или «нет»"),
        ("{p1-first: ", "{p1-frist: ", "чтение `p1-frist` не известно; возможно, `p1-first`"),
        ("    ожидается: {п.1: срок не истёк}\n", "", "случай ничего не утверждает: нужен ключ `ожидается`"),
        (
            "возвращена: 2014-03-05",
            "претензии.вид: утрата",
            "у элемента списка нужен номер, например `претензии[1].вид`",
        ),
        ("основа: выдана\n    выдача", "основа: поздно\n    выдача", "начинается с себя самой"),
    ],
)
def test_what_is_wrong_with_one_case_is_said_and_stops_no_other(
    folder: Path, old: str, new: str, said: str
) -> None:
    file = folder / "wrong.case.yaml"
    assert old in CASE_FILE
    file.write_text(CASE_FILE.replace(old, new, 1), "utf-8")
    found = results(file)
    broken = [one for one in found if one.broken]
    assert len(found) == 3
    assert broken
    assert said in (broken[0].broken.ru if broken[0].broken else "")
    assert "wrong.case.yaml:" in (broken[0].broken.ru if broken[0].broken else "")


@pytest.mark.parametrize(
    ("words", "said"),
    [("{}\n", ":1:1: нужен список `случаи`"), ("случаи: [\n", ":2:1: здесь ожидалось значение")],
)
def test_a_file_without_cases_is_one_failed_case(folder: Path, words: str, said: str) -> None:
    (folder / "no.case.yaml").write_text(words, "utf-8")
    [only] = results(folder / "no.case.yaml")
    assert only.broken is not None
    assert said in only.broken.ru


def test_a_workbook_has_a_case_a_row(folder: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    file = folder / "table.case.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        bases = book.add_worksheet("основы")
        for row, cells in enumerate([["основа", "вид", "выдана"], ["обычная", "обычная", "2014-03-03"]]):
            bases.write_row(row, 0, cells)
        cases = book.add_worksheet("Возврат")
        rows = [
            ["случай", "основа", "возвращена", "p1-return"],
            ["вовремя", "обычная", "2014-03-06", "соответствует"],
            ["поздно", "обычная", "2014-03-07", "соответствует"],
            ["без основы", "обычна", "2014-03-07", "нарушение"],
            ["ни о чём", "обычная", "2014-03-07"],
        ]
        for row, cells in enumerate(rows):
            cases.write_row(row, 0, cells)
    found = results(file)
    assert failed(found) == ["поздно", "без основы", "ни о чём"]
    assert "'Возврат'!D3" in str(found[1].outcomes[0].place)
    assert "возможно, `обычная`" in (found[2].broken.ru if found[2].broken else "")
    assert "строка ничего не утверждает" in (found[3].broken.ru if found[3].broken else "")


def test_a_pack_that_cannot_be_loaded_is_one_failed_case(folder: Path) -> None:
    (folder / "vocabulary.yaml").write_text("виды: [", "utf-8")
    [only] = results(folder)
    assert only.broken is not None
    assert "vocabulary.yaml:1" in only.broken.ru


def test_a_row_that_a_table_has_not_is_said_with_the_cell_that_names_it(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    page = tmp_path / "shop" / "03-bases.md"
    words = page.read_text("utf-8")
    page.write_text(words.replace("| как в основе | |", "| как в основе | {1.3: {Всего: 1}} |"), "utf-8")
    [bad] = [one for one in results(page) if not one.passed]
    assert bad.broken is not None
    assert bad.broken.ru.startswith(f"{bad.case.place.file}:{bad.case.place.line}:")
    assert "1.3" in bad.broken.ru


@pytest.mark.parametrize("name", ["nowhere", "empty", "page.md"])
def test_nothing_to_run_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "page.md").touch()
    with pytest.raises(UsageError):
        find([tmp_path / name])


@pytest.mark.parametrize(
    ("select", "word", "count"),
    [
        (["п.1"], None, 10),
        (["1"], None, 10),
        (["p1-return"], None, 10),
        (["п.2"], None, 0),
        ([], "ПЕРВЫЙ", 3),
    ],
)
def test_cases_are_chosen(folder: Path, select: list[str], word: str | None, count: int) -> None:
    [source] = find([folder])
    assert sum(chosen(case, source.pack, select, word) for case in source.cases) == count


def test_changed_asks_git(folder: Path, page: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=t", "-c", "user.email=t@t"]
        subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)

    other = page.read_text("utf-8").replace("p1-return", "p2-return").replace("id: p1\n", "id: p2\n")
    start, end = other.index("```yaml\nчтения"), other.index("## Правило")
    (folder / "p2.md").write_text(
        (other[:start] + other[end:]).replace('"1"', '"2"').replace("п.1", "п.2"), "utf-8"
    )
    with pytest.raises(UsageError):
        changed(find([folder]))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "start")
    assert changed(find([folder])) == set()
    page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    assert changed(find([folder])) == {"p1", "p2"}, "p2 reads a reading of p1"
    git("commit", "-qam", "more")
    (folder / "p2.md").write_text((folder / "p2.md").read_text("utf-8") + "\n", "utf-8")
    assert changed(find([folder])) == {"p2"}
    git("commit", "-qam", "again")
    words = folder / "vocabulary.yaml"
    words.write_text(words.read_text("utf-8") + "\n", "utf-8")
    assert changed(find([folder])) == {"p1", "p2"}, "all pages are written in its words"


def test_watch_runs_again_after_a_change(page: Path) -> None:
    runs: list[int] = []

    def wait(_: float) -> None:
        page.write_text(page.read_text("utf-8") + "\n", "utf-8")

    watch([page.parent], lambda: runs.append(1), wait, times=3)
    assert len(runs) == 3
