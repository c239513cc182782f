// Python in a thread of its own, so that the page stays quick. Everything comes from this folder.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const started = (async () => {
  const pyodide = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
  const archive = await (await fetch(new URL("./qcrules.zip", import.meta.url))).arrayBuffer();
  pyodide.FS.writeFile("/qcrules.zip", new Uint8Array(archive));
  pyodide.runPython(`
import json, os, shutil, sys, zipfile
zipfile.ZipFile("/qcrules.zip").extractall("/qc")
os.remove("/qcrules.zip")
sys.path.insert(0, "/qc/site")
os.environ["XDG_CACHE_HOME"] = "/qc/kept"
os.makedirs("/qc/kept")
os.mkdir("/qc/kept/qcrules", 0o700)
for name in os.listdir("/qc/cache"):
    shutil.copy(f"/qc/cache/{name}", "/qc/kept/qcrules")
    os.chmod(f"/qc/kept/qcrules/{name}", 0o600)
from qcrules.web import browser
books = {}
def book(pack):
    if pack not in books:
        with open(f"/qc/pages/{pack}.json", encoding="utf-8") as file:
            books[pack] = browser.rulebook(pack, json.load(file))
    return books[pack]
def example(name):
    with open(f"/qc/examples/{name}", encoding="utf-8") as file:
        return file.read()
def examples():
    found = []
    for folder, _, names in os.walk("/qc/examples"):
        found += [os.path.relpath(os.path.join(folder, name), "/qc/examples") for name in names]
    return sorted(found)
`);
  return pyodide;
})();

const DOES = {
  examples: "json.dumps(examples())",
  example: "json.dumps(example(asked['name']))",
  check: "browser.answered(asked['words'], asked['lang'], book(asked['pack']), asked['as_of'], asked['what_if'])",
  form: "browser.drawn(asked['words'], asked['lang'], book(asked['pack']))",
  put: "browser.filled(asked['words'], asked['lang'], book(asked['pack']), asked['path'], asked['said'], asked['value'])",
  kinds: "json.dumps(browser.kinds(asked['lang'], book(asked['pack'])))",
  blank: "json.dumps(browser.blank(asked['kind'], asked['lang'], book(asked['pack'])))",
};

self.onmessage = async ({ data }) => {
  try {
    const pyodide = await started;
    pyodide.globals.set("asked_json", JSON.stringify(data.asked ?? {}));
    const found = pyodide.runPython(`asked = json.loads(asked_json)\n${DOES[data.does]}`);
    self.postMessage({ number: data.number, found: JSON.parse(found) });
  } catch (wrong) {
    self.postMessage({ number: data.number, wrong: String(wrong) });
  }
};
