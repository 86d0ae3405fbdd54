// The clock on the projector, in the venue's time zone: the projector's machine may be set to
// another.
import { timeOfDay } from "../shared/time-of-day.js";

// clock: a ServerClock.
export function showWallClock(place, clock) {
  const time = timeOfDay(place.dataset.zone, { seconds: false });
  const tick = () => {
    const now = clock.now();
    const text = time(now);
    if (place.textContent !== text) place.textContent = text;
    setTimeout(tick, 1000 - (now % 1000));
  };
  tick();
}
