"""What a room says stands on a page beside it: all that is said is there, and all that is there is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qcrules.bilingual import messages, tables
from qcrules.cli.run import program

SOURCE = Path(__file__).parents[1] / "src" / "qcrules"
PAGES = [path for path in sorted(SOURCE.glob("*/*.md")) if path.parent.name not in ("source", "rules")]
USED = re.compile(r"""\bsaid\(\s*["\']([a-z0-9-]+)["\'](?: if [^"]+? else "([a-z0-9-]+)")?""")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_all_that_is_said_is_there_in_both_languages(page: Path) -> None:
    rows = {name: (ru, en) for name, ru, en in tables(page)["messages"][1]}
    code = "".join(path.read_text("utf-8") for path in page.parent.rglob("*.py"))
    assert {name for names in USED.findall(code) for name in names if name} == set(rows)
    said = messages(str(page), page.name)
    for name, (ru, en) in rows.items():
        assert ru.count("{}") == en.count("{}"), name
        assert said(name, *"abcdefgh"[: ru.count("{}")]).ru


def test_each_option_of_the_page_is_that_of_a_command() -> None:
    page = tables(SOURCE / "cli" / "commands.md")
    group = program("en")
    own = {row[0] for row in page["shared"][1]}
    for name in group.names:
        command = group.make(name)
        asked = {" ".join(param.opts) for param in command.params}
        assert {row[0] for row in page[name][1]} <= asked | {"about"}
        own -= asked
    assert not own
