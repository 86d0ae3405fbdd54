// A second copy of the outbox that survives a crash or power loss.
//
// What a page writes to localStorage is in the browser's memory for a while (many seconds in
// Chromium) before it is on the tablet's disk; IndexedDB with strict durability is on the disk when
// its transaction completes. So every entry is written here too. Without IndexedDB the tablet has
// only one copy.
import { BACKUP, isOutboxKey } from "./storage-keys.js";

let opening = null;
// What this page has removed since it opened; the database may still have it for a moment.
const dropped = new Set();

function open() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      const request = window.indexedDB.open(BACKUP.database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(BACKUP.store);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(request.error);
    });
  }
  return opening;
}

async function transact(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(BACKUP.store, mode, { durability: "strict" });
    const request = act(transaction.objectStore(BACKUP.store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const ignore = () => {};

export function put(key, value) {
  if (!isOutboxKey(key)) return;
  dropped.delete(key);
  transact("readwrite", (entries) => entries.put(value, key)).catch(ignore);
}

export function drop(key) {
  if (!isOutboxKey(key)) return;
  dropped.add(key);
  transact("readwrite", (entries) => entries.delete(key)).catch(ignore);
}

export const wasDropped = (key) => dropped.has(key);
export const keys = () => transact("readonly", (entries) => entries.getAllKeys());
export const get = (key) => transact("readonly", (entries) => entries.get(key));
