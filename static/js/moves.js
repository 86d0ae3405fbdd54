// What has moved on the board since it was last swapped: rows glide to their places once, and
// say for a while how far they came.
"use strict";

(() => {
  const SHOWN_MS = 20000;
  const GLIDE_MS = 400;
  const board = document.getElementById("live");
  const words = JSON.parse(document.getElementById("live-words").textContent);
  const announcement = document.getElementById("announcement");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const moves = new Map(); // Row id: places gained (or lost, below 0) and until when it is said.
  const fresh = new Map(); // Row id: until when its new total is marked.
  let before = null;

  const fill = (template, values) =>
    template.replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));

  function look() {
    const seen = new Map();
    for (const row of board.querySelectorAll(".row")) {
      const box = row.getBoundingClientRect();
      seen.set(row.id, {
        x: box.left + window.scrollX,
        y: box.top + window.scrollY,
        rank: Number(row.dataset.rank || 0),
        total: row.dataset.total || "",
      });
    }
    return seen;
  }

  function glide(row, from, to) {
    if (calm.matches || !row.animate || document.hidden) return;
    const [x, y] = [from.x - to.x, from.y - to.y];
    if (Math.abs(x) + Math.abs(y) < 1) return;
    row.animate(
      [{ transform: `translate(${x}px, ${y}px)` }, { transform: "translate(0, 0)" }],
      { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" },
    );
  }

  function label(row) {
    const place = row.querySelector(".move");
    const move = moves.get(row.id);
    if (!place) return;
    place.className = "move";
    place.textContent = "";
    if (!move) return;
    const places = Math.abs(move.gained);
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = (move.gained > 0 ? "▲" : "▼") + places;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = fill(move.gained > 0 ? words.up : words.down, { places });
    place.append(sign, said);
    place.classList.add(move.gained > 0 ? "up" : "down");
  }

  function forget() {
    const now = Date.now();
    for (const [id, move] of moves) {
      if (move.until > now) continue;
      moves.delete(id);
      const row = document.getElementById(id);
      if (row) label(row);
    }
    for (const [id, until] of fresh) {
      if (until > now) continue;
      fresh.delete(id);
      const row = document.getElementById(id);
      if (row) row.classList.remove("fresh");
    }
  }

  function tell(changed) {
    if (!changed.length) return;
    const most = 3;
    const parts = changed.slice(0, most).map((row) =>
      fill(words.changed, {
        team: row.querySelector(".team").textContent.trim(),
        rank: row.dataset.rank,
        total: row.dataset.total,
      }),
    );
    if (changed.length > most) parts.push(words.more);
    announcement.textContent = parts.join(words.between);
  }

  board.addEventListener("htmx:before:swap", () => {
    before = look();
  });

  board.addEventListener("htmx:after:swap", () => {
    if (!before) return;
    const after = look();
    const changed = [];
    for (const [id, now] of after) {
      const was = before.get(id);
      const row = document.getElementById(id);
      if (was) glide(row, was, now);
      if (was && was.rank && now.rank && was.rank !== now.rank) {
        moves.set(id, { gained: was.rank - now.rank, until: Date.now() + SHOWN_MS });
      }
      if (was && now.rank && (was.rank !== now.rank || was.total !== now.total)) {
        changed.push(row);
        fresh.set(id, Date.now() + SHOWN_MS);
      }
      // The swap took away what was said before; it is said again for as long as it holds.
      row.classList.toggle("fresh", fresh.has(id));
      label(row);
    }
    tell(changed);
    before = null;
  });

  setInterval(forget, 1000);
})();
