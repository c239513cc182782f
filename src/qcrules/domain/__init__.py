"""The typed face of the built-in vocabulary: what an office keeps, as frozen objects.

The classes are generated from the vocabulary; another pack needs none, a mapping will do.
"""

import sys

from . import records
from .mapping import as_mapping, kind_of
from .records import *  # noqa: F403 - all of them, and they alone
from .records import KINDS
from .unknown import LEFT_OUT, UNKNOWN, Day, Fact, Moment, Unknown

__all__ = ["KINDS", "LEFT_OUT", "UNKNOWN", "Day", "Fact", "Moment", "Unknown", "as_mapping", "kind_of"]
__all__ += records.__all__

if _hook := sys.modules.get("qcrules.testing.hook"):
    _hook.register()  # Hypothesis was there first, and waits for these classes
