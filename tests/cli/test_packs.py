"""``qcrules rule``, ``test`` and ``lint``: commands about a pack."""

from __future__ import annotations

import json
import shutil

import pytest
from packs import page, rule, write_pack

from qcrules.judge.rulebook import load_rules


@pytest.fixture
def pack(request, tmp_path):
    """A copy of the small pack of the examples, which a test may spoil."""
    folder = tmp_path / "uk-foia"
    shutil.copytree(request.config.rootpath / "examples" / "packs" / "uk-foia", folder)
    return folder


def change(file, old, new):
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")


# -- rule ----------------------------------------------------------------------------------------------


def test_the_whole_text_in_every_form(run, tmp_path):
    """Paragraph by paragraph, each as it is shown alone."""
    second = page([rule("p2-paid", норма="п.2", требуется={"оплачена": "да"})], number="2")
    folder = write_pack(
        tmp_path / "pack", [rule("p1-whole", требуется={"повреждена": "нет"})], pages={"p2.md": second}
    )
    for form in ("text", "markdown", "json", "html"):
        whole = run("rule", "--all", "--rules", str(folder), "--format", form)
        assert (whole.status, whole.err) == (0, "")
        alone = [run("rule", one, "--rules", str(folder), "--format", form).out for one in ("п.1", "п.2")]
        if form == "json":
            assert json.loads(whole.out) == [json.loads(one) for one in alone]
        elif form == "html":
            assert whole.out.index("p1-whole") < whole.out.index("p2-paid")
        else:
            assert whole.out.split() == "".join(alone).split()
    both = run("rule", "--all", "п.1", "--rules", str(folder))
    assert (both.status, both.err.splitlines()[0]) == (2, "--all and п.1 mean nothing together.")


@pytest.mark.parametrize("words", ["s.10", "10", "s.10(2)", "s10-communicate", "p10"])
def test_a_section_of_another_pack(run, request, words):
    pack = request.config.rootpath / "examples" / "packs" / "uk-foia"
    data = json.loads(run("rule", words, "--rules", str(pack), "--format", "json").out)
    assert data["paragraph"] == "10"
    rule = next(rule for rule in data["rules"] if rule["id"] == "s10-communicate")
    assert "not counting the days from “fees notice given” to “fee received”" in rule["requires"]
    assert "fee received" in rule["reads"]


@pytest.mark.long
def test_a_provision_as_a_page_of_its_own(run):
    page = run("rule", "п.18", "--format", "html", "--lang", "ru").out
    assert page.startswith("<!doctype html>")
    assert '<html lang="ru">' in page
    for words in ("в течение 5 рабочих дней со дня рассмотрения", "p18-five-days", "обязан", "Случаи"):
        assert words in page
    assert "http" not in page
    assert "<script" not in page
    english = run("rule", "п.18", "--format", "html", "--lang", "en").out
    assert "needs to know" in english


def test_what_a_page_says_is_escaped(run, pack):
    change(pack / "p10.md", "# s.10. Time", "# s.10. <b>Time</b> & so")
    shown = run("rule", "s.10", "--format", "html", "--rules", str(pack)).out
    assert "&lt;b&gt;Time&lt;/b&gt; &amp; so" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize("words", ["п.10", "10", "p10", "п.10 ч.1", "p10-planned-notice"])
def test_a_provision_by_any_of_its_names(run, words):
    got = run("rule", words, "--format", "json")
    assert got.status == 0, got.err
    data = json.loads(got.out)
    assert data["paragraph"] == "10"
    assert "не менее чем за тридцать календарных дней" in data["law"][0]
    assert "p10-planned-notice" in [rule["id"] for rule in data["rules"]]


def test_a_part_shows_its_own_rules_only(run):
    rules = json.loads(run("rule", "п.10", "ч.2", "--format", "json").out)["rules"]
    assert rules
    assert {tuple(rule["citations"]) for rule in rules} == {("п.10 ч.2",)}


def test_the_encoding_in_plain_sentences(run):
    russian = run("rule", "p10-planned-notice", "--lang", "ru").out
    assert "обязан: проверяющее лицо" in russian
    assert "действует: 12.06.2013 — 18.07.2015" in russian
    assert "всегда" not in russian
    assert "не позднее, чем за 30 календарных дней до «проверка.начало»" in russian
    assert "difference (по умолчанию)" in russian
    assert "нарушение" in russian
    english = run("rule", "p10-planned-notice", "--lang", "en").out
    assert "30 calendar days before" in english


def test_readings_show_what_they_would_change(run):
    [rule] = json.loads(run("rule", "p10-planned-notice", "--format", "json").out)["rules"]
    changed = {variant["option"]: variant["instead"] for variant in rule["variants"]}
    assert "31 calendar days" in changed["full_days"]["requires"]


def test_every_page_can_be_shown_in_every_form(run):
    for one in load_rules().pack.pages:
        for form in ("text", "json", "markdown"):
            got = run("rule", one.id, "--format", form, "--lang", "ru")
            assert (got.status, got.err) == (0, ""), one.id
            assert one.title in got.out.replace("\n", " ")


def test_a_provision_that_is_not_there(run):
    got = run("rule", "п.100")
    assert (got.status, got.out) == (2, "")
    assert "`п.100`" in got.err


# -- test ----------------------------------------------------------------------------------------------

REFERENCE = ("--engine", "reference", "--format", "json")


@pytest.mark.long
def test_the_cases_of_one_paragraph_pass(run):
    data = json.loads(run("test", "--select", "п.10", *REFERENCE).out)
    assert [case for case in data["cases"] if not case["passed"]] == []
    assert data["failed"] == 0
    assert data["passed"] == len(data["cases"]) > 20
    assert {case["page"] for case in data["cases"]} == {"p10"}


def test_cases_by_a_word(run, pack):
    data = json.loads(run("test", str(pack), "--select", "10", "-k", "fee came", *REFERENCE).out)
    assert [case["case"] for case in data["cases"]] == [
        "when the fee came, nobody knows",
        "when the fee came does not matter",
    ]


def test_a_wrong_case_fails_with_its_place_and_reason(run, pack):
    row = "| a day later | | 2014-03-03 | 2014-04-02 | violated; due 2014-04-01; +1 |"
    assert run("test", str(pack), "-k", "a day later", *REFERENCE).status == 0
    change(pack / "p10.md", row, row.replace("violated; due 2014-04-01; +1", "compliant"))
    got = run("test", str(pack), "-k", "a day later", *REFERENCE)
    data = json.loads(got.out)
    assert (got.status, data["failed"]) == (1, 1)
    [rule] = [one for case in data["cases"] for one in case["rules"] if not one["passed"]]
    assert (rule["expected"], rule["got"]) == ("compliant", "violated")
    words = (pack / "p10.md").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(words, 1) if line.startswith(row.partition("violated")[0]))
    assert rule["source"].startswith(f"{pack / 'p10.md'}:{number}:")
    said = run("test", str(pack), "-k", "a day later", "--lang", "ru").out
    assert "ожидалось: соответствует" in said
    assert "получено: нарушение" in said


@pytest.mark.long
def test_a_broken_row_stops_none_of_the_others(run, pack):
    whole = json.loads(run("test", str(pack), *REFERENCE).out)
    change(pack / "p10.md", "| compliant | compliant |", "| compliant | compleant |")
    got = run("test", str(pack), *REFERENCE)
    assert got.status == 2
    assert json.loads(got.out)["passed"] == whole["passed"] - 1
    [broken] = [case for case in json.loads(got.out)["cases"] if case["broken"]]
    assert "compleant" in broken["broken"]


def test_a_pack_with_an_error_is_refused_whole(run, pack):
    change(pack / "pack.yaml", "id: uk-foia", "ид: uk-foia")
    got = run("rule", "s.10", "--rules", str(pack))
    assert (got.status, got.out) == (2, "")
    assert str(pack / "pack.yaml") in got.err
    assert "Traceback" not in got.err
    for command in ("test", "lint"):
        got = run(command, str(pack))
        assert got.status == 2
        assert str(pack / "pack.yaml") in got.out
        assert "Traceback" not in got.out


# -- lint ----------------------------------------------------------------------------------------------


def test_a_pack_is_sound(run, pack):
    got = run("lint", str(pack), "--format", "json")
    data = json.loads(got.out)
    assert (got.status, data["errors"], data["warnings"], data["argued"]) == (0, 0, 0, 1)
    assert data["units"] == {"total": 26, "claimed": 26, "open": 0}


def test_an_error_has_a_code_a_place_and_a_cure(run, pack):
    change(pack / "p10.md", "not later than the twentieth working", "not later than the thirtieth working")
    got = run("lint", str(pack), "--lang", "ru")
    assert got.status == 1
    rows = got.out.splitlines()
    assert rows[0].startswith(f"{pack / 'p10.md'}")
    assert "QC003" in got.out
    assert rows[-1].startswith("1 ошибка; ")


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_a_pack_that_cannot_be_read_is_told_and_exits_2(run, pack, form):
    change(pack / "p10.md", "not_later:", "not_latter:")
    got = run("lint", str(pack), "--format", form, "--lang", "en")
    assert got.status == 2
    assert "QC091" in got.out
    assert "did you mean `not_later`" in got.out


def test_what_is_argued_for_is_counted_and_listed_on_demand(run, pack):
    counted, listed = run("lint", str(pack)).out, run("lint", str(pack), "-v").out
    assert "1 allowed with a reason" in counted
    assert "QC030" not in counted
    assert "QC030" in listed


def test_the_lint_for_tools(run, pack):
    log = json.loads(run("lint", str(pack), "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    assert {result["ruleId"] for result in log["runs"][0]["results"]} == {"QC030"}


def test_a_code_is_explained(run):
    assert run("lint", "--explain", "QC012", "--lang", "ru").out.startswith("# QC012: ячейка")
    assert run("lint", "--explain", "qc012", "--lang", "en").out.startswith("# QC012: a cell")
    assert len(run("lint", "--explain", "all").out.splitlines()) > 20
    got = run("lint", "--explain", "QC0012")
    assert got.status == 2
    assert "did you mean `QC012`" in got.err


# -- packs by name -------------------------------------------------------------------------------------


def test_the_packs_that_come_with_qcrules_are_listed(run):
    listed = json.loads(run("packs", "--format", "json").out)
    assert (listed[0]["name"], listed[0]["default"]) == ("kz-06-7-63", True)
    assert listed[0]["in_force"] == {"from": "2013-06-12", "to": "2015-07-18"}
    for one in listed:
        assert one["rules"] == len(load_rules(one["name"]).core.every_rule())
    for lang in ("ru", "en"):
        said = run("packs", "--lang", lang).out
        assert all(one["name"] in said for one in listed)


def test_a_pack_is_named_or_lies_in_a_folder(run, request, monkeypatch, tmp_path):
    assert load_rules("kz-06-7-63") is load_rules()
    monkeypatch.chdir(tmp_path)
    by_name = run("rule", "п.18", "--rules", "kz-06-7-63", "--format", "json").out
    assert by_name == run("rule", "п.18", "--format", "json").out
    (tmp_path / "kz-06-7-63").symlink_to(request.config.rootpath / "examples" / "packs" / "uk-foia")
    assert json.loads(run("rule", "s.10", "--rules", "kz-06-7-63", "--format", "json").out)["page"] == "p10"


@pytest.mark.parametrize(
    "command", [("rule", "п.10", "--rules"), ("lint",), ("test", "--rules"), ("calendar", "2014", "--rules")]
)
def test_a_name_that_no_pack_has(run, command):
    got = run(*command, "kz-06-7-64")
    assert (got.status, got.out) == (2, "")
    assert "did you mean `kz-06-7-63`?" in got.err
