"""What a case changes of its base, in tables as in files: facts, parts of an object, single figures of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.testing.runner import Result, run_case
from qcrules.testing.sources import find

PACK = """\
id: shop
version: "1"
название: {ru: Правила лавки, en: Rules of a shop}
язык: ru
календарь: weekends
действует: {с: 2014-01-01, по: 2014-12-31}
редакция_по: {report: [month.end]}
обязанные: {хозяин: {id: owner, en: owner}}
"""

VOCABULARY = """\
виды:
  report:
    термин: отчёт
    поля:
      month: {термин: месяц, тип: месяц}
      signature:
        термин: подпись
        тип: объект
        поля: {who: {термин: кто, тип: текст}, seal: {термин: печать, тип: да_нет}}
      sold: {термин: продажи, тип: таблица, месяц: month, строки: ["1", "1.1", "1.2"]}
"""

PAGE = """\
---
id: p1
пункт: "1"
вид: report
основа:
  месяц: 2014-02
  продажи:
    1: {2014-01: 5, 2014-02: 7, Всего: 12}
    1.1: {2014-01: 2, 2014-02: 3, Всего: 5}
    1.2: {2014-01: 3, 2014-02: 4, Всего: 7}
---
# п.1. Итог

## Текст нормы
> Итог есть сумма.

## Толкование
Так и есть.

## Правило
```yaml
- id: p1-sum
  норма: п.1
  суть: {ru: Итог есть сумма, en: The total is the sum}
  обязан: хозяин
  для_каждого: продажи
  требуется: {сходится: {итог: продажи.1, части: [продажи.1.1, продажи.1.2]}}
  нарушение: {ru: "Не сошлось.", en: "It does not add up."}
- id: p1-seal
  норма: п.1
  суть: {ru: Подписано с печатью, en: Signed and sealed}
  обязан: хозяин
  требуется: {все: [есть: подпись.кто, подпись.печать: да]}
  нарушение: {ru: "Нет.", en: "No."}
```

## Случаи
### Страница
```yaml
основа: {подпись: {кто: хозяин, печать: да}}
```

| случай | продажи | подпись | p1-sum | p1-seal |
|---|---|---|---|---|
"""

TABLE = """
### Таблица
```yaml
основа: {продажи: {1.2: {2014-01: 0}}}
```

| случай | продажи | p1-sum |
|---|---|---|
| у таблицы своя клетка | | нарушение / соответствует / соответствует |
| строка её исправляет | {1: {2014-01: 2}} | соответствует |
"""

ALL = "соответствует"
CHANGED = [
    ("", ALL),
    ("{1: {Всего: 13}}", "соответствует / соответствует / нарушение"),
    ("{1: {total: 13}}", "соответствует / соответствует / нарушение"),
    (
        "{1.2: {2014-02: ?}}",
        "соответствует / недостаточно данных; нужно продажи.1.2, 2014-02 / соответствует",
    ),
    ("{1.2: ?}", "недостаточно данных"),
    ("{1.2: {2014-02: —}, 1: {2014-02: 3}}", ALL),
    ("{1: {2014-03: 0}}", "соответствует / соответствует / недостаточно данных / соответствует"),
    ("?", "недостаточно данных"),
    ("—", "не применимо"),
]


def results(path: Path) -> dict[str, tuple[bool, str]]:
    def said(one: Result) -> str:
        return one.broken.ru if one.broken else " | ".join(outcome.got for outcome in one.outcomes)

    cases = [run_case(source.book, case, "reference") for source in find([path]) for case in source.cases]
    return {one.title: (one.passed, said(one)) for one in cases}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of a shop whose page has no case yet."""
    pack = tmp_path / "shop"
    pack.mkdir()
    for name, words in (("pack.yaml", PACK), ("vocabulary.yaml", VOCABULARY), ("p1.md", PAGE)):
        (pack / name).write_text(words, "utf-8")
    return pack


def write(shop: Path, *rows: str, more: str = "") -> Path:
    page = shop / "p1.md"
    page.write_text(PAGE + "".join(f"{row}\n" for row in rows) + more, "utf-8")
    return page


@pytest.mark.parametrize(("sold", "said"), CHANGED)
def test_a_cell_of_a_case_table_changes_the_figures_it_names(shop: Path, sold: str, said: str) -> None:
    assert results(write(shop, f"| случай | {sold} | | {said} | |")) == {"случай": (True, said)}


@pytest.mark.parametrize(("sold", "said"), CHANGED)
def test_a_case_of_a_file_changes_them_as_a_cell_does(shop: Path, sold: str, said: str) -> None:
    write(shop, "| иной | | | соответствует | |")
    base = PAGE.split("основа:\n")[1].split("---")[0].replace("\n", "\n      ")
    file = shop / "more.case.yaml"
    own = f"\n    отчёт: {{продажи: {sold}}}" if sold else ""
    file.write_text(
        f"основы:\n  лист:\n    отчёт:\n      {base.rstrip()}\nслучаи:\n"
        f"  - случай: случай\n    основа: лист{own}\n    ожидается: {{p1-sum: '{said}'}}\n",
        "utf-8",
    )
    assert results(file) == {"случай": (True, said)}


def test_a_table_of_cases_changes_the_base_of_its_page(shop: Path) -> None:
    found = results(write(shop, "| иной | | | соответствует | |", more=TABLE))
    assert [passed for passed, _ in found.values()] == [True, True, True], found


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ("", "соответствует"),
        ("{печать: нет}", "нарушение"),
        ("{seal: нет}", "нарушение"),
        ("{печать: ?}", "недостаточно данных"),
        ("—", "нарушение"),
    ],
)
def test_a_cell_changes_the_parts_of_an_object_that_it_names(shop: Path, signature: str, said: str) -> None:
    assert results(write(shop, f"| случай | | {signature} | | {said} |")) == {"случай": (True, said)}


def test_a_row_or_a_column_that_is_not_there_is_said_with_the_cell_it_stands_in(shop: Path) -> None:
    found = results(write(shop, "| строка | {1.3: {Всего: 1}} | | соответствует | |"))
    passed, said = found["строка"]
    assert not passed
    assert "p1.md:" in said
    assert "1.3" in said
