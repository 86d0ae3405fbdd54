// What the page's root element says about the state of the page.

// When the service worker cached this page (milliseconds since 1970), or 0 if it comes from the
// server.
export const cachedPageTime = () => Number(document.documentElement.dataset.asOf || 0);

export const isCachedPage = () => Boolean(document.documentElement.dataset.asOf);

// Tells boot.js that the page's module has run to its end.
export const markRunning = () => document.documentElement.classList.add("is-running");
