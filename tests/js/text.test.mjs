// Sentences of the page, filled in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fill } from "../../static/js/shared/text.js";

test("places are filled in both ways of writing them", () => {
  const values = { number: 41, judge: "Lin" };

  assert.equal(fill("Receipt %(number)s of {judge}", values), "Receipt 41 of Lin");
});

test("a value is taken as it is, and an unknown place stays", () => {
  assert.equal(fill("%(team)s: %(total)s", { team: "$& {total}" }), "$& {total}: %(total)s");
});
