"""A record → intervals, each with where it came from.

``RecordReader`` knows one kind of record: its fields, their words and their slots. It takes a mapping (of a case
file, of a Python system, of the typed objects) and gives ``Facts``: the record as it stands on the day of the check.
What null and a missing key mean for each type stands in the design, «everything is an integer interval».
"""

from .reading import RecordReader
from .recorded import NULL_WORDS, UNKNOWN_MARK, Facts, Overlay, Places, Recorded, Trail, is_blank, nowhere
from .values import FIRST_DAY, LAST_DAY, moment_span, month_span

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "NULL_WORDS",
    "UNKNOWN_MARK",
    "Facts",
    "Overlay",
    "Places",
    "RecordReader",
    "Recorded",
    "Trail",
    "is_blank",
    "moment_span",
    "month_span",
    "nowhere",
]
