// Without a service worker, a page that was left cannot be opened again while the server cannot be
// reached. So a link asks the server first, and the page stays if there is no answer.
import { fetchWithin } from "../shared/fetch-within.js";
import { listen } from "./events.js";

const TIMEOUT_MS = 4000;

// notice: the element that says why the page stays; failed() is called when there is no answer.
export function guardLinks(notice, failed) {
  async function follow(link) {
    try {
      const response = await fetchWithin(TIMEOUT_MS, link.href, {
        method: "HEAD",
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
      });
      if (response.status >= 500) throw new Error("The server does not answer.");
    } catch {
      failed();
      // Where the bar stays at the top, the notice stays below it.
      const bar = document.querySelector(".bar");
      if (bar) notice.style.setProperty("--bar", `${bar.offsetHeight}px`);
      notice.hidden = false;
      notice.querySelector("p").focus({ preventScroll: true });
      return;
    }
    notice.hidden = true;
    window.location.assign(link.href);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    const hasWorker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (!link || hasWorker || event.defaultPrevented || event.button || link.target) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== window.location.origin) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    follow(link);
  });
  listen("reachable", () => {
    notice.hidden = true;
  });
}
