// Marks as people type them, as the scale takes them, as they add up.
import assert from "node:assert/strict";
import { test } from "node:test";

import { plainMark, Scale, tidy, total } from "../../static/js/shared/decimal.js";
import { readTable } from "./helpers.mjs";

const table = readTable("document/decimals.json");

for (const [typed, number] of table.typed) {
  test(`“${typed}” is read as ${number}, as the server reads it`, () => {
    assert.equal(tidy(typed), number);
  });
}

for (const [mark, problem] of table.marks) {
  test(`${mark} on 1 to 20 by halves is ${problem || "valid"}, as for the server`, () => {
    assert.equal(new Scale(table.dimension).problem(mark), problem);
  });
}

for (const [mark, shown] of table.shown) {
  test(`${mark} is shown as ${shown}, as the server shows it`, () => {
    assert.equal(plainMark(mark), shown);
  });
}

test("the slider's positions and the marks belong together", () => {
  const scale = new Scale(table.dimension);

  assert.equal(scale.count, 38);
  assert.deepEqual([0, 1, 38].map((at) => scale.markAt(at)), ["1", "1.5", "20"]);
  assert.deepEqual(["1", "1.5", "20"].map((mark) => scale.positionOf(mark)), [0, 1, 38]);
});

test("one step above 17.50 is 18, as above 17.5", () => {
  const scale = new Scale(table.dimension);

  for (const typed of ["17.5", "17.50", "017.500"]) {
    assert.equal(scale.markAt(scale.positionOf(typed) + 1), "18");
  }
});

test("a finger that leaves the slider stays at its end", () => {
  const scale = new Scale(table.dimension);

  assert.equal(scale.markAt(-3), "1");
  assert.equal(scale.markAt(500), "20");
});

test("steps are counted from the lowest mark, below nought too", () => {
  const scale = new Scale({ min: "-2", max: "1", step: "1.5" });

  assert.deepEqual([0, 1, 2].map((at) => scale.markAt(at)), ["-2", "-0.5", "1"]);
  assert.equal(scale.problem("0"), "off_step");
});

test("tenths add up exactly", () => {
  const dimensions = ["a", "b", "c"].map((key) => ({ key, factor: "1" }));

  assert.equal(total({ a: "0.1", b: "0.2", c: "0.7" }, dimensions), "1");
});

test("a factor counts, a missing mark does not", () => {
  const dimensions = [
    { key: "law", factor: "1.25" },
    { key: "poise", factor: "3" },
    { key: "team", factor: "1" },
  ];

  assert.equal(total({ law: "18.5", poise: "", team: "4.05" }, dimensions), "27.175");
  assert.equal(total({}, dimensions), "0");
});

test("a comma between digits is a decimal point, full-width or not", () => {
  assert.equal(tidy("18,5"), "18.5");
  assert.equal(tidy("１８，５"), "18.5");
  assert.equal(tidy("18。5"), "18.5");
  assert.equal(tidy("1,234,5"), "1,234,5");
  assert.equal(tidy("abc"), "abc");
});

test("the first touch of an empty field records no extreme", () => {
  const twenty = new Scale({ min: "0", max: "20", step: "0.5" });
  const first = (mark, scale = twenty) => scale.markAt(scale.startAt(mark));

  assert.equal(first(""), "10");
  assert.equal(first("17.5"), "17.5");
  assert.equal(first("20"), "19.5");
  assert.equal(first("0"), "0.5");
  assert.equal(first("no mark"), "10");
  assert.equal(first("", new Scale({ min: "1", max: "4", step: "1" })), "2");
  assert.equal(first("3", new Scale({ min: "1", max: "3", step: "1" })), "2");
});
