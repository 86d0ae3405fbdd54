// Marks that came too late and that the organiser has not accepted: they are no longer sent, and
// stay on the tablet with the reason until the judge dismisses them.
import * as storage from "./storage.js";
import { declinedKey, declinedKeysOfJudge } from "./storage-keys.js";

// {entry, reason, at}, or null.
export const declinedMarks = (name) => storage.read(declinedKey(name));

export const keepDeclined = (name, entry, answer) =>
  storage.write(declinedKey(name), { entry, reason: answer.reason || "", at: answer.decided_at });

export const dismissDeclined = (name) => storage.remove(declinedKey(name));

// The label of each sheet of this judge that has declined marks.
export const declinedLabels = (judge) =>
  storage
    .keysWith(declinedKeysOfJudge(judge))
    .map((key) => ({ key, declined: storage.read(key) }))
    .filter(({ declined }) => declined)
    .map(({ key, declined }) => declined.entry.label || key.split("/").pop());
