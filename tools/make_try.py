"""Makes the try-it page: docs/try/ with Pyodide, qcrules, the packs and the examples. Then it needs no network.

    python tools/make_try.py                      takes Pyodide from npm (npm pack pyodide@314.0.7)
    python tools/make_try.py --pyodide FOLDER     or from a folder where that package was unpacked

node is needed once, to read the packs beforehand: a browser would take half a minute for that.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from qcrules.source.built_in import shipped_packs
from qcrules.web.browser import quoted

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "try"
PYODIDE = "pyodide@314.0.7"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PACKAGES = ("attr", "attrs", "click", "jinja2", "markupsafe", "markdown_it", "mdurl", "yaml", "ruamel")
LEFT_OUT = (".so", ".pyc", ".pyi", ".pyx", ".c")
EXAMPLES = ("*.yaml", "kz-401-v/*.yaml", "kz-88-v/*.yaml")


def pyodide_from_npm(folder: Path) -> Path:
    """The unpacked package."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to get Pyodide, or --pyodide FOLDER")
    subprocess.run([npm, "pack", "--silent", PYODIDE], cwd=folder, check=True)
    (archive,) = folder.glob("pyodide-*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def packed(folder: Path) -> Path:
    """Everything that Python needs, in one archive."""
    out = folder / "qcrules.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in PACKAGES:
            spec = importlib.util.find_spec(name)
            assert spec is not None, name
            for place in spec.submodule_search_locations or ():
                _add(archive, Path(place), f"site/{name}")
        _add(archive, ROOT / "src" / "qcrules", "site/qcrules")
        _add(archive, ROOT / "rules", "site/qcrules/rules")
        for pack in shipped_packs():
            archive.writestr(f"pages/{pack}.json", json.dumps(quoted(pack), ensure_ascii=False))
        for pattern in EXAMPLES:
            for file in sorted((ROOT / "examples").glob(pattern)):
                archive.write(file, f"examples/{file.relative_to(ROOT / 'examples').as_posix()}")
    return out


def _add(archive: zipfile.ZipFile, folder: Path, name: str) -> None:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix not in LEFT_OUT and "__pycache__" not in file.parts:
            archive.write(file, f"{name}/{file.relative_to(folder).as_posix()}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pyodide", type=Path, help="the package from npm, unpacked")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = given.pyodide or pyodide_from_npm(Path(folder))
        core = PAGE / "pyodide"
        core.mkdir(exist_ok=True)
        for name in CORE:
            shutil.copy(package / name, core / name)
        archive = packed(Path(folder))
        read = Path(folder) / "read"
        read.mkdir()
        node = shutil.which("node")
        if node is None:
            sys.exit("node is needed to read the packs beforehand")
        script = ROOT / "tools" / "try_prebuild.mjs"
        subprocess.run([node, str(script), str(core), str(archive), str(read)], check=True)
        with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as whole:
            for file in sorted(read.iterdir()):
                whole.write(file, f"cache/{file.name}")
        shutil.copy(archive, PAGE / "qcrules.zip")
    total = sum(file.stat().st_size for file in PAGE.rglob("*") if file.is_file())
    print(f"{PAGE.relative_to(ROOT)}: {total / 1e6:.1f} MB; serve it: python -m http.server -d docs/try")


if __name__ == "__main__":
    main()
