// The record as a form, drawn from what Python says of its fields. A change goes to `changed(path, said, value)`.
const SAYS = {
  unknown: ["не известно", "not known"], none: ["нет", "none"], yes: ["да", "yes"], no: ["нет", "no"],
  add: ["добавить", "add"], remove: ["убрать", "remove"], happened: ["было", "it was"], absent: ["этого нет", "there is none"],
  text: ["таблица: её заполняют в тексте", "a table: fill it in as text"], time: ["время", "time"],
};
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/;

const element = (name, set = {}, ...children) => {
  const made = Object.assign(document.createElement(name), set);
  made.append(...children);
  return made;
};

export function draw(into, form, lang, changed) {
  const say = (name) => SAYS[name][lang === "ru" ? 0 : 1];
  const open = new Set([...into.querySelectorAll("details[open]")].map((one) => one.dataset.path));
  const focus = into.contains(document.activeElement) ? document.activeElement.id : "";
  let first = !into.childElementCount;

  function select(id, field, choices, chosen) {
    const made = element("select", { id });
    for (const [key, words] of choices) made.append(new Option(words, key, false, key === chosen));
    made.addEventListener("change", () => {
      const said = ["unknown", "none"].includes(made.value) && field.type !== "choice-value" ? made.value : "value";
      changed(field.path, said, made.value);
    });
    return made;
  }

  const usual = () => [["unknown", say("unknown")], ["none", say("none")]];

  function moment(id, field) {
    const value = field.value ?? "", known = MOMENT.exec(value);
    if (value && !known) return plain(id, field, "text"); // a month, «around …»: as it is written
    const day = element("input", { type: "date", id, value: known?.[1] ?? "", disabled: field.said === "none" });
    const time = element("input", { type: "time", value: known?.[2] ?? "", title: say("time"), ariaLabel: `${field.label}: ${say("time")}`, disabled: !known });
    const none = element("input", { type: "checkbox", checked: field.said === "none" });
    const tell = () => {
      if (day.value) changed(field.path, "value", time.value ? `${day.value} ${time.value}` : day.value);
      else changed(field.path, "unknown", "");
    };
    day.addEventListener("change", tell);
    time.addEventListener("change", tell);
    none.addEventListener("change", () => changed(field.path, none.checked ? "none" : "unknown", ""));
    return element("span", { className: "moment" }, day, field.type === "event" || known?.[2] ? time : "", element("label", {}, none, ` ${say("none")}`));
  }

  function plain(id, field, type) {
    const made = element("input", { id, type, value: field.value ?? "", placeholder: field.said === "none" ? say("none") : "" });
    made.addEventListener("change", () => changed(field.path, made.value.trim() ? "value" : "unknown", made.value));
    return made;
  }

  function set(id, field) {
    const boxes = field.options.map(([key, words]) => {
      const box = element("input", { type: "checkbox", value: key, checked: (field.value ?? []).includes(key) });
      box.addEventListener("change", () => {
        const keys = boxes.map((one) => one.firstChild).filter((one) => one.checked).map((one) => one.value);
        changed(field.path, keys.length ? "value" : "unknown", keys);
      });
      return element("label", {}, box, ` ${words}`);
    });
    return element("span", { id, className: "set" }, ...boxes);
  }

  function entered(id, field) {
    const { type } = field;
    if (type === "choice") return select(id, field, [...usual(), ...field.options], field.said === "value" ? field.value : field.said);
    if (type === "bool") return select(id, field, [["unknown", say("unknown")], ["yes", say("yes")], ["no", say("no")]], field.said === "none" ? "no" : field.value ?? "unknown");
    if (type === "set") return set(id, field);
    if (type === "event" || type === "date") return moment(id, field);
    if (type === "table") return element("em", { textContent: say("text") });
    return plain(id, field, { number: "number", year: "number", month: "month" }[type] ?? "text");
  }

  function row(field) {
    if (field.fields || field.items) return group(field);
    const id = `form-${field.path}`;
    return element("div", { className: "field" }, element("label", { htmlFor: id, textContent: field.label }), entered(id, field));
  }

  function group(field) {
    const parts = [];
    if (field.fields) {
      const none = element("input", { type: "checkbox", checked: field.said === "none", id: `form-${field.path}` });
      none.addEventListener("change", () => changed(field.path, none.checked ? "none" : "unknown", ""));
      parts.push(element("label", { className: "absent" }, none, ` ${say("absent")}`));
      if (field.said !== "none") parts.push(...field.fields.map(row));
    } else {
      field.items.forEach((fields, number) => {
        const away = element("button", { type: "button", textContent: say("remove") });
        away.addEventListener("click", () => changed(`${field.path}[${number + 1}]`, "no-item", ""));
        parts.push(element("fieldset", {}, element("legend", {}, `${field.label} ${number + 1} `, away), ...fields.map(row)));
      });
      const more = element("button", { type: "button", textContent: `+ ${say("add")}` });
      more.addEventListener("click", () => { open.add(field.path); changed(field.path, "item", ""); });
      parts.push(more);
    }
    const known = field.said === "value" || field.items?.length;
    const count = field.items?.length ? ` (${field.items.length})` : field.said === "none" ? `: ${say("none")}` : "";
    const made = element("details", { open: open.has(field.path) || (first && Boolean(known) && Boolean(field.fields)) }, element("summary", { textContent: field.label + count }), ...parts);
    made.dataset.path = field.path;
    return made;
  }

  into.replaceChildren(element("strong", { textContent: form.title }), ...form.fields.map(row));
  if (focus) document.getElementById(focus)?.focus();
}
