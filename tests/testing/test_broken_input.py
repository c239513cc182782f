"""A broken page, rule, table or case stops none of the others; every mistake is told with its place, and exits 2."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commands import shell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties import examples

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


# file, words, wrong words; how many cases still pass (of 20); what is told, with the line of the mistake counted from
# that of the words
BROKEN = {
    "YAML of a rule": ("p1.md", "обычная}\n  тр", "обычная\n  тр", 10, 1, "запятая"),
    "term of a rule": ("p1.md", "что: возвращена", "что: возвращина", 10, 0, "возможно, `возвращена`"),
    "key of a rule": ("p1.md", "  требуется:\n", "  трубуется:\n", 10, 0, "возможно, `требуется`"),
    "ragged row": ("p1.md", "| на ночь | ночная |", "| на ночь | ночная | |", 19, 0, "ячеек 7, а столбцов 6"),
    "column twice": ("p1.md", "| случай | вид | на", "| случай | случай | на", 11, 0, "столбец `случай` уже"),
    "column": ("p1.md", "| выдана | возвращена |", "| выдана | вернулась |", 19, 0, "ни поле, ни чтение, ни"),
    "verdict": ("p1.md", "| соответствует |", "| саответствует |", 19, 0, "`саответствует` — не вердикт"),
    "day of a cell": ("p1.md", "| 2014-03-04 | —", "| 2014-33-04 | —", 19, 0, "`2014-33-04` — не день"),
    "base": ("p1.md", "основа: {вид: обычная,", "основа: {вит: обычная,", 11, 0, "возможно, `вид`"),
    "base is a word": ("p1.md", "основа: {вид: обычная, выдана: 2014-03-03}", "основа: так", 11, 0, "пары"),
    "YAML of a base": ("p1.md", "основа: {вид: обычная,", "основа: {вид: [обычная,", 11, 0, "скоб"),
    "front": ("p1.md", "---\nid: p1", "id: p1", 10, 0, "страница начинается"),
    "vocabulary": ("vocabulary.yaml", "продлений, тип: число", "продлений, тип: чесло", 20, 0, "число"),
    "field that rules read": ("vocabulary.yaml", "returned, тип: событие", "returned, тип: сабытие", 0, 0, "`событие`"),
    "head": ("pack.yaml", "календарь:", "колендарь:", 0, 0, "возможно, `календарь`"),
    "calendar": ("pack.yaml", "календарь: weekends", "календарь: weekend", 0, 0, "weekends"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "passed", "below", "says"), BROKEN.values(), ids=BROKEN)
def test_it_is_told_where_it_is_and_stops_none_of_the_others(
    two: Path, file: str, old: str, new: str, passed: int, below: int, says: str
) -> None:
    line = spoil(two, file, old, new) + below
    found = results(two)
    broken = [one for one in found if one.broken]
    assert sum(one.passed for one in found) == passed
    assert [one.case.title for one in found if not one.passed and not one.broken] == []
    told = "\n".join(one.broken.ru for one in broken if one.broken)
    assert any(row.startswith(f"{two / file}:{line}:") and says in row for row in told.split("\n")), told


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - {"column", "verdict", "day of a cell", "base"}))
def test_a_record_is_never_judged_by_it(two: Path, name: str) -> None:
    """(What a row of a table means is no part of the law.)"""
    file, old, new, *_ = BROKEN[name]
    spoil(two, file, old, new)
    with pytest.raises(PackError):
        load_rules(two)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("returned, тип: событие", "returned, тип: сабытие"),
        ("returned_at: {термин:", "returned_at: {тармин:"),
    ],
    ids=["type", "key"],
)
def test_a_mistake_of_the_vocabulary_is_told_once_and_not_where_its_words_are_read(
    two: Path, old: str, new: str
) -> None:
    spoil(two, "vocabulary.yaml", old, new)
    with pytest.raises(PackError) as refused:
        load_rules(two)
    [only] = refused.value.problems
    assert only.place is not None
    assert only.place.file == str(two / "vocabulary.yaml")
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
    [source] = find([two])
    assert source.pack is not None
    assert source.pack.definitions["loan"] == {}
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
