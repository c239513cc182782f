"""What registers hold and what comes of it: the table of tests/conformance/registers.md; however a register is cut."""
# ruff: noqa: E402

from __future__ import annotations

import pickle
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tables import rows_of

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq
from benchmarks import register
from runs import JOB, judged

from qcrules import load_rules
from qcrules.batch import TableSettings, check_batch, decide_rows, decider_of, explain_row, files
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.errors import CalendarRangeError, UsageError
from qcrules.finding import Verdict
from qcrules.text import Text


@pytest.mark.parametrize(
    ("form", "kind", "content", "verdicts", "rejected"),
    [
        pytest.param("NFD" if number % 3 == 0 else "NFC", kind, *row[1:], id=row[0])
        for kind in ("csv", "jsonl")
        for number, row in enumerate(rows_of("registers.md", kind))
    ],
)
def test_what_comes_of_rows(
    tmp_path: Path, form: Any, kind: str, content: str, verdicts: str, rejected: str
) -> None:
    file = tmp_path / f"x.{kind}"
    file.write_text(unicodedata.normalize(form, content), encoding="utf-8")
    job = evolve(JOB, as_of=None) if "as_of" in content else JOB
    said, bad = judged(tmp_path, file, job)
    assert said == verdicts
    reasons = dict(one.split(": ", 1) for one in bad.split("; ") if ": " in one)
    expected = dict(one.split(": ", 1) for one in rejected.split(", ") if one)
    assert {row: word for row, word in expected.items() if word in reasons.get(row, "")} == expected
    assert len(expected) == sum(part[:1].isdigit() and ": " in part for part in bad.split("; "))


@pytest.mark.parametrize(
    ("content", "why"),
    [pytest.param(*row[1:], id=row[0]) for row in rows_of("registers.md", "csv that is refused")],
)
def test_what_is_refused(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        run(JOB, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert why in str(wrong.value)


def test_what_is_refused_names_the_file_and_what_was_found(tmp_path: Path) -> None:
    for content in ("id,kind,вид\n1,planned,planned\n", "a,b\n1,2\n", "grounds[1],grounds[1]\n1,2\n"):
        (tmp_path / "x.csv").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError, match=r"x\.csv: "):
            run(JOB, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
    (tmp_path / "x.jsonl").write_text(
        '{"notice": "5 марта"}\n[1]\n{"notice": {"kind": 1}}\n', encoding="utf-8"
    )
    _, bad = judged(tmp_path, tmp_path / "x.jsonl")
    assert "«извещение»: здесь нужны поля вида «ключ: значение», а не `5 марта`" in bad
    (tmp_path / "x.csv").write_text("id,notice[1].form,notice.form\n1,oral,oral\n2,oral,\n", encoding="utf-8")
    assert "«извещение.форма»: уже сказано в «извещение[1]»" in judged(tmp_path, tmp_path / "x.csv")[1]
    (tmp_path / "x.csv").write_text(
        "id,notices[1].sent_at,notices[2].sent_at\n1,x,2014-01-31\n", encoding="utf-8"
    )
    assert judged(tmp_path, tmp_path / "x.csv")[1].startswith("2: «извещение")


def test_rejects_go_down_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(
        '{"kind": 1}\n[1]\n{"notice": 1}\n{}\n{"complete": 5}\n', encoding="utf-8"
    )
    run(JOB, [tmp_path / "x.jsonl"], tmp_path / "out.csv", tmp_path / "bad.parquet")
    assert pq.read_table(tmp_path / "bad.parquet").column("row").to_pylist() == [1, 2, 3, 5]


def test_signs_without_width_are_none(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "id;\u200bвид;извещение.вручено\u200b;\ufeffприказ вручён\n"
        "1;плано\u00adвая;05.03.2014\u200b;02.04.2014\n2;плановая;\u200b;02.04.2014\n",
        encoding="utf-8",
    )
    assert judged(tmp_path, tmp_path / "x.csv") == ("1 violated, 2 undetermined", "")


@pytest.mark.parametrize(("report", "rejected"), [("verdicts", 0), ("findings", 1)])
def test_a_day_that_a_term_takes_out_of_the_calendar_stops_no_register(
    tmp_path: Path, report: Any, rejected: int
) -> None:
    """Its delay is none of the worst; where it is to be explained it is rejected."""
    (tmp_path / "x.csv").write_text(
        "id,kind,order.issued_on,notice.delivered_at,order_handed_at\n"
        "1,planned,2014-03-01,2014-03-05,2014-04-02\n2,planned,2014-03-01,2014-03-05,1991-01-10\n"
    )
    job = evolve(JOB, report=report)
    summary = run(job, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert (summary.rejected, [one.id for one in summary.delays]) == (rejected, ["1"])
    assert (tmp_path / "bad.csv").exists() is bool(rejected)


@pytest.mark.long
def test_an_id_is_kept_whole_in_any_file(tmp_path: Path) -> None:
    names = [f"{'1' * 90}{number}" for number in range(2)]
    (tmp_path / "x.jsonl").write_text("".join(f'{{"id": "{name}"}}\n' for name in names))
    (tmp_path / "x.csv").write_text("id,kind\n" + "".join(f"{name},planned\n" for name in names))
    for file in ("x.jsonl", "x.csv"):
        run(JOB, [tmp_path / file], tmp_path / "out.parquet", tmp_path / "bad.csv")
        assert pq.read_table(tmp_path / "out.parquet").column("id").to_pylist() == names


@pytest.mark.parametrize("word", ["нет", "—", "?", "#ССЫЛКА!", "отсутствует"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2003", "\u200b"])
def test_spaces_behind_a_word_mean_nothing_however_many(word: str, space: str) -> None:
    """As databases write texts of a fixed length."""
    given = {
        "kind": ["planned"] * 2,
        "act.drawn_up_at": ["2014-03-05 10:00"] * 2,
        "act.place": [word, word + space * 50],
    }
    plain, padded = check_batch(pa.table(given), as_of=date(2014, 12, 31)).to_pylist()
    assert padded == plain


@pytest.mark.long
def test_some_rules_alone_are_found_as_among_all() -> None:
    book = load_rules()
    for complete in (False, True):
        decider = decider_of(book, TableSettings(complete=complete))
        answer = decide_rows(decider, register.batch(12, 5), date(2014, 6, 1))
        for row in range(12):
            found = explain_row(decider, answer, row)
            rules = frozenset(one.rule for one in found if one.verdict is Verdict.VIOLATED)
            for some in (rules, *(frozenset({rule}) for rule in rules)):
                how = decider.alone.found(some)
                alone = decider.judged(
                    answer.rows.record(row, how.facts), int(answer.as_of), "en", how.machine
                )
                assert alone.findings() == tuple(one for one in found if one.rule in some)


@pytest.mark.long
def test_findings_are_the_same_however_a_register_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one piece, and in pieces that two processes take."""
    monkeypatch.setattr(files, "SMALL", 30)
    given = register.batch(62, 5)
    pq.write_table(pa.Table.from_batches([given]), tmp_path / "in.parquet")
    job, told = Job(as_of=date(2014, 6, 1), report="findings"), list[int]()
    out = tmp_path / "out.parquet"
    run(job, [tmp_path / "in.parquet"], out, tmp_path / "bad.csv", processes=2, progress=told.append)
    assert sum(told) == 62
    whole = check_batch(given, report="findings", as_of=job.as_of)
    found = pq.read_table(out).drop_columns(["row"])
    assert found.equals(pa.Table.from_batches([whole]).drop_columns(["row", "error"]))


@pytest.mark.long
def test_what_is_wrong_comes_from_another_process_as_it_is(tmp_path: Path) -> None:
    """Its words and its places, not that the process ended."""
    both = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in both:
        file.write_text("nonsense\n1\n", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        run(JOB, both, tmp_path / "out.csv", tmp_path / "bad.csv", processes=2)
    assert "a.csv: ни один столбец не известен: nonsense" in raised.value.words("ru")
    beyond = CalendarRangeError(Text("дальше", "beyond"))
    assert pickle.loads(pickle.dumps(beyond)).words("ru") == "дальше"
