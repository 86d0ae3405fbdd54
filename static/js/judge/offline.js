// The page's part in working without a network: asks the service worker to cache the judge's pages,
// and says how old a cached page is.
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";
import { listen } from "./events.js";
import { cachedPageTime } from "./page-state.js";

const WORKER = "/judge/worker.js";
// Judges' links and pages begin like this; nothing else that is served does.
const SCOPE = "/j";

function showAge(seen) {
  const line = document.querySelector("[data-as-of-line]");
  const words = line.querySelector("[data-as-of-words]");
  const at = timeOfDay(line.dataset.zone)(new Date(seen));
  words.textContent = fill(line.dataset.words, { at });
  // Once the server can be reached, say how to see what is new: not every page updates itself.
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
    // If the browser refuses, all is as over plain http: the outbox needs no worker.
  }
}

export function startOffline() {
  if (cachedPageTime()) showAge(cachedPageTime());
  keepPages();
}
