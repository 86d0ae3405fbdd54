import assert from "node:assert/strict";
import { test } from "node:test";

import { highestTotal } from "../../static/js/organiser/rubric-sum.js";

test("the highest total is the sum of maxima times factors, without binary noise", () => {
  assert.equal(highestTotal([{ max: "0.1", factor: "1" }, { max: "0.2", factor: "1" }]), "0.3");
  assert.equal(highestTotal([{ max: "２０", factor: "1" }, { max: "18,5", factor: "2" }]), "57");
  assert.equal(highestTotal([{ max: "", factor: "1" }]), "0");
  assert.equal(highestTotal([{ max: "abc", factor: "1" }]), "–");
});
