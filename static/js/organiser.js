// The organiser's pages work without this; it adds printing and the wall's own clock.
(function () {
  "use strict";

  // The hall's time of day, whatever this browser's own time zone is.
  function clock(state) {
    const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    if (state) { parts.timeZone = state.dataset.zone; }
    return new Intl.DateTimeFormat("en-GB", parts).format(new Date());
  }

  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }

  // A wall that cannot reach the server says so; a stale one must not look alive.
  let heard = "";
  function tell(lost) {
    const wall = document.getElementById("wall");
    const state = wall && wall.querySelector(".wall-state");
    if (!state) { return; }
    if (!lost || !heard) { heard = clock(state); }
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
    tell(!reached);
  }
  document.addEventListener("htmx:finally:request", settle);

  // Who was signed out meanwhile is led to the sign-in, not shown it inside the page.
  document.addEventListener("htmx:before:response", function (event) {
    const response = event.detail.ctx.response;
    const raw = response && response.raw;
    if (raw && raw.redirected && new URL(raw.url).pathname === "/sign-in") {
      event.preventDefault();
      const here = window.location.pathname + window.location.search;
      window.location.assign("/sign-in?next=" + encodeURIComponent(here));
    }
  });
})();
