// Where a judge arrives at a new server: stores the bundle that is in the address's fragment, so
// that the judge's own page can import it.
import { fromFragment, readBundle } from "../shared/rescue-bundle.js";
import { fill } from "../shared/text.js";
import { keysToDrop } from "./arrival-limits.js";
import { arrivals, isOfThisTablet } from "./rescue-data.js";
import * as storage from "./storage.js";
import { ARRIVED } from "./storage-keys.js";

// Returns true if it is stored now.
function keep({ id, wire }) {
  const key = ARRIVED + id;
  const waiting = arrivals()
    .filter((each) => each.key !== key)
    .map((each) => ({
      key: each.key,
      letters: each.read.wire.length,
      at: each.kept.at,
      isOwn: isOfThisTablet(each.read),
    }));
  const dropped = keysToDrop(waiting, wire.length);
  if (!dropped) return false;
  dropped.forEach(storage.remove);
  storage.write(key, { wire, at: Date.now() });
  const kept = storage.read(key);
  return Boolean(kept) && kept.wire === wire;
}

// If the page is shown again, perhaps in another language, the bundle is already stored.
function newestArrival() {
  const found = storage.keysWith(ARRIVED).map(storage.read).filter(Boolean);
  found.sort((one, other) => other.at - one.at);
  return found.length ? readBundle(String(found[0].wire)) : null;
}

// place: the element that says what arrived; strings: its sentences.
export function storeArrivedBundle(place, strings) {
  const say = (text, kind) => {
    place.textContent = text;
    place.className = `message ${kind}`;
  };
  const letters = window.location.hash.slice(1);
  const arrival = letters ? readBundle(fromFragment(letters)) : newestArrival();
  if (!arrival) {
    say(strings.nothing, "bad");
    return;
  }
  if (letters && !keep(arrival)) {
    say(strings.full, "bad");
    return;
  }
  const { sheets, judge } = arrival.bundle;
  say(fill(strings.here, { sheets: sheets.length, judge: String(judge).slice(0, 64) }), "good");
  // Only now: until the marks are stored, this browser has them only in the address.
  history.replaceState(null, "", window.location.pathname);
}
