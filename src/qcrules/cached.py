"""``cached_property``, as Python has it from 3.12 on: no lock is held while a property is worked out."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    cached_property = functools.cached_property  # noqa: TID251
else:

    class cached_property(functools.cached_property):  # noqa: N801, TID251
        """A property that is worked out once an instance; two threads may both work it out, to the same value.

        In Python 3.11 all instances of a class share a lock: threads wait for one another, and a process that is
        forked while another thread holds the lock waits for it for ever.
        """

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value


__all__ = ["cached_property"]
