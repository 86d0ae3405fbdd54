// Marks worth a second look, by the table that the server's rule answers to as well.
import assert from "node:assert/strict";
import { test } from "node:test";

import { findUnusual, rowKey } from "../../static/js/judge/unusual-marks.js";
import { readTable } from "./helpers.mjs";

const { dimensions, examples } = readTable("web/unusual_marks.json");

for (const { called, marks, others, found, row } of examples) {
  test(`${called}: found as the table says`, () => {
    const theirs = others.map(([team, their]) => ({ team, marks: their }));

    const unusual = findUnusual(dimensions, "metro", marks, theirs);

    assert.deepEqual(
      unusual.map(({ code, dimension, team }) => [code, dimension, team]),
      found,
    );
    assert.equal(rowKey(dimensions, marks), row);
  });
}
