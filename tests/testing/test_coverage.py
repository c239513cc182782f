"""What cases show of a rule: verdicts, boundaries, readings, conditions, branches."""

from __future__ import annotations

from pathlib import Path

from qcrules.render.coverage import as_dict, html, render
from qcrules.testing.cases.run import judged
from qcrules.testing.cases.sources import find
from qcrules.testing.coverage import CaseCoverage, Measuring


def covered(folder: Path, *titles: str) -> CaseCoverage:
    [source] = find([folder])
    assert source.book is not None
    assert source.pack is not None
    rows = [case.read() for case in source.cases if not titles or case.title in titles]
    work = Measuring(source.pack)
    shown = [work.case(row, judged(source.book, row, "reference", "ru")) for row in rows]
    return CaseCoverage.of(source.pack, shown)


def missing(coverage: CaseCoverage) -> set[tuple[str, str]]:
    return {(target.kind, target.words.ru) for one in coverage.parts for target in one.missing}


def test_the_library_is_covered_but_for_nothing(folder: Path) -> None:
    coverage = covered(folder)
    assert missing(coverage) == set()
    assert coverage.percent == 100.0
    assert coverage.targets == coverage.shown > 10


def test_one_case_shows_little(folder: Path) -> None:
    coverage = covered(folder, "в последний день")
    gaps = missing(coverage)
    term = "требуется: «возвращена» — не позднее, чем через 3 рабочих дня после «выдана»"
    assert ("boundary", f"{term} — ровно на границе") not in gaps
    assert ("boundary", f"{term} — шаг до границы") in gaps
    assert ("boundary", f"{term} — шаг за границей") in gaps
    assert ("verdict", "нарушение") in gaps
    assert ("verdict", "соответствует") not in gaps
    assert ("reading", "p1-first = same_day") in gaps
    assert ("branch", "если: «вид» — обычная — нет") in gaps
    assert 0 < coverage.percent < 50


def test_a_case_that_does_not_apply_shows_nothing_of_the_requirement(folder: Path) -> None:
    gaps = missing(covered(folder, "на ночь"))
    assert ("verdict", "не применимо") not in gaps
    assert (
        "branch",
        "требуется: «возвращена» — не позднее, чем через 3 рабочих дня после «выдана» — нет",
    ) in gaps


def test_an_excuse_is_counted_apart(folder: Path, page: Path) -> None:
    words = page.read_text("utf-8").replace("| на ночь | ночная | | 2014-03-20 | | не применимо |\n", "")
    block = "```yaml\nбез_случая:\n"
    for what in ("не применимо", "если: «вид» — обычная — нет"):
        block += f'  - {{о: p1-return, что: "{what}", почему: "так не бывает"}}\n'
    page.write_text(words.replace("## Правило", f"{block}```\n\n## Правило"), "utf-8")
    coverage = covered(folder)
    assert (coverage.waived, coverage.percent) == (2, 100.0)


EDITION = """\
действует:
  с: {чтение: p1-first, next_day: 2014-03-03, same_day: 2014-04-01}
---
# п.1"""

SECOND = """\
- id: p1-kind
  норма: п.1
  суть: {ru: Вид назван, en: The kind is named}
  обязан: читатель
  требуется: {есть: вид}
"""

OWN_LIFE = "  действует: {с: 2014-03-04}\n"

SINCE = {
    "действует с 03.03.2014 — в этот день",
    "действует с 03.03.2014 — накануне",
    "действует с 01.04.2014 — в этот день",
    "действует с 01.04.2014 — накануне",
}


def with_an_edition(page: Path, own_interval: str = "") -> None:
    """The page says from when its rules are in force; a second rule may say it otherwise."""
    words = page.read_text("utf-8").replace("---\n# п.1", EDITION)
    page.write_text(words.replace("```\n\n## Случаи", f"{SECOND}{own_interval}```\n\n## Случаи"), "utf-8")


def test_an_edition_of_a_page_is_one_place_for_all_its_rules(folder: Path, page: Path) -> None:
    with_an_edition(page)
    coverage = covered(folder, "в последний день")
    subjects = {one.id: one for one in coverage.parts}
    assert {target.words.ru for target in subjects["p1"].targets} == {
        "p1-first = next_day",
        "p1-first = same_day",
        *SINCE,
    }
    assert {target.words.ru for target in subjects["p1"].missing} == {
        "p1-first = same_day",
        *(SINCE - {"действует с 03.03.2014 — в этот день"}),
    }
    assert (subjects["p1"].page, subjects["p1"].citations, subjects["p1"].place.line) == ("p1", ("п.1",), 5)
    for rule in ("p1-return", "p1-kind"):
        assert not [target for target in subjects[rule].targets if "действует" in target.words.ru]
    assert "p1-first = same_day" in {target.words.ru for target in subjects["p1-return"].targets}
    assert not [target for target in subjects["p1-kind"].targets if target.kind == "reading"]


def test_a_case_of_any_rule_shows_the_edition_of_their_page(folder: Path, page: Path) -> None:
    with_an_edition(page)
    table = "\n### Вид\n| случай | выдана | вид | p1-first | p1-kind |\n|---|---|---|---|---|\n"
    rows = "| рано | 2014-03-31 | ночная | same_day | не применимо |\n"
    page.write_text(page.read_text("utf-8") + table + rows, "utf-8")
    [edition] = [one for one in covered(folder, "рано").parts if one.id == "p1"]
    assert edition.cases == 1
    assert {target.words.ru for target, shown in edition.targets.items() if shown} == {
        "p1-first = same_day",
        "действует с 01.04.2014 — накануне",
    }


def test_a_rule_with_a_life_of_its_own_shows_it_itself(folder: Path, page: Path) -> None:
    with_an_edition(page, OWN_LIFE)
    subjects = {one.id: one for one in covered(folder).parts}
    own = {target.words.ru for target in subjects["p1-kind"].targets if "действует" in target.words.ru}
    assert own == {"действует с 04.03.2014 — в этот день", "действует с 04.03.2014 — накануне"}


def test_every_face_tells_of_the_edition(folder: Path, page: Path) -> None:
    with_an_edition(page)
    coverage = covered(folder)
    [edition] = [one for one in as_dict(coverage, "ru")["rules"] if one["rule"] == "p1"]
    assert edition["source"].endswith("p1.md:5:3")
    assert "p1 (п.1), не показано:\n  границы: действует с 03.03.2014 — накануне" in render(coverage, "ru")
    assert "<td><code>p1</code></td>" in html(coverage, "ru")


def test_one_reason_may_excuse_several_things(folder: Path, page: Path) -> None:
    with_an_edition(page)
    what = ", ".join(f'"{words}"' for words in sorted(SINCE))
    block = f'```yaml\nбез_случая:\n  - {{о: p1, что: [{what}], почему: "так не бывает"}}\n```\n\n'
    page.write_text(page.read_text("utf-8").replace("## Правило", f"{block}## Правило"), "utf-8")
    [edition] = [one for one in covered(folder).parts if one.id == "p1"]
    assert edition.missing == []
    assert {target.words.ru for target in edition.waived} == SINCE - {"действует с 03.03.2014 — в этот день"}
    assert {reason.ru for reason in edition.waivers.values()} == {"так не бывает"}


def test_branches_of_a_definition_are_points(folder: Path, page: Path) -> None:
    definition = """\
```yaml
определения:
  выдача.срок с:
    путь: term_from
    термин: срок с
    тип: событие
    норма: п.1
    варианты:
      - {если: {вид: ночная}, это: возвращена}
      - {это: выдана}
```

## Правило"""
    words = (
        page.read_text("utf-8")
        .replace("## Правило", definition)
        .replace("после: выдана", "после: выдача.срок с")
    )
    page.write_text(words, "utf-8")
    gaps = missing(covered(folder, "в последний день"))
    assert ("branch", "вариант 1: это возвращена") in gaps
    assert ("branch", "вариант 2: это выдана") not in gaps


def test_the_faces_say_the_same(folder: Path) -> None:
    coverage = covered(folder, "в последний день")
    data = as_dict(coverage, "ru")
    [rule] = data["rules"]
    assert data["percent"] == coverage.percent
    assert len(rule["missing"]) == rule["points"] - rule["shown"]
    page = html(coverage, "ru")
    assert page.startswith("<!doctype html>")
    assert "Книгу возвращают в течение трёх рабочих дней." in page
    assert "http" not in page
    for gap in rule["missing"]:
        assert gap["point"] in page


def test_html_is_escaped(folder: Path, page: Path) -> None:
    page.write_text(page.read_text("utf-8").replace("> Книгу", "> <script>alert(1)</script> Книгу"), "utf-8")
    assert "<script>" not in html(covered(folder), "ru")


def test_a_number_or_a_moment_that_is_said_where_it_stands_has_its_branches(folder: Path) -> None:
    library = Path(__file__).parents[1] / "conformance" / "library"
    [limit] = [one for one in covered(library, "one of a night loan").parts if one.id == "p17-limit"]
    gaps = {target.words.en for target in limit.missing}
    assert "case 1: is 1" not in gaps
    assert "if: “kind” is night: yes" not in gaps
    assert {"case 2: is 3", "if: “kind” is night: no"} <= gaps


def test_a_definition_with_a_term_shows_how_its_pack_may_count_it(folder: Path, page: Path) -> None:
    """By each option of the reading, as a rule does, whose boundaries are those of each option."""
    term = "{ через: 4 календарных дня, после: выдана }"
    definition = f"{{ путь: return_by, тип: дата, норма: п.1, варианты: [{{ это: {term} }}] }}\n".replace(
        "{ ", "{"
    )
    words = page.read_text("utf-8").replace("чтения:\n", f"определения:\n  вернуть до: {definition}чтения:\n")
    rule = "- {id: p1-by, норма: п.1, суть: До срока, требуется: {не_позднее: {что: возвращена, чем: вернуть до}}}\n"
    words = words.replace("```\n\n## Случаи", f"{rule}```\n\n## Случаи")
    rows = "| по-разному | 2014-03-04 | {} | {} | {} |\n"
    table = "### Счёт\n| случай | выдана | возвращена | p1-first | p1-by |\n|---|---|---|---|---|\n"
    words += "\n" + table + rows.format("2014-03-10", "", "соответствует")
    page.write_text(words, "utf-8")
    head = folder / "pack.yaml"
    counting = "счёт: {перенос: {чтение: p1-first, next_day: вперёд, same_day: нет}, норма: п.1}\n"
    head.write_text(head.read_text("utf-8") + counting, "utf-8")

    def gaps() -> set[str]:
        found = next(one for one in covered(folder).parts if one.id == "вернуть до")
        return {target.words.ru for target in found.missing if target.kind == "reading"}

    assert gaps() == {"p1-first = same_day"}
    page.write_text(words + rows.format("2014-03-08", "same_day", "соответствует"), "utf-8")
    assert gaps() == set()
