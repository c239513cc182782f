"""Two laws in force: packs that are data, sound, shown whole, and honest about the age of their text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import shell as run

from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.lint import report
from qcrules.source.built_in import BUILT_IN, shipped_packs

LAWS = [name for name in shipped_packs() if name != BUILT_IN]
UNITS = {"kz-401-v": 50, "kz-88-v": 11}


def test_both_are_shipped_and_are_data():
    assert list(UNITS) == LAWS
    for name in LAWS:
        assert {path.suffix for path in shipped_packs()[name].iterdir()} == {".md", ".yaml"}


@pytest.mark.long
@pytest.mark.parametrize("name", LAWS)
def test_the_lint_is_clean_and_every_unit_is_claimed(name: str):
    found = report(shipped_packs()[name])
    assert [f"{issue.place}: {issue.message.en}" for issue in found.issues if issue.fails] == []
    assert found.covered is not None
    assert found.covered.claimed == found.covered.units == UNITS[name]


@pytest.mark.long
@pytest.mark.parametrize("name", LAWS)
def test_the_cases_pass_and_show_all_of_it(name: str):
    got = run("test", name, "--coverage", "--fail-under", "100", "--engine", "reference")
    assert got.status == 0, got.out


@pytest.mark.long
@pytest.mark.parametrize("name", LAWS)
def test_each_page_and_each_answer_says_that_later_changes_are_not_known(name: str, tmp_path: Path):
    book = load_rules(name)
    kind = next(iter(book.core.vocabulary.kinds))
    case = tmp_path / "case.yaml"
    case.write_text(f"as_of: 2024-04-01\n{kind}: {{}}\n", encoding="utf-8")
    for lang, words in (
        ("ru", "Менялся ли он позже, здесь не известно"),
        ("en", "Whether it was changed later is not known here"),
    ):
        asked = ("--rules", name, "--lang", lang)
        for command in (
            ("check", str(case)),
            ("plan", str(case)),
            *(("rule", page.id) for page in book.pack.pages),
        ):
            assert words in run(*command, *asked).out.replace("\n    ", " "), command
            data = json.loads(run(*command, *asked, "--format", "json").out)
            assert words in (data[0] if command[0] != "rule" else data)["pack"]["caveat"]
        for form in ("html", "markdown"):
            assert words in run("rule", book.pack.pages[0].id, *asked, "--format", form).out
        assert words in check({kind: {}}, rules=book).caveat(lang)


def test_the_default_pack_says_nothing_of_the_kind():
    assert check({"inspection": {}}).caveat is None


@pytest.mark.parametrize("words", ["ст.11 п.10", "п.10", "10", "ст.11 п.10 ч.2", "п.10 ч.2", "p10-reply"])
def test_a_paragraph_of_an_article_by_any_of_its_names(words: str):
    data = json.loads(run("rule", words, "--rules", "kz-401-v", "--format", "json").out)
    assert data["paragraph"] == "ст.11 п.10"


@pytest.mark.long
@pytest.mark.parametrize("words", ["ст.11 п.6", "п.6", "6", "p06", "p06-slip"])
def test_a_paragraph_of_an_article_has_its_own_mutants(words: str):
    got = run("test", "kz-401-v", "--select", words, "--mutate", "--jobs", "1", "--format", "json")
    tally = json.loads(got.out)["mutation"]
    assert (tally["survived"], tally["mutants"] > 10) == ([], True)


# -- the examples, as an office would keep them --

EXAMPLES = Path(__file__).parents[1] / "examples"
VIOLATED = {
    "kz-401-v/answered-in-time.yaml": [],
    "kz-401-v/silent.yaml": ["p10-reply"],
    "kz-401-v/extended.yaml": ["p10-extension-told"],
    "kz-401-v/refused.yaml": ["p17-in-time", "p17-reasoned"],
    "kz-401-v/forwarded.yaml": [],
    "kz-88-v/considered-in-time.yaml": [],
    "kz-88-v/silent.yaml": ["p02-five-days"],
    "kz-88-v/extended.yaml": ["p04-limit", "p04-told-reasons", "p04-who"],
    "kz-88-v/authority.yaml": ["p03-control", "p03-proposals"],
}


@pytest.mark.parametrize("name", VIOLATED)
def test_an_example_violates_what_its_first_line_says(name: str):
    found = check(EXAMPLES / name, rules=name.partition("/")[0])
    assert sorted(one.rule for one in found.violations) == VIOLATED[name]
    assert found.warnings == ()


def test_every_case_file_is_here():
    files = {f"{path.parent.name}/{path.name}" for name in LAWS for path in (EXAMPLES / name).glob("*.yaml")}
    assert files - {"kz-401-v/columns.yaml"} == set(VIOLATED)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "how", "as_of", "violated"),
    [
        ("kz-401-v", ["register.csv", "--map", "columns.yaml"], "2024-04-05", 6),
        ("kz-88-v", ["register.xlsx"], "2024-04-15", 4),
    ],
)
def test_a_register_as_an_office_keeps_it(
    name: str,
    how: list[str],
    as_of: str,
    violated: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(EXAMPLES / name)
    out = tmp_path / "violations.csv"
    got = run(
        "batch",
        *how,
        "--rules",
        name,
        "--as-of",
        as_of,
        "-o",
        str(out),
        "--findings",
        "--lang",
        "ru",
    )
    assert f"отклонено 0; с нарушениями {violated}" in got.out
    assert "Менялся ли он позже, здесь не известно" in got.out
    assert "-2024-" in out.read_text(encoding="utf-8")
