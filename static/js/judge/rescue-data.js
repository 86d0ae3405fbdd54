// What this tablet holds for its judge, as a signed bundle; and bundles that came from elsewhere.
//
// Nothing here sends anything: imported sheets go into the outbox, and the outbox sends them.
import { canonical, digest, readBundle, writeBundle } from "../shared/rescue-bundle.js";
import { entriesFromBundle, sheetsHeld } from "./rescue-sheets.js";
import * as storage from "./storage.js";
import * as keys from "./storage-keys.js";

const judgeOf = (state) => `${state.competition}/${state.judge}`;

// Everything that is stored for the judge, sheet by sheet, the oldest state first.
function held(judge) {
  const named = (prefix, nameIn) =>
    storage
      .keysWith(prefix)
      .map((key) => ({ ...keys.placeIn(nameIn(key)), kept: storage.read(key) }))
      .filter(({ kept }) => kept);
  const received = named(keys.receiptKeysOfJudge(judge), keys.nameInReceiptKey);
  const unsent = named(keys.outboxKeysOfJudge(judge), keys.nameInOutboxKey);
  return sheetsHeld(judge, received, unsent);
}

// The signed line of text. It stays the same while nothing changes, so that codes read before and
// after the panel was closed belong together.
export function makeBundle(state) {
  const judge = judgeOf(state);
  const sheets = held(judge);
  const print = digest(canonical(sheets));
  const kept = storage.read(keys.rescueKey(judge)) || {};
  const isSame = kept.held === print && kept.key === state.key;
  const made = isSame ? kept.made : new Date().toISOString();
  storage.write(keys.rescueKey(judge), { key: state.key, name: state.name, held: print, made });
  const { competition, judge: own, key } = state;
  return writeBundle({ competition, judge: own, made_at: made, sheets }, key);
}

// Bundles from another server that wait here: [{key, kept, read}].
export const arrivals = () =>
  storage
    .keysWith(keys.ARRIVED)
    .map((key) => ({ key, kept: storage.read(key) }))
    .map(({ key, kept }) => ({ key, kept, read: kept && readBundle(String(kept.wire)) }))
    .filter(({ read }) => read);

// Whether a bundle was signed by a judge who has been signed in on this tablet, at this server.
export const isOfThisTablet = (read) =>
  storage
    .keysWith(keys.RESCUE)
    .map(storage.read)
    .some((kept) => kept && read.isSealedWith(kept.key));

export const forgetArrival = ({ key }) => storage.remove(key);

// {name, title} of a sheet's team and match.
export const describe = (state, { match, team }) =>
  state.sheets.find((each) => each.match === match && each.team === team) || { name: team };

// Imports a bundle of this judge: its unsent sheets go into the outbox with the keys they had, its
// receipts are stored. A sheet that already has an entry on this tablet waits until that is saved.
// Returns {waiting: the names of those sheets, isAnyImported}.
export function importBundle(state, arrival) {
  const judge = judgeOf(state);
  const { received, unsent } = entriesFromBundle(arrival.read.bundle.sheets, state.competition);
  const taken = [...(arrival.kept.taken || [])];
  const before = taken.length;
  const waiting = [];
  for (const { place, known } of received) {
    const key = keys.receiptKey(`${judge}/${place}`);
    if (!storage.read(key)) storage.write(key, known);
  }
  for (const { place, match, team, entry } of unsent) {
    if (taken.includes(place)) continue;
    const label = describe(state, { match, team }).name;
    if (putIntoOutbox(`${judge}/${place}`, { ...entry, label })) taken.push(place);
    else waiting.push(label);
  }
  if (!waiting.length) storage.remove(arrival.key);
  else {
    const { wire, at } = arrival.kept;
    storage.write(arrival.key, { wire, at, taken });
  }
  return { waiting, isAnyImported: taken.length > before };
}

// Returns true if it is stored now; false also if the sheet has an entry already.
function putIntoOutbox(name, entry) {
  if (storage.keysWith(keys.outboxKeysOf(name)).length) return false;
  const key = keys.outboxKey(name, entry.base);
  storage.write(key, entry);
  return JSON.stringify(storage.read(key)) === JSON.stringify(entry);
}
