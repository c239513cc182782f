"""What a lint finds: a code, a place, what is wrong, and the cure."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from qcrules.errors import Place
from qcrules.text import Text


class Level(StrEnum):
    """An error fails the lint; what is open is counted until it is done; a note only tells."""

    ERROR = "error"
    OPEN = "open"
    NOTE = "note"


@frozen
class Issue:
    """One thing found."""

    code: str
    level: Level
    place: Place
    message: Text
    cure: Text


CODES: dict[str, tuple[Level, Text]] = {
    "QC001": (
        Level.ERROR,
        Text("единица текста никем не заявлена", "a unit of the text is claimed by nobody"),
    ),
    "QC002": (
        Level.ERROR,
        Text("заявлена единица, которой в тексте нет", "a claimed unit is not in the text"),
    ),
    "QC003": (
        Level.ERROR,
        Text("цитата расходится с официальным текстом", "a quotation differs from the text"),
    ),
    "QC005": (
        Level.ERROR,
        Text("правило в силе не тогда, когда Правила", "a rule is in force when the Rules are not"),
    ),
    "QC006": (Level.ERROR, Text("разрыв между редакциями", "a gap between editions")),
    "QC007": (Level.ERROR, Text("редакции перекрываются", "editions overlap")),
    "QC010": (
        Level.ERROR,
        Text("у правила нет случая нарушения", "a rule has no case in which it is violated"),
    ),
    "QC011": (
        Level.ERROR,
        Text("у правила нет случая без нарушения", "a rule has no case in which it is kept"),
    ),
    "QC012": (Level.ERROR, Text("ячейка случая не читается", "a cell of a case cannot be read")),
    "QC020": (Level.ERROR, Text("чтение нигде не используется", "a reading is used nowhere")),
    "QC021": (
        Level.ERROR,
        Text("ни один случай не различает чтений", "no case tells the options of a reading apart"),
    ),
    "QC022": (Level.ERROR, Text("у варианта чтения нет довода", "an option of a reading has no argument")),
    "QC030": (Level.NOTE, Text("термин не читает ни одно правило", "a term is read by no rule")),
    "QC031": (Level.NOTE, Text("обязанный не назван ни в одном правиле", "a bearer is named by no rule")),
    "QC040": (Level.OPEN, Text("единица кодируется позже", "a unit is to be encoded later")),
}
"""Every code, how grave it is, and what it says in a line. Codes are permanent."""


def issue(code: str, place: Place, message: Text, cure: Text) -> Issue:
    """An issue of a code, as grave as the code is."""
    return Issue(code, CODES[code][0], place, message, cure)
