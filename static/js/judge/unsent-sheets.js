// What earlier pages left unsent on this tablet: this page sends it.
import { newestOf } from "./outbox-rules.js";
import { SheetSync } from "./sheet-sync.js";
import * as storage from "./storage.js";
import { nameInOutboxKey, outboxKeysOfJudge, placeIn } from "./storage-keys.js";

// Adds to the outbox a sheet for everything of this judge that none of its sheets looks after.
// Gives the sheets added; `changed(sheet)` is called whenever one moves.
export function takeUnsent(outbox, judge, changed) {
  const entries = new Map();
  for (const key of storage.keysWith(outboxKeysOfJudge(judge))) {
    const name = nameInOutboxKey(key);
    const entry = storage.read(key);
    if (entry && !outbox.names.includes(name)) {
      entries.set(name, newestOf([entries.get(name), entry].filter(Boolean)));
    }
  }
  return Array.from(entries, ([name, entry]) => {
    const { address, label, page, base } = entry;
    const about = { judge, ...placeIn(name), address, label, page, version: base };
    const sheet = outbox.add(new SheetSync(about, changed));
    sheet.restore();
    sheet.schedule(0);
    return sheet;
  });
}
