// What is on now and what comes next, above the programme: found by the clock again and again,
// because the page may stay open all day.
import { currentLines } from "./programme-times.js";

const EVERY_MS = 10000;

export function showNowAndNext() {
  let shown = "";
  const update = () => {
    const place = document.getElementById("now-and-next");
    const lines = [...document.querySelectorAll("#programme tr[data-at]")];
    const { now, next } = currentLines(lines.map((line) => Date.parse(line.dataset.at)), Date.now());
    lines.forEach((line, at) => line.classList.toggle("is-now", at === now));
    const found = [
      [place.dataset.now, lines[now]],
      [place.dataset.next, lines[next]],
    ].filter(([, line]) => line);
    const news = found.map(([title, line]) => title + line.innerHTML).join();
    if (news === shown && !place.hidden) return;
    shown = news;
    place.replaceChildren(...found.map(([title, line]) => block(title, line)));
    place.hidden = !found.length;
  };
  update();
  document.addEventListener("htmx:after:swap", update);
  setInterval(update, EVERY_MS);
}

function block(title, line) {
  const box = document.createElement("div");
  const head = document.createElement("h2");
  head.append(`${title} `, line.querySelector("time").cloneNode(true));
  box.append(head);
  for (const cell of line.querySelectorAll("td:not(.nothing)")) {
    const place = document.createElement("div");
    if (cell.dataset.label) place.dataset.label = cell.dataset.label;
    place.append(...[...cell.children].map((each) => each.cloneNode(true)));
    box.append(place);
  }
  return box;
}
