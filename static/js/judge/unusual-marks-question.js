// The question below the review: are these unusual marks meant?
import { fill } from "../shared/text.js";
import * as storage from "./storage.js";
import { confirmedKey } from "./storage-keys.js";
import { findUnusual, rowKey } from "./unusual-marks.js";

export class UnusualMarksQuestion {
  // state: {dimensions, strings, others}; teamName(team) is a team's name as people know it;
  // ticked() is called after the judge has ticked or unticked.
  constructor(form, state, teamName, ticked) {
    this.form = form;
    this.state = state;
    this.teamName = teamName;
    this.box = form.querySelector("[data-odd]");
    this.tick = form.querySelector("[data-meant]");
    this.problem = form.querySelector("[data-odd-problem]");
    this.asked = "";
    this.tick.addEventListener("change", () => {
      this.problem.textContent = "";
      ticked();
    });
  }

  get isTicked() {
    return this.tick.checked;
  }

  // rows: [{team, name, marks}] of all columns of this match; ready: the teams that would be
  // submitted. True if nothing is left to ask: no unusual row, or the judge has confirmed it.
  ask(rows, ready) {
    const { dimensions, others } = this.state;
    const found = {};
    const open = [];
    for (const { team, name, marks } of rows.filter((row) => ready.includes(row.team))) {
      const row = rowKey(dimensions, marks);
      if (storage.read(confirmedKey(name)) === row) continue;
      found[team] = findUnusual(dimensions, team, marks, [...rows, ...others]);
      if (found[team].length) open.push({ name, row });
    }
    this.show(found, rows);
    const asked = JSON.stringify(open);
    if (asked !== this.asked) {
      this.tick.checked = false;
      this.problem.textContent = "";
    }
    this.asked = asked;
    this.box.hidden = !open.length;
    if (open.length && !this.tick.checked) return false;
    for (const { name, row } of open) storage.write(confirmedKey(name), row);
    return true;
  }

  show(found, rows) {
    let isAny = false;
    for (const cell of this.form.querySelectorAll("[data-odd-cell]")) {
      cell.textContent = "";
      for (const finding of found[cell.dataset.oddCell] || []) {
        const line = document.createElement("p");
        line.textContent = this.sentence(finding, rows);
        cell.append(line);
        isAny = true;
      }
    }
    this.form.querySelector("[data-odd-row]").hidden = !isAny;
  }

  sentence({ code, dimension, team }, rows) {
    const { dimensions, strings } = this.state;
    if (code === "highest") return strings.odd_highest;
    if (code === "lowest") {
      const { name, min } = dimensions.find(({ key }) => key === dimension);
      return fill(strings.odd_lowest, { dimension: name, mark: min });
    }
    const isHere = rows.some((row) => row.team === team);
    if (isHere && rows.length === 2) return strings.odd_both;
    return fill(strings.odd_same, { team: this.teamName(team) });
  }

  // The button was pressed before the box was ticked: say so beside the box.
  insist() {
    this.problem.textContent = this.state.strings.odd_first;
    this.tick.focus();
  }
}
