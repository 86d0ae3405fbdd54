// Steps through a reveal with a clicker or the keyboard. The up and down arrows are not used: they
// scroll. The pages work without this.
const STEPS = {
  ArrowRight: "forward",
  PageDown: "forward",
  " ": "forward",
  ArrowLeft: "back",
  PageUp: "back",
};

// A text field keeps its keys, and a focused button its space bar.
function needsKey(target, key) {
  if (!target || !target.closest) return false;
  if (target.closest("input, select, textarea, [contenteditable]")) return true;
  const control = target.closest("button, a, summary");
  return key === " " && Boolean(control) && !control.dataset.step;
}

function stepByKeys() {
  document.addEventListener("keydown", (event) => {
    const way = STEPS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (needsKey(event.target, event.key)) return;
    const step = document.querySelector(`[data-step="${way}"]`);
    if (!step) return;
    event.preventDefault();
    // A key held down counts as one press.
    if (!event.repeat && !step.disabled) step.click();
  });
}

// A rehearsal's page and its screen, in two windows of one browser, stay at the same step.
function followOtherWindow(here) {
  if (!here || !window.BroadcastChannel) return;
  const channel = new BroadcastChannel(`rehearsal:${here.dataset.rehearsal}`);
  channel.addEventListener("message", (event) => {
    if (event.data === here.dataset.at) return;
    window.location.replace(`${window.location.pathname}?step=${event.data}`);
  });
  channel.postMessage(here.dataset.at);
}

export function startReveal() {
  stepByKeys();
  followOtherWindow(document.querySelector("[data-rehearsal]"));
}
