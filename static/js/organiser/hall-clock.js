// The time in the hall, by the server's clock: every update of the page brings it anew.
import { timeOfDay } from "../shared/time-of-day.js";

export function showHallClock() {
  let seen = "";
  let ahead = 0;
  const tick = () => {
    const clock = document.getElementById("hall-clock");
    if (!clock) return;
    if (clock.dataset.now !== seen) {
      seen = clock.dataset.now;
      ahead = Date.parse(seen) - performance.now();
    }
    const time = timeOfDay(clock.dataset.zone, { seconds: false });
    const text = time(performance.now() + ahead);
    if (clock.textContent !== text) clock.textContent = text;
    setTimeout(tick, 1000);
  };
  tick();
}
