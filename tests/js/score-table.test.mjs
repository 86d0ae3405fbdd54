// Scores typed into a table: what is a number, and what a copied column holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pastedColumn, readScore } from "../../static/js/organiser/score-table.js";

test("a score is a number from nought to the highest, however it was typed", () => {
  assert.equal(readScore(" ８７．５ ", "100"), "87.5");
  assert.equal(readScore("87,5", "100"), "87.5");
  assert.equal(readScore("87。5", "100"), "87.5");
  assert.equal(readScore("0", "100"), "0");
  assert.equal(readScore("100", "100"), "100");
});

test("an empty cell is no score", () => {
  assert.equal(readScore("  ", "100"), "");
});

test("what is above the highest, below nought or no number is refused", () => {
  for (const typed of ["100.1", "-1", "缺考", "1e2", "8 7", "."]) {
    assert.equal(readScore(typed, "100"), null, typed);
  }
});

test("a column copied from a spreadsheet is taken row by row, blank cells too", () => {
  assert.deepEqual(pastedColumn("80\r\n\r\n 75.5 \r\n"), ["80", "", "75.5"]);
});

test("of several columns the first is taken", () => {
  assert.deepEqual(pastedColumn("80\tBus\n90\tRail"), ["80", "90"]);
});
