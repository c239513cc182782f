"""An assessment read back from its JSON, for the forms that show it: words are in the one language of the file."""

from __future__ import annotations

import json as plain_json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qcrules.errors import Place, RecordError
from qcrules.finding import (
    Assessment,
    Delay,
    Due,
    Evidence,
    Explanation,
    Finding,
    Force,
    Item,
    Missing,
    Provision,
    ReadingVerdict,
    SkippedDay,
    Verdict,
    VerdictRead,
)
from qcrules.text import Lang, Text

from .json import SCHEMA


def from_json(words: str) -> Assessment:
    """The assessment that ``to_json`` wrote, or the only one of ``qcrules check --format json``. RecordError else."""
    try:
        data = plain_json.loads(words)
    except ValueError as wrong:
        raise RecordError.of(f"это не JSON: {wrong}", f"this is no JSON: {wrong}") from None
    return from_dict(data[0] if isinstance(data, list) and len(data) == 1 else data)


def from_dict(data: Any) -> Assessment:
    """The assessment that ``to_dict`` gave. RecordError where it is none."""
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise RecordError.of(f"это не ответ проверки ({SCHEMA})", f"this is no answer of a check ({SCHEMA})")
    try:
        return _assessment(data)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise RecordError.of(
            f"ответ проверки испорчен: {wrong}", f"the answer of a check is damaged: {wrong}"
        ) from None


def _assessment(data: Mapping[str, Any]) -> Assessment:
    lang: Lang = "ru" if data["language"] == "ru" else "en"
    pack, subject = dict(data["pack"]), data["subject"]
    caveat = pack.pop("caveat", None)
    return Assessment(
        pack=pack,
        pack_title=Text.same(pack["id"]),
        calendar=dict(data["calendar"]),
        engine=data["engine"],
        as_of=date.fromisoformat(data["as_of"]),
        as_of_source=data["as_of_source"],
        readings=dict(data["readings"]),
        kind=subject["kind"],
        kind_words=Text.same(subject["kind"]),
        subject_id=subject["id"],
        source=subject["source"],
        findings=tuple(_finding(one, lang) for one in data["findings"]),
        warnings=tuple(map(Text.same, data["warnings"])),
        assumptions=tuple(map(Text.same, data["assumptions"])),
        lang=lang,
        caveat=Text.same(caveat) if caveat is not None else None,
    )


def _finding(data: Mapping[str, Any], lang: Lang) -> Finding:
    provision = Provision(
        rule=data["rule"],
        citation=data["citation"],
        document=data.get("document", "rules"),
        paragraph=data["paragraph"],
        part=data["part"],
        point=data["point"],
        force=Force(data["force"]),
        edition=data["edition"],
        bearer=data["bearer"],
        bearer_words=Text.same(data["bearer"]) if data["bearer"] else None,
        gist=Text.same(data["gist"]),
        article=data.get("article"),
        subpoint=data.get("subpoint"),
    )
    delay = data["delay"]
    explanation = Explanation(
        text=Text.same(data["message"]),
        due=_due(data["due"], data["due_detail"]) if data["due"] else None,
        actual=_moment_or_words(data["actual"]),
        delay=Delay(delay["value"], delay["unit"]) if delay else None,
        evidence=tuple(map(_evidence, data["evidence"])),
        missing=tuple(
            Missing(one["field"], Text.same(one["term"]), Text.same(one["decides"]))
            for one in data["missing"]
        ),
        rests_on=tuple(
            VerdictRead(one["rule"], one["citation"], Verdict(one["verdict"]))
            for one in data.get("rests_on", ())
        ),
        readings=tuple(
            ReadingVerdict(one["reading"], one["option"], Verdict(one["verdict"])) for one in data["readings"]
        ),
    )
    verdict, contested = Verdict(data["verdict"]), data["contested"]
    return Finding(provision, _item(data["item"]), verdict, contested, lang, explanation)


def _item(words: str | None) -> Item | None:
    if words is None:
        return None
    path, _, key = words.rpartition("[")
    key = key.removesuffix("]")
    return Item(path, int(key) if key.isdecimal() else key)


def _evidence(data: Mapping[str, Any]) -> Evidence:
    value, source = data["value"], data["source"]
    place = Place(source) if source is not None else None
    if value is None or isinstance(value, bool):
        words = Text("да", "yes") if value else Text("нет", "no")
    else:
        words = Text.same(str(value))
    return Evidence(data["field"], Text.same(data["field"]), value, words, place)


def _due(at: str, detail: Mapping[str, Any]) -> Due:
    return Due(
        at=_moment(at),
        earliest=_moment(detail["earliest"]),
        base=_moment(detail["base"]) if detail["base"] else None,
        base_field=detail["base_field"],
        base_term=None,
        first_counted=_day(detail["first_counted"]),
        skipped=tuple(
            SkippedDay(date.fromisoformat(one["date"]), Text.same(one["reason"])) for one in detail["skipped"]
        ),
        rolled_from=_day(detail["rolled_from"]),
        opens=detail.get("opens", False),
        calendar=detail.get("calendar", ""),
        counted_by=detail.get("counted_by", ""),
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _moment(words: str) -> date | datetime:
    return datetime.fromisoformat(words) if "T" in words else date.fromisoformat(words)


def _moment_or_words(words: str | None) -> date | datetime | Text | None:
    try:
        return _moment(words) if words is not None else None
    except ValueError:
        return Text.same(words or "")
