"""A pack in the language of moments: extensions, months that roll, hours and working days, two kinds of record."""

from __future__ import annotations

import re
from pathlib import Path

from commands import shell as run

from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.lint import report
from qcrules.testing.mutation import mutate

PACK = Path(__file__).parent.parent / "examples" / "packs" / "eu-gdpr"


def test_the_lint_is_clean_and_every_unit_is_claimed():
    found = report(PACK)
    assert [f"{issue.place}: {issue.message.en}" for issue in found.issues if issue.fails] == []
    assert found.covered is not None
    assert found.covered.claimed == found.covered.units == 11


def test_the_cases_show_all_of_it_and_notice_every_slip():
    got = run("test", str(PACK), "--coverage", "--fail-under", "100", "--lang", "en")
    assert got.status == 0, got.out
    tally = mutate(PACK, jobs=1)
    assert [one.sentence().en for one in (*tally.survived, *tally.waived)] == []
    assert tally.mutants > 100


def test_the_answer_tells_the_moment_that_governs():
    request = {
        "received_on": "2019-03-21",
        "extension": {"told_on": "2019-04-23"},
        "answered_on": "2019-06-25",
    }
    found = check({"subject_request": request}, rules=load_rules(PACK), as_of="2019-07-01")
    [late] = [one for one in found.violations if one.rule == "a12-answered"]
    assert late.due is not None
    assert (str(late.due.at), str(late.due.base)) == ("2019-06-21", "2019-03-21")
    assert (late.citation, late.provision.document) == ("Art. 12(3)", "gdpr")


def test_a_provision_of_the_other_instrument_is_found_by_its_citation():
    got = run("rule", "Regulation 1182/71 Art. 3(5)", "--rules", str(PACK), "--lang", "en")
    assert got.status == 0, got.out
    assert "at least two working days" in got.out


def test_nothing_russian_is_in_a_register_of_an_english_pack(tmp_path: Path):
    register = tmp_path / "register.csv"
    register.write_text("id,Received,answered_on\nA,31.01.2019,2019-03-01\nB,31.01.2019,\n", encoding="utf-8")
    asked = ("--rules", str(PACK), "--kind", "subject_request", "--lang", "en")
    guessed = run("batch", str(register), "--guess-map", *asked).out
    assert "  Received: received_on\n" in guessed  # days with dots are read as they stand
    mapping = tmp_path / "columns.yaml"
    mapping.write_text(guessed, encoding="utf-8")
    said = run(
        "batch",
        str(register),
        "--map",
        str(mapping),
        "--as-of",
        "2019-04-01",
        "-o",
        str(tmp_path / "o.csv"),
        *asked,
    )
    assert "Art. 12  " in said.out
    words = guessed + said.out + (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert not re.search("[а-яё]", words, re.IGNORECASE)
