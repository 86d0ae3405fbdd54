// Asks before a form that was changed and not saved is left, by a link or by closing the page.

const contents = (form) => new URLSearchParams(new FormData(form)).toString();

export function guardUnsavedForms() {
  for (const form of document.querySelectorAll("form[data-guard]")) {
    const before = "unsaved" in form.dataset ? null : contents(form);
    let isSent = false;
    form.addEventListener("submit", () => {
      isSent = true;
    });
    // Back from the next page, it may be changed again.
    window.addEventListener("pageshow", () => {
      isSent = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isSent && contents(form) !== before) event.preventDefault();
    });
  }
}
