// The second count on the closing page: loads or takes the file, counts, says equal or not.
import { short, verdictOf } from "./verdict.js";

const element = (name, text = "", attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const rowOf = (texts, names, row) => {
  const line = element("tr", "", row.isEqual ? {} : { class: "is-different" });
  line.append(element("th", names[row.team] || row.team, { scope: "row" }));
  line.append(element("td", row.here), element("td", row.second));
  line.append(element("td", row.isEqual ? texts.same : texts.other));
  return line;
};

const tableOf = (texts, names, rows) => {
  const table = element("table", "", { class: "plain-table recount-table" });
  const head = element("tr");
  for (const title of [texts.team, texts.here, texts.second, texts.verdict]) {
    head.append(element("th", title, { scope: "col" }));
  }
  const [top, body] = [element("thead"), element("tbody")];
  top.append(head);
  body.append(...rows.map((row) => rowOf(texts, names, row)));
  table.append(top, body);
  return table;
};

const show = (area, server, found) => {
  const parts = [element("p", found.text, { class: `message ${found.kind}` })];
  if (found.digest) {
    parts.push(element("p", server.texts.digest.replace("%(short)s", short(found.digest))));
    parts.push(element("code", found.digest, { class: "digest" }));
  }
  if (found.rows) parts.push(tableOf(server.texts, server.names, found.rows));
  area.replaceChildren(...parts);
};

const loadFile = async (address) => {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
};

export const startSecondCount = () => {
  const section = document.getElementById("recount");
  if (!section) return;
  const server = JSON.parse(section.querySelector("[data-server]").textContent);
  const area = section.querySelector("[data-verdict]");
  const count = (text) => show(area, server, verdictOf(server, section.dataset.stage, text));
  section.hidden = false;
  section.querySelector("[data-count]").addEventListener("click", async () => {
    try {
      count(await loadFile(section.dataset.file));
    } catch (error) {
      show(area, server, { kind: "bad", text: server.texts.offline });
    }
  });
  section.querySelector("[data-stick]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) count(await file.text());
    event.target.value = "";
  });
};
