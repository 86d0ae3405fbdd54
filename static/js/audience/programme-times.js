// Which line of the programme is on, and which is next. Nobody says how long a match lasts: it is
// on until the next line of the day begins, and for two hours at most.
const LONGEST_MS = 2 * 60 * 60 * 1000;
const SOON_MS = 24 * 60 * 60 * 1000;

// starts: the lines' beginnings in milliseconds, in order. Their places; -1 for none.
export function currentLines(starts, time) {
  const next = starts.findIndex((start) => start > time);
  const last = (next < 0 ? starts.length : next) - 1;
  const isOn = last >= 0 && time - starts[last] < LONGEST_MS;
  const isSoon = next >= 0 && starts[next] - time < SOON_MS;
  return { now: isOn ? last : -1, next: isSoon ? next : -1 };
}
