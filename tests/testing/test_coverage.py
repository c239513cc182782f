"""What cases show of a rule: verdicts, boundaries, readings, conditions, branches."""

from __future__ import annotations

from pathlib import Path

from qcrules.render.coverage import as_dict, html
from qcrules.testing.coverage import Coverage, measure
from qcrules.testing.sources import find


def covered(folder: Path, *titles: str) -> Coverage:
    [source] = find([folder])
    assert source.book is not None
    assert source.pack is not None
    rows = [case.read() for case in source.cases if not titles or case.title in titles]
    return measure(source.book, source.pack, rows)


def missing(coverage: Coverage) -> set[tuple[str, str]]:
    return {(point.group, point.words.ru) for one in coverage.subjects for point in one.missing}


def test_the_library_is_covered_but_for_nothing(folder: Path) -> None:
    coverage = covered(folder)
    assert missing(coverage) == set()
    assert coverage.percent == 100.0
    assert coverage.points == coverage.shown > 10


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
    assert (coverage.excused, coverage.percent) == (2, 100.0)


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
