// What Judge Lin's open page learns from the answer to its report.
import assert from "node:assert/strict";
import { test } from "node:test";

import { NEWS, newsOf } from "../../static/js/judge/page-news.js";

const page = (changes = {}) => ({
  rubric: "r1",
  round: "final/round-1",
  match: "match-1",
  sheets: [{ team: "education", version: 2, isOpen: true, isSettled: true, ...changes }],
});
const answer = (changes = {}, { state = "open", rubric = "r1" } = {}) => ({
  rounds: [{ stage: "final", round: "round-1", state }],
  sheets: [
    { match: "match-2", team: "education", version: 9, state: "draft", writable: false },
    {
      match: "match-1",
      team: "education",
      version: 2,
      state: "draft",
      writable: true,
      ...changes,
    },
  ],
  rubric,
});
const kind = (shown, told) => newsOf(shown, told).sheets.map((each) => each.kind);

test("while nothing has changed there is nothing to say", () => {
  assert.deepEqual(newsOf(page(), answer()), { isRubricNew: false, sheets: [] });
});

test("a closed round and a locked sheet are told apart", () => {
  assert.deepEqual(kind(page(), answer({ writable: false }, { state: "closed" })), [NEWS.CLOSED]);
  assert.deepEqual(kind(page(), answer({ writable: false })), [NEWS.LOCKED]);
});

test("a sheet that the page shows as closed was reopened", () => {
  const closed = page({ isOpen: false });

  assert.deepEqual(kind(closed, answer({}, { state: "closed" })), [NEWS.REOPENED]);
  assert.deepEqual(kind(closed, answer({ writable: false }, { state: "closed" })), []);
});

test("a newer version comes from elsewhere, unless Lin's own change is on its way", () => {
  assert.deepEqual(kind(page(), answer({ version: 3 })), [NEWS.CHANGED]);
  assert.deepEqual(kind(page({ isSettled: false }), answer({ version: 3 })), []);
  assert.deepEqual(kind(page({ version: 4 }), answer({ version: 3 })), []);
});

test("a sheet that is no longer Lin's, and another rubric", () => {
  const { isRubricNew, sheets } = newsOf(page(), { rounds: [], sheets: [], rubric: "r2" });

  assert.equal(isRubricNew, true);
  assert.deepEqual(sheets, [{ team: "education", kind: NEWS.GONE }]);
});
