"""Tables of months: their columns as items, cells as facts, sums and series, in words and in the engines."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packs import GIST, load, page, write_pack

import qcrules
from qcrules import Assessment, Finding, PackError, RecordError
from qcrules.facts.table import Columns, column_key, total_of
from qcrules.judge.rulebook import Rulebook
from qcrules.kernel.interval import INF, Interval

HEAD = """\
id: shop
version: "1"
название: {ru: Правила лавки, en: Rules of a shop}
язык: ru
календарь: weekends
действует: {с: 2014-01-01, по: 2014-12-31}
редакция_по: {report: [month.end]}
"""

VOCABULARY = """\
виды:
  report:
    термин: отчёт
    поля:
      month: {термин: месяц, тип: месяц}
      corrects: {термин: уточняет, тип: текст, если_не_сказано: нет}
      sold:
        термин: продажи
        тип: таблица
        месяц: month
        строки: ["1", "1.1", "1.2", "9"]
      by_kind: {термин: по видам, тип: таблица, графы: sold, строки: ["1.1"]}
"""


def rule(**body: Any) -> dict[str, Any]:
    return {"id": "p1-rule", "норма": "п.1", "суть": GIST, "для_каждого": "продажи", **body}


def shop(folder: Path, **body: Any) -> Rulebook:
    return load(folder, [rule(**body)], head=HEAD, vocabulary=VOCABULARY, front="вид: report\n")


def check(book: Rulebook, engine: Any = "auto", **record: Any) -> Assessment:
    return qcrules.check(
        {"report": {"month": "2014-02", **record}}, rules=book, as_of=date(2014, 6, 1), engine=engine
    )


def by_column(assessment: Assessment) -> dict[str, str]:
    return {(found.item or "").removeprefix("sold"): str(found.verdict) for found in assessment.findings}


SUM = {"сходится": {"итог": "продажи.1", "части": ["продажи.1.1", "продажи.1.2"]}}


# -- columns ----------------------------------------------------------------------------------------------------


def test_a_finding_a_column_by_the_month_and_the_total(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=SUM)
    sold = {
        "1": {"2014-01": 5, "2014-02": 7, "Всего": 12},
        "1.1": {"2014-01": 2, "2014-02": 3, "total": 5},
        "1.2": {"2014-01": 3, "2014-02": 3, "total": 7},
    }
    found = by_column(check(book, sold=sold))
    assert found == {"[2014-01]": "compliant", "[2014-02]": "violated", "[total]": "compliant"}


def test_the_reporting_month_and_the_total_are_columns_even_where_nothing_is_recorded(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=SUM)
    found = by_column(check(book, sold={"9": {"2014-01": 1}}))
    assert found == dict.fromkeys(["[2014-01]", "[2014-02]", "[total]"], "undetermined")


@pytest.mark.parametrize(("sold", "verdict"), [("?", "undetermined"), (None, "not_applicable")])
def test_a_table_that_is_unknown_or_none_has_one_finding(tmp_path: Path, sold: Any, verdict: str) -> None:
    assert by_column(check(shop(tmp_path, требуется=SUM), sold=sold)) == {"": verdict}


def test_a_rule_that_applies_to_no_column_says_so_once(tmp_path: Path) -> None:
    book = shop(tmp_path, если={"продажи.графа": "вне отчётного периода"}, требуется=SUM)
    found = check(book, sold={"1": {"2014-01": 1, "2014-02": 1}}).findings
    assert [str(one.verdict) for one in found] == ["not_applicable"]


def test_what_a_column_is(tmp_path: Path) -> None:
    kinds = ["январь", "месяц после января", "Всего", "вне отчётного периода"]
    sold = {"1": dict.fromkeys(("2013-12", "2014-01", "2014-02", "2014-03"), 1)}
    seen = {}
    for number, kind in enumerate(kinds):
        book = shop(tmp_path / str(number), требуется={"продажи.графа": kind})
        seen[kind] = [
            column for column, verdict in by_column(check(book, sold=sold)).items() if verdict == "compliant"
        ]
    assert seen == {
        "январь": ["[2014-01]"],
        "месяц после января": ["[2014-02]"],
        "Всего": ["[total]"],
        "вне отчётного периода": ["[2013-12]", "[2014-03]"],
    }


def test_the_reporting_column(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется={"продажи.отчётная": "да"})
    found = by_column(check(book, sold={"1": {"2014-01": 1}}))
    assert found == {"[2014-01]": "violated", "[2014-02]": "compliant", "[total]": "violated"}


# -- cells ------------------------------------------------------------------------------------------------------


def one(assessment: Assessment, column: str) -> Finding:
    [found] = [finding for finding in assessment.findings if finding.item == f"sold[{column}]"]
    return found


def test_a_missing_cell_leaves_open_what_needs_it_and_is_named(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=SUM)
    found = one(check(book, sold={"1": {"2014-02": 7}, "1.1": {"2014-02": 3}}), "2014-02")
    assert [missing.field for missing in found.missing] == ["sold[2014-02].1.2"]
    assert found.missing[0].term.ru == "продажи.1.2, 2014-02"


def test_a_part_that_is_already_more_than_the_total_decides_without_the_others(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=SUM)
    assert (
        str(one(check(book, sold={"1": {"2014-02": 7}, "1.1": {"2014-02": 8}}), "2014-02").verdict)
        == "violated"
    )


def test_a_blank_cell_is_nothing_in_a_sum_and_not_filled_in(tmp_path: Path) -> None:
    sold = {"1": {"2014-02": 3}, "1.1": {"2014-02": 3}, "1.2": {"2014-02": None}}
    assert str(one(check(shop(tmp_path / "a", требуется=SUM), sold=sold), "2014-02").verdict) == "compliant"
    filled = shop(tmp_path / "b", требуется={"продажи.1.2.заполнена": "да"})
    verdicts = [
        str(one(check(filled, sold={"1.2": {"2014-02": cell}}), "2014-02").verdict) for cell in (0, None, "?")
    ]
    assert verdicts == ["compliant", "violated", "undetermined"]


def test_evidence_names_the_cell_and_its_place(tmp_path: Path) -> None:
    book = shop(tmp_path / "book", требуется=SUM)
    case = tmp_path / "case.yaml"
    case.write_text(
        "отчёт:\n  месяц: 2014-01\n  продажи:\n"
        '    "1": {2014-01: 5}\n    "1.1": {2014-01: 2}\n    "1.2": {2014-01: 2}\n',
        encoding="utf-8",
    )
    found = one(qcrules.check(case, rules=book, as_of=date(2014, 6, 1), lang="ru"), "2014-01")
    near = [(evidence.field, evidence.source) for evidence in found.evidence if not evidence.background]
    assert near[0] == ("sold[2014-01].1", f"{case}:4:20")
    assert [field for field, _ in near] == ["sold[2014-01].1", "sold[2014-01].1.1", "sold[2014-01].1.2"]


@pytest.mark.parametrize(
    ("sold", "words"),
    [
        ({"2": {"2014-01": 1}}, "`2`"),
        ({"1": {"январь": 1}}, "`январь`"),
        ({"1": {"2014-13": 1}}, "`2014-13`"),
        ({"1": {"2014-01": -1}}, "`-1`"),
        ({"1": {"2014-01": "1.5"}}, "`1.5`"),
        ({"1": {"Всего": 1, "total": 1}}, "`total`"),
        ({"1": 5}, "2014-03"),
        ([1], "строки таблицы"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, sold: Any, words: str) -> None:
    with pytest.raises(RecordError) as wrong:
        check(shop(tmp_path, требуется=SUM), sold=sold)
    assert words in wrong.value.words("ru")


# -- lines within rows ------------------------------------------------------------------------------------------

KINDS = {"сходится": {"итог": "продажи.1.1", "части": "по видам.1.1"}}


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        ({"1.1": {"bread": {"2014-02": 2}, "salt": {"2014-02": 1}}}, "compliant"),
        ({"1.1": {"bread": {"2014-02": 2}}}, "violated"),
        ({"1.1": {"bread": {"2014-02": 2}, "salt": {}}}, "undetermined"),
        ({"1.1": {"bread": {"2014-02": 4}, "salt": {}}}, "violated"),
        ({"1.1": None}, "violated"),
        ({}, "undetermined"),
        (None, "violated"),
        ("?", "undetermined"),
    ],
)
def test_a_row_and_the_lines_within_it(tmp_path: Path, kinds: Any, verdict: str) -> None:
    book = shop(tmp_path, требуется=KINDS)
    assert str(one(check(book, sold={"1.1": {"2014-02": 3}}, by_kind=kinds), "2014-02").verdict) == verdict


def test_the_lines_are_evidence_by_their_names(tmp_path: Path) -> None:
    found = one(
        check(
            shop(tmp_path, требуется=KINDS),
            sold={"1.1": {"2014-02": 3}},
            by_kind={"1.1": {"bread": {"2014-02": 2}}},
        ),
        "2014-02",
    )
    assert "by_kind[2014-02].1.1.bread" in [evidence.field for evidence in found.evidence]


# -- sums and series --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "verdicts"),
    [
        (None, ["violated", "compliant", "violated"]),
        ("не_меньше", ["violated", "compliant", "compliant"]),
        ("не_больше", ["compliant", "compliant", "violated"]),
    ],
)
def test_the_three_relations_on_both_sides_of_equal(
    tmp_path: Path, relation: str | None, verdicts: list[str]
) -> None:
    verb = {**SUM["сходится"], **({"знак": relation} if relation else {})}
    book = shop(tmp_path, требуется={"сходится": verb})
    parts = {"1.1": {"2014-02": 3}, "1.2": {"2014-02": 4}}
    found = [one(check(book, sold={"1": {"2014-02": total}, **parts}), "2014-02") for total in (6, 7, 8)]
    assert [str(finding.verdict) for finding in found] == verdicts


def test_parts_may_be_taken_away(tmp_path: Path) -> None:
    balance = {
        "итог": "продажи.9",
        "части": ["продажи.9.предыдущая графа", "продажи.1.1"],
        "минус": "продажи.1.2",
    }
    book = shop(tmp_path, если={"продажи.графа": "месяц после января"}, требуется={"сходится": balance})
    for left, verdict in ((5, "violated"), (6, "compliant"), (7, "violated")):
        sold = {"9": {"2014-01": 5, "2014-02": left}, "1.1": {"2014-02": 3}, "1.2": {"2014-02": 2}}
        assert str(one(check(book, sold=sold), "2014-02").verdict) == verdict


def test_the_total_and_its_months(tmp_path: Path) -> None:
    months = {"сходится": {"итог": "продажи.1", "части": "продажи.1.по месяцам"}}
    book = shop(tmp_path, если={"продажи.графа": "Всего"}, требуется=months)
    for row, verdict in (
        ({"2014-01": 5, "2014-02": 6, "total": 11}, "compliant"),
        ({"2014-01": 5, "2014-02": 6, "total": 10}, "violated"),
        ({"2014-02": 6, "total": 11}, "undetermined"),
        ({"2014-02": 6, "total": 5}, "violated"),
    ):
        assert str(one(check(book, sold={"1": row}), "total").verdict) == verdict


def test_a_series_names_the_rows_that_shrink_and_only_them(tmp_path: Path) -> None:
    book = shop(
        tmp_path,
        если={"продажи.графа": "месяц после января"},
        требуется={"не_убывает": ["продажи.1", "продажи.1.1", "продажи.1.2"]},
        нарушение="Графа {графа}: {расхождения}.",
    )
    sold = {
        "1": {"2014-01": 5, "2014-02": 5},
        "1.1": {"2014-01": 3, "2014-02": 2},
        "1.2": {"2014-01": 2, "2014-02": 3},
    }
    found = one(check(book, sold=sold), "2014-02")
    assert found.text.ru == "Графа 2014-02: «продажи.1.1» — 2, меньше чем 3."
    near = [evidence.field for evidence in found.evidence if not evidence.background]
    assert near == ["sold[2014-02].1.1", "sold[2014-01].1.1"]


def test_sums_are_the_same_for_every_engine(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=SUM)
    cells: list[Any] = [0, 1, "?"]
    for a, b, c in product(cells, repeat=3):
        sold = {"1": {"2014-02": a}, "1.1": {"2014-02": b}, "1.2": {"2014-02": c}}
        reference = by_column(check(book, "reference", sold=sold))
        assert by_column(check(book, "auto", sold=sold)) == reference
        points = {
            x == y + z for x, y, z in product(*(range(4) if cell == "?" else [cell] for cell in (a, b, c)))
        }
        expected = "undetermined" if len(points) == 2 else "compliant" if True in points else "violated"
        assert reference["[2014-02]"] == expected


@pytest.mark.parametrize("verb", ["сходится", "не_убывает"])
def test_only_numbers_and_only_rows(tmp_path: Path, verb: str) -> None:
    wrong = {"сходится": {"итог": "месяц", "части": "продажи.1"}} if verb == "сходится" else {verb: ["месяц"]}
    folder = write_pack(
        tmp_path, [rule(требуется=wrong)], head=HEAD, vocabulary=VOCABULARY, front="вид: report\n"
    )
    with pytest.raises(PackError) as error:
        qcrules.load_rules(folder)
    assert "«месяц» — не число" in error.value.words("ru")


def test_what_is_left_out_may_mean_none(tmp_path: Path) -> None:
    head = {"id": "p1-rule", "норма": "п.1", "суть": GIST}
    book = load(
        tmp_path,
        [{**head, "запрещено": {"есть": "уточняет"}}],
        head=HEAD,
        vocabulary=VOCABULARY,
        front="вид: report\n",
    )
    for record, verdict in (
        ({}, "compliant"),
        ({"corrects": "№ 3"}, "violated"),
        ({"corrects": "?"}, "undetermined"),
    ):
        assert [str(found.verdict) for found in check(book, **record).findings] == [verdict]


# -- the arithmetic ---------------------------------------------------------------------------------------------


def test_a_sum_of_intervals_holds_every_sum_of_points_and_nothing_more() -> None:
    spans: list[Interval] = [(0, 0), (0, 2), (1, 3), (2, 2)]
    for a, b, c in product(spans, repeat=3):
        every = [x + y - z for x, y, z in product(*(range(lo, hi + 1) for lo, hi in (a, b, c)))]
        assert total_of([a, b], [c]) == (min(every), max(every))


def test_infinities_absorb() -> None:
    assert total_of([(1, INF), (2, 2)]) == (3, INF)
    assert total_of([(5, 5)], [(1, INF)]) == (-INF, 4)
    assert total_of([(5, INF)], [(1, INF)]) == (-INF, INF)
    assert total_of([]) == (0, 0)
    lo, hi = total_of([(INF - 1, INF - 1), (INF - 1, INF - 1)])
    assert lo < INF <= hi  # a sum beyond all counting is open, never wrong


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("2014-03", "2014-03"),
        ("Всего", "total"),
        ("total", "total"),
        ("2014-3", None),
        ("2014-00", None),
        ("март", None),
    ],
)
def test_the_key_of_a_column(word: str, key: str | None) -> None:
    assert column_key(word) == key


def test_the_column_before() -> None:
    columns = Columns("2014-03", {})
    assert [columns.before(key) for key in ("2014-01", "2014-02", "total")] == [None, "2014-01", "2014-03"]
    assert columns.keys == ("2014-03", "total")
    assert Columns(None, {}).before("total") is None


def test_pages_of_a_table_can_be_written_in_english_paths(tmp_path: Path) -> None:
    english = rule(требуется={"сходится": {"итог": "sold.1", "части": ["sold.1.1", "sold.1.2"]}})
    words = page([english], front="вид: report\n")
    folder = write_pack(tmp_path, head=HEAD, vocabulary=VOCABULARY, pages={"p1.md": words})
    sold = {"1": {"2014-02": 7}, "1.1": {"2014-02": 3}, "1.2": {"2014-02": 4}}
    assert str(one(check(qcrules.load_rules(folder), sold=sold), "2014-02").verdict) == "compliant"


def test_a_column_in_which_only_lines_have_numbers_is_a_column(tmp_path: Path) -> None:
    book = shop(tmp_path, требуется=KINDS)
    kinds = {"1.1": {"bread": {"2014-01": 2, "total": 2}}}
    found = by_column(check(book, sold={"1.1": {"2014-02": 3}}, by_kind=kinds))
    assert found == dict.fromkeys(["[2014-01]", "[2014-02]", "[total]"], "undetermined")
