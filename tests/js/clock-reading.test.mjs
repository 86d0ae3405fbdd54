// How a match clock's times are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, figure } from "../../static/js/shared/clock-reading.js";

test("a time is minutes and seconds, and hours where there are any", () => {
  assert.deepEqual([75, 3675, 9, 0].map(duration), ["1:15", "1:01:15", "0:09", "0:00"]);
});

test("a second is shown until it is over, and one over time once it is complete", () => {
  assert.deepEqual([60_000, 59_001, 1, 0].map(figure), ["1:00", "1:00", "0:01", "0:00"]);
  assert.deepEqual([-1, -999, -1000, -61_500].map(figure), ["0:00", "0:00", "−0:01", "−1:01"]);
});
