// If the session has ended, goes to the sign-in page instead of showing it inside this page.
export function redirectToSignIn() {
  document.addEventListener("htmx:before:response", (event) => {
    const { response } = event.detail.ctx;
    const raw = response && response.raw;
    if (!raw || !raw.redirected || new URL(raw.url).pathname !== "/sign-in") return;
    event.preventDefault();
    const here = window.location.pathname + window.location.search;
    window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
  });
}
