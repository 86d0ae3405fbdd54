// What a bundle holds of a tablet, and what it becomes on another one.
import assert from "node:assert/strict";
import { test } from "node:test";

import { entriesFromBundle, newestStates, sheetsHeld } from "../../static/js/judge/rescue-sheets.js";
import { linsEntry, loadVendored, NINE } from "./helpers.mjs";

loadVendored("js-sha256-1.0.0.min.js");

const LIN = "final/lin";
const PLACE = { match: "match-1", team: "education" };
const held = (received, unsent) =>
  sheetsHeld(
    LIN,
    received.map((kept) => ({ ...PLACE, kept })),
    unsent.map((kept) => ({ ...PLACE, kept })),
  );
const attempt = {
  key: "a1",
  body: JSON.stringify({
    marks: { law: "18", poise: "9" },
    comment: "",
    state: "draft",
    base_version: 0,
  }),
};
const receipt = {
  answer: { version: 3, receipt: 41, stored_at: "2025-05-20T09:00:00Z" },
  sent: { marks: { law: "18" }, comment: "", state: "submitted" },
  key: "a0",
};

test("a receipt goes along with its number, version and key", () => {
  assert.deepEqual(held([receipt], []), [
    {
      ...PLACE,
      marks: { law: "18" },
      comment: "",
      state: "submitted",
      base_version: 2,
      written_at: "2025-05-20T09:00:00.000Z",
      version: 3,
      receipt: "41",
      key: "a0",
    },
  ]);
});

test("what is on its way and what Lin typed over it since are two states", () => {
  const [tried, own] = held([], [linsEntry({ marks: { law: "19" }, attempt })]);

  assert.deepEqual([tried.key, tried.marks], ["a1", { law: "18", poise: "9" }]);
  assert.deepEqual(own.marks, { law: "19" });
  assert.match(own.key, /^[0-9a-f]{32}$/);
});

test("what is on its way unchanged is one state, under the key it was sent with", () => {
  assert.deepEqual(
    held([], [linsEntry({ attempt })]).map(({ key }) => key),
    ["a1"],
  );
});

test("the same unsent sheet has the same key each time, another mark another key", () => {
  const keyOf = (changes) => held([], [linsEntry(changes)])[0].key;

  assert.equal(keyOf({}), keyOf({}));
  assert.notEqual(keyOf({}), keyOf({ marks: { law: "19" } }));
});

test("what is damaged stays out", () => {
  assert.deepEqual(held([{ sent: {} }], [{ at: NINE }]), []);
  assert.deepEqual(sheetsHeld(LIN, [], [{ match: "../x", team: "a", kept: linsEntry() }]), []);
});

test("the newest state of each sheet is shown", () => {
  const sheets = held([receipt], [linsEntry({ marks: { law: "19" }, attempt })]);

  assert.deepEqual(newestStates(sheets), [sheets[2]]);
});

test("Lin's unsent sheet is the same write on the next tablet", () => {
  const before = linsEntry({ marks: { law: "19" }, attempt });

  const { unsent } = entriesFromBundle(held([], [before]), "final");

  assert.equal(unsent.length, 1);
  const { label, ...entry } = before;
  assert.equal(label, "Education");
  assert.deepEqual(unsent[0].entry, entry);
});

test("Lin's receipt is known on the next tablet", () => {
  const { received, unsent } = entriesFromBundle(held([receipt], []), "final");

  assert.deepEqual(unsent, []);
  assert.equal(received[0].place, "match-1/education");
  assert.deepEqual(received[0].known.sent, receipt.sent);
  assert.equal(received[0].known.answer.version, 3);
});

test("a link that anybody made brings nothing that is no sheet", () => {
  const sheet = { ...PLACE, key: "k", base_version: 0, marks: {} };
  const others = [null, {}, { ...sheet, base_version: -1 }, { ...sheet, team: "/" }];

  assert.equal(entriesFromBundle([sheet], "final").unsent.length, 1);
  assert.deepEqual(entriesFromBundle(others, "final"), { received: [], unsent: [] });
});
