"""Small regulations for tests: a library that lends books, and whatever a test says of it."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from qcrules.finding import Assessment, Finding
from qcrules.judge.check import check
from qcrules.judge.judgement import EngineName
from qcrules.judge.rulebook import Rulebook, load_rules

ENGINES: tuple[EngineName, ...] = (
    "reference",
    *(("durable",) if find_spec("durable_rules_engine") else ()),
    *(("columnar",) if find_spec("numpy") else ()),
)
"""Those that are here: durable-rules needs a compiler, columns the extra `batch`."""

CONFORMANCE = Path(__file__).parent / "conformance"
LIBRARY, SHOP = CONFORMANCE / "library", CONFORMANCE / "shop"
SMALL = CONFORMANCE / "mistakes" / "library"
"""The library once more, in Russian: its head and its words, for the rules of a test."""

HEAD = (SMALL / "pack.yaml").read_text(encoding="utf-8").partition("порядок_событий")[0]
VOCABULARY = (SMALL / "vocabulary.yaml").read_text(encoding="utf-8")

GIST = {"ru": "Суть", "en": "The gist"}

_PAGE = """\
---
id: {id}
пункт: "{number}"
{front}---
# п.{number}. О чём

## Текст нормы
> Слова нормы.

## Толкование
Как её понимать.

```yaml
{interpretation}
```

## Правило
```yaml
{rules}
```

## Случаи
| случай |
|---|
| какой-нибудь |
"""


def page(
    rules: Any, *, readings: Any = None, definitions: Any = None, number: str = "1", front: str = ""
) -> str:
    """A page of law. Rules, readings and definitions are YAML, or the data that it would say."""
    blocks = {"чтения": readings, "определения": definitions}
    interpretation = "\n".join(
        f"{key}:\n{_indented(_yaml(value))}" for key, value in blocks.items() if value is not None
    )
    words = _PAGE.format(
        id=f"p{number}", number=number, front=front, interpretation=interpretation, rules=_yaml(rules)
    )
    return words if interpretation else words.replace("```yaml\n\n```\n\n", "")


def write_pack(
    folder: Path,
    rules: Any = None,
    *,
    head: str = HEAD,
    vocabulary: str = VOCABULARY,
    calendar: str | None = None,
    pages: dict[str, str] | None = None,
    **how: Any,
) -> Path:
    """A pack in a folder: page p1 with these rules, and other ``pages`` by their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"pack.yaml": head, "vocabulary.yaml": vocabulary, **(pages or {})}
    if rules is not None:
        files["p1.md"] = page(rules, **how)
    if calendar is not None:
        files["calendar.yaml"] = calendar
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


def of_the_shop(kind: str) -> dict[str, str]:
    """For ``write_pack`` and ``load``: the words of the shop of tests/conformance, for rules of one kind of record."""
    head = (SHOP / "pack.yaml").read_text("utf-8")
    plain = re.sub("с: {.*?}", "с: 2010-01-01", head)
    vocabulary = (SHOP / "vocabulary.yaml").read_text("utf-8")
    return {"head": plain, "vocabulary": vocabulary, "front": f"вид: {kind}\n"}


def load(folder: Path, rules: Any = None, **how: Any) -> Rulebook:
    """The rulebook of a pack that is written now. Nothing of it is kept, for no test reads it again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", "nowhere")  # not absolute
        return load_rules(write_pack(folder, rules, **how))


def rule(id: str = "p1-rule", **body: Any) -> dict[str, Any]:
    """A rule with a head, for those who do not care about heads. ``если`` and the like are keys."""
    return {"id": id, "норма": "п.1", "суть": GIST, **body}


def judged(book: Rulebook, record: dict[str, Any], as_of: str = "2014-06-30", **how: Any) -> Assessment:
    """The assessment of a loan."""
    return check({"loan": record}, rules=book, as_of=date.fromisoformat(as_of), **how)


def verdict(book: Rulebook, record: dict[str, Any], as_of: str = "2014-06-30", **how: Any) -> str:
    """The verdict of the only rule."""
    return str(only(judged(book, record, as_of, **how)).verdict)


def only(assessment: Assessment) -> Finding:
    """The only finding."""
    [found] = assessment.findings
    return found


def _yaml(data: Any) -> str:
    return data.rstrip("\n") if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1)


def _indented(words: str) -> str:
    return "\n".join(f"  {line}" for line in words.splitlines())


def rules_in(folder: Path) -> list[str]:
    """The rules of the small pack in a folder."""
    return list(load_rules(folder).core.rules["loan"])


by_turns = pytest.mark.parametrize(
    ("case", "lang"),
    list(
        zip(sorted((CONFORMANCE.parents[1] / "examples").glob("*.yaml")), cycle(["ru", "en"]), strict=False)
    ),
    ids=lambda one: getattr(one, "stem", one),
)
"""Every example, in one language or the other."""


PAID = {"оплачена": "да"}
BACK = rule(
    "p1-back",
    требуется={"не_позднее": {"что": "возвращена", "через": "5 календарных дней", "после": "выдана"}},
)
"""Books come back in five days, …"""

LATE = {"lent_at": "2014-06-02", "returned_at": "2014-06-10"}
"""… and one came later."""

RECORD = {
    "id": "17-А",
    "kind": "planned",
    "order": {"issued_on": "2014-03-19"},
    "order_handed_at": "2014-05-02 09:30",
    "notice": {"delivered_at": "2014-04-07", "sent_at": "2014-04-07", "form": None, "states_period": True},
    "obstructions": [{"kind": "access_denied", "protocol": {"signed_by_inspector": False}}],
    "decision": {"outcomes": ["take_note"]},
    "act": None,
}
"""An inspection of which some is known, and the day by which it is judged."""

AS_OF = date(2014, 9, 1)
