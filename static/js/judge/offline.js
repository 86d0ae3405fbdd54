// The page's half of working without a network: has the service worker keep the judge's pages, and
// says how old a page is that comes from there.
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";
import { listen } from "./events.js";
import { keptPageSeen } from "./page-state.js";

const WORKER = "/judge/worker.js";
// Links and pages of judges, and nothing else that is served begins like this.
const SCOPE = "/j";

function showAge(seen) {
  const line = document.querySelector("[data-as-of-line]");
  const words = line.querySelector("[data-as-of-words]");
  const at = timeOfDay(line.dataset.zone)(new Date(seen));
  words.textContent = fill(line.dataset.words, { at });
  // A page that does not bring itself up to date goes on being old.
  listen("reachable", () => {
    words.textContent = fill(line.dataset.wordsBack, { at });
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.status < 300) line.hidden = true;
  });
}

async function keepPages() {
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    const { active } = await navigator.serviceWorker.ready;
    const links = [...document.querySelectorAll("#desk .card-link")].map((link) => link.href);
    active.postMessage({ keep: [window.location.href, "/judge/away", ...links] });
  } catch {
    // A browser that refuses goes on as over plain http: the outbox needs no worker.
  }
}

export function startOffline() {
  if (keptPageSeen()) showAge(keptPageSeen());
  keepPages();
}
