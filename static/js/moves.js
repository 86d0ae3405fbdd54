// What has moved on the board since it was last swapped: rows glide to their places once, and
// say for a while how far they came.
"use strict";

(() => {
  const SHOWN_MS = 20000;
  const GLIDE_MS = 400;
  const SOON_MS = 300;
  const QUIET_MS = 5000;
  const MOST_TOLD = 3;
  const board = document.getElementById("live");
  const words = JSON.parse(document.getElementById("live-words").textContent);
  const announcement = document.getElementById("announcement");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const moves = new Map(); // Row id: places gained (or lost, below 0) and until when it is said.
  const fresh = new Map(); // Row id: until when its new total is marked.
  const untold = new Set(); // Ids of what has changed since anything was said.
  let telling = 0;
  let toldAt = 0;
  let before = null;
  let released = new Map();
  let shown = scene();

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

  // What has changed is told when it has been quiet for a while, as it is by then: a screen
  // reader that is still speaking of the last change would fall behind.
  function tellSoon() {
    if (telling || !untold.size) return;
    telling = setTimeout(tell, Math.max(SOON_MS, toldAt + QUIET_MS - Date.now()));
  }

  function tell() {
    telling = 0;
    toldAt = Date.now();
    const here = [...untold].map((id) => document.getElementById(id)).filter(Boolean);
    untold.clear();
    const stages = here.filter((each) => each.matches(".stage"));
    const scenes = here.filter((each) => each.matches(".scene"));
    const rows = here
      .filter((each) => each.dataset.rank)
      .sort((a, b) => mineFirst(a) - mineFirst(b) || a.dataset.rank - b.dataset.rank);
    const parts = scenes.map((each) => said(each, "h2, [data-title]")).filter(Boolean);
    for (const stage of stages) parts.push(said(stage, "h2") + words.of + said(stage, ".plaque"));
    for (const row of rows.slice(0, MOST_TOLD)) {
      parts.push(
        fill(words.changed, {
          team: said(row, ".team, .reveal-name"),
          rank: row.dataset.rank,
          total: row.dataset.total,
        }),
      );
    }
    if (rows.length > MOST_TOLD) parts.push(words.more);
    // What is no longer there to be told of leaves nothing stale behind.
    announcement.textContent = parts.join(words.between);
  }

  const mineFirst = (row) => (row.classList.contains("is-mine") ? 0 : 1);

  function said(within, what) {
    const found = within.querySelector(what);
    return found ? found.textContent.trim() : "";
  }

  // What a projector shows, and the place that its reveal has come to; a phone has neither.
  function scene() {
    const [whole, place] = [board.querySelector(".scene"), board.querySelector(".reveal-now")];
    return { id: whole ? whole.id : "", place: place ? place.id : "" };
  }

  function changeScene() {
    const now = scene();
    if (now.id !== shown.id) {
      untold.clear();
      untold.add(now.id);
    }
    if (now.place !== shown.place) {
      announcement.textContent = "";
      for (const row of board.querySelectorAll(".reveal-one")) untold.add(row.id);
    }
    shown = now;
  }

  function releases() {
    const seen = new Map();
    for (const stage of board.querySelectorAll(".stage")) seen.set(stage.id, said(stage, ".plaque"));
    return seen;
  }

  board.addEventListener("htmx:before:swap", () => {
    before = look();
    released = releases();
  });

  board.addEventListener("htmx:after:swap", () => {
    if (!before) return;
    const after = look();
    // A place that was taken back is not to be read any more, told or not.
    const isGone = ([id, was]) => was.rank && !(after.has(id) && after.get(id).rank);
    if ([...before].some(isGone)) announcement.textContent = "";
    for (const [id, now] of after) {
      const was = before.get(id);
      const row = document.getElementById(id);
      if (was) glide(row, was, now);
      if (was && was.rank && now.rank && was.rank !== now.rank) {
        moves.set(id, { gained: was.rank - now.rank, until: Date.now() + SHOWN_MS });
      }
      if (was && now.rank && (was.rank !== now.rank || was.total !== now.total)) {
        untold.add(id);
        fresh.set(id, Date.now() + SHOWN_MS);
      }
      // The swap took away what was said before; it is said again for as long as it holds.
      row.classList.toggle("fresh", fresh.has(id));
      label(row);
    }
    for (const [id, state] of releases()) {
      if (released.has(id) && released.get(id) !== state) untold.add(id);
    }
    changeScene();
    tellSoon();
    before = null;
  });

  setInterval(forget, 1000);
})();
