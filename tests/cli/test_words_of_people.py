"""What a person types where the program has a stricter form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qcrules
from qcrules.cli import main
from qcrules.errors import UsageError
from qcrules.judge.rulebook import load_rules
from qcrules.law.lookup import provision


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("пункт 18", "p18"),
        ("Пункт 18", "p18"),
        ("п 18", "p18"),
        ("п.18", "p18"),
        ("18", "p18"),
        ("пункт 10 часть 1", "p10"),
        ("p18", "p18"),
        ("письмо", "p18"),
        ("Письма о рекомендациях", "p18"),
        ("извещений", "p10"),
    ],
)
def test_a_provision_is_found_as_people_cite_it(words: str, page: str) -> None:
    assert [found.id for found, _ in provision(load_rules().pack, words)] == [page]


def test_a_word_of_titles_gives_the_page_or_a_list() -> None:
    pack = load_rules().pack
    title = next(page for page in pack.pages if page.id == "p10").title
    assert [found.id for found, _ in provision(pack, title.upper())] == ["p10"]
    with pytest.raises(UsageError, match="several provisions"):
        provision(pack, "провер")
    with pytest.raises(UsageError, match="the text of these has: п"):
        provision(pack, "сроки исполнения")
    with pytest.raises(UsageError, match="there is no provision"):
        provision(pack, "ъъъ")


@pytest.mark.parametrize("day", ["27.12.2013", "2013-12-27", "27.12.2013 10:00"])
def test_a_day_is_read_as_it_is_printed(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "--from", day, "--term", "3 рабочих дня", "--lang", "ru"]) == 0
    assert "2014" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("day", "advice"),
    [
        ("2014-02-18 09.10", "возможно, 2014-02-18 09:10"),
        ("27/12/2013", "возможно, 2013-12-27"),
        ("2014-02-18T09:10:00+06:00", "запишите местное время без него"),
    ],
)
def test_a_day_that_is_refused_is_told_how_to_be_written(
    day: str, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", "--from", day, "--term", "3 рабочих дня", "--lang", "ru"]) == 2
    assert advice in capsys.readouterr().err


@pytest.mark.parametrize("day", ["27/12/2013", "2013-12", "31.02.2014", "2014-02-18 09.10", "2014-0²-01"])
def test_what_is_no_day_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "--from", day, "--term", "3 рабочих дня", "--lang", "ru"]) == 2
    assert day in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "x.yaml", "--rules", "a", "--rules", "b"],
        ["check", "x.yaml", "--rules=a", "--rules", "b"],
        ["batch", "x.csv", "-o", "a.csv", "-o", "b.csv"],
        ["batch", "x.csv", "--guess-map", "--map", "m.yaml"],
        ["batch", "x.csv", "-o", "a.csv", "--findings", "--against", "b.csv"],
    ],
)
def test_options_that_mean_nothing_together_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--lang", "ru"]) == 2
    said = capsys.readouterr().err
    assert "дан дважды" in said or "вместе не имеют смысла" in said


def test_verdicts_by_their_names() -> None:
    found = qcrules.check({"inspection": {"kind": "planned"}}, as_of="2014-06-01")
    assert found.with_verdict("undetermined") == found.with_verdict(qcrules.Verdict.UNDETERMINED) != ()
    with pytest.raises(UsageError, match="there are: violated"):
        found.with_verdict("broken")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"as_of": "2014-13-01"}, "is no day like"),
        ({"as_of": 20140601}, "is no day like"),
        ({"lang": "de"}, "there are ru and en"),
        ({"nulls": "zero"}, "unknown `zero`; there are: absent, unknown"),
        ({"complete": "может быть"}, "expected True or False"),
    ],
)
def test_what_a_program_asks_is_read_or_refused(asked: dict[str, Any], why: str) -> None:
    record = {"inspection": {"kind": "planned"}}
    with pytest.raises(UsageError, match=why):
        qcrules.check(record, **asked)
    assert qcrules.check(record, complete="да") == qcrules.check(record, complete=True)  # type: ignore[call-overload]


def test_a_folder_has_as_many_answers_as_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("inspection: {kind: planned}\n")
    assert [one.source for one in qcrules.check(f"{tmp_path}/")] == [
        str(tmp_path / "a.yaml"),
        str(tmp_path / "b.yaml"),
    ]
    assert not isinstance(qcrules.check(tmp_path / "a.yaml"), tuple)
