"""The cases of packs, run: every row of every page, passed or failed, with the place and the reason."""

from __future__ import annotations

from .runner import Outcome, Result, Wanted, run, run_pack

__all__ = ["Outcome", "Result", "Wanted", "run", "run_pack"]
