"""Lays the packs that come with qcrules into the wheel ready to check, beside the files that they are made of."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrebuiltPacks(BuildHookInterface):
    """Runs before a wheel is put together; a checkout that is installed to be edited makes its packs ready itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from qcrules.source.prebuilt import build

        self.folder = tempfile.TemporaryDirectory()
        for pack in sorted((root / "rules").glob("*/pack.yaml")):
            ready = Path(self.folder.name) / f"{pack.parent.name}.tables"
            ready.write_bytes(build(pack.parent))
            ready.chmod(0o644)
            build_data["force_include"][str(ready)] = f"qcrules/prebuilt/{ready.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()
