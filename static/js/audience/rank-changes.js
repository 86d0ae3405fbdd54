// Shows what a swap has changed on the board: rows glide to their new places, and say for a while
// how many places they gained or lost.
import { fill } from "../shared/text.js";
import { Announcer } from "./announcer.js";
import { prefersReducedMotion } from "./motion.js";

const SHOWN_MS = 20000;
const GLIDE_MS = 400;

// id → where each row is and what it says.
function rowsOf(board) {
  const rows = new Map();
  for (const row of board.querySelectorAll(".row")) {
    const box = row.getBoundingClientRect();
    rows.set(row.id, {
      isDrawn: box.width > 0, // Not on another page of a long board.
      x: box.left + window.scrollX,
      y: box.top + window.scrollY,
      rank: Number(row.dataset.rank || 0),
      total: row.dataset.total || "",
    });
  }
  return rows;
}

function glide(row, from, to) {
  if (prefersReducedMotion() || !row.animate || document.hidden) return;
  const [x, y] = [from.x - to.x, from.y - to.y];
  if (Math.abs(x) + Math.abs(y) < 1 || !from.isDrawn || !to.isDrawn) return;
  row.animate(
    [{ transform: `translate(${x}px, ${y}px)` }, { transform: "translate(0, 0)" }],
    { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" },
  );
}

export class RankChanges {
  // announcement: the element that a screen reader reads out.
  constructor(board, announcement, strings) {
    this.board = board;
    this.strings = strings;
    this.announcer = new Announcer(board, announcement, strings);
    this.gains = new Map(); // Row id: places gained (below 0: lost) and until when to show it.
    this.justChanged = new Map(); // Row id: until when its new total is highlighted.
    this.before = null;
    board.addEventListener("htmx:before:swap", () => {
      this.before = rowsOf(board);
      this.announcer.look();
    });
    board.addEventListener("htmx:after:swap", () => this.compare());
    setInterval(() => this.forget(), 1000);
  }

  compare() {
    const { before, announcer } = this;
    if (!before) return;
    const after = rowsOf(this.board);
    // When a team is no longer ranked, the last announcement may name its old place: clear it.
    const isGone = ([id, was]) => was.rank && !(after.has(id) && after.get(id).rank);
    if ([...before].some(isGone)) announcer.silence();
    for (const [id, now] of after) this.compareRow(id, before.get(id), now);
    announcer.compare();
    this.before = null;
  }

  compareRow(id, was, now) {
    const row = document.getElementById(id);
    const until = Date.now() + SHOWN_MS;
    if (was) glide(row, was, now);
    if (was && was.rank && now.rank && was.rank !== now.rank) {
      this.gains.set(id, { places: was.rank - now.rank, until });
    }
    // A row that was not there before comes with a reveal.
    const before = was || { rank: 0, total: "" };
    if (now.rank && (before.rank !== now.rank || before.total !== now.total)) {
      this.announcer.add(id);
      this.justChanged.set(id, until);
    }
    // The swap removed the highlight and the label; put them back while they still apply.
    row.classList.toggle("just-changed", this.justChanged.has(id));
    this.label(row);
  }

  // Shows beside a row how many places it gained or lost, if any.
  label(row) {
    const place = row.querySelector(".move");
    const gain = this.gains.get(row.id);
    if (!place) return;
    place.className = "move";
    place.textContent = "";
    if (!gain) return;
    const isUp = gain.places > 0;
    const places = Math.abs(gain.places);
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = (isUp ? "▲" : "▼") + places;
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.textContent = fill(isUp ? this.strings.up : this.strings.down, { places });
    place.append(sign, spoken);
    place.classList.add(isUp ? "up" : "down");
  }

  forget() {
    const now = Date.now();
    for (const [id, { until }] of this.gains) {
      if (until > now) continue;
      this.gains.delete(id);
      const row = document.getElementById(id);
      if (row) this.label(row);
    }
    for (const [id, until] of this.justChanged) {
      if (until > now) continue;
      this.justChanged.delete(id);
      const row = document.getElementById(id);
      if (row) row.classList.remove("just-changed");
    }
  }
}
