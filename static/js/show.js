// Leads a reveal by keys: what a clicker sends, and the arrows to the sides; those up and down
// scroll, so they show no place. The pages work without this.
(function () {
  "use strict";

  const WAYS = {
    ArrowRight: "forward",
    PageDown: "forward",
    " ": "forward",
    ArrowLeft: "back",
    PageUp: "back",
  };

  // A place to type in keeps its keys, and a focused button its space.
  function takes(target, key) {
    if (!target || !target.closest) { return false; }
    if (target.closest("input, select, textarea, [contenteditable]")) { return true; }
    const acts = target.closest("button, a, summary");
    return key === " " && Boolean(acts) && !acts.dataset.step;
  }

  document.addEventListener("keydown", function (event) {
    const way = WAYS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (takes(event.target, event.key)) { return; }
    const step = document.querySelector('[data-step="' + way + '"]');
    if (!step) { return; }
    event.preventDefault();
    // A key held down is one touch.
    if (!event.repeat && !step.disabled) { step.click(); }
  });

  // A rehearsal's page and its screen, in two windows of one browser, go together.
  const here = document.querySelector("[data-rehearsal]");
  if (here && window.BroadcastChannel) {
    const channel = new BroadcastChannel("rehearsal:" + here.dataset.rehearsal);
    channel.addEventListener("message", function (event) {
      if (event.data !== here.dataset.at) {
        window.location.replace(window.location.pathname + "?step=" + event.data);
      }
    });
    channel.postMessage(here.dataset.at);
  }
})();
