"""A small regulation that a test can spoil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qcrules.lint import Issue, lint

_PACK = """\
id: library
version: "1"
название: {ru: Правила библиотеки, en: Rules of a library}
язык: ru
календарь: weekends
действует: {с: 2014-01-01, по: 2014-12-31}
обязанные: {читатель: {id: reader, en: reader}}
"""
_VOCABULARY = """\
виды:
  loan:
    термин: выдача
    поля:
      lent_on: {термин: выдана, тип: событие}
      returned_on: {термин: возвращена, тип: событие}
"""
_SOURCE = """\
# Правила

### п.1

Книга возвращается в срок:

1) не позднее 14 календарных дней.

Сноска. Примечание издателя.

### п.2

Первая часть.

Вторая часть.
"""
_FIRST = """\
---
id: p1
пункт: "1"
---
# п.1. Возврат

## Текст нормы
> Книга возвращается в срок:
>
> 1) не позднее 14 календарных дней.
>
> Сноска. Примечание издателя.

## Толкование
Срок идёт со дня выдачи.

```yaml
чтения:
  p1-day:
    вопрос: {ru: "Считается ли день выдачи?", en: "Is the day of the loan counted?"}
    варианты:
      next: {ru: нет, en: "no", довод: обычай}
      same: {ru: да, en: "yes", довод: буква}
    по_умолчанию: next
```

## Правило
```yaml
- id: p1-back
  норма: [п.1, "п.1 1)"]
  суть: {ru: "Книгу возвращают за 14 дней", en: "A book is returned within 14 days"}
  обязан: читатель
  требуется:
    не_позднее:
      что: возвращена
      через: 14 календарных дней
      после: выдана
      первый_день: {чтение: p1-day, next: не_считается, same: считается}
  нарушение: {ru: "Книга возвращена {возвращена}.", en: "The book was returned on {возвращена}."}
```

## Случаи
| случай | p1-day | выдана | возвращена | p1-back |
|---|---|---|---|---|
| в срок | | 2014-02-03 | 2014-02-16 | соответствует |
| на следующий день | next | 2014-02-03 | 2014-02-18 | нарушение; срок 2014-02-17; +1 |
| день выдачи считается | same | 2014-02-03 | 2014-02-17 | нарушение; срок 2014-02-16; +1; спорно |
| неизвестно когда | | 2014-02-03 | ? | недостаточно данных; нужно возвращена |
"""
_SECOND = """\
---
id: p2
пункт: "2"
позже: "со следующим выпуском"
---
# п.2. Прочее

## Текст нормы
> Первая часть.
>
> Вторая часть.
"""


class SmallPack:
    """A folder with a pack, and what the lint says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        files = {"pack.yaml": _PACK, "vocabulary.yaml": _VOCABULARY, "source.md": _SOURCE, "p1.md": _FIRST}
        for name, words in (files | {"p2.md": _SECOND}).items():
            (folder / name).write_text(words, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        """Replace some words, which must be there."""
        path = self.folder / file
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new), encoding="utf-8")

    def found(self) -> list[Issue]:
        return lint(self.folder)

    def codes(self) -> list[str]:
        return [issue.code for issue in self.found()]


@pytest.fixture
def pack(tmp_path: Path) -> SmallPack:
    return SmallPack(tmp_path)


Change = Callable[[str, str, str], None]
