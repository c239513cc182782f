// Reads the packs once, in the same Pyodide that the page runs, and keeps what was read.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [core, archive, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: core });
pyodide.FS.writeFile("/qcrules.zip", readFileSync(archive));
pyodide.runPython(`
import os, sys, zipfile
zipfile.ZipFile("/qcrules.zip").extractall("/qc")
sys.path.insert(0, "/qc/site")
os.environ["XDG_CACHE_HOME"] = "/qc/kept"
from qcrules.judge.rulebook import load_rules
from qcrules.source.built_in import shipped_packs
for name in shipped_packs():
    load_rules(name)
`);
const folder = "/qc/kept/qcrules";
for (const name of pyodide.FS.readdir(folder).filter((one) => one.endsWith(".json")))
  writeFileSync(join(out, name), pyodide.FS.readFile(`${folder}/${name}`));
