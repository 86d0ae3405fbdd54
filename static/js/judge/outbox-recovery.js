// Restores what localStorage has lost and the second copy still has.
//
// Restoring an entry that the server already has is harmless: it is sent again under its old key,
// and gets the same answer.
import * as backup from "./outbox-backup.js";
import { isNewer, isSettled } from "./outbox-rules.js";
import * as storage from "./storage.js";
import { declinedKey, nameInOutboxKey, outboxKeysOf, receiptKey } from "./storage-keys.js";

function isCopySettled(key, entry) {
  const name = nameInOutboxKey(key);
  const others = storage.keysWith(outboxKeysOf(name)).filter((other) => other !== key);
  return isSettled(entry, {
    known: storage.read(receiptKey(name)),
    declined: storage.read(declinedKey(name)),
    others: others.map(storage.read),
  });
}

// Returns true if the entry was lost and is now restored.
async function recoverEntry(key) {
  const entry = await backup.get(key);
  if (!entry || backup.wasDropped(key) || !isNewer(entry, storage.read(key))) return false;
  if (isCopySettled(key, entry)) {
    backup.drop(key);
    return false;
  }
  localStorage.setItem(key, JSON.stringify(entry));
  return true;
}

// A loss is rare, so the page is simply reloaded with what was restored.
export async function recoverOutbox() {
  try {
    const recovered = await Promise.all((await backup.keys()).map(recoverEntry));
    if (recovered.some(Boolean)) window.location.reload();
  } catch {
    // Without IndexedDB there is nothing to recover.
  }
}
