// Without a service worker, a page that is left while nothing gets through cannot be opened again:
// a link asks the server first, and the page stays if it does not answer.
import { fetchWithin } from "../shared/fetch-within.js";
import { listen } from "./events.js";

const PATIENCE = 4000; // Milliseconds.

// notice: the element that says why the page stays; failed() is called when nothing gets through.
export function guardLinks(notice, failed) {
  async function follow(link) {
    try {
      const response = await fetchWithin(PATIENCE, link.href, {
        method: "HEAD",
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
      });
      if (response.status >= 500) throw new Error("The server does not answer.");
    } catch {
      failed();
      notice.hidden = false;
      notice.querySelector("p").focus();
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
