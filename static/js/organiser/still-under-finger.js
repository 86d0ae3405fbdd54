// While a finger or the mouse is down on a part that renews itself, or somebody types in it, it
// stays as it is: nothing moves under a finger and no typed text is lost. What was asked for comes
// with the next renewal.
function isTypingIn(part) {
  const active = document.activeElement;
  return part.contains(active) && active.matches("input:not([type=hidden]), select, textarea");
}

export function keepStillUnderFinger() {
  let held = null;
  document.addEventListener("pointerdown", (event) => {
    held = event.target;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    // The click comes after the pointer is up.
    document.addEventListener(end, () => setTimeout(() => (held = null), 0));
  }
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail || {};
    const part = ctx && ctx.sourceElement;
    // Answers to what somebody pressed come from a form, and are always shown.
    if (!part || !part.matches("[data-renews]")) return;
    if ((held && part.contains(held)) || isTypingIn(part)) event.preventDefault();
  });
}
