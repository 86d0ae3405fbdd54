// The programme's table: what is pasted, where keys lead, how names are found.
import assert from "node:assert/strict";
import test from "node:test";

import { isBlock, parseBlock } from "../../static/js/organiser/programme/blocks.js";
import { currentLines } from "../../static/js/audience/programme-times.js";
import { cellAfter } from "../../static/js/organiser/programme/cell-keys.js";
import { lastName, namesFor, withName } from "../../static/js/organiser/programme/name-list.js";

const TEAMS = [
  ["铁路工会代表队", "Railway union", "铁路", "rail"],
  ["邮政工会代表队", "Post union", "post"],
  ["区铁路局代表队", "District railway", "district"],
];
const MIDDLE = { row: 1, column: 1, rows: 3, columns: 3, isAtStart: false, isAtEnd: false };

test("a block from a spreadsheet is lines of cells", () => {
  assert.deepEqual(parseBlock("09:00\t一号厅\r\n09:40\t二号厅\r\n"), [
    ["09:00", "一号厅"],
    ["09:40", "二号厅"],
  ]);
});

test("empty cells and empty lines inside a block keep their places", () => {
  assert.deepEqual(parseBlock("a\t\tb\n\nc"), [["a", "", "b"], [""], ["c"]]);
});

test("a quoted cell holds line breaks and quotation marks", () => {
  assert.deepEqual(parseBlock('"李宁\n王芳"\t"the ""Red"" team"'), [["李宁\n王芳", 'the "Red" team']]);
});

test("a name that begins with a quotation mark is no quoted cell", () => {
  assert.deepEqual(parseBlock('"红旗"厂代表队\tb'), [['"红旗"厂代表队', "b"]]);
});

test("one cell alone is no block", () => {
  assert.equal(isBlock(parseBlock("09:00")), false);
  assert.equal(isBlock(parseBlock("09:00\n")), false);
  assert.equal(isBlock(parseBlock("09:00\tA")), true);
  assert.equal(isBlock(parseBlock("09:00\n09:40")), true);
});

test("Enter and the arrows go along the column", () => {
  assert.deepEqual(cellAfter("Enter", false, MIDDLE), { row: 2, column: 1 });
  assert.deepEqual(cellAfter("Enter", true, MIDDLE), { row: 0, column: 1 });
  assert.deepEqual(cellAfter("ArrowUp", false, MIDDLE), { row: 0, column: 1 });
  assert.deepEqual(cellAfter("ArrowDown", false, MIDDLE), { row: 2, column: 1 });
});

test("left and right leave a cell only at the end of its text", () => {
  assert.equal(cellAfter("ArrowRight", false, MIDDLE), null);
  assert.deepEqual(cellAfter("ArrowRight", false, { ...MIDDLE, isAtEnd: true }), { row: 1, column: 2 });
  assert.deepEqual(cellAfter("ArrowLeft", false, { ...MIDDLE, isAtStart: true }), { row: 1, column: 0 });
  assert.equal(cellAfter("ArrowRight", true, { ...MIDDLE, isAtEnd: true }), null);
});

test("no key leads out of the table", () => {
  const corner = { ...MIDDLE, row: 2, column: 2, isAtEnd: true };
  for (const key of ["Enter", "ArrowDown", "ArrowRight", "a", "Tab"]) {
    assert.equal(cellAfter(key, false, corner), null);
  }
});

test("a team is found by characters, by letters of its other name, by its code", () => {
  assert.deepEqual(namesFor(TEAMS, "铁路"), ["铁路工会代表队", "区铁路局代表队"]);
  assert.deepEqual(namesFor(TEAMS, "POST un"), ["邮政工会代表队"]);
  assert.deepEqual(namesFor(TEAMS, "ｄｉｓｔ"), ["区铁路局代表队"]);
  assert.deepEqual(namesFor(TEAMS, " "), []);
  assert.deepEqual(namesFor(TEAMS, "bus"), []);
});

test("in a list, only the name that is being typed is completed", () => {
  assert.deepEqual(lastName("李宁、王", true), { before: "李宁、", typed: "王" });
  assert.deepEqual(lastName("a, b", false), { before: "", typed: "a, b" });
  assert.equal(withName("李宁、王", "王芳", true), "李宁、王芳");
  assert.equal(withName("Li Ning; wa", "Wang Fang", true), "Li Ning; Wang Fang");
  assert.equal(withName("铁", "铁路工会代表队", false), "铁路工会代表队");
});

test("a line of the public programme is on until the next begins, and for two hours at most", () => {
  const hour = 3600000;
  const starts = [9 * hour, 10 * hour, 33 * hour];
  assert.deepEqual(currentLines(starts, 8 * hour), { now: -1, next: 0 });
  assert.deepEqual(currentLines(starts, 9 * hour), { now: 0, next: 1 });
  assert.deepEqual(currentLines(starts, 11 * hour), { now: 1, next: 2 });
  assert.deepEqual(currentLines(starts, 13 * hour), { now: -1, next: 2 });
  assert.deepEqual(currentLines([9 * hour], 5 * hour + 24 * hour), { now: -1, next: -1 });
  assert.deepEqual(currentLines(starts, -20 * hour), { now: -1, next: -1 });
  assert.deepEqual(currentLines([], 0), { now: -1, next: -1 });
});
