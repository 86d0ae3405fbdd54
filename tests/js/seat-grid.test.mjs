// Which seat an arrow key leads to, and who is meant by what was typed.
import assert from "node:assert/strict";
import test from "node:test";
import { isMeant, nextFreeSeat, seatAfter } from "../../static/js/organiser/panel-board/seat-grid.js";

const ROWS = [["m1/0", "m1/1", "m1/2"], [], ["m3/0"], ["m4/0", "m4/1"]];

test("the arrow keys lead to the seat beside, above and below", () => {
  assert.equal(seatAfter(ROWS, "m1/0", "ArrowRight"), "m1/1");
  assert.equal(seatAfter(ROWS, "m1/1", "ArrowLeft"), "m1/0");
  assert.equal(seatAfter(ROWS, "m1/2", "ArrowRight"), null);
  assert.equal(seatAfter(ROWS, "m1/0", "ArrowLeft"), null);
  assert.equal(seatAfter(ROWS, "m1/0", "End"), "m1/2");
  assert.equal(seatAfter(ROWS, "m1/2", "Home"), "m1/0");
});

test("a match whose panel is marked is passed over, and a shorter row ends earlier", () => {
  assert.equal(seatAfter(ROWS, "m1/2", "ArrowDown"), "m3/0");
  assert.equal(seatAfter(ROWS, "m3/0", "ArrowUp"), "m1/0");
  assert.equal(seatAfter(ROWS, "m4/1", "ArrowDown"), null);
  assert.equal(seatAfter(ROWS, "m1/0", "ArrowUp"), null);
});

test("other keys and seats that are gone lead nowhere", () => {
  assert.equal(seatAfter(ROWS, "m1/0", "a"), null);
  assert.equal(seatAfter(ROWS, "m9/0", "ArrowDown"), null);
});

test("after a judge has taken a seat, the next free one of the match comes, then of those below", () => {
  const isFree = (seat) => ["m1/0", "m1/2", "m4/1"].includes(seat);
  assert.equal(nextFreeSeat(ROWS, "m1/1", isFree), "m1/2");
  assert.equal(nextFreeSeat(ROWS, "m1/2", isFree), "m4/1");
  assert.equal(nextFreeSeat(ROWS, "m4/1", isFree), "m4/1");
});

test("a judge is found by any words of the name, in full width too", () => {
  const text = "王芳 wang fang professional judge-2";
  for (const typed of ["王", "fang wang", "ＷＡＮＧ", "prof", " "]) {
    assert.ok(isMeant(text, typed), typed);
  }
  assert.ok(!isMeant(text, "wang li"));
});
