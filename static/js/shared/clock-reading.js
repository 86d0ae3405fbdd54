// What a match clock says at an instant, and how its times are written.

const BOTH = "both";

const twoDigits = (number) => String(number).padStart(2, "0");

// 75 seconds is 1:15, 3675 seconds is 1:01:15.
export function duration(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const whole = hours ? `${hours}:${twoDigits(minutes % 60)}` : String(minutes);
  return `${whole}:${twoDigits(seconds % 60)}`;
}

// A second is shown until it is over; beyond the end, once it is complete.
export const figure = (left) => {
  const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000);
  return (left < 0 && seconds > 0 ? "−" : "") + duration(seconds);
};

// What a state says at an instant: as `read_clock` of the server.
export function readClock(clock, now) {
  const phase = clock.phases[clock.at];
  const isEach = phase.runs === "each";
  const parties = (isEach ? clock.sides : [BOTH]).map((party) => {
    const of = (numbers) => (numbers[phase.key] || {})[party] || 0;
    const isCurrent = !isEach || party === clock.side;
    const running = isCurrent && clock.since !== null ? Math.max(0, now - clock.since) : 0;
    const left = (phase.seconds + of(clock.added)) * 1000 - of(clock.spent) - running;
    const isWarning = phase.warn !== undefined && left > 0 && left <= phase.warn * 1000;
    return { party, left, isCurrent, isWarning, isOver: left <= 0 };
  });
  return { phase, next: clock.phases[clock.at + 1], isRunning: clock.since !== null, parties };
}
