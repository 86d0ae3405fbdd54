// The rule and the rubric that hold in a stage, with exact numbers and what is meant by silence.
import { parseDecimal, roundTo, printTo } from "./rational.js";

const USUAL = {
  combine: "mean",
  drop_high: 0,
  drop_low: 0,
  drop_by: "dimension",
  min_kept: 1,
  decimals: 2,
  rounding: "half_up",
  round_at: [],
  missing_sheet: "wait",
  tie_break: [],
};

export const ruleOf = (document, stage) => {
  const rule = { ...USUAL, ...(stage.scoring || document.scoring) };
  const rubric = stage.rubric || document.rubric;
  const dimensions = rubric.dimensions.map((dimension) => ({
    key: dimension.key,
    factor: parseDecimal(dimension.factor || "1"),
    isMarkedBy: (judge) => !dimension.marked_by || dimension.marked_by.includes(judge.category),
  }));
  const weights = rule.category_weights
    ? new Map(Object.entries(rule.category_weights).map(([key, text]) => [key, parseDecimal(text)]))
    : null;
  const roundAt = (where, value) =>
    rule.round_at.includes(where) ? roundTo(value, rule.decimals, rule.rounding) : value;
  const print = (value) => printTo(value, rule.decimals, rule.rounding);
  return { ...rule, dimensions, weights, roundAt, print };
};
