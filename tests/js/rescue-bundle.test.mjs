// The line of text in which a tablet's marks leave it: its bytes, its seal, its codes.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import * as bundles from "../../static/js/shared/rescue-bundle.js";
import { loadVendored } from "./helpers.mjs";

loadVendored("js-sha256-1.0.0.min.js");
loadVendored("fflate-0.8.3.umd.js");

const KEY = "Judge Lin's rescue key";
const SHEET = {
  match: "match-1",
  team: "education",
  marks: { poise: "9", law: "18" },
  comment: "有理有据 “calm” 𠮷",
  state: "submitted",
  base_version: 0,
  key: "0123456789abcdef0123456789abcdef",
};
const BUNDLE = { competition: "final", judge: "lin", made_at: "2025-05-20T10:00:00.000Z" };
// Too many for one code: their keys do not compress.
const manySheets = () =>
  Array.from({ length: 9 }, (_, at) => ({ ...SHEET, key: bundles.digest(`${at}`) }));
const wireOf = (...sheets) => bundles.writeBundle({ ...BUNDLE, sheets }, KEY);

test("the text is JSON with sorted names, no blanks and a seal over its bytes", () => {
  const signed =
    '{"competition":"final","format":"accord-rescue/1","judge":"lin",' +
    '"made_at":"2025-05-20T10:00:00.000Z","sheets":[{"base_version":0,' +
    '"comment":"有理有据 “calm” 𠮷","key":"0123456789abcdef0123456789abcdef",' +
    '"marks":{"law":"18","poise":"9"},"match":"match-1","state":"submitted","team":"education"}]}';
  const hmac = createHmac("sha256", KEY).update(signed, "utf-8").digest("hex");

  assert.equal(wireOf(SHEET), `{"bundle":${signed},"hmac":"${hmac}"}`);
});

test("what Lin's tablet wrote is read back and is sealed with Lin's key alone", () => {
  const wire = wireOf(SHEET);
  const read = bundles.readBundle(`\n${wire} `);

  assert.deepEqual(read.bundle.sheets, [SHEET]);
  assert.equal(read.id, createHash("sha256").update(wire).digest("hex").slice(0, 8));
  assert.ok(read.isSealedWith(KEY));
  assert.ok(!read.isSealedWith("Judge Wang's rescue key"));
  assert.ok(!read.isSealedWith(""));
});

test("one changed mark breaks the seal", () => {
  const forged = bundles.readBundle(wireOf(SHEET).replace('"law":"18"', '"law":"19"'));

  assert.equal(forged.bundle.sheets[0].marks.law, "19");
  assert.ok(!forged.isSealedWith(KEY));
});

test("what is no bundle is none", () => {
  const wire = wireOf(SHEET);
  const others = [
    "",
    "a shopping list",
    wire.slice(0, -1),
    wire.replace("accord-rescue/1", "accord-rescue/2"),
    wire.replace('"sheets":[', '"sheets":{"a":[').replace("]}", "]}}"),
    wire + " ".repeat(256 * 1024),
  ];

  for (const text of others) assert.equal(bundles.readBundle(text), null, text.slice(0, 40));
});

test("it travels behind the # of an address in letters that need no escape", () => {
  const wire = wireOf(SHEET);
  const letters = bundles.toFragment(wire);

  assert.match(letters, /^[A-Za-z0-9_-]+$/);
  assert.equal(bundles.fromFragment(letters), wire);
  assert.equal(bundles.fromFragment("no such letters!"), "");
});

test("codes come together in any order", () => {
  const wire = wireOf(...manySheets());
  const codes = bundles.toCodes(wire);

  assert.ok(codes.length > 1);
  assert.ok(codes.every((code) => code.length <= 412));
  assert.equal(bundles.joinCodes([...codes].reverse()), wire);
});

test("a missing or a foreign code is noticed", () => {
  const codes = bundles.toCodes(wireOf(...manySheets()));
  const foreign = bundles.toCodes(wireOf({ ...SHEET, comment: "Another tablet" }));

  assert.equal(bundles.joinCodes(codes.slice(1)), "");
  assert.equal(bundles.joinCodes([...codes.slice(0, -1), ...foreign]), "");
});

test("a code says which one of how many it is", () => {
  const [first] = bundles.toCodes(wireOf(SHEET));
  const { id, number, total } = bundles.readCode(` ${first}\n`);

  assert.equal(id, bundles.readBundle(wireOf(SHEET)).id);
  assert.deepEqual([number, total], [1, bundles.toCodes(wireOf(SHEET)).length]);
  for (const text of ["ACCORD2 00000000 1/1 AA", "ACCORD1 00000000 3/2 AA", "https://accord"]) {
    assert.equal(bundles.readCode(text), null);
  }
});
