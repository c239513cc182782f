"""Reports of one submitter, side by side: gaps, resubmissions, running totals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import qcrules
from qcrules import Assessment, MonitoringReport, MonitoringYear, Submitter
from qcrules.facts.reading import RecordReader

DAY = date(2014, 6, 2)


def report(month: str, total: int = 0, **more: Any) -> MonitoringReport:
    known: dict[str, Any] = {
        "id": f"R-{month}",
        "form": "1-mk",
        "submitter": Submitter(name="Министерство", kind="central_state_body"),
        "month": month,
        "submitted_at": "2014-05-05",
        "figures": {"1": {"total": total}},
    }
    return MonitoringReport(**{**known, **more})


def years(*reports: Any) -> list[Assessment]:
    return [one for one in qcrules.check(list(reports), as_of=DAY) if one.kind == "monitoring_year"]


def advice(assessment: Assessment) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.item) for finding in assessment.advice]


def test_one_assessment_a_report_and_one_a_year() -> None:
    found = qcrules.check([report("2014-01", 5), report("2014-02", 7)], as_of=DAY)
    assert [one.kind for one in found] == ["monitoring_report", "monitoring_report", "monitoring_year"]
    assert found[-1].subject_id == "Министерство, 1-mk, 2014"
    assert advice(found[-1]) == []
    assert found[-1].violations == ()


def test_a_report_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is the year that the reports make."""
    read, kinds = RecordReader.read, []

    def counted(self: RecordReader, *args: Any, **how: Any) -> Any:
        kinds.append(self.kind.key)
        return read(self, *args, **how)

    monkeypatch.setattr(RecordReader, "read", counted)
    qcrules.check([report("2014-01", 5), report("2014-02", 7)], as_of=DAY)
    assert kinds == ["monitoring_report", "monitoring_report", "monitoring_year"]


def test_a_month_without_a_report_is_a_gap() -> None:
    [year] = years(report("2014-01"), report("2014-04"))
    gaps = [("reports-year-no-gap", f"reports[2014-0{month}]") for month in (2, 3)]
    assert advice(year) == gaps


def test_nothing_is_missed_before_the_first_or_after_the_last() -> None:
    [year] = years(report("2014-03"), report("2014-04"))
    assert advice(year) == []


def test_two_reports_for_a_month_of_which_none_corrects_the_other() -> None:
    [year] = years(report("2014-01"), report("2014-02"), report("2014-02", id="again"))
    assert advice(year) == [("reports-year-one-a-month", "reports[2014-02]")]


def test_a_correction_is_no_second_report_and_stands_for_its_month() -> None:
    correction = report("2014-01", 5, id="R-c", corrects="R-2014-01", submitted_at="2014-02-20")
    [year] = years(report("2014-01", 9), correction, report("2014-02", 7))
    assert advice(year) == []
    [uncorrected] = years(report("2014-01", 9), report("2014-02", 7))
    assert advice(uncorrected) == [("reports-year-grows-1mk", "totals[2014-02]")]


def test_a_correction_of_a_report_that_is_not_there() -> None:
    [year] = years(report("2014-01"), report("2014-02"), report("2014-02", id="R-c", corrects="R-0"))
    assert advice(year) == [("reports-year-corrections", "reports[2014-02]")]


@pytest.mark.parametrize(("second", "wrong"), [(1539, True), (1540, False), (1541, False)])
def test_a_running_total_may_not_shrink(second: int, wrong: bool) -> None:
    [year] = years(report("2014-03", 1540), report("2014-04", second))
    assert [rule for rule, _ in advice(year)] == (["reports-year-grows-1mk"] if wrong else [])


def test_the_balance_of_row_9_may_shrink() -> None:
    figures = [{"9": {"total": 5}}, {"9": {"total": 2}}]
    [year] = years(*(report(f"2014-0{month}", figures=each) for month, each in enumerate(figures, 1)))
    assert advice(year) == []


def test_submitters_forms_and_years_are_kept_apart() -> None:
    other = Submitter(name="Другое министерство", kind="central_state_body")
    assert years(report("2014-01"), report("2014-02", submitter=other)) == []
    assert years(report("2014-01"), report("2014-02", form="2-mk")) == []
    assert years(report("2014-12"), report("2015-01")) == []
    assert years(report("2014-01"), report("2014-02", submitter=Submitter(kind="central_state_body"))) == []


@pytest.mark.parametrize("unknown", ["form", "month"])
def test_a_report_on_nobody_knows_which_form_or_month_is_of_no_year(unknown: str) -> None:
    reports = [report(month) for month in ("2014-01", "2014-02")]
    assert len(years(*reports)) == 1
    assert years(*(evolve(one, **{unknown: qcrules.UNKNOWN}) for one in reports)) == []


def test_the_order_of_the_reports_does_not_matter() -> None:
    reports = [report("2014-01", 9), report("2014-02", 7), report("2014-04", 8)]
    assert [advice(year) for year in years(*reports)] == [advice(year) for year in years(*reversed(reports))]


def test_a_folder_is_checked_file_by_file_and_evidence_leads_to_the_file(tmp_path: Path) -> None:
    for month, total in (("2014-01", 1000), ("2014-02", 990)):
        (tmp_path / f"{month}.yaml").write_text(
            "monitoring_report:\n  form: 1-mk\n  submitter: {name: M, kind: central_state_body}\n"
            f'  month: {month}\n  figures:\n    "1": {{total: {total}}}\n',
            encoding="utf-8",
        )
    for other in ("notes.txt", "~$2014-01.xlsx", "._2014-01.xlsx", ".2014-03.yaml"):
        (tmp_path / other).write_text("not a record", encoding="utf-8")
    *_, year = qcrules.check_all(tmp_path, as_of=DAY)
    [finding] = [one for one in year.advice if one.rule == "reports-year-grows-1mk"]
    assert {evidence.source for evidence in finding.evidence if evidence.field.startswith("totals[")} == {
        f"{tmp_path / '2014-01.yaml'}:4:10",
        f"{tmp_path / '2014-02.yaml'}:4:10",
    }


def test_other_records_stand_beside_reports() -> None:
    found = qcrules.check(
        [qcrules.Inspection(), report("2014-01"), qcrules.InspectionPlan(year=2014)], as_of=DAY
    )
    assert [one.kind for one in found] == ["inspection", "monitoring_report", "inspection_plan"]


def test_a_year_may_be_written_down_itself() -> None:
    year = MonitoringYear(form="2-mk", month="2014-02", totals={"4": {"2014-01": 3, "2014-02": 2}})
    assert advice(qcrules.check(year, as_of=DAY)) == [("reports-year-grows-2mk", "totals[2014-02]")]
