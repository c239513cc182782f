"""Forms on the command line: written, checked by the thousand, shown with a bar."""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path

import pytest

from qcrules.cli import main
from qcrules.cli.progress import ProgressBar
from qcrules.forms import read


def test_form_writes_a_form(tmp_path, capsys):
    path = tmp_path / "april.xlsx"
    assert main(["form", "2-mk", "--year", "2014", "--month", "4", "-o", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert read(path)[0].record["form"] == "2-mk"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["3-mk", "--year", "2014", "--month", "4"], "формы `3-mk` нет; есть: 1-mk, 2-mk"),
        (["1-mk", "--year", "2014", "--month", "13"], "--month: `13`: нужно целое число, 1–12"),
        (["1-mk", "--year", "год", "--month", "1"], "--year: `год`: нужно целое число, 1991–2100"),
        (["1-mk", "--year", "2014"], "Не хватает --month."),
    ],
)
def test_form_says_what_is_wrong(tmp_path, capsys, arguments, words):
    assert main(["form", *arguments, "-o", str(tmp_path / "x.xlsx"), "--lang", "ru"]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.long
def test_several_reports_are_several_answers(filled, capsys):
    filled.book.copy_worksheet(filled.sheet).title = "Форма (2)"
    main(["check", str(filled.save()), "--format", "json", "--as-of", "2014-06-01"])
    one, two, *_ = json.loads(capsys.readouterr().out)
    assert one["summary"] == two["summary"]
    main(["check", str(filled.path), "--as-of", "2014-06-01"])
    assert "\n────" in capsys.readouterr().out


@pytest.mark.long
def test_memory_stays_flat(filled, tmp_path):
    """What was answered is forgotten: many reports need no more memory than a few."""
    filled.save()

    def peak(count: int) -> int:
        main(["check", *[str(filled.path)] * count, "--as-of", "2014-06-01", "-o", str(tmp_path / "out.txt")])
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    few = peak(3)
    assert peak(25) - few < 8_000  # kilobytes


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with ProgressBar(40) as bar:
        for _ in range(40):
            bar.step_aside()
            bar.step()
    shown = sys.stderr.getvalue()
    assert "]  20/40" in shown
    assert shown.endswith("\r\x1b[K\x1b[?25h")


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 1000), (Terminal(), 3)])
def test_no_bar_elsewhere_and_none_for_a_few(monkeypatch, stream, total):
    monkeypatch.setattr(sys, "stderr", stream)
    with ProgressBar(total) as bar:
        bar.step()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("form 1-mk --year 2014 --month 4 -o {}", "an Excel workbook"),
        ("check examples/monitoring-1mk.xlsx --annotate {}", "an Excel workbook"),
        ("draft letter examples/planned-clean.yaml -o {}", "a Word document"),
    ],
)
def test_a_file_is_named_as_what_it_is(tmp_path, monkeypatch, capsys, command, kind):
    """It was written all the same, and no program opens it by that name."""
    pytest.importorskip("docxtpl", reason="drafts need the extra `word`")
    monkeypatch.chdir(Path(__file__).parents[2])
    out = tmp_path / "out.pdf"
    assert main([*command.format(out).split(), "--lang", "en"]) == 2
    assert f"{out}: this is written as {kind}; name a file ." in capsys.readouterr().err
    assert not out.exists()
