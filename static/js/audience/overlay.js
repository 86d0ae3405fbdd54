// The broadcast overlay: the lower third follows the stream, its rows glide, and its clock shows
// this machine's time in the venue's time zone.
import { timeOfDay } from "../shared/time-of-day.js";
import { prefersReducedMotion } from "./motion.js";

const GLIDE_MS = 700;
const DAY_MS = 86400000;
const MOVING = ".standing, .match-entry";

const lowerThird = () => document.getElementById("overlay");

function placesOfRows() {
  const places = new Map();
  for (const row of lowerThird().querySelectorAll(MOVING)) {
    const { left, top } = row.getBoundingClientRect();
    places.set(row.id, { x: left, y: top });
  }
  return places;
}

function glide(before) {
  if (prefersReducedMotion()) return;
  for (const [id, now] of placesOfRows()) {
    const was = before.get(id);
    if (was && Math.abs(was.x - now.x) + Math.abs(was.y - now.y) < 1) continue;
    const frames = was
      ? [{ transform: `translate(${was.x - now.x}px, ${was.y - now.y}px)` }, { transform: "none" }]
      : [{ opacity: 0 }, { opacity: 1 }];
    const timing = { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" };
    document.getElementById(id).animate(frames, timing);
  }
}

function showTime() {
  const hour = document.getElementById("hour");
  if (hour) hour.textContent = timeOfDay(hour.dataset.zone, { seconds: false })(Date.now());
  const starts = document.querySelector(".starts");
  if (!starts) return;
  const left = Date.parse(starts.dataset.starts) - Date.now();
  starts.hidden = left <= 0 || left > DAY_MS;
}

export function startOverlay() {
  let before = new Map();
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.target === lowerThird()) before = placesOfRows();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target !== lowerThird()) return;
    showTime();
    glide(before);
  });
  setInterval(showTime, 1000);
  showTime();
}
