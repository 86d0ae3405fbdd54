// Which seat an arrow key leads to. `rows` are the seats of each match, from the left.

export function seatAfter(rows, seat, key) {
  const row = rows.findIndex((seats) => seats.includes(seat));
  if (row < 0) return null;
  const column = rows[row].indexOf(seat);
  if (key === "ArrowLeft") return rows[row][column - 1] || null;
  if (key === "ArrowRight") return rows[row][column + 1] || null;
  if (key === "Home") return rows[row][0];
  if (key === "End") return rows[row][rows[row].length - 1];
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!step) return null;
  // A match without a seat to choose is passed over.
  for (let next = row + step; next >= 0 && next < rows.length; next += step) {
    if (rows[next].length) return rows[next][Math.min(column, rows[next].length - 1)];
  }
  return null;
}

// Where to go on after a judge has taken a seat: to the next free seat of the match, then of those
// after it, otherwise nowhere.
export function nextFreeSeat(rows, seat, isFree) {
  const row = rows.findIndex((seats) => seats.includes(seat));
  if (row < 0) return seat;
  const after = rows[row].slice(rows[row].indexOf(seat) + 1);
  const later = rows.slice(row + 1).reduce((all, seats) => all.concat(seats), []);
  return after.concat(later).find(isFree) || seat;
}

// Whether a judge whose `text` this is, is meant by what was typed: each word begins somewhere.
export function isMeant(text, typed) {
  const words = typed.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const there = text.normalize("NFKC").toLowerCase();
  return words.every((word) => there.includes(word));
}
