"""A run of cases: in one process and in several, once and again."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.testing import running
from qcrules.testing.session import Session, hold
from qcrules.testing.wish import Wish


def told(session: Session) -> object:
    """What a session says, as it can be compared."""
    assert session.coverage is not None
    cases = [(one.case.place, one.outcomes, one.broken) for one in session.results]
    return cases, session.coverage.parts, session.coverage.shown_by


@pytest.mark.long
def test_several_processes_say_what_one_says(
    folder: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (
        "\n### Ещё\n\n| случай | возвращена | p1-return |\n|---|---|---|\n| нет | вчера | соответствует |\n"
    )
    page.write_text(page.read_text("utf-8") + broken, "utf-8")
    one = hold(Wish((str(folder),), coverage=True, jobs=1), "ru")
    assert one.status == 2
    assert any(result.broken for result in one.results)
    monkeypatch.setattr(running, "FEW", 1)
    monkeypatch.setattr(running, "_AT_ONCE", 3)
    assert told(hold(Wish((str(folder),), coverage=True, jobs=2), "ru")) == told(one)


def test_a_changed_file_is_read_again(folder: Path, page: Path) -> None:
    wish = Wish((str(folder),), jobs=1)
    assert hold(wish, "ru").status == 0
    page.write_text(page.read_text("utf-8").replace("| не применимо |", "| нарушение |"), "utf-8")
    assert hold(wish, "ru").status == 1


def test_what_passes_has_its_sentence_where_it_is_asked_for(folder: Path) -> None:
    said = {
        explained: [
            outcome.why.ru
            for one in hold(Wish((str(folder),), explained=explained, jobs=1), "ru").results
            for outcome in one.outcomes
        ]
        for explained in (True, False)
    }
    assert "Вернули 07.03.2014, срок 06.03.2014." in said[True]
    assert set(said[False]) == {""}
