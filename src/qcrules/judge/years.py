"""Reports of one submitter → the record of their year: what no single report shows.

A *year* is a record like any other (kind ``monitoring_year``): for every month from the first to the last reported one,
how many reports were filed, how many corrected another, and the «Всего» column of the report that stands. What must
hold of it is law, and stands in the pack. Here nothing is decided: reports are put side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import define, field, frozen

from ..errors import Place
from ..facts.columns import TOTAL
from ..facts.input import REPORT, Input
from ..facts.path import Trail
from ..facts.recorded import Facts
from ..facts.vocabulary import Vocabulary
from ..facts.words import UNKNOWN_MARK
from ..time.months import months_through

YEAR = "monitoring_year"
FIGURES = "figures"


@frozen
class MonthlyReport:
    """What a year needs to know of one report."""

    submitter: str
    kind: str | None
    form: str
    month: str
    id: str | None
    corrects: str | None
    submitted: int
    totals: Mapping[str, int]
    place: Place | None
    as_of: date | None


def report_of(given: Input, facts: Facts) -> MonthlyReport | None:
    """A report as its year sees it; None where it does not say whose it is, on which form, or for which month."""
    columns = facts.columns.get(FIGURES)
    said = {path: facts.recorded[path].value for path in _NAMED if path in facts.recorded}
    month = said.get("month")
    if given.kind.key != REPORT or not (said.get("submitter.name") and said.get("form") and month):
        return None
    option = facts.recorded["form"].field.option(str(said["form"]))
    if option is None or len(str(month)) != len("2014-03"):
        return None
    cells = columns.cells if columns is not None else {}
    return MonthlyReport(
        submitter=" ".join(str(said["submitter.name"]).split()),
        kind=_text(said.get("submitter.kind")),
        form=option.key,
        month=str(month),
        id=_text(said.get("id")),
        corrects=_text(said.get("corrects")),
        submitted=facts.get("submitted_at")[0],
        totals={row: by_column[TOTAL].value[0] for row, by_column in cells.items() if TOTAL in by_column},
        place=facts.source("month") or (Place(given.source) if given.source else None),
        as_of=given.as_of,
    )


_NAMED = ("submitter.name", "submitter.kind", "form", "month", "id", "corrects")


def _text(value: Any) -> str | None:
    said = "" if value is None else str(value).strip()
    return said if said and said != UNKNOWN_MARK else None


def years(reports: Iterable[MonthlyReport], vocabulary: Vocabulary) -> list[Input]:
    """The years of some reports: one a submitter, form and year that has two reports or more."""
    kind = vocabulary.kinds.get(YEAR)
    if kind is None:
        return []
    groups: dict[tuple[str, str, str], list[MonthlyReport]] = {}
    for report in reports:
        groups.setdefault((report.submitter, report.form, report.month[:4]), []).append(report)
    found = []
    for (submitter, form, year), members in groups.items():
        if len(members) > 1:
            work = _Year(members)
            days = [one.as_of for one in members if one.as_of is not None]
            head: dict[str, Any] = {"id": f"{submitter}, {form}, {year}", "form": form}
            head["submitter"] = {"name": submitter} | ({"kind": members[0].kind} if members[0].kind else {})
            record = head | work.record()
            found.append(Input(kind, record, as_of=max(days, default=None), places=work.place))
    return found


@define
class _Year:
    """Reports of one submitter, on one form, for the months of one year."""

    reports: list[MonthlyReport]
    places: dict[Trail, Place] = field(factory=dict)

    def place(self, trail: Trail) -> Place | None:
        """Where the report stands that a cell of the year comes from."""
        return self.places.get(trail)

    def record(self) -> dict[str, Any]:
        """The record of the year."""
        months = [report.month for report in self.reports]
        known = {report.id for report in self.reports if report.id}
        counted: dict[str, dict[str, int]] = {"filed": {}, "corrections": {}, "strays": {}}
        totals: dict[str, dict[str, int]] = {}
        for month in months_through(min(months), max(months)):
            here = [report for report in self.reports if report.month == month]
            first = [report for report in here if report.corrects is None]
            strays = [
                report for report in here if report.corrects is not None and report.corrects not in known
            ]
            counts = {"filed": len(first), "corrections": len(here) - len(first), "strays": len(strays)}
            for row, count in counts.items():
                counted[row][month] = count
                self.note(("reports", row, month), here[-1:])
            valid = self.valid(here)
            for row, value in valid.totals.items() if valid else ():
                totals.setdefault(row, {})[month] = value
                self.note(("totals", row, month), [valid] if valid else [])
        return {"month": max(months), "reports": counted, "totals": totals}

    def valid(self, here: list[MonthlyReport]) -> MonthlyReport | None:
        """The report that is valid for a month: the last correction, else the last report."""
        corrections = [report for report in here if report.corrects is not None]
        return max(corrections or here, key=lambda report: report.submitted, default=None)

    def note(self, trail: Trail, reports: list[MonthlyReport]) -> None:
        if reports and reports[0].place is not None:
            self.places[trail] = reports[0].place
