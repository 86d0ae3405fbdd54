// Tablets hold entries under these names while the server is updated: none may change.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as keys from "../../static/js/judge/storage-keys.js";

const SHEET = keys.sheetName("final/lin", "match-1", "education");

test("every name is what tablets have used from the beginning", () => {
  assert.deepEqual(
    [
      keys.outboxKey(SHEET, 3),
      keys.receiptKey(SHEET),
      keys.declinedKey(SHEET),
      keys.confirmedKey(SHEET),
      keys.messageKey("final/lin", "read-7"),
      keys.ARRIVED,
      keys.rescueKey("final/lin"),
      keys.DEVICE,
      keys.BACKUP.database,
      keys.BACKUP.store,
    ],
    [
      "accord.outbox:final/lin/match-1/education@3",
      "accord.known:final/lin/match-1/education",
      "accord.declined:final/lin/match-1/education",
      "accord.meant:final/lin/match-1/education",
      "accord.message:final/lin/read-7",
      "accord.arrived:",
      "accord.rescue:final/lin",
      "accord.device",
      "accord.journal",
      "entries",
    ],
  );
});

test("a name says which sheet it is of", () => {
  assert.equal(keys.nameInOutboxKey(keys.outboxKey(SHEET, 12)), SHEET);
  assert.equal(keys.nameInReceiptKey(keys.receiptKey(SHEET)), SHEET);
  assert.deepEqual(keys.placeIn(SHEET), { match: "match-1", team: "education" });
});

test("a judge's keys are not taken for those of one whose name begins alike", () => {
  const key = keys.outboxKey(keys.sheetName("final/lin-2", "match-1", "education"), 0);

  assert.ok(!key.startsWith(keys.outboxKeysOfJudge("final/lin")));
  assert.ok(key.startsWith(keys.outboxKeysOfJudge("final/lin-2")));
});
