// The programme's table: keys as in a spreadsheet, blocks of cells pasted, names found by typing.
import { readPageData } from "../../shared/page-data.js";
import { isBlock, parseBlock } from "./blocks.js";
import { cellAfter } from "./cell-keys.js";
import { NameFinder } from "./name-finder.js";

export function startTable() {
  const table = document.getElementById("programme-grid");
  if (table) new ProgrammeTable(table, readPageData("programme-choices"));
}

class ProgrammeTable {
  constructor(table, choices) {
    this.rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("textarea")]);
    this.status = document.getElementById("changed-cells");
    this.beyond = 0;
    this.names = new NameFinder(choices, (cell) => this.changed(cell));
    table.addEventListener("keydown", (event) => this.pressed(event));
    table.addEventListener("input", ({ target }) => {
      if (!target.matches("textarea")) return;
      this.changed(target);
      this.names.typed(target);
    });
    table.addEventListener("paste", (event) => this.pasted(event));
    table.addEventListener("focusout", () => this.names.close());
    for (const cell of this.rows.flat()) fitHeight(cell);
    window.addEventListener("resize", () => this.rows.flat().forEach(fitHeight));
    this.count();
  }

  placeOf(cell) {
    const row = this.rows.findIndex((cells) => cells.includes(cell));
    return { row, column: row < 0 ? -1 : this.rows[row].indexOf(cell) };
  }

  pressed(event) {
    const cell = event.target;
    if (!cell.matches("textarea") || event.isComposing) return;
    if (this.names.pressed(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      cell.value = cell.dataset.was;
      this.changed(cell);
      return;
    }
    const at = this.placeOf(cell);
    const next = cellAfter(event.key, event.shiftKey, {
      ...at,
      rows: this.rows.length,
      columns: this.rows[0].length,
      isAtStart: cell.selectionStart === 0 && cell.selectionEnd === 0,
      isAtEnd: cell.selectionEnd === cell.value.length && cell.selectionStart === cell.selectionEnd,
    });
    if (event.key === "Enter" || next) event.preventDefault();
    if (next) this.go(next);
  }

  go({ row, column }) {
    const cell = this.rows[row][column];
    cell.focus();
    // What is typed next takes the place of what is there, as in a spreadsheet.
    cell.select();
    cell.closest("tr").scrollIntoView({ block: "nearest" });
  }

  pasted(event) {
    const cell = event.target;
    if (!cell.matches("textarea")) return;
    const block = parseBlock(event.clipboardData.getData("text/plain"));
    if (!isBlock(block)) return;
    event.preventDefault();
    this.names.close();
    const at = this.placeOf(cell);
    this.beyond = 0;
    block.forEach((texts, down) => {
      texts.forEach((text, along) => {
        const target = (this.rows[at.row + down] || [])[at.column + along];
        if (!target) {
          this.beyond += 1;
          return;
        }
        target.value = text;
        this.changed(target);
      });
    });
    this.count();
  }

  changed(cell) {
    cell.closest("td").classList.toggle("is-changed", cell.value.trim() !== cell.dataset.was);
    fitHeight(cell);
    this.count();
  }

  count() {
    const number = document.querySelectorAll("#programme-grid td.is-changed").length;
    const { single, many, beyond } = this.status.dataset;
    const texts = number === 0 ? [] : [number === 1 ? single : many.replace("{n}", number)];
    if (this.beyond) texts.push(beyond.replace("{n}", this.beyond));
    this.status.textContent = texts.join(" ");
  }
}

function fitHeight(cell) {
  cell.style.height = "auto";
  cell.style.height = `${cell.scrollHeight + 2}px`;
}
