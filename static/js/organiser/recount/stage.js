// A team's own total in a stage, what it carries, and why it has none.
import { countEntry, joinValues } from "./entry.js";
import { add, compare, meanOf, ONE, parseDecimal, sumOf, times, ZERO } from "./rational.js";

export const matchesOf = (stage) =>
  (stage.rounds || []).reduce((found, round) => found.concat(round.matches || []), []);

const isPaper = (stage) => stage.kind === "paper";

// Whether and why a team is out of a stage.
const whyLeft = (book, team, stage) => {
  if (team.disqualified) return "disqualified";
  const at = (key) => book.document.stages.findIndex((one) => one.key === key);
  const isGone = team.withdrawn_from && at(stage.key) >= at(team.withdrawn_from);
  return team.withdrawn || isGone ? "withdrawn" : null;
};

const paperTotal = (stage, rule, team) => {
  const scores = (stage.scores || [])
    .filter((score) => score.team === team)
    .map((score) => parseDecimal(score.score));
  if (!scores.length) return null;
  if (stage.per === "team") return rule.roundAt("total", scores[0]);
  const how = stage.combine || "mean";
  if (how === "mean") return rule.roundAt("total", meanOf(scores));
  if (how === "sum") return rule.roundAt("total", sumOf(scores));
  const best = scores.sort((a, b) => compare(b, a)).slice(0, how.best);
  return rule.roundAt("total", sumOf(best));
};

const joinEntries = (stage, rule, entries) => {
  const scored = entries.filter((entry) => entry.total);
  const isAwaited = entries.some((entry) => entry.missing.length);
  if (!scored.length || (isAwaited && rule.missing_sheet === "wait")) return null;
  const how = stage.across_matches || "mean";
  const hasHeads = scored.every((entry) => entry.head);
  let used = scored;
  if (how === "best") {
    used = [scored.reduce((best, one) => (compare(one.total, best.total) > 0 ? one : best))];
  }
  const join = (read) => joinValues(used.map(read), how);
  return {
    total: join((entry) => entry.total),
    values: new Map(
      rule.dimensions.map(({ key }) => [key, join((entry) => entry.values.get(key))]),
    ),
    head: hasHeads ? join((entry) => entry.head) : null,
  };
};

const whyNone = (stage, team) => {
  if (isPaper(stage)) return "missing_score";
  if (!team.entries.length && team.isVoid) return "void";
  return team.missing.length ? "missing_sheet" : "no_sheet";
};

// The teams that are in a stage, in the order of the file's teams; read once for each stage.
export const teamsIn = (book, stage) => {
  const known = book.teamsOfStage.get(stage.key);
  if (known) return known;
  const rule = book.ruleIn(stage);
  const found = new Map();
  for (const part of book.document.teams) {
    const playing = matchesOf(stage).reduce(
      (all, match) =>
        all.concat(
          match.entries.filter((one) => one.team === part.key).map((entry) => ({ match, entry })),
        ),
      [],
    );
    const hasScore = (stage.scores || []).some((score) => score.team === part.key);
    const isNamed = stage.teams && stage.teams.includes(part.key);
    if (stage.teams ? !isNamed : !playing.length && !hasScore) continue;
    const valid = playing.filter(({ match }) => !match.void);
    const entries = valid.map(({ match, entry }) => countEntry(book, rule, match, entry));
    const missing = [...new Set(entries.reduce((all, one) => all.concat(one.missing), []))];
    const team = { part, entries, missing, isVoid: playing.length > valid.length };
    team.left = whyLeft(book, part, stage);
    if (isPaper(stage)) {
      const total = paperTotal(stage, rule, part.key);
      team.own = total && { total, values: new Map(), head: null };
    } else {
      team.own = joinEntries(stage, rule, entries);
    }
    team.reason = team.own ? null : whyNone(stage, team);
    found.set(part.key, team);
  }
  book.teamsOfStage.set(stage.key, found);
  return found;
};

// What a team brings from an earlier stage: its own total there, before what that stage carries.
const carriedFrom = (book, carry, teamKey) => {
  const stage = book.document.stages.find((one) => one.key === carry.stage);
  const team = teamsIn(book, stage).get(teamKey);
  if (team && team.own) return book.ruleIn(stage).roundAt("total", team.own.total);
  const isAwaited =
    team && !team.left && (team.missing.length > 0 || team.reason === "missing_score");
  return carry.missing === "zero" && !isAwaited ? ZERO : null;
};

// A ranked team's total; null where something carried is missing.
export const totalIn = (book, stage, team) => {
  const rule = book.ruleIn(stage);
  const carry = stage.carry || [];
  if (!carry.length) return rule.roundAt("total", team.own.total);
  let total = times(team.own.total, stage.weight ? parseDecimal(stage.weight) : ONE);
  for (const one of carry) {
    const earlier = carriedFrom(book, one, team.part.key);
    if (!earlier) return null;
    total = add(total, times(earlier, parseDecimal(one.weight)));
  }
  return rule.roundAt("total", total);
};
