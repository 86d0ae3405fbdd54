// The organiser's pages work without this; it adds printing and the wall's own clock.
(function () {
  "use strict";

  function clock() {
    const now = new Date();
    return [now.getHours(), now.getMinutes(), now.getSeconds()]
      .map(function (part) { return String(part).padStart(2, "0"); })
      .join(":");
  }

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }

  // A wall that cannot reach the server says so; a stale one must not look alive.
  let heard = clock();
  function tell(lost) {
    const wall = document.getElementById("wall");
    const state = wall && wall.querySelector(".wall-state");
    if (!state) { return; }
    const words = lost ? state.dataset.lost : state.dataset.now;
    state.textContent = words.replace("{time}", heard);
    wall.classList.toggle("lost", lost);
  }
  function settle(event) {
    const detail = event.detail || {};
    const source = detail.ctx && detail.ctx.sourceElement;
    if (!source || source.id !== "wall") { return; }
    const response = detail.ctx.response;
    const reached = Boolean(response && response.status && response.status < 400);
    if (reached) { heard = clock(); }
    tell(!reached);
  }
  document.addEventListener("htmx:finally:request", settle);
})();
