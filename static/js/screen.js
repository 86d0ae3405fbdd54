// The projector: follows the mode that the organiser chose, and counts the speaking time.
"use strict";

(() => {
  const TICK_MS = 100;
  const FADE_MS = 400;
  const board = document.getElementById("live");
  const line = document.getElementById("link-state");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  // What fades in when it changes: the scene, or within a reveal the place that is new.
  const news = () => {
    const scene = board.querySelector(".scene");
    const place = scene && scene.querySelector(".reveal-now");
    return [scene ? scene.id : "", place ? place.id : ""];
  };
  let shown = news();

  function count() {
    const place = document.getElementById("countdown");
    if (!place) return;
    const seconds = Number(place.dataset.seconds);
    let spent = Number(place.dataset.spent);
    if (place.dataset.since) {
      spent += Math.max(0, window.hallTime.now() - Number(place.dataset.since));
    }
    // Downwards a second is shown until it is over, upwards once it is full.
    const left = seconds - Math.floor(spent / 1000);
    const over = seconds > 0 && spent >= seconds * 1000;
    const whole = seconds > 0 ? Math.abs(left) : Math.floor(spent / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const said =
      (over && whole > 0 ? "−" : "") +
      (hours ? hours + ":" + two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)) +
      ":" +
      two(whole % 60);
    if (place.textContent !== said) place.textContent = said;
    place.parentElement.classList.toggle("over", over);
    const near = seconds > 0 && !over && Boolean(place.dataset.since) && left <= 30;
    place.parentElement.classList.toggle("near", near);
  }

  board.addEventListener("htmx:after:swap", () => {
    const scene = board.querySelector(".scene");
    if (!scene) return;
    document.body.dataset.mode = scene.dataset.mode;
    count();
    const now = news();
    const fresh =
      now[0] !== shown[0] ? scene : now[1] !== shown[1] ? document.getElementById(now[1]) : null;
    if (fresh && fresh.animate && !calm.matches && !document.hidden) {
      fresh.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" });
    }
    shown = now;
  });

  // Back after a cut: the machine may have slept, so the time is asked for anew.
  let state = "";
  new MutationObserver(() => {
    if (line.dataset.state === "live" && state === "reconnecting") window.hallTime.measure();
    state = line.dataset.state;
  }).observe(line, { attributes: true, attributeFilter: ["data-state"] });

  setInterval(count, TICK_MS);
  count();
})();
