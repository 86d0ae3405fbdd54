// Sheets that earlier pages left unsent on this tablet: this page sends them.
import { newestOf } from "./outbox-rules.js";
import { SheetSync } from "./sheet-sync.js";
import * as storage from "./storage.js";
import { nameInOutboxKey, outboxKeysOfJudge, placeIn } from "./storage-keys.js";

// Adds to the outbox every unsent sheet of this judge that it does not have yet. Returns the sheets
// added; `changed(sheet)` is called whenever the phase of one changes.
export function adoptUnsentSheets(outbox, judge, changed) {
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
