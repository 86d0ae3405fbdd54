// What was pasted is counted before it is sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { sizeText } from "../../static/js/organiser/list-upload.js";

const TEMPLATE = "{rows} rows, {columns} columns";

test("cells from a spreadsheet are counted, without empty rows", () => {
  assert.equal(sizeText("队名\t单位\n地铁队\t地铁工会\n\n", TEMPLATE), "2 rows, 2 columns");
});

test("a text that is no table has no size", () => {
  assert.equal(sizeText("hello", TEMPLATE), "");
  assert.equal(sizeText("", TEMPLATE), "");
});
