// The progress page says when it was last updated and when it cannot reach the server, so that an
// outdated page does not look current.
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";

export function watchProgress() {
  let updatedAt = "";

  function show(isLost) {
    const progress = document.getElementById("progress");
    const state = progress && progress.querySelector(".progress-state");
    if (!state) return;
    if (!isLost || !updatedAt) updatedAt = timeOfDay(state.dataset.zone)(Date.now());
    state.textContent = fill(isLost ? state.dataset.lost : state.dataset.now, { time: updatedAt });
    progress.classList.toggle("is-disconnected", isLost);
  }

  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail || {};
    if (!ctx || !ctx.sourceElement || ctx.sourceElement.id !== "progress") return;
    const { response } = ctx;
    show(!(response && response.status && response.status < 400));
  });
}
