"""Tables of months: what the pages of tests/conformance/shop do not say of their cells, sums and series."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packs import SHOP, load, of_the_shop, rule, write_pack

import qcrules
from qcrules import Finding, PackError, RecordError
from qcrules.facts.columns import TableColumns, column_key, total_of
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.kernel.interval import INF, Interval

ENGINES = ("reference", "auto")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rules(SHOP)


def found(book: Rulebook, rule: str, record: Any, column: str = "2014-02", engine: Any = "auto") -> Finding:
    """The finding of a rule of the shop on a column of a report."""
    given = {"report": {"month": "2014-02", **record}} if isinstance(record, dict) else record
    findings = qcrules.check(given, rules=book, as_of=date(2014, 6, 1), engine=engine).findings
    [one] = [one for one in findings if (one.rule, one.item) == (rule, f"sold[{column}]")]
    return one


# -- cells ------------------------------------------------------------------------------------------------------


def test_a_missing_cell_is_named(book: Rulebook) -> None:
    [missing] = found(book, "p1-sum", {"sold": {"1": {"2014-02": 7}, "1.1": {"2014-02": 3}}}).missing
    assert (missing.field, missing.term.ru) == ("sold[2014-02].1.2", "продажи.1.2, 2014-02")


def test_evidence_names_the_cell_and_its_place(book: Rulebook, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "отчёт:\n  месяц: 2014-01\n  продажи:\n"
        '    "1": {2014-01: 5}\n    "1.1": {2014-01: 2}\n    "1.2": {2014-01: 2}\n',
        encoding="utf-8",
    )
    near = [one for one in found(book, "p1-sum", case, "2014-01").evidence if not one.background]
    assert (near[0].field, near[0].source) == ("sold[2014-01].1", f"{case}:4:20")
    assert [one.field for one in near[1:]] == ["sold[2014-01].1.1", "sold[2014-01].1.2"]


def test_the_lines_within_a_row_are_evidence_by_their_names(book: Rulebook) -> None:
    record = {"sold": {"1.1": {"2014-02": 3}}, "by_kind": {"1.1": {"bread": {"2014-02": 2}}}}
    evidence = found(book, "p2-kinds", record).evidence
    line = next(one for one in evidence if one.field == "by_kind[2014-02].1.1.bread")
    assert line.term.ru == "по видам.1.1 (bread), 2014-02"


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
def test_what_is_no_table_is_refused_in_words(book: Rulebook, sold: Any, words: str) -> None:
    with pytest.raises(RecordError) as wrong:
        found(book, "p1-sum", {"sold": sold})
    assert words in wrong.value.words("ru")


# -- sums and series --------------------------------------------------------------------------------------------


def test_a_series_names_the_rows_that_shrink_and_only_them(tmp_path: Path) -> None:
    shrinks = rule(
        для_каждого="продажи",
        если={"продажи.графа": "месяц после января"},
        требуется={"не_убывает": ["продажи.1", "продажи.1.1", "продажи.1.2"]},
        нарушение="Графа {графа}: {расхождения}.",
    )
    sold = {
        "1": {"2014-01": 5, "2014-02": 5},
        "1.1": {"2014-01": 3, "2014-02": 2},
        "1.2": {"2014-01": 2, "2014-02": 3},
    }
    one = found(load(tmp_path, [shrinks], **of_the_shop("report")), "p1-rule", {"sold": sold})
    assert one.text.ru == "Графа 02.2014: строка 1.1 — 2, меньше чем 3."
    near = [evidence.field for evidence in one.evidence if not evidence.background]
    assert near == ["sold[2014-02].1.1", "sold[2014-01].1.1"]


def test_sums_are_the_same_for_every_engine(book: Rulebook) -> None:
    cells: list[Any] = [0, 1, "?"]
    for a, b, c in product(cells, repeat=3):
        sold = {"1": {"2014-02": a}, "1.1": {"2014-02": b}, "1.2": {"2014-02": c}}
        said = {
            engine: str(found(book, "p1-sum", {"sold": sold}, engine=engine).verdict) for engine in ENGINES
        }
        points = {
            x == y + z for x, y, z in product(*(range(4) if cell == "?" else [cell] for cell in (a, b, c)))
        }
        expected = "undetermined" if len(points) == 2 else "compliant" if True in points else "violated"
        assert said == dict.fromkeys(ENGINES, expected)


@pytest.mark.parametrize(
    "need", [{"сходится": {"итог": "месяц", "части": "продажи.1"}}, {"не_убывает": ["месяц"]}]
)
def test_only_numbers_and_only_rows(tmp_path: Path, need: Any) -> None:
    folder = write_pack(tmp_path, [rule(для_каждого="продажи", требуется=need)], **of_the_shop("report"))
    with pytest.raises(PackError) as error:
        load_rules(folder)
    assert "«месяц» — не число" in error.value.words("ru")


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
    columns = TableColumns("2014-03", {})
    assert [columns.before(key) for key in ("2014-01", "2014-02", "total")] == [None, "2014-01", "2014-03"]
    assert columns.keys == ("2014-03", "total")
    assert TableColumns(None, {}).before("total") is None


@pytest.mark.parametrize(
    ("kind", "path", "found"),
    [
        ("inspection", "letters[1].signed_by", "letter.signed_by"),
        ("inspection", "obstructions[2].protocol.drawn_up_at", "obstructions[].protocol.drawn_up_at"),
        ("inspection", "letter.recommendations", "letter.recommendations"),
        ("monitoring_report", "figures[2014-01].1.1", "figures[].1.1"),
        ("monitoring_report", "figures[2014-01].1", "figures[].1"),
        ("monitoring_report", "figures.1.1.previous", "figures[].1.1.previous"),
        ("monitoring_report", "late_services[total].3.1.Выдача 1.2 [А]", "late_services[].3.1"),
    ],
)
def test_the_path_of_a_finding_leads_to_its_field(kind: str, path: str, found: str) -> None:
    assert load_rules().core.vocabulary.kinds[kind].root.at(path).path == found


@pytest.mark.parametrize(
    "path", ["", "nonsense", "figures.1.1.nonsense", "figures.99", "late_services.9.Услуга"]
)
def test_a_path_that_leads_nowhere(path: str) -> None:
    with pytest.raises(KeyError):
        load_rules().core.vocabulary.kinds["monitoring_report"].root.at(path)
