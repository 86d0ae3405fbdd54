// Times on every page are in the venue's time zone and in 24 hours, whatever this device is set to.

// Returns a function from an instant (a Date or milliseconds since 1970) to text like 09:41:07.
export function timeOfDay(timeZone, { seconds = true } = {}) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  if (seconds) parts.second = "2-digit";
  const format = new Intl.DateTimeFormat("en-GB", parts);
  return (instant) => format.format(instant);
}
