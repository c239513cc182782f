"""Is every unit of the official text claimed, and quoted to the letter?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from qcrules.errors import PackError, Place, nearest
from qcrules.law.model import Pack
from qcrules.law.page import Page
from qcrules.source.yaml import read_text

from .inspected import Inspected
from .issue import Issue, issue
from .official import Paragraph, unread_headings


def claimed(pack: Pack) -> dict[str, Place]:
    """Every unit that a rule, a definition or a reason claims, and where."""
    found: dict[str, Place] = {}
    for rule in pack.every_rule().values():
        for citation in rule.citations:
            found.setdefault(citation.words, rule.place)
    for definition in pack.every_definition():
        if definition.citation is not None:
            found.setdefault(definition.citation.words, definition.place)
    for page in pack.pages:
        for claim in page.claims:
            found.setdefault(claim.citation.words, claim.place)
    return found


def missing_text(it: Inspected) -> Iterator[Issue]:
    """A pack without its official text."""
    if not it.text:
        yield issue("QC004", Place(f"{it.pack.folder}/source.md"), subject=it.pack.id)
    for heading in unread_headings(Path(it.pack.folder), it.pack.documents):
        yield issue("QC019", heading.place, heading.words, subject=it.pack.id)


def units(it: Inspected) -> Iterator[Issue]:
    """Units that nobody claims or that come later, and claims of what is not there."""
    pack, text = it.pack, it.text
    known = {unit.citation: unit for paragraph in text.values() for unit in paragraph.units}
    claims = claimed(pack)
    later = {page.words: page for page in pack.pages if page.later is not None}
    for number, paragraph in text.items():
        for unit in paragraph.units:
            if unit.citation in claims:
                continue
            if number in later:
                page = later[number]
                yield issue("QC040", Place(page.file), unit.citation, page.later)
            else:
                yield issue("QC001", unit.place, unit.citation, _short(unit.words))
    brought_in = {one.citation.words: one.place for page in pack.pages for one in page.inserted}
    for words, place in {**brought_in, **claims}.items():
        if text and words not in known and _is_kept(pack, words, text):
            yield issue("QC002", place, words, nearest(words, known))


def quotes(it: Inspected) -> Iterator[Issue]:
    """Quotations that are not the official words, with the first difference."""
    of_paragraph: dict[str, list[Page]] = {}
    for page in it.pack.pages:
        of_paragraph.setdefault(page.words, []).append(page)
    for number, pages in of_paragraph.items():
        paragraph = it.text.get(number)
        if paragraph is None:
            continue
        official = [line.words for line in paragraph.lines]
        left = set(range(len(official)))
        for page in pages:
            quoted = [" ".join(words.split()) for words in page.quote]
            if _is_quoted_in_part(it.pack, number):
                official = _as_far_as_quoted(official, quoted, {unit.words for unit in paragraph.units})
                left = set(range(len(official)))
            run = _run(official, quoted)
            left -= set(run)
            if not run or (left and page is pages[-1]):
                place = _place_of_quote(page.file, _first_other(official, quoted))
                yield issue("QC003", place, *_difference(official, quoted))


def _is_kept(pack: Pack, words: str, text: Mapping[str, Paragraph]) -> bool:
    """Does the pack keep the text in which this unit should stand? It need not keep those of annexes."""
    cited = pack.documents.parse(words)
    documents = {found.document for number in text if (found := pack.documents.parse(number)) is not None}
    return cited is None or not pack.documents[cited.document].words or cited.document in documents


def _is_quoted_in_part(pack: Pack, number: str) -> bool:
    """Is it a whole document whose numbered points must be quoted, and what stands around them may be?"""
    return any(one.words == number and one.section for one in pack.documents.every)


def _run(official: list[str], quoted: list[str]) -> range:
    """Where the quotation stands in the text, which several pages may share; nowhere, where it differs from it."""
    starts = range(len(official) - len(quoted) + 1)
    first = next((start for start in starts if official[start : start + len(quoted)] == quoted), None)
    return range(0) if first is None else range(first, first + len(quoted))


def _first_other(official: list[str], quoted: list[str]) -> int:
    """The number of the first quoted paragraph that is not the official one."""
    same = (number for number, pair in enumerate(zip(official, quoted, strict=False)) if pair[0] != pair[1])
    return next(same, min(len(official), len(quoted)))


def _place_of_quote(file: str, number: int) -> Place:
    """The line where a quoted paragraph begins; where there is none, the last line of the quotation."""
    starts, last, before = [], None, ""
    for line, row in enumerate(read_text(file, PackError).split("\n"), start=1):
        words = row[1:].strip() if row.startswith(">") else ""
        if words and not before:
            starts.append(line)
        last = line if words else last
        before = "" if words.endswith("\\") else words
    return Place(file, starts[number] if number < len(starts) else last)


def _as_far_as_quoted(official: list[str], quoted: list[str], numbered: set[str]) -> list[str]:
    """The part of the text that must be quoted: of the order its numbered points; what stands around them may be."""
    return [words for words in official if words in numbered or words in quoted]


def _difference(official: list[str], quoted: list[str]) -> tuple[str, str, str]:
    """Where the quotation leaves the text: after what, what the text has there, and what the quotation."""
    ours, theirs = "\n".join(quoted), "\n".join(official)
    for tag, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag != "equal":
            around = theirs[max(0, a - 30) : a].rpartition("\n")[2]
            return around, _short(theirs[a:b] or "∅"), _short(ours[c:d] or "∅")
    return "", "", ""


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 70 else plain[:67] + "…"
