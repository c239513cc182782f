"""Mutants: which there are, which cases notice them, and what is said of those that none notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.loading.source import parse
from qcrules.testing.bench import Bench
from qcrules.testing.mutants import of_definition, of_rule
from qcrules.testing.mutation import mutate
from qcrules.testing.tally import Tally


def steps(yaml: str) -> list[str]:
    return [change.words.ru for change in of_rule(parse(yaml, "p.md"))]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "5 → 6 рабочих дней"),
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "5 → 4 рабочих дня"),
        (
            "требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}",
            "5 рабочих дней → 5 календарных дней",
        ),
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "первый день считается"),
        ("требуется: {не_позднее: {что: a, чем: b, перенос: вперёд}}", "перенос: вперёд → нет"),
        ("требуется: {не_позднее: {что: a, чем: b, перенос: вперёд}}", "перенос: вперёд → назад"),
        ("требуется: {не_позднее: {что: a, чем: b}}", "«не_позднее» без самого дня"),
        ("требуется: {не_больше: {что: n, чем: 30}}", "30 → 31"),
        ("требуется: {не_больше: {что: n, чем: 30}}", "≤ → <"),
        ("требуется: {есть: a}", "«требуется» → «запрещено»"),
        ("требуется: {есть: a}", "без «есть: a»"),
        ("если: {x: да}\nтребуется: {есть: a}", "«не» перед «x: да»"),
        ("если: {x: да, y: да}\nтребуется: {есть: a}", "условия: все → любое"),
        ("если: {любое: [{x: да}, {y: да}]}\nтребуется: {есть: a}", "«любое» → «все»"),
        ("если: {не: {x: да}}\nтребуется: {есть: a}", "без «не» перед «x: да»"),
        ("если: {вид: [ночная, обычная]}\nтребуется: {есть: a}", "вид: без «ночная»"),
        ("кроме: {норма: п.2, если: {x: да}}\nтребуется: {есть: a}", "без исключения «x: да»"),
        ("действует: {с: 2014-03-01}\nтребуется: {есть: a}", "01.03.2014 → 28.02.2014"),
        (
            "требуется: {не_позднее: {что: a, за: {чтение: r, one: 1 год, two: 2 месяца}, до: b}}",
            "2 → 3 месяца (чтение two)",
        ),
    ],
)
def test_every_slip_is_made(rule: str, words: str) -> None:
    assert words in steps(rule)


def test_a_definition_is_pointed_elsewhere_and_loses_its_branches() -> None:
    node = parse("варианты: [{если: {есть: a}, это: a}, {это: b}]", "p.md")
    words = {change.words.ru for change in of_definition(node, ["a", "b", "нет"])}
    assert {"это: a → b", "это: b → нет", "без варианта «это: b»", "«не» перед «есть: a»"} <= words


def all_of(folder: Path) -> Tally:
    return mutate(folder, jobs=1)


def test_good_cases_notice_every_slip(folder: Path) -> None:
    tally = all_of(folder)
    assert [one.sentence().ru for one in tally.survived if one.subject != "действует"] == []
    assert tally.mutants > 10
    assert tally.killed + len(tally.survived) == tally.mutants


def test_a_survivor_is_told_with_a_case_that_would_notice(folder: Path, page: Path) -> None:
    lines = page.read_text("utf-8").split("\n")
    late = ("день", "нарушение", "не истёк", "до вторника")
    kept = [line for line in lines if not line.startswith("|") or not any(word in line for word in late)]
    page.write_text("\n".join(kept), "utf-8")
    tally = all_of(folder)
    told = {one.sentence().ru: one.suggestion for one in tally.survived}
    sentence = "п.1: 3 → 4 рабочих дня — ни один случай этого не заметил"
    assert sentence in told
    suggestion = told[sentence]
    assert suggestion is not None
    assert "возвращена = 2014-03-07" in suggestion.ru
    assert suggestion.ru.endswith("p1-return — нарушение; срок 2014-03-06; +1")


def test_a_reason_in_the_page_is_counted_apart(folder: Path, page: Path) -> None:
    words = page.read_text("utf-8").replace("| на ночь | ночная | | 2014-03-20 | | не применимо |\n", "")
    page.write_text(words, "utf-8")
    without = {one.words.ru for one in all_of(folder).survived}
    assert "без «вид: обычная»" in without
    excuse = '{о: p1-return, что: "без «вид: обычная»", почему: "ночных выдач больше нет"}'
    reason = f"```yaml\nбез_случая:\n  - {excuse}\n```\n"
    page.write_text(words.replace("## Правило", f"{reason}\n## Правило"), "utf-8")
    tally = all_of(folder)
    assert [one.reason.ru for one in tally.excused if one.reason] == ["ночных выдач больше нет"]
    assert "без «вид: обычная»" not in {one.words.ru for one in tally.survived}


def test_a_step_that_changes_nothing_is_no_mutant(folder: Path, page: Path) -> None:
    before = all_of(folder)
    page.write_text(
        page.read_text("utf-8").replace("если: {вид: обычная}", "если: {вид: обычная, есть: выдана}"), "utf-8"
    )
    after = all_of(folder)
    assert after.equivalent > before.equivalent, "the term asks for its start anyway"


def test_the_default_of_a_reading_is_swapped(folder: Path) -> None:
    bench = Bench.of(folder)
    [mutant] = bench.parts["reading/p1-first"].mutants()
    assert mutant.words.ru == "по умолчанию: next_day → same_day"
    assert bench.fate(mutant) is True


def test_several_cores_find_the_same(folder: Path) -> None:
    one, two = mutate(folder, jobs=1), mutate(folder, jobs=2)
    assert (one.mutants, one.killed, one.equivalent) == (two.mutants, two.killed, two.equivalent)


def test_progress_is_told(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    mutate(folder, 1, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
