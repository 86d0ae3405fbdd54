// The buttons of a match clock: fetched again once somebody else has touched it, and the keyboard.
const KEYS = { " ": "start", ArrowRight: "next", ArrowLeft: "previous", ArrowDown: "hand-over" };

// A text field and an open list keep their keys, and any other button its space bar.
function needsKey(target, key) {
  if (!target || !target.closest) return false;
  if (target.closest("input, select, textarea, [contenteditable]")) return true;
  const control = target.closest("button, a, summary");
  return key === " " && Boolean(control) && !control.dataset.clockKey;
}

function runByKeys() {
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (needsKey(event.target, event.key)) return;
    const button = document.querySelector(`[data-clock-keys] [data-clock-key="${act}"]`);
    if (!button) return;
    event.preventDefault();
    // A key held down counts as one press.
    if (!event.repeat && !button.disabled) button.click();
  });
}

function followOthers() {
  document.addEventListener("match-clock:states", (event) => {
    for (const one of event.detail) {
      const part = document.querySelector(`[data-clock-controls="${one.match}"]`);
      if (part && Number(part.dataset.number) < one.number) {
        htmx.trigger(part, "clock-news", {}, false);
      }
    }
  });
}

export function startClockControls() {
  followOthers();
  runByKeys();
}
