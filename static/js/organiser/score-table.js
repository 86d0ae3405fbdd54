// A column of numbers to type: Enter and the arrows go from row to row, a pasted column fills the
// rows below, and a number that cannot be is said at its cell. Without it the page works as a form.

const DECIMAL = /^\d{1,30}(\.\d{1,30})?$/;

// What was typed as a plain decimal, "" if nothing was, null if it is no number from 0 to `most`.
export function readScore(typed, most) {
  const plain = typed.normalize("NFKC").replace(/[,。]/, ".").trim();
  if (plain === "") return "";
  return DECIMAL.test(plain) && Number(plain) <= Number(most) ? plain : null;
}

// The cells of a column that was copied from a spreadsheet; of several columns the first.
export function pastedColumn(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t", 1)[0].trim());
}

class ScoreTable {
  constructor(table) {
    this.table = table;
    this.cells = [...table.querySelectorAll('input[type="text"]')];
    table.addEventListener("keydown", (event) => this.move(event));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("focusin", ({ target }) => {
      if (this.cells.includes(target)) target.select();
    });
    table.addEventListener("change", ({ target }) => this.check(target));
    const wrong = this.cells.find((cell) => cell.matches('[aria-invalid="true"]'));
    wrong?.focus();
  }

  move(event) {
    const at = this.cells.indexOf(event.target);
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.isComposing);
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !isPlain || !step) return;
    event.preventDefault();
    const next = this.cells[at + step];
    if (next) next.focus();
    else if (event.key === "Enter" && step > 0) this.save.focus();
    if (document.activeElement !== event.target) this.check(event.target);
  }

  get save() {
    return this.table.closest("form").querySelector("button.primary");
  }

  paste(event) {
    const at = this.cells.indexOf(event.target);
    const column = pastedColumn(event.clipboardData?.getData("text/plain") ?? "");
    if (at < 0 || column.length < 2) return;
    event.preventDefault();
    const filled = this.cells.slice(at, at + column.length);
    filled.forEach((cell, index) => {
      cell.value = column[index];
      this.check(cell);
    });
    filled[filled.length - 1].focus();
  }

  check(cell) {
    if (!this.cells.includes(cell)) return;
    const isWrong = readScore(cell.value, this.table.dataset.max) === null;
    const said = document.getElementById(`${cell.name}-refusal`);
    said.hidden = !isWrong;
    said.textContent = isWrong ? this.table.dataset.refusal : "";
    for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", said.id]]) {
      if (isWrong) cell.setAttribute(name, value);
      else cell.removeAttribute(name);
    }
  }
}

export function startScoreTable() {
  const table = document.querySelector("[data-score-table]");
  if (table) new ScoreTable(table);
}
