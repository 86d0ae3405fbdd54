// On air: the lower third follows the stream, its rows glide, and its clock tells
// the time of day: this machine's, in the hall's time zone.
"use strict";

(() => {
  const GLIDE_MS = 700;
  const DAY_MS = 86400000;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const MOVING = ".standing, .place-at-table";
  let before = new Map();

  const third = () => document.getElementById("overlay");

  function places() {
    const seen = new Map();
    for (const row of third().querySelectorAll(MOVING)) {
      const box = row.getBoundingClientRect();
      seen.set(row.id, { x: box.left, y: box.top });
    }
    return seen;
  }

  function glide() {
    if (calm.matches) return;
    for (const [id, now] of places()) {
      const row = document.getElementById(id);
      const was = before.get(id);
      const from = was
        ? { transform: `translate(${was.x - now.x}px, ${was.y - now.y}px)` }
        : { opacity: 0 };
      const to = was ? { transform: "none" } : { opacity: 1 };
      if (was && Math.abs(was.x - now.x) + Math.abs(was.y - now.y) < 1) continue;
      row.animate([from, to], { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" });
    }
  }

  function tell() {
    const hour = document.getElementById("hour");
    if (hour) {
      hour.textContent = new Date().toLocaleTimeString("en-GB", {
        hour: "2-digit",
        minute: "2-digit",
        hour12: false,
        timeZone: hour.dataset.zone,
      });
    }
    const starts = document.querySelector(".starts");
    if (starts) {
      const left = Date.parse(starts.dataset.starts) - Date.now();
      starts.hidden = left <= 0 || left > DAY_MS;
    }
  }

  document.addEventListener("htmx:before:swap", (event) => {
    if (event.target === third()) before = places();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target !== third()) return;
    tell();
    glide();
  });
  setInterval(tell, 1000);
  tell();
})();
