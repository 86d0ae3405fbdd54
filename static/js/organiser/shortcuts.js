// Keys of the control room: a key presses the one thing on the page that has it (`data-key`), and
// "?" shows them all. None acts while somebody types, with a modifier, or twice while held down.
// Whoever types with an aid turns them off, on this device.
const OFF = "accord.shortcuts-off";

function isTyping(target) {
  const field = target && target.closest && target.closest("input, select, textarea, [contenteditable]");
  return Boolean(field) && !["checkbox", "radio", "button", "submit"].includes(field.type);
}

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch (_denied) {
    return false;
  }
}

function keepOff(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch (_denied) {
    // Without storage they are off until the page is left.
  }
}

export function startShortcuts() {
  const list = document.querySelector("[data-shortcuts]");
  if (!list) return;
  const box = list.querySelector("[data-shortcuts-off]");
  box.checked = areOff();
  box.addEventListener("change", () => keepOff(box.checked));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return;
    if (box.checked || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      list.open = !list.open;
      if (list.open) list.scrollIntoView({ block: "nearest" });
      return;
    }
    if (!/^[a-z0-9]$/i.test(event.key)) return;
    const pressed = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!pressed || pressed.disabled) return;
    event.preventDefault();
    pressed.click();
  });
}
