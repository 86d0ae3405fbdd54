// What the page's root element says about the page.

// When the service worker kept this page (milliseconds since 1970), or 0 if it is fresh from the
// server.
export const keptPageSeen = () => Number(document.documentElement.dataset.asOf || 0);

export const isKeptPage = () => Boolean(document.documentElement.dataset.asOf);

// Tells boot.js that the page's module has run from beginning to end.
export const markRunning = () => document.documentElement.classList.add("is-running");
