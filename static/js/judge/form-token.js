// The page's CSRF token.
const meta = (page) => page.querySelector('meta[name="csrf-token"]');

export function formToken() {
  const own = meta(document);
  return own ? own.content : "";
}

// Fetches a new token when the page's own is no longer valid.
export async function renewFormToken() {
  const response = await fetch("/judge", { credentials: "same-origin", cache: "no-store" });
  const text = response.ok ? await response.text() : "";
  const fresh = meta(new DOMParser().parseFromString(text, "text/html"));
  const own = meta(document);
  if (fresh && own) own.content = fresh.content;
}
