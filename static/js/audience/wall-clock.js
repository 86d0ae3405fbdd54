// The projector's clock, in the venue's time zone, whatever time zone its machine is set to.
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
