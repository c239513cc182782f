"""A mapping is guessed from the headings of offices, and is never wrong without saying that it guesses."""
# ruff: noqa: E402

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import rows_of

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq

from qcrules.batch.guessing import guess
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.cli import main
from qcrules.errors import UsageError

NAMES = Job().decider().names


def found_in(said: str) -> dict[str, tuple[str, bool]]:
    """What is guessed of each heading: the path of the field, and whether it is marked."""
    found = {}
    for line in said.splitlines()[1:]:
        shape = re.fullmatch(
            r"  (\"(?:[^\"]|\\\")*\"|[^:#]+): (?:\{термин: ([^,]+),.*\}|([^#{]+?))(  #.*)?", line
        )
        if shape and shape[3] != '"?"':
            term = (shape[2] or shape[3]).strip()
            named = NAMES.named(term)
            path = "id" if term == "id" or named is None else named.fact.path
            found[shape[1].strip('"')] = path, bool(shape[4])
    return found


def asked_in(said: str) -> dict[str, list[str]]:
    """Of which headings a person is asked, and among which fields."""
    lines = re.findall(r"  (.+): \"\?\"  # одно из: (.+)", said)
    return {
        name.strip('"'): [NAMES.named(term).fact.path for term in terms.split(", ")] for name, terms in lines
    }


@pytest.mark.parametrize("office", ["control department", "regional office", "head office"])
def test_the_headings_of_offices(office: str) -> None:
    rows = rows_of("headings.md", office)
    batch = pa.RecordBatch.from_pydict({heading: [value] for heading, value, _ in rows})
    said = guess(batch, NAMES, "ru")
    found, asked = found_in(said), asked_in(said)
    terms = [path for path, _ in found.values()]
    assert len(set(terms)) == len(terms)
    wrong = {h: (found[h], term) for h, _, term in rows if h in found and found[h][0] != term}
    assert not {h: one for h, one in wrong.items() if not one[0][1]}
    assert all(term in asked[h] for h, _, term in rows if h in asked)
    right = sum(h in asked or found.get(h, ("—",))[0] == term for h, _, term in rows)
    assert right >= 18, (right, wrong, [h for h, _, term in rows if h not in found and term != "—"])


def test_a_draft_is_refused_until_it_is_answered(tmp_path: Path) -> None:
    batch = pa.RecordBatch.from_pydict({"Вид проверки": ["П"], "Дата издания приказа": ["01.04.14"]})
    draft = tmp_path / "map.yaml"
    draft.write_text(guess(batch, NAMES, "ru"), encoding="utf-8")
    assert "?" in draft.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="needs an answer"):
        Job().mapped(str(draft))


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("столбцы: {A: вид, B: kind}", "is told by column `A` already"),
        ("столбцы: {A: вид}\nстолбики: {}", "столбики"),
        ("столбцы: {A: {термин: вид, фармат: x}}", "фармат"),
        ("столбцы: {A: {термин: приказ.издан, формат: '%d.%m'}}", "is no way to write a date"),
        ("столбцы: {A: {термин: приказ.издан, формат: '%d.%m.%Y %z'}}", "a zone is not read"),
        ("столбцы: {A: {термин: приказ.издан, формат: '%d.%m.%Y %I:%M'}}", "is no way to write a date"),
        ("столбцы: {A: {термин: приказ.издан, формат: '%x'}}", "is no way to write a date"),
        ("столбцы: {A: {термин: приказ.издан, формат: '%c'}}", "is no way to write a date"),
        ("столбцы: {A: {термин: вид, слова: {П: плановй}}}", "is not one of"),
        ("столбцы: {A: {термин: вид, слова: {П: '?'}}}", "needs an answer"),
        ("столбцы: {A: {термин: вид, слова: {П: плановая, п: внеплановая}}}", "`п` is given twice"),
        ("столбцы: {A: '?'}", "needs an answer"),
        ("столбцы: {A: видд}", "unknown term"),
        ("столбцы: {A: {слова: {П: плановая}}}", "key `term` is missing"),
        ("столбцы: {A: {термин: вид, слова: {П: [плановая]}}}", "`П`: expected text"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_at_its_line(tmp_path: Path, mapping: str, why: str) -> None:
    file = tmp_path / "map.yaml"
    file.write_text(mapping, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        Job().mapped(str(file))
    assert why in str(wrong.value)
    assert re.match(rf"{re.escape(str(file))}:\d+:\d+", str(wrong.value))


def test_all_that_is_wrong_with_a_mapping_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("A,B\n1,2\n")
    (tmp_path / "map.yaml").write_text(
        "столбцы:\n  A: видд\n  B: {термин: приказ.издан, формат: '%d.%m'}\n  C: вид\nперенести: [D]\nключ: 1\n",
        encoding="utf-8",
    )
    how = ["--map", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "out.csv"), "--lang", "ru"]
    assert main(["batch", str(tmp_path / "x.csv"), *how]) == 2
    said = capsys.readouterr().err
    assert {line.split(":")[1] for line in said.splitlines()} == {"2", "3", "4", "5", "6"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--complete"], "--guess-map и --complete вместе не имеют смысла"),
        (["--as-of", "2014-01-01"], "--guess-map и --as-of вместе не имеют смысла"),
        (["--findings"], "--guess-map и --findings вместе не имеют смысла"),
        (["--reading", "p20-objections=right"], "--guess-map и --reading вместе не имеют смысла"),
        (["-o", "x.csv"], "этот файл уже назван"),
        (["x.csv"], "читает один файл"),
    ],
)
def test_a_draft_is_of_one_register_which_it_never_overwrites(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    why: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("id\n1\n")
    assert main(["batch", "x.csv", "--guess-map", *arguments, "--lang", "ru"]) == 2
    assert why in capsys.readouterr().err
    assert Path("x.csv").read_text() == "id\n1\n"
    assert main(["batch", "x.csv", "--guess-map", "-o", "map.yaml"]) == 0
    assert Path("map.yaml").read_text() == "columns:\n  id: id\n"


def test_where_several_facts_are_as_likely_a_person_is_asked() -> None:
    batch = pa.RecordBatch.from_pydict({"Дата акта": ["05.03.2014"], "Дата письма": ["05.03.2014"]})
    said = guess(batch, NAMES, "ru")
    assert asked_in(said)["Дата письма"] == ["letter.sent_on", "letter.delivered_at"]
    assert {"act.served_at", "act.drawn_up_at"} <= {*asked_in(said)["Дата акта"]}
    batch = pa.RecordBatch.from_pydict({"Дата письма": ["05.03.2014"], "Письмо получено": ["07.03.2014"]})
    assert found_in(guess(batch, NAMES, "ru"))["Дата письма"] == ("letter.sent_on", True)


def test_short_words_have_endings_too() -> None:
    batch = pa.RecordBatch.from_pydict({"Дата вручения акта": ["05.03.2014"], "Дата плана": ["05.03.2014"]})
    assert found_in(guess(batch, NAMES, "ru"))["Дата вручения акта"][0] == "act.served_at"


def test_a_known_heading_is_told_by_the_word_of_the_vocabulary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text(
        "ВИД;Приказ вручен;акт.вручён.state\nплановая;02.04.2014;нет\n", encoding="utf-8"
    )
    assert main(["batch", str(tmp_path / "x.csv"), "--guess-map", "--lang", "ru"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  ВИД: вид",
        "  Приказ вручен: приказ вручён",
        "  акт.вручён.state: акт.вручён.state",
    ]
    assert main(["batch", str(tmp_path / "x.csv"), "--guess-map", "--lang", "en"]) == 0
    assert "  Приказ вручен: order_handed_at" in capsys.readouterr().out


@pytest.mark.long
def test_a_date_that_is_none_is_told_with_the_formats_of_its_column(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Д,С\n2014/05/03,1\n03/05/2014,2\n,x\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        "столбцы: {Д: {термин: приказ.издан, формат: '%d/%m/%Y'}, С: акт.экземпляров}\n", encoding="utf-8"
    )
    job = Job(lang="ru").mapped(str(tmp_path / "map.yaml"))
    run(job, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.parquet")
    dated, counted = pq.read_table(tmp_path / "bad.parquet").column("reason").to_pylist()
    assert dated.endswith("; в столбце `Д` и `%d/%m/%Y`")
    assert "%d" not in counted
