// Marks that are worth a second look before they are submitted: only the rule.
// competition/web/judge has the same rule; tests/web/unusual_marks.json is the table for both.
import { plainMark } from "../shared/decimal.js";

// A complete row of marks as one string, equal for equal marks; "" while a mark is missing.
export function rowKey(dimensions, marks) {
  if (!dimensions.every(({ key }) => marks[key])) return "";
  return dimensions.map(({ key }) => `${key}=${plainMark(marks[key])}`).join(" ");
}

// [{code, dimension, team}]: what is unusual about a team's complete row. others: the same judge's
// rows as [{team, marks}], nearest first; the first one that is equal is named.
export function findUnusual(dimensions, team, marks, others) {
  const row = rowKey(dimensions, marks);
  if (!row) return [];
  const found = [];
  const at = (end) =>
    dimensions.filter((each) => plainMark(marks[each.key]) === plainMark(each[end]));
  if (at("max").length === dimensions.length) {
    found.push({ code: "highest", dimension: "", team: "" });
  }
  for (const { key } of at("min")) found.push({ code: "lowest", dimension: key, team: "" });
  const twin = others.find(
    (other) => other.team !== team && rowKey(dimensions, other.marks) === row,
  );
  if (twin) found.push({ code: "same", dimension: "", team: twin.team });
  return found;
}
