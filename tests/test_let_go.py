"""What is let go is gone at once: nothing holds itself, so that a service needs no collector to forget its records."""

import gc
from contextlib import closing, contextmanager
from datetime import date
from gc import collect  # as it is: the other tests have it do nothing
from pathlib import Path
from weakref import ref

import numpy as np
import pyarrow as pa
import pytest

import qcrules
from qcrules.batch import check_batch, run
from qcrules.batch.files import Chunk
from qcrules.batch.job import Job
from qcrules.errors import RecordError

EXAMPLES = Path(__file__).parents[1] / "examples"


@contextmanager
def left_to_the_collector():
    """What the collector finds, of all that was let go in between."""
    found = []
    collect()
    gc.disable()
    yield found
    gc.set_debug(gc.DEBUG_SAVEALL)
    collect()
    gc.set_debug(0)
    found += gc.garbage
    gc.garbage.clear()
    gc.enable()


def explained(name):
    answer = qcrules.check(EXAMPLES / name, as_of="2014-03-01")
    assert [one.explanation for one in answer.findings]


def mistaken():
    with pytest.raises(RecordError):
        qcrules.check({"inspection": {"kind": "planed"}})


def register():
    days, words = pa.array(["2014-01-10", None]), pa.array(["planned", "unplanned"])
    rows = pa.table(
        {"act.drawn_up_at": days, "inspection.kind": words, "act.served_at": days.cast(pa.date32())}
    )
    answer = check_batch(rows, as_of="2016-01-10", kind="inspection")
    assert answer.num_rows == 2


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda: explained("planned-with-violations.yaml"), id="a case"),
        pytest.param(lambda: explained("several-letters.yaml"), id="several of a kind"),
        pytest.param(lambda: explained("monitoring-1mk.xlsx"), id="a form"),
        pytest.param(mistaken, id="a mistake"),
        pytest.param(register, id="a register"),
    ],
)
def test_what_was_judged_is_gone_with_its_answer(work):
    work()  # what is kept from then on
    with left_to_the_collector() as found:
        work()
    assert [type(one) for one in found] == []


def test_what_a_run_has_done_is_gone_while_it_goes_on():
    read = []

    def rows():
        for number in range(3):
            chunk = Chunk([{"id": str(number)}], "register.jsonl", np.ones(1, np.int64))
            read.append(ref(chunk))
            yield chunk
            del chunk

    with closing(run._all(Job(as_of=date(2014, 12, 1)), rows(), 1, lambda _: None)) as done:
        assert [next(done).summary.rows for _ in range(2)] == [1, 1]
        assert read[0]() is None
