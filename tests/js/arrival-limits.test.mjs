// Links that leave bundles on a tablet cannot fill its storage, nor push out the judge's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  keysToDrop,
  MOST_ARRIVALS,
  MOST_LETTERS,
} from "../../static/js/judge/arrival-limits.js";

const bundle = (number, more = {}) => ({
  key: `bundle-${number}`,
  letters: 1000,
  at: number,
  isOwn: false,
  ...more,
});

// What is kept after such bundles have arrived, one after the other.
function arrive(bundles) {
  let kept = [];
  for (const each of bundles) {
    const dropped = keysToDrop(kept, each.letters);
    if (dropped) kept = [...kept.filter(({ key }) => !dropped.includes(key)), each];
  }
  return kept;
}

test("a few bundles are all kept", () => {
  assert.deepEqual(keysToDrop([bundle(1), bundle(2)], 1000), []);
});

test("a hundred links leave a bounded number of bundles, the newest", () => {
  const kept = arrive(Array.from({ length: 100 }, (_, at) => bundle(at)));
  assert.equal(kept.length, MOST_ARRIVALS);
  assert.equal(kept.at(-1).key, "bundle-99");
});

test("ten links as large as they may be leave a bounded number of letters", () => {
  const letters = 256 * 1024;
  const kept = arrive(Array.from({ length: 10 }, (_, at) => bundle(at, { letters })));
  assert.ok(kept.reduce((sum, each) => sum + each.letters, 0) <= MOST_LETTERS);
  assert.equal(kept.at(-1).key, "bundle-9");
});

test("the judge's own bundle stays, whatever arrives after it", () => {
  const own = bundle(0, { isOwn: true, letters: 40_000 });
  const others = Array.from({ length: 50 }, (_, at) => bundle(at + 1, { letters: 256 * 1024 }));
  assert.ok(arrive([own, ...others]).includes(own));
});

test("where only the judge's own bundles are kept, there is no room for another", () => {
  const own = Array.from({ length: MOST_ARRIVALS }, (_, at) => bundle(at, { isOwn: true }));
  assert.equal(keysToDrop(own, 1000), null);
});
