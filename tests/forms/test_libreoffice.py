"""Round trips through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess

import openpyxl
import pytest

from qcrules.cli import main
from qcrules.forms import read

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def saved(path, tmp_path):
    """The file, opened and saved by LibreOffice."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    folder = tmp_path / "saved"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / path.name


def test_a_filled_form_is_the_same_report(filled, tmp_path):
    before = filled.record()
    assert read(saved(filled.path, tmp_path))[0].record == before


def test_our_sums_are_those_of_a_spreadsheet(filled, tmp_path):
    """What the formulas give here, where no program has calculated them, is what LibreOffice makes of them."""
    filled.cell("10.2", 3).value = None
    filled.cell("9", 4).value = None
    filled.cell("3.1", 2, below=1).value = None
    before = filled.record()
    assert read(saved(filled.path, tmp_path))[0].record == before


def test_an_annotated_workbook_opens(filled, tmp_path):
    filled.cell("1", 2).value = 999
    filled.save()
    out = tmp_path / "out.xlsx"
    main(
        [
            "check",
            str(filled.path),
            "--annotate",
            str(out),
            "--as-of",
            "2014-06-01",
            "-o",
            str(tmp_path / "x"),
        ]
    )
    sheet = openpyxl.load_workbook(saved(out, tmp_path))["Форма"]
    cell = sheet[filled.cell("1", 2).coordinate]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert "форма 1-мк стр.1" in cell.comment.text
