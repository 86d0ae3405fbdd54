// How the numbers of states compare, before and after a database has lost some.
import assert from "node:assert/strict";
import { test } from "node:test";

import { stateNumber } from "../../static/js/shared/state-number.js";

test("without an epoch a state has its own number", () => {
  assert.equal(stateNumber("7"), 7);
  assert.equal(stateNumber(""), 0);
  assert.equal(stateNumber(undefined), 0);
});

test("a state of a further epoch is newer than any of the one before", () => {
  assert.ok(stateNumber("1-3") > stateNumber("900000"));
  assert.ok(stateNumber("1-4") > stateNumber("1-3"));
  assert.ok(stateNumber("2-1") > stateNumber("1-900000"));
});
