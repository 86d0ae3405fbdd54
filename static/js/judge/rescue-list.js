// The table of what a tablet holds: team and match, where the sheet is, its marks.
import { fill } from "../shared/text.js";
import { plainMark } from "../shared/decimal.js";
import { describe } from "./rescue-data.js";
import { newestStates } from "./rescue-sheets.js";

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// sheets: those of a bundle; time(instant): an instant as text.
export function sheetTable(sheets, state, time) {
  const { strings } = state;
  if (!sheets.length) return element("p", strings.nothing, "quiet");
  const table = element("table", "", "rescue-held");
  const head = table.createTHead().insertRow();
  for (const text of [strings.team, strings.where, strings.marks]) {
    const cell = element("th", text);
    cell.scope = "col";
    head.append(cell);
  }
  table.createTBody().append(...newestStates(sheets).map((sheet) => sheetRow(sheet, state, time)));
  return table;
}

function sheetRow(sheet, state, time) {
  const about = describe(state, sheet);
  const row = element("tr");
  const team = element("th");
  team.scope = "row";
  team.append(element("bdi", about.name), element("span", about.title || sheet.match, "quiet"));
  const where = element("td", whereText(sheet, state.strings, time), "standing");
  where.dataset.state = sheet.version ? "saved" : "waiting";
  const marks = element("td");
  const { contestants = [] } = about;
  const { personal = {} } = sheet;
  for (const { key, name } of state.dimensions) {
    if (key in sheet.marks) marks.append(markOf(name, sheet.marks[key]), " ");
  }
  for (const { key, name } of contestants) {
    if (personal[key]) marks.append(markOf(name, personal[key]), " ");
  }
  row.append(team, where, marks);
  return row;
}

function markOf(name, mark) {
  const pair = element("span", `${name} `, "rescue-mark");
  pair.append(element("b", mark ? plainMark(mark) : "–", "figure"));
  return pair;
}

function whereText({ version, state, receipt, written_at: writtenAt }, strings, time) {
  const values = { at: time(writtenAt), state: strings[state], receipt };
  return fill(version ? strings.received : strings.unsent, values);
}
