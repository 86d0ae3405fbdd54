// The way in at a new server: what came in the address's fragment is put aside, for the judge's own
// page to take up.
import { fromFragment, readBundle } from "../shared/rescue-bundle.js";
import { fill } from "../shared/text.js";
import * as storage from "./storage.js";
import { ARRIVED } from "./storage-keys.js";

// A link that anybody may have made must not fill the browser's store.
const MAX_ARRIVALS = 20;

// True if it is kept now.
function keep({ id, wire }) {
  const key = ARRIVED + id;
  const waiting = storage.keysWith(ARRIVED);
  if (!waiting.includes(key) && waiting.length >= MAX_ARRIVALS) return false;
  storage.write(key, { wire, at: Date.now() });
  const kept = storage.read(key);
  return Boolean(kept) && kept.wire === wire;
}

// The page is shown again, perhaps after a change of language: what came before is still here.
function newestArrival() {
  const found = storage.keysWith(ARRIVED).map(storage.read).filter(Boolean);
  found.sort((one, other) => other.at - one.at);
  return found.length ? readBundle(String(found[0].wire)) : null;
}

// place: where the page says what came; strings: its sentences.
export function importRescue(place, strings) {
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
  // Not before the marks are kept: until then the address is the only place they are in here.
  history.replaceState(null, "", window.location.pathname);
}
