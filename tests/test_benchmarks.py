"""The benchmarks are timed by `make bench`; here is what must hold without timing anything."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest


def test_figures_go_to_a_folder_that_is_not_there_yet(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).resolve().parents[1])
    monkeypatch.setitem(sys.modules, "benchmarks.plot", None)  # no plot: its library is an extra
    engines = import_module("benchmarks.engines")
    engines.keep(tmp_path / "a" / "b", {"engines": []}, "| a report |")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["engines.json", "engines.md"]


@pytest.mark.long
def test_every_benchmark_can_be_imported(monkeypatch):
    """They are run by hand, and would otherwise be found broken only then."""
    pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    agree = import_module("benchmarks.agree")
    assert agree.differences(7, 5) == []
