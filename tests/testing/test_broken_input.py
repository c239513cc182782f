"""A broken page, rule, table or case stops none of the others; every mistake is told with its place, and exits 2."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commands import shell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties import examples
from tables import rows_of

from qcrules.errors import PackError
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.testing.cases.run import Result, run_case
from qcrules.testing.cases.sources import find

OTHER = """\
- id: p1-other
  норма: п.1
  суть: {ru: Вернули, en: It is back}
  обязан: читатель
  требуется: {есть: возвращена}
"""


@pytest.fixture
def two(folder: Path, page: Path) -> Path:
    """The library with a second page like the first, and a second rule on the first."""
    words = page.read_text("utf-8")
    second = words.replace("p1", "p2").replace('"1"', '"2"').replace("п.1", "п.2")
    (folder / "p2.md").write_text(second, "utf-8")
    page.write_text(words.replace("```\n\n## Случаи", f"{OTHER}```\n\n## Случаи"), "utf-8")
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Change some words; the line where they stand."""
    path = folder / file
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")
    return words[: words.index(old)].count("\n") + 1


def results(folder: Path) -> list[Result]:
    [source] = find([folder])
    return [run_case(source.book, case) for case in source.cases]


BROKEN = {name: row for name, *row in rows_of("mistakes/among-cases.md")}


@pytest.mark.parametrize(("file", "old", "new", "passed", "below", "says"), BROKEN.values(), ids=BROKEN)
def test_it_is_told_where_it_is_and_stops_none_of_the_others(
    two: Path, file: str, old: str, new: str, passed: str, below: str, says: str
) -> None:
    line = spoil(two, file, old, new) + int(below)
    found = results(two)
    broken = [one for one in found if one.broken]
    assert sum(one.passed for one in found) == int(passed)
    assert [one.case.title for one in found if not one.passed and not one.broken] == []
    told = "\n".join(one.broken.ru for one in broken if one.broken)
    assert any(row.startswith(f"{two / file}:{line}:") and says in row for row in told.split("\n")), told


@pytest.mark.parametrize(
    "name", sorted(BROKEN.keys() - {"column", "verdict", "day of a cell", "YAML of a cell", "base"})
)
def test_a_record_is_never_judged_by_it(two: Path, name: str) -> None:
    """(What a row of a table means is no part of the law.)"""
    file, old, new, *_ = BROKEN[name]
    spoil(two, file, old, new)
    with pytest.raises(PackError):
        load_rules(two)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("vocabulary.yaml", "returned, тип: событие", "returned, тип: сабытие"),
        ("vocabulary.yaml", "returned_at: {термин:", "returned_at: {тармин:"),
        ("p1.md", "чтения:\n", "чтения: [\n"),
    ],
    ids=["type", "key", "block"],
)
def test_a_mistake_where_a_word_has_its_name_is_told_once_and_not_where_it_is_read(
    two: Path, file: str, old: str, new: str
) -> None:
    spoil(two, file, old, new)
    with pytest.raises(PackError) as refused:
        load_rules(two)
    [only] = refused.value.problems
    assert only.place is not None
    assert only.place.file == str(two / file)
    told = [one.broken.ru.split("\n") for one in results(two) if one.broken]
    assert [line for lines in told for line in lines if "не прогнано случаев" not in line] == [
        only.words("ru")
    ]


def test_a_word_that_is_nowhere_in_the_mistake_is_told_beside_it(two: Path) -> None:
    spoil(two, "vocabulary.yaml", "продлений, тип: число", "продлений, тип: чесло")
    spoil(two, "p1.md", "что: возвращена", "что: возвращина")
    with pytest.raises(PackError) as refused:
        load_rules(two)
    assert {Path(one.place.file).name for one in refused.value.problems if one.place} == {
        "vocabulary.yaml",
        "p1.md",
    }


def test_cases_of_a_rule_that_cannot_be_read_are_counted_once(two: Path) -> None:
    spoil(two, "p1.md", "что: возвращена", "что: возвращина")
    [of_rule] = [one for one in results(two) if one.case.title == "p1-return"]
    assert of_rule.broken is not None
    assert "правило `p1-return` не прочитано: не прогнано случаев — 10" in of_rule.broken.ru


def test_a_case_of_two_rules_is_run_for_the_other_and_fails_for_the_one(two: Path) -> None:
    head = "| выдана | возвращена | p1-return |"
    spoil(two, "p1.md", f"{head}\n|---", f"{head} p1-other |\n|---|---")
    spoil(two, "p1.md", "11 | соответствует; спорно |", "11 | соответствует | соответствует |")
    spoil(two, "p1.md", "что: возвращена", "что: возвращина")
    [mixed] = [one for one in results(two) if "p1-other" in {outcome.rule for outcome in one.outcomes}]
    assert [(one.rule, one.passed) for one in mixed.outcomes] == [("p1-return", False), ("p1-other", True)]
    assert "Правило не прочитано" in mixed.outcomes[0].why.ru
    assert "p1.md:32" in mixed.outcomes[0].why.ru


def test_what_reads_the_verdict_of_a_broken_rule_is_open_and_not_decided(two: Path) -> None:
    spoil(two, "p1.md", "{есть: возвращена}", "{не: {вердикт: p1-return}}")
    spoil(two, "p1.md", "что: возвращена", "что: возвращина")
    [source] = find([two])
    assert source.book is not None
    record = {"loan": {"kind": "ordinary", "lent_at": "2014-03-03", "returned_at": "2014-03-04"}}
    found = check(record, rules=source.book, as_of=date(2014, 6, 1)).findings
    verdicts = {one.rule: str(one.verdict) for one in found}
    assert verdicts == {"p1-return": "undetermined", "p1-other": "undetermined", "p2-return": "compliant"}


def test_a_broken_definition_takes_what_stands_on_it(two: Path) -> None:
    definition = """\
определения:
  начало:
    путь: begun
    тип: событие
    норма: п.1
    варианты: [{если: {вит: обычная}, это: выдана}, {это: нет}]
  ещё:
    путь: more
    тип: событие
    норма: п.1
    варианты: [{это: начало}]
"""
    spoil(two, "p1.md", "чтения:\n", f"{definition}чтения:\n")
    spoil(two, "p1.md", "{есть: возвращена}", "{есть: ещё}")
    absurd = "противоречия: {loan: [{суть: {ru: так, en: so}, если: {есть: ещё, вид: обычная}}]}\n"
    spoil(two, "pack.yaml", "обязанные", f"{absurd}обязанные")
    [source] = find([two])
    assert source.pack is not None
    assert source.pack.definitions["loan"] == {}
    assert source.pack.contradictions["loan"] == ()
    told = [case.title for case in source.cases if case.of_pack]
    assert told == ["p1.md"]
    assert source.pack.rules["loan"]["p1-other"].forms[()].undecidable is not None
    assert sum(one.passed for one in results(two)) == 20


def test_verdicts_in_a_circle_leave_the_others_alone(two: Path) -> None:
    spoil(two, "p1.md", "{есть: возвращена}", "{не: {вердикт: p1-other}}")
    found = results(two)
    assert [one.case.title for one in found if not one.passed] == ["p1.md"]
    assert sum(one.passed for one in found) == 20


@pytest.mark.parametrize(
    "narrow", [["--select", "п.2"], ["-k", "ночь"], ["--coverage"], ["--fail-under", "1"]]
)
def test_the_command_exits_2_whatever_is_asked(two: Path, narrow: list[str]) -> None:
    spoil(two, "p1.md", "| на ночь | ночная |", "| на ночь | ночная | |")
    done = shell("test", str(two), *narrow, "--lang", "ru")
    assert done.status == 2
    assert "ячеек 7, а столбцов 6" in done.out
    spoil(two, "pack.yaml", "календарь:", "колендарь:")
    done = shell("test", str(two), *narrow, "--lang", "ru")
    assert done.status == 2
    assert "возможно, `календарь`" in done.out


def test_a_failed_case_alone_exits_1(two: Path) -> None:
    spoil(two, "p1.md", "| соответствует |", "| нарушение |")
    assert shell("test", str(two)).status == 1


ODD = [
    "",
    "```",
    "```yaml",
    "---",
    "## Случаи",
    "| a |",
    "  - x",
    "- id: p1-x",
    "x: [",
    "виды:",
    "    x: y",
    "\t",
]


@pytest.mark.long
@settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_is_changed_what_is_wrong_is_told_and_nothing_crashes(
    two: Path, data: st.DataObject
) -> None:
    file = two / data.draw(st.sampled_from(["p1.md", "vocabulary.yaml", "pack.yaml"]))
    words = file.read_text("utf-8")
    lines = words.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at : at + data.draw(st.integers(0, 3))] = [data.draw(st.sampled_from(ODD) | st.text(max_size=4))]
    try:
        file.write_text("\n".join(lines), "utf-8")
        found = results(two)
        assert not [one.broken for one in found if one.broken and "Error:" in one.broken.en]
        try:
            load_rules(two)
        except PackError:
            assert any(one.broken for one in found)
        else:
            assert not any(one.broken and one.case.title in ("p1.md", "vocabulary.yaml") for one in found)
    finally:
        file.write_text(words, "utf-8")
