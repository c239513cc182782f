"""The columnar engine: many records at once, with NumPy over columns of lower and upper ends.

It means what ``worlds`` and ``reference`` mean, a column at a time: ``ends`` are the numbers, ``columns`` the facts,
``operands`` and ``formulas`` what is asked of them, ``scopes`` where (the records, the items of a list, in both
worlds), ``run`` what is worked out from other facts. Each operand, comparison and distinct formula is worked out once a
chunk; a formula that no event to come can change is the same in both worlds.
"""

from .columns import Codes, Days, FactColumn, Items, RecordColumns, ordered
from .ends import (
    FAR,
    PLACE,
    TOP,
    End,
    Span,
    at_most,
    bits,
    common_kind,
    far,
    greatest,
    kind_of,
    least,
    none_of,
    pick,
    place_of,
    taken,
)
from .engine import Columnar, DecidedColumns
from .formulas import COMPLIANT, NOT_APPLICABLE, PENDING, UNDETERMINED, VERDICTS, VIOLATED
from .program import BLOCK, Members
from .recording import Recorder
from .run import as_column
from .tape import Array

__all__ = [
    "BLOCK",
    "COMPLIANT",
    "FAR",
    "NOT_APPLICABLE",
    "PENDING",
    "PLACE",
    "TOP",
    "UNDETERMINED",
    "VERDICTS",
    "VIOLATED",
    "Array",
    "Codes",
    "Columnar",
    "Days",
    "DecidedColumns",
    "End",
    "FactColumn",
    "Items",
    "Members",
    "RecordColumns",
    "Recorder",
    "Span",
    "as_column",
    "at_most",
    "bits",
    "common_kind",
    "far",
    "greatest",
    "kind_of",
    "least",
    "none_of",
    "ordered",
    "pick",
    "place_of",
    "taken",
]
