// The agreement beside the marks, brought up to date with each of the tablet's reports. Its box has
// a fixed height, so that nothing on the page moves under a thumb.
import { fetchWithin } from "../shared/fetch-within.js";
import { listen } from "./events.js";

const TIMEOUT_MS = 8000;

export function followAgreement(match) {
  const boxes = [...document.querySelectorAll("[data-agreement-beside]")];
  if (!boxes.length) return;
  let { seen } = boxes[0].dataset;
  let isBusy = false;

  const show = (answer) => {
    seen = answer.seen;
    for (const box of boxes) {
      box.querySelector("[data-agreement-line]").textContent = answer.line;
      box.querySelector("[data-agreement-words]").innerHTML = answer.html;
    }
  };

  listen("states", async () => {
    if (isBusy) return;
    isBusy = true;
    const address = `/judge/matches/${match}/agreement?seen=${encodeURIComponent(seen)}`;
    try {
      const read = (response) => (response.status === 200 ? response.json() : null);
      const answer = await fetchWithin(TIMEOUT_MS, address, { cache: "no-store" }, read);
      if (answer) show(answer);
    } catch {
      // What is shown stays until the server can be reached.
    }
    isBusy = false;
  });
}
