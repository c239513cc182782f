"""Bad input by chance: every reader answers with a result or with the project's own error, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from packs import VOCABULARY, page, rule, write_pack

from qcrules.errors import QcrulesError
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.source.yaml import parse

WORDS = [
    "если", "требуется", "запрещено", "не_позднее", "что", "через", "после", "за", "до", "чтение", "вердикт",
    "любое", "все", "не", "есть", "5 рабочих дней", "31 февраля", "2014-02-30", "?", "—", "[]", "{}", ": ", "- ",
    "#", "---", "```", "```yaml", "> ", "## Правило", "|", "&a", "*a", "!!python/object", "\t", "\x00", "'", '"',
    "null", "~", "yes", "1e999", "-1", "9" * 30, "ё", "\u202e", "\ud83d\ude00", "п.1", "inspection:", "%YAML 1.2",
    "<<:",
]  # fmt: skip

CASE = """\
inspection:
  kind: planned
  order: {issued_on: 2014-01-10, working_days: 30}
  notice:
    delivered_at: 2014-01-12 10:30
  obstructions:
    - kind: access_denied
      protocol: {drawn_up_at: 2014-02}
  decision: {outcomes: [recommendation_letter]}
as_of: 2014-06-01
complete: yes
"""
CASE_JSON = """\
{"inspection": {"kind": "planned", "order": {"issued_on": "2014-01-10", "working_days": 30},
  "act": {"violations": [{"description": "x", "removed": true}]}}, "as_of": "2014-06-01", "complete": true}
"""
RULES = [
    rule(
        если={"kind": "ordinary"},
        требуется={"не_позднее": {"что": "returned_at", "через": "5 рабочих дней", "после": "lent_at"}},
        нарушение={"ru": "Опоздание {просрочка}.", "en": "Late by {просрочка}."},
    ),
    rule("p1-more", если={"вердикт": "p1-rule"}, требуется={"любое": [{"paid": "да"}, {"есть": "claims"}]}),
]
PAGE = page(RULES)


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A text with a few slips: lines lost, doubled, moved, pushed in; words put in; characters changed; ends cut."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        slip = draw(st.sampled_from(["lose", "double", "move", "push", "word", "char", "cut", "replace"]))
        if not lines:
            break
        line = lines[at]
        place = draw(st.integers(0, max(len(line) - 1, 0)))
        word = draw(st.sampled_from(WORDS) | st.text(max_size=6))
        if slip == "lose":
            del lines[at]
        elif slip == "double":
            lines.insert(at, line)
        elif slip == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif slip == "push":
            lines[at] = " " * draw(st.integers(1, 6)) + line
        elif slip == "word":
            lines[at] = line[:place] + word + line[place:]
        elif slip == "char":
            lines[at] = line[:place] + word[:1] + line[place + 1 :]
        elif slip == "replace":
            lines[at] = line.split(":")[0] + ": " + word + "\n"
        else:
            lines = [*lines[:at], line[:place]]
    return "".join(lines)


def as_bytes(text: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """The text in UTF-8, now and then with a few bytes that are none; or bytes alone."""

    def bent(said: str, at: int, byte: bytes) -> bytes:
        data = said.encode("utf-8", "surrogatepass")
        return data[: at % (len(data) + 1)] + byte + data[at % (len(data) + 1) :]

    whole = text.map(lambda said: said.encode("utf-8", "surrogatepass"))
    return (
        whole
        | whole
        | st.builds(bent, text, st.integers(0, 4000), st.binary(max_size=3))
        | st.binary(max_size=200)
    )


Reader = Callable[[Path, bytes], Any]


def read_case(folder: Path, data: bytes, suffix: str = "yaml") -> Any:
    file = folder / f"case.{suffix}"
    file.write_bytes(data)
    return check(file, as_of=date(2014, 6, 1), engine="reference")


def read_json(folder: Path, data: bytes) -> Any:
    return read_case(folder, data, "json")


def read_page(folder: Path, data: bytes) -> Any:
    write_pack(folder, RULES)
    (folder / "p1.md").write_bytes(data)
    return load_rules(folder)


def read_vocabulary(folder: Path, data: bytes) -> Any:
    write_pack(folder, RULES)
    (folder / "vocabulary.yaml").write_bytes(data)
    return load_rules(folder)


def read_workbook(folder: Path, data: bytes) -> Any:
    from qcrules import forms

    file = folder / "book.xlsx"
    file.write_bytes(data)
    return forms.read(file)


def read_text(folder: Path, data: bytes) -> Any:
    return parse(data.decode("utf-8", "replace"), "text")


READERS: dict[str, tuple[Reader, str]] = {
    "case YAML": (read_case, CASE),
    "case JSON": (read_json, CASE_JSON),
    "rule page": (read_page, PAGE),
    "vocabulary": (read_vocabulary, VOCABULARY),
    "YAML": (read_text, PAGE + VOCABULARY),
}


def survives(reader: Reader, folder: Path, data: bytes) -> None:
    """The reader gives a result or says in words what is wrong."""
    said = ["a result", "a result"]
    try:
        reader(folder, data)
    except QcrulesError as error:
        said = [error.words("ru"), error.words("en")]
    assert all(words.strip() for words in said)


@st.composite
def workbooks(draw: st.DrawFn, whole: bytes) -> bytes:
    """A workbook with some bytes changed, cut off or put in; or with other things in its cells (see the tests)."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data) - 1))
        slip = draw(st.sampled_from(["byte", "byte", "cut", "put"]))
        if slip == "byte":
            data[at] = draw(st.integers(0, 255))
        elif slip == "put":
            data[at:at] = draw(st.binary(max_size=8))
        elif at > 10:
            del data[at : at + draw(st.integers(1, 50))]
    return bytes(data)


@lru_cache(maxsize=1)
def workbook() -> bytes:
    """A filled-in form."""
    from qcrules import forms

    with TemporaryDirectory() as folder:
        file = Path(folder) / "form.xlsx"
        forms.write(file, "1-mk", 2014, 4)
        return file.read_bytes()
