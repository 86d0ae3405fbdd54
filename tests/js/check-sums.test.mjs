// The sums at the foot of a paper sheet.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkSum, sumAsWritten } from "../../static/js/clerk/check-sums.js";

test("the sum is exact and without factors", () => {
  assert.equal(sumAsWritten(["18.5", "0.1", "0.2"]), "18.8");
  assert.equal(sumAsWritten(["１８．５", "9,5"]), "28");
});

test("the check sum adds up the digits, however the mark is written", () => {
  assert.equal(checkSum(["18.5", "17"]), "22");
  assert.equal(checkSum(["18.50", "017.0"]), "22");
});

test("what is no mark yet counts for nothing", () => {
  assert.equal(sumAsWritten(["", "-", "x"]), "–");
  assert.equal(checkSum(["", "8."]), "–");
  assert.equal(sumAsWritten(["8", "x"]), "8");
});
