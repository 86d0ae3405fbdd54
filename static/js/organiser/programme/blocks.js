// What the clipboard of a spreadsheet holds: lines of cells parted by tabs. A cell with a line
// break, a tab or a quotation mark in it is quoted, and its quotation marks are doubled.
export function parseBlock(text) {
  const rows = [[]];
  let cell = "";
  let isQuoted = false;
  const end = () => {
    rows[rows.length - 1].push(cell.trim());
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "" && isQuotedCell(text, at)) isQuoted = true;
    else if (letter === "\t") end();
    else if (letter === "\n") {
      end();
      rows.push([]);
    } else if (letter !== "\r") cell += letter;
  }
  end();
  // A spreadsheet ends its last line too.
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

// One cell alone is pasted like any other text.
export const isBlock = (rows) => rows.length > 1 || rows[0].length > 1;

// Whether a quotation mark opens a quoted cell: only if it is closed before a tab, a line's end or
// the end of all. A team may be called “"Red Flag" factory”.
function isQuotedCell(text, start) {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') at += 1;
    else if (text[at + 1] === '"') at += 2;
    else return at + 1 === text.length || "\t\r\n".includes(text[at + 1]);
  }
  return false;
}
