// Where a long Chinese name may break: between words, never within one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withBreaks } from "../../static/js/shared/line-breaks.js";

const parts = (name) => withBreaks(name).join("|");

test("a name breaks after places and organisations", () => {
  assert.equal(parts("北京市朝阳区总工会代表队"), "北京市|朝阳区|总工会|代表队");
  assert.equal(parts("小关街道工会联合会第一队"), "小关街道|工会|联合会|第一队");
  assert.equal(parts("王府井集团·百货大楼代表队"), "王府井|集团·|百货大楼|代表队");
});

test("a word that contains another is not broken", () => {
  assert.equal(parts("市场监督管理局"), "市场监督管理局");
  assert.equal(parts("开发区域协调中心"), "开发区域协调中心");
});

test("a name in Latin letters breaks at its spaces, as everywhere", () => {
  assert.equal(parts("Zone 2 Team"), "Zone 2 Team");
});
