// The second count's own arithmetic, digest and comparison.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { canonical } from "../../static/js/organiser/recount/canonical.js";
import {
  add,
  over,
  parseDecimal,
  printPlain,
  printTo,
  ratio,
} from "../../static/js/organiser/recount/rational.js";
import { compareStages } from "../../static/js/organiser/recount/recount.js";
import { sha256 } from "../../static/js/organiser/recount/sha256.js";
import { verdictOf } from "../../static/js/organiser/recount/verdict.js";

test("the digest is that of every length around a block, as node computes it", () => {
  for (let length = 0; length < 200; length += 1) {
    const text = "ä判".repeat(length).slice(0, length);
    assert.equal(sha256(text), createHash("sha256").update(text, "utf-8").digest("hex"));
  }
});

test("the digest of a long text is right too", () => {
  const text = "评委组的成绩 ".repeat(20000);
  assert.equal(sha256(text), createHash("sha256").update(text, "utf-8").digest("hex"));
});

test("a tenth added to two tenths is three tenths", () => {
  assert.equal(printPlain(add(parseDecimal("0.1"), parseDecimal("0.20"))), "0.3");
});

test("halves are rounded away from zero, or to the even neighbour", () => {
  const half = (text) => [printTo(parseDecimal(text), 2, "half_up"), printTo(parseDecimal(text), 2, "half_even")];
  assert.deepEqual(half("0.125"), ["0.13", "0.12"]);
  assert.deepEqual(half("-0.125"), ["-0.13", "-0.12"]);
  assert.deepEqual(half("-0.004"), ["0.00", "0.00"]);
  assert.equal(printTo(over(ratio(2n), ratio(3n)), 0, "half_up"), "1");
});

test("what is no plain decimal is refused", () => {
  for (const text of ["1e3", "", "１", " 1", "1."]) assert.throws(() => parseDecimal(text));
});

test("names stand in order, and nothing is escaped that need not be", () => {
  assert.equal(canonical({ b: [1, null, true], a: "“é\n" }), '{"a":"“é\\n","b":[1,null,true]}');
});

const row = (team, total, more = {}) => ({ team, rank: 1, total, advances: null, ...more });

test("a team whose row differs is named, and who goes on does not matter", () => {
  const here = { standings: [row("bus", "9", { advances: "final" }), row("rail", "8")], unranked: [] };
  const second = { standings: [row("bus", "9"), row("rail", "8.1")], unranked: [] };
  const found = compareStages(here, second).map(({ team, isEqual }) => [team, isEqual]);
  assert.deepEqual(found, [
    ["bus", true],
    ["rail", false],
  ]);
});

test("a team that one count does not rank differs", () => {
  const here = { standings: [row("bus", "9")], unranked: [] };
  const second = { standings: [], unranked: [{ team: "bus", reason: "void" }] };
  assert.deepEqual(
    compareStages(here, second).map(({ isEqual }) => isEqual),
    [false],
  );
});

const texts = { equal: "=", differs: "≠", not_counted: "? %(what)s", unreadable: "!", other_stage: "none" };

test("a file that is none, or has another stage, is never equal", () => {
  const server = { texts, stage: { standings: [], unranked: [] }, digest: "" };
  for (const text of ["", "{", "[]", "null", "{}"]) {
    assert.equal(verdictOf(server, "final", text).text, "!");
  }
  const bare = { format: "accord/1", stages: [], rubric: { dimensions: [] }, scoring: {} };
  const empty = JSON.stringify({ ...bare, teams: [], judges: [] });
  assert.equal(verdictOf(server, "final", empty).text, "none");
  const newer = JSON.stringify({ ...bare, teams: [], judges: [], format: "accord/9" });
  assert.equal(verdictOf(server, "final", newer).text, "? accord/9");
});
