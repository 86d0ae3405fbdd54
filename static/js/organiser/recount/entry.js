// One team in one match: whose sheets count, what is left out, and the total.
import {
  add,
  compare,
  meanOf,
  minus,
  ONE,
  over,
  parseDecimal,
  ratio,
  sumOf,
  times,
  ZERO,
} from "./rational.js";

// The newest submitted version of a sheet; a draft laid over it does not take it away.
const countingVersion = (sheet) => {
  const submitted = [sheet, ...(sheet.history || [])].filter((one) => one.state === "submitted");
  if (!submitted.length) return null;
  return submitted.reduce((best, one) => (one.version > best.version ? one : best));
};

export const readSheets = (document) => {
  const sheets = new Map();
  for (const sheet of document.sheets || []) {
    const version = countingVersion(sheet);
    if (version) sheets.set(`${sheet.match}/${sheet.team}/${sheet.judge}`, version.marks);
  }
  return sheets;
};

// Who sits there now names the seat; of those who were replaced one may have kept the team.
const judgeOfSeat = (match, seat, team) => {
  const links = new Map((match.replacements || []).map((link) => [link.seat, link]));
  for (let link = links.get(seat); link; link = links.get(link.from)) {
    if (link.keeps.includes(team)) return link.from;
  }
  return seat;
};

const isRecused = (match, judge, team) =>
  (match.recused || []).some(
    (one) => one.judge === judge && (!one.teams || one.teams.includes(team)),
  );

// The seats to leave out: the highest, then the lowest; of equal ones the later seat goes first.
const seatsToDrop = (rows, high, low) => {
  const left = rows.slice();
  const out = [];
  const take = (isWorse, count) => {
    for (let round = 0; round < count; round += 1) {
      let at = 0;
      for (let next = 1; next < left.length; next += 1) {
        if (!isWorse(left[next].value, left[at].value)) at = next;
      }
      out.push(left.splice(at, 1)[0].judge);
    }
  };
  take((value, best) => compare(value, best) < 0, high);
  take((value, best) => compare(value, best) > 0, low);
  return out;
};

const combine = (values, how) => {
  if (how === "sum") return sumOf(values);
  if (how === "mean") return meanOf(values);
  const sorted = values.slice().sort(compare);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : meanOf([sorted[middle - 1], sorted[middle]]);
};

export const rawTotal = (rule, judge, marks) =>
  sumOf(
    rule.dimensions
      .filter((dimension) => dimension.isMarkedBy(judge))
      .map((dimension) => times(parseDecimal(marks[dimension.key]), dimension.factor)),
  );

// A dimension's panel value and the judges left out in it.
const panelValue = (rule, dimension, sheets) => {
  const marking = sheets.filter((sheet) => dimension.isMarkedBy(sheet.judge));
  const groups = new Map();
  for (const sheet of marking) {
    const name = rule.weights ? sheet.judge.category : "";
    groups.set(name, [...(groups.get(name) || []), sheet]);
  }
  let [sum, weights, dropped] = [ZERO, ZERO, []];
  for (const [name, members] of groups) {
    const asked = rule.drop_high + rule.drop_low;
    let out = [];
    if (asked && members.length - asked >= rule.min_kept) {
      const rows = members.map(({ judge, marks }) => ({
        judge: judge.key,
        value:
          rule.drop_by === "sheet"
            ? rawTotal(rule, judge, marks)
            : parseDecimal(marks[dimension.key]),
      }));
      out = seatsToDrop(rows, rule.drop_high, rule.drop_low);
    }
    const kept = members.filter(({ judge }) => !out.includes(judge.key));
    const marks = kept.map((sheet) => parseDecimal(sheet.marks[dimension.key]));
    const weight = rule.weights ? rule.weights.get(name) : ONE;
    sum = add(sum, times(combine(marks, rule.combine), weight));
    weights = add(weights, weight);
    dropped = dropped.concat(out);
  }
  return { value: over(sum, weights), dropped };
};

// The entry with its total, which is null while there is none, and who is still awaited.
export const countEntry = (book, rule, match, { team, side }) => {
  const seats = match.panel
    .map((seat) => judgeOfSeat(match, seat, team))
    .filter((judge) => !isRecused(match, judge, team));
  const marksOf = (judge) => book.sheets.get(`${match.key}/${team}/${judge}`);
  const present = seats.filter(marksOf);
  const missing = seats.filter((judge) => !marksOf(judge));
  const deducted = sumOf(
    (book.document.deductions || [])
      .filter((one) => one.match === match.key && one.team === team)
      .map((one) => parseDecimal(one.points)),
  );
  const entry = { match: match.key, side, counted: present, missing, deducted, total: null };
  const sheets = present.map((key) => ({ judge: book.judges.get(key), marks: marksOf(key) }));
  const isWhole = rule.dimensions.every((dimension) =>
    sheets.some((sheet) => dimension.isMarkedBy(sheet.judge)),
  );
  if (!sheets.length || !isWhole || (missing.length && rule.missing_sheet === "wait")) return entry;
  entry.values = new Map();
  entry.dropped = {};
  for (const dimension of rule.dimensions) {
    const { value, dropped } = panelValue(rule, dimension, sheets);
    const weighted = times(rule.roundAt("panel", value), dimension.factor);
    entry.values.set(dimension.key, rule.roundAt("weighted", weighted));
    entry.dropped[dimension.key] = present.filter((judge) => dropped.includes(judge));
  }
  entry.total = rule.roundAt("total", minus(sumOf([...entry.values.values()]), deducted));
  const head = sheets.find((sheet) => sheet.judge.head);
  entry.head = head ? rawTotal(rule, head.judge, head.marks) : null;
  return entry;
};

export const joinValues = (values, how) =>
  how === "mean" ? over(sumOf(values), ratio(BigInt(values.length))) : sumOf(values);

