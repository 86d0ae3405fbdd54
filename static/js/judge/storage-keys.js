// The names under which a tablet stores things. Tablets hold entries under them while the server is
// updated, so none of them may change.
//
// A sheet's name is <competition>/<judge>/<match>/<team>, a judge's <competition>/<judge>.

// + sheet name @ base version → a change not yet acknowledged:
// {address, label, page, marks, comment, state, base, attempt: {key, body} or null, at}
const OUTBOX = "accord.outbox:";
// + sheet name → the newest receipt: {answer, sent: {marks, comment, state}, key}
const RECEIPT = "accord.known:";
// + sheet name → marks that came too late and were not accepted: {entry, reason, at}
const DECLINED = "accord.declined:";
// + sheet name → the unusual marks that the judge has confirmed, as `rowKey` writes them
const CONFIRMED = "accord.meant:";
// + sheet name → what was typed that is no mark, by dimension
const TYPED = "accord.typed:";
// + judge + "/" + name → a call, or a message marked as read, that the server has not acknowledged:
// {address, body, key, at}
const MESSAGE = "accord.message:";
// + bundle's id → a rescue bundle from another server, not yet imported: {wire, at, taken}
export const ARRIVED = "accord.arrived:";
// + judge → the rescue key, stored for when the server is gone: {key, name, held, made}
export const RESCUE = "accord.rescue:";
// This tablet's random id.
export const DEVICE = "accord.device";
export const PROBE = "accord.probe";
// The second copy of the outbox, in IndexedDB.
export const BACKUP = Object.freeze({ database: "accord.journal", store: "entries" });

export const sheetName = (judge, match, team) => `${judge}/${match}/${team}`;

export const outboxKey = (name, base) => `${OUTBOX}${name}@${base}`;
export const outboxKeysOf = (name) => `${OUTBOX}${name}@`;
export const outboxKeysOfJudge = (judge) => `${OUTBOX}${judge}/`;
export const isOutboxKey = (key) => key.startsWith(OUTBOX);
export const nameInOutboxKey = (key) => key.slice(OUTBOX.length, key.lastIndexOf("@"));

export const receiptKey = (name) => `${RECEIPT}${name}`;
export const receiptKeysOfJudge = (judge) => `${RECEIPT}${judge}/`;
export const nameInReceiptKey = (key) => key.slice(RECEIPT.length);

export const declinedKey = (name) => `${DECLINED}${name}`;
export const declinedKeysOfJudge = (judge) => `${DECLINED}${judge}/`;

export const typedKey = (name) => `${TYPED}${name}`;
export const confirmedKey = (name) => `${CONFIRMED}${name}`;
export const messageKey = (judge, name) => `${MESSAGE}${judge}/${name}`;
export const messageKeysOf = (judge) => `${MESSAGE}${judge}/`;
export const rescueKey = (judge) => `${RESCUE}${judge}`;

// {match, team} in a sheet's name.
export function placeIn(name) {
  const [, , match, team] = name.split("/");
  return { match, team };
}
