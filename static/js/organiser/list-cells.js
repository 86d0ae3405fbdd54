// In the table of a list the arrow keys and Enter go from cell to cell, as in a spreadsheet.
// The table is replaced while somebody types, so the keys are heard by the document.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };

export function moveBetweenCells() {
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-list-table] td :is(input, textarea)");
    const move = MOVES[event.key];
    if (!cell || !move || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (cell.matches("textarea") && (event.key !== "Enter" || event.shiftKey)) return;
    event.preventDefault();
    const next = neighbour(cell, event.shiftKey && event.key === "Enter" ? -1 : move[0]);
    if (!next) return;
    next.focus();
    next.select?.();
  });
}

// The cell of the same column in the nearest row above (-1) or below (1) that has one.
export function neighbour(cell, step) {
  const column = cell.name.split("-")[2];
  const all = [...cell.closest("table").querySelectorAll(`[name^="cell-"][name$="-${column}"]`)];
  return all[all.indexOf(cell) + step];
}
