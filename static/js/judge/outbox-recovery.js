// Puts back what localStorage has lost and the second copy still has.
//
// An entry that comes back although the server has it is harmless: it is sent under its old key,
// and answered as before.
import * as backup from "./outbox-backup.js";
import { isNewer, isSettled } from "./outbox-rules.js";
import * as storage from "./storage.js";
import { declinedKey, knownKey, nameInOutboxKey, outboxKeysOf } from "./storage-keys.js";

function hasOutlived(key, entry) {
  const name = nameInOutboxKey(key);
  const others = storage.keysWith(outboxKeysOf(name)).filter((other) => other !== key);
  return isSettled(entry, {
    known: storage.read(knownKey(name)),
    declined: storage.read(declinedKey(name)),
    others: others.map(storage.read),
  });
}

// True if the entry was lost and is back.
async function recoverEntry(key) {
  const entry = await backup.get(key);
  if (!entry || backup.wasDropped(key) || !isNewer(entry, storage.read(key))) return false;
  if (hasOutlived(key, entry)) {
    backup.drop(key);
    return false;
  }
  localStorage.setItem(key, JSON.stringify(entry));
  return true;
}

// Rare, so the page simply begins anew with what came back.
export async function recoverOutbox() {
  try {
    const recovered = await Promise.all((await backup.keys()).map(recoverEntry));
    if (recovered.some(Boolean)) window.location.reload();
  } catch {
    // Without IndexedDB there is nothing to recover.
  }
}
