"""What all tests share: the same examples on every run, no cache but their own, packs of this repository read once."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from properties import examples

from qcrules.source import pack, sound
from qcrules.testing.cases import sources

ROOT = Path(__file__).parents[1]
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
settings.register_profile("same", derandomize=True, deadline=None, phases=PHASES, max_examples=examples(50))
settings.register_profile(
    "wander", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(50)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


gc.set_threshold(100_000, 50, 50)
"""As a command does: tests that call one had it from then on, and the others looked over again and again what stays."""


def pytest_collection_finish() -> None:
    """What is there when the tests begin stays there: the collector of garbage need not look through it each time."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """What is left behind is found once; pytest would look for it twice, among all that is kept until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_tidying() -> Iterator[None]:
    """A run over a register collects garbage after each chunk; among all that tests keep, that takes longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "collect", lambda *_: 0)
        # to count what is frozen Python walks through all of it
        patch.setattr(gc, "get_freeze_count", lambda: 1)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """The packs of this repository do not change while tests run; those in temporary folders are read each time."""
    for module, name in ((pack, "read_pack"), (sound, "read_pack"), (sources, "load_sound")):
        setattr(module, name, once(getattr(module, name)))
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _own_cache(config)


def _own_cache(config: pytest.Config) -> None:
    """Parsed packs of the tests, kept apart from those of the person who runs them; all workers share them."""
    place = os.environ["XDG_CACHE_HOME"] = mkdtemp()
    config.add_cleanup(partial(rmtree, place, ignore_errors=True))


def once(read: Any) -> Any:
    """The same reader, which reads a folder of this repository once, wherever it is told of from."""

    @cache
    def of_ours(folder: Path, _whole: Path) -> Any:
        return read(folder)

    def reader(folder: Path) -> Any:
        whole = folder.resolve()
        return of_ours(folder, whole) if whole.is_relative_to(ROOT) else read(folder)

    return reader
