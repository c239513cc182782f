"""The hashes that every start needs, from where `random` of the standard library has its own: inside Python.

``hashlib`` would give the same; but it loads OpenSSL, and that takes a third of the time of a bare start of Python.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b

        if sys.version_info >= (3, 12):
            from _sha2 import sha256
        else:
            from _sha256 import sha256
    except ImportError:  # a Python that was built without them
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]
