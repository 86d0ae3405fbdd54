// What the tablet stores: localStorage, if it works, with a second copy of the outbox on disk.
import * as backup from "./outbox-backup.js";
import { PROBE } from "./storage-keys.js";

let works = true;

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    works = false;
  }
  backup.put(key, value);
}

export function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    works = false;
  }
  backup.drop(key);
}

export function keysWith(prefix) {
  const found = [];
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      if (localStorage.key(at).startsWith(prefix)) found.push(localStorage.key(at));
    }
  } catch {
    works = false;
  }
  return found;
}

// Whether this browser stores what it is given. Storage may be full, or forbidden as in private
// windows.
export function isWorking() {
  write(PROBE, 1);
  remove(PROBE);
  return works;
}
