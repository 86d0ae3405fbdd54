// Which cell a key leads to, as in a spreadsheet: Enter and the arrows up and down go along the
// column, the arrows left and right leave a cell at its end. Tab stays the browser's.
//
// at: {row, column, rows, columns, isAtStart, isAtEnd}: the cell, the table's size, and whether
// the cursor is at the text's end. The place of the cell to go to, or null for none.
export function cellAfter(key, isShifted, at) {
  const step = {
    Enter: isShifted ? [-1, 0] : [1, 0],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowRight: at.isAtEnd && !isShifted ? [0, 1] : null,
    ArrowLeft: at.isAtStart && !isShifted ? [0, -1] : null,
  }[key];
  if (!step || (isShifted && key !== "Enter")) return null;
  const row = at.row + step[0];
  const column = at.column + step[1];
  const isInside = row >= 0 && row < at.rows && column >= 0 && column < at.columns;
  return isInside ? { row, column } : null;
}
