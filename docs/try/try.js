// The try-it page. It sends nothing anywhere: a record is checked in this browser, by the same Python as everywhere.
import { draw } from "./form.js";

const WORDS = {
  about: ["Проверка записи по правилам прямо в браузере: ничего никуда не отправляется.", "A record is checked right in your browser: nothing is sent anywhere."],
  language: ["язык", "language"], pack: ["правила", "rules"], example: ["пример", "example"], day: ["день проверки", "day of the check"],
  record: ["Запись", "The record"], check: ["Проверить", "Check"], blank: ["Пустая запись", "Blank record"], save: ["Сохранить запись", "Save the record"],
  "save-case": ["Сохранить случаем", "Save as a case"], "save-report": ["Сохранить отчёт", "Save the report"],
  move: ["Сдвиньте дату и посмотрите, что изменится", "Move a date and see what changes"],
  loading: ["Загружается Python…", "Python is loading…"], checking: ["Проверяется…", "Checking…"], took: ["Ответ за {} с", "Answered in {} s"],
  "as-text": ["Текстом", "As text"], "as-form": ["Формой", "As a form"], kind: ["вид записи", "kind of record"],
  changed: ["Изменилось:", "Changed:"], same: ["Ни один вердикт не изменился.", "No verdict has changed."], line: ["строка", "line"], own: ["— своя запись —", "— your own —"],
};
const PACKS = ["kz-06-7-63", "kz-401-v", "kz-88-v"];
const at = (id) => document.getElementById(id);
const say = (name) => WORDS[name][at("lang").value === "ru" ? 0 : 1];
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let number = 0, last = null, before = null, round = 0;

worker.onmessage = ({ data }) => {
  const [done, failed] = waiting.get(data.number);
  waiting.delete(data.number);
  data.wrong === undefined ? done(data.found) : failed(new Error(data.wrong));
};
const ask = (does, asked) => new Promise((done, failed) => {
  waiting.set(++number, [done, failed]);
  worker.postMessage({ number, does, asked });
});

function speak() {
  document.documentElement.lang = at("lang").value;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-name]")) one.ariaLabel = say(one.dataset.name);
  if (at("example").options.length) at("example").options[0].text = say("own");
}

function listed(parent, rows) {
  const list = document.createElement("ul");
  for (const words of rows) list.appendChild(Object.assign(document.createElement("li"), { textContent: words }));
  parent.replaceChildren(list);
}

// What the record is, and with what it is asked.
const asked = () => ({ words: at("words").value, lang: at("lang").value, pack: at("pack").value, as_of: at("day").value });

function told(problems) {
  listed(at("wrong"), problems.map((one) => (one.line ? `${say("line")} ${one.line}: ` : "") + one.message));
}

async function check() {
  at("state").textContent = say(last ? "checking" : "loading");
  at("check").disabled = true;
  const start = performance.now(), mine = ++round;
  const now = asked();
  let found;
  try {
    found = await ask("check", { ...now, what_if: false });
  } catch (wrong) {
    found = { problems: [{ message: String(wrong), line: null }] };
  }
  at("check").disabled = false;
  at("state").textContent = say("took").replace("{}", ((performance.now() - start) / 1000).toFixed(1));
  at("wrong").replaceChildren();
  at("moved").replaceChildren();
  if (found.problems) {
    told(found.problems);
    return;
  }
  if (before) {
    const rows = Object.entries(found.verdicts)
      .filter(([name, [key]]) => before[name] && before[name][0] !== key)
      .map(([name, [, words]]) => `${name}: ${before[name][1]} → ${words}`);
    if (rows.length) listed(at("moved"), [say("changed"), ...rows]);
    else at("moved").textContent = say("same");
  }
  before = found.verdicts;
  last = found;
  at("report").srcdoc = found.html;
  for (const id of ["save", "save-case", "save-report"]) at(id).disabled = false;
  dates(found.dates);
  document.body.dataset.violated = String(found.violated);
  ask("check", { ...now, what_if: true }).then((whole) => { // the smallest changes take longer: they come after
    if (mine !== round || !whole.html) return;
    last = whole;
    at("report").srcdoc = whole.html;
    document.body.dataset.whole = String(mine);
  }, () => {});
}

// The form follows the text, and the text the form.
async function drawForm() {
  if (at("form").hidden) return;
  const found = await ask("form", asked());
  if (found.problems) told(found.problems);
  else draw(at("form"), found, at("lang").value, put);
}

async function put(path, said, value) {
  const found = await ask("put", { ...asked(), path, said, value });
  if (found.problems) return told(found.problems);
  at("words").value = found.words;
  draw(at("form"), found.form, at("lang").value, put);
  await check();
}

function show(form) {
  at("form").hidden = !form;
  at("words").hidden = form;
  at("as-form").ariaPressed = String(form);
  at("as-text").ariaPressed = String(!form);
  drawForm();
}

async function nameKinds() {
  const kinds = await ask("kinds", asked());
  at("kind").replaceChildren(...kinds.map(([key, words]) => new Option(words, key)));
  at("kind").hidden = kinds.length < 2;
}

function dates(rows) {
  at("dates").replaceChildren(...rows.flatMap((row) => {
    const id = `day-${row.line}`;
    const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: `${row.label} (${say("line")} ${row.line})` });
    const input = Object.assign(document.createElement("input"), { id, type: "date", value: row.day });
    input.addEventListener("change", () => {
      if (!input.value) return;
      const lines = at("words").value.split("\n");
      lines[row.line - 1] = lines[row.line - 1].replace(row.day, input.value);
      at("words").value = lines.join("\n");
      drawForm();
      check();
    });
    return [label, input];
  }));
}

function save(name, words, type) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([words], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function fill() {
  if (!at("example").value) return;
  at("words").value = await ask("example", { name: at("example").value });
  const folder = at("example").value.split("/")[0];
  at("pack").value = PACKS.includes(folder) ? folder : PACKS[0];
  await nameKinds();
  at("form").replaceChildren();
  before = null;
  at("day").value = "";
  drawForm();
  await check();
}

at("check").addEventListener("click", check);
at("example").addEventListener("change", fill);
at("lang").addEventListener("change", () => { speak(); before = null; nameKinds(); drawForm(); check(); });
at("pack").addEventListener("change", () => { before = null; nameKinds(); });
at("as-text").addEventListener("click", () => show(false));
at("as-form").addEventListener("click", () => show(true));
at("blank").addEventListener("click", async () => {
  at("words").value = await ask("blank", { ...asked(), kind: at("kind").value });
  at("example").value = "";
  before = null;
  at("form").replaceChildren();
  drawForm();
  await check();
});
at("save").addEventListener("click", () => save("case.yaml", at("words").value, "text/yaml"));
at("save-case").addEventListener("click", () => save("saved.case.yaml", last.case, "text/yaml"));
at("save-report").addEventListener("click", () => save("report.html", last.html, "text/html"));

speak();
at("state").textContent = say("loading");
const names = await ask("examples");
at("example").replaceChildren(new Option(say("own"), ""), ...names.map((name) => new Option(name, name)));
at("example").value = "planned-with-violations.yaml";
at("blank").disabled = false;
await fill();
document.body.dataset.ready = "yes";
