"""The short versions of what ``make prove`` runs for long."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from prove import broken_lines, fuzz, rulebooks, thrown
from prove.life import Life
from qcrules.errors import RecordError
from qcrules.facts.path import FactPath
from qcrules.judge.check import check
from qcrules.testing import laws
from qcrules.testing import strategies as drawing

KINDS = ["inspection", "act", "protocol", "monitoring_report", "inspection_plan"]
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
ROOT = Path(__file__).parents[2]


# -- strategies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, suppress_health_check=QUIET)
@given(data=st.data())
def test_a_drawn_record_is_well_formed_unless_it_is_broken(kind: str, data: st.DataObject) -> None:
    near = data.draw(st.booleans())
    assert (
        check(data.draw(drawing.records(kind=kind, near_deadlines=near)), engine="reference").findings
        is not None
    )
    with pytest.raises(RecordError):
        check(data.draw(drawing.records(kind=kind, broken=True)), engine="reference")


@pytest.mark.long
@pytest.mark.parametrize(
    "draw", [drawing.inspections, drawing.acts, drawing.monitoring_reports, drawing.plans]
)
@settings(max_examples=5, suppress_health_check=QUIET)
@given(data=st.data())
def test_typed_objects_too(draw: Any, data: st.DataObject) -> None:
    check(data.draw(draw(near_deadlines=True)), engine="reference")
    with pytest.raises(RecordError):
        check(data.draw(draw(broken=True)), engine="reference")


@pytest.mark.long
def test_values_crowd_around_the_boundaries_of_the_rules() -> None:
    """Near deadlines, many moments lie within a day of where a term of the rules ends; anyhow, few do."""
    source = drawing.Source.of(None, "inspection")
    terms = [one for one in source.deadlines if one.countings and not one.in_hours]

    def at_a_boundary(near: bool) -> int:
        found: list[bool] = []

        @settings(max_examples=60, database=None, suppress_health_check=QUIET)
        @given(drawing.records(near_deadlines=near))
        def take(record: Any) -> None:
            for one in terms:
                start = one.start(record["inspection"])
                done = drawing.exact(FactPath.parse(one.what).get(record["inspection"]))
                end = one.boundary(start, source.book.calendar) if start and done else None
                if end and done:
                    found.append(abs((done.date() - end.date()).days) <= 1)

        take()
        return sum(found)

    assert at_a_boundary(near=True) > 2 * at_a_boundary(near=False)


@pytest.mark.long
def test_from_type_needs_no_import_of_ours() -> None:
    """Hypothesis calls the entry point, even while the strategies are being imported."""
    entry = "qcrules.testing.hook:register"
    if entry not in (ROOT / "pyproject.toml").read_text(encoding="utf-8"):
        pytest.fail("pyproject.toml does not name the entry point")
    code = (
        "import qcrules.testing.strategies\n"
        "from hypothesis import given, strategies as st, settings\n"
        "from qcrules import Inspection\n"
        "import qcrules.testing.hook as hook; hook.register()\n"
        "@settings(max_examples=3, database=None)\n"
        "@given(st.from_type(Inspection))\n"
        "def f(one): assert isinstance(one, Inspection)\n"
        "f()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# -- laws ---------------------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("law", [*laws.of_calendar(), *laws.of_calendar("KZ")], ids=str)
def test_law_of_calendars(law: laws.Law) -> None:
    law(12)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["inspection", "monitoring_report", "inspection_plan"])
@pytest.mark.parametrize("number", range(8))
def test_law_of_packs(kind: str, number: int) -> None:
    laws.of_pack(None, kind)[number](2)


# -- a life, rulebooks, readers -----------------------------------------------------------------------------


@pytest.mark.long
def test_the_life_of_an_inspection() -> None:
    how = settings(max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=how)


@pytest.mark.long
@settings(max_examples=8, suppress_health_check=QUIET)
@given(one=rulebooks.drawn())
def test_engines_agree_on_generated_rulebooks(
    tmp_path_factory: pytest.TempPathFactory, one: rulebooks.Drawn
) -> None:
    rulebooks.holds(tmp_path_factory.getbasetemp() / "rulebook", one)


@pytest.mark.long
@settings(max_examples=15, suppress_health_check=QUIET)
@given(one=rulebooks.drawn(), later=st.integers(1, 60))
def test_time_alone_violates_only_what_is_pending_on_generated_rulebooks(
    tmp_path_factory: pytest.TempPathFactory, one: rulebooks.Drawn, later: int
) -> None:
    rulebooks.passes(tmp_path_factory.getbasetemp() / "time", one, later)


@pytest.mark.long
@settings(max_examples=4, suppress_health_check=QUIET)
@given(one=rulebooks.drawn())
def test_what_is_undetermined_can_be_decided_on_generated_rulebooks(
    tmp_path_factory: pytest.TempPathFactory, one: rulebooks.Drawn
) -> None:
    rulebooks.completes(tmp_path_factory.getbasetemp() / "completeness", one)


@pytest.mark.long
@settings(max_examples=60, suppress_health_check=QUIET)
@given(one=rulebooks.boundaries())
def test_a_verdict_turns_at_the_due_day(tmp_path_factory: pytest.TempPathFactory, one: Any) -> None:
    rulebooks.turns(tmp_path_factory.getbasetemp() / "boundary", one)


@pytest.mark.long
@pytest.mark.parametrize("name", fuzz.READERS)
@settings(max_examples=15, suppress_health_check=QUIET)
@given(data=st.data())
def test_a_reader_survives(name: str, tmp_path: Path, data: st.DataObject) -> None:
    reader, text = fuzz.READERS[name]
    fuzz.survives(reader, tmp_path, data.draw(fuzz.as_bytes(fuzz.spoilt(text))))


@pytest.mark.long
@pytest.mark.skipif(find_spec("python_calamine") is None, reason="reading Excel needs the extra `excel`")
@settings(max_examples=8, suppress_health_check=QUIET)
@given(data=st.data())
def test_a_workbook_reader_survives(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    fuzz.survives(
        fuzz.read_workbook, tmp_path_factory.getbasetemp(), data.draw(fuzz.workbooks(fuzz.workbook()))
    )


@pytest.mark.long
@pytest.mark.parametrize("name", ["form", "register of forms", "register"])
@settings(max_examples=2, suppress_health_check=QUIET)
@given(data=st.data())
def test_a_reader_survives_what_is_in_cells(name: str, tmp_path: Path, data: st.DataObject) -> None:
    pytest.importorskip("python_calamine", reason="reading Excel needs the extra `excel`")
    pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
    from prove import cells

    reader, whole = cells.READERS[name]
    fuzz.survives(reader, tmp_path, data.draw(cells.spoilt(whole)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_the_commands_survive_whatever_is_thrown_at_them(seed: int, tmp_path: Path) -> None:
    """One of some thousands a seed; ``make prove`` throws many more. The built-in pack has been read before."""
    (tmp_path / "cache").symlink_to(os.environ["XDG_CACHE_HOME"])
    for number, throw in enumerate(thrown.some(1, seed)):
        fate = throw.fate(tmp_path / str(number))
        assert fate is None, f"{throw.name}: {fate}"


# -- lines broken by hand -----------------------------------------------------------------------------------------


@pytest.mark.long
def test_each_line_to_break_stands_in_the_code_once() -> None:
    stale = [f"{one.where}: {one.wrong}" for one in broken_lines.lines() if one.file(ROOT) is None]
    assert stale == []
