// The second count: a competition file in, the standings of a stage out, as signed.
import { canonical } from "./canonical.js";
import { readSheets } from "./entry.js";
import { checkKnown } from "./known.js";
import { compare, isEqual, printPlain, sumOf } from "./rational.js";
import { ruleOf } from "./rule.js";
import { sha256 } from "./sha256.js";
import { teamsIn, totalIn } from "./stage.js";

const openBook = (document) => {
  const rules = new Map();
  return {
    document,
    sheets: readSheets(document),
    judges: new Map(document.judges.map((judge) => [judge.key, judge])),
    teamsOfStage: new Map(),
    ruleIn: (stage) => {
      if (!rules.has(stage.key)) rules.set(stage.key, ruleOf(document, stage));
      return rules.get(stage.key);
    },
  };
};

const groupBy = (teams, valueOf) => {
  const sorted = teams.slice().sort((a, b) => compare(valueOf(b), valueOf(a)));
  const groups = [];
  for (const team of sorted) {
    const last = groups[groups.length - 1];
    if (last && isEqual(valueOf(last[0]), valueOf(team))) last.push(team);
    else groups.push([team]);
  }
  return groups;
};

const byRuling = (document, stage, group) => {
  const keys = group.map((team) => team.part.key);
  const rulings = (document.rulings || []).filter(
    (ruling) => ruling.stage === stage.key && keys.every((key) => ruling.teams.includes(key)),
  );
  if (!rulings.length) return [group];
  const order = rulings[rulings.length - 1].teams;
  const placeOf = (team) => order.indexOf(team.part.key);
  return group
    .slice()
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((team) => [team]);
};

const splitTie = (document, stage, name, group) => {
  if (name === "ruling") return byRuling(document, stage, group);
  if (name === "head" && group.some((team) => !team.own.head)) return [group];
  if (name === "deductions") return groupBy(group, ({ deducted: [above, below] }) => [-above, below]);
  return groupBy(group, ({ own }) => (name === "head" ? own.head : own.values.get(name)));
};

// The groups of equal teams, best first; notes in each team what parted it.
const orderTeams = (document, stage, rule, teams) => {
  let groups = groupBy(teams, (team) => team.total);
  for (const name of rule.tie_break) {
    if (stage.kind === "paper" && name !== "ruling") continue;
    const after = [];
    for (const group of groups) {
      const parts = group.length > 1 ? splitTie(document, stage, name, group) : [group];
      if (parts.length > 1) group.forEach((team) => Object.assign(team, { decidedBy: name }));
      after.push(...parts);
    }
    groups = after;
  }
  return groups;
};

const rowOf = (rule, team, rank, isTied) => {
  const dimensions = {};
  for (const [key, value] of team.own.values) dimensions[key] = rule.print(value);
  return {
    rank,
    team: team.part.key,
    total: rule.print(team.total),
    tied: isTied,
    decided_by: team.decidedBy || null,
    deductions: printPlain(team.deducted),
    dimensions,
    entries: team.entries
      .filter((entry) => entry.total)
      .map((entry) => ({
        match: entry.match,
        side: entry.side,
        total: rule.print(entry.total),
        counted: entry.counted,
        dropped: entry.dropped,
      })),
  };
};

const textOf = (text) => {
  const both = typeof text === "string" ? { zh: text, en: text } : text;
  const clean = {};
  for (const [code, words] of Object.entries(both)) clean[code] = words.normalize("NFC").trim();
  return clean;
};

const unrankedRow = (team, reason) => ({
  team: team.part.key,
  reason,
  ...(team.left && team.part.reason ? { why: textOf(team.part.reason) } : {}),
  ...(reason === "missing_sheet" ? { missing: team.missing } : {}),
});

// A stage of a file, without what no total hangs on; throws NotCounted for what is not known.
export const countStage = (document, stageKey) => {
  checkKnown(document);
  const book = openBook(document);
  const stage = document.stages.find((one) => one.key === stageKey);
  if (!stage) return null;
  const rule = book.ruleIn(stage);
  const [ranked, unranked] = [[], []];
  for (const team of teamsIn(book, stage).values()) {
    const deducted = sumOf(team.entries.map((entry) => entry.deducted));
    const total = !team.left && team.own ? totalIn(book, stage, team) : null;
    const reason = team.left || team.reason || (total ? null : "missing_carry");
    if (reason) unranked.push(unrankedRow(team, reason));
    else ranked.push({ ...team, deducted, total, decidedBy: null });
  }
  const standings = [];
  for (const group of orderTeams(document, stage, rule, ranked)) {
    const rank = standings.length + 1;
    group.forEach((team) => standings.push(rowOf(rule, team, rank, group.length > 1)));
  }
  return { stage: stageKey, standings, unranked };
};

export const digestOf = (counted) => sha256(canonical(counted));

// Row by row: each team's place and total here and in the second count, and whether all is equal.
export const compareStages = (server, second) => {
  const rows = new Map();
  const put = (stage, name) => {
    for (const { advances, ...row } of stage.standings) {
      rows.set(row.team, { ...rows.get(row.team), [name]: row });
    }
    for (const row of stage.unranked) rows.set(row.team, { ...rows.get(row.team), [name]: row });
  };
  put(server, "here");
  put(second, "second");
  return [...rows].map(([team, { here = null, second: other = null }]) => ({
    team,
    here,
    second: other,
    isEqual: canonical(here) === canonical(other),
  }));
};
