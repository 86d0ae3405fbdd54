// What the second count knows of a competition file. Where a file has anything else that a total
// could hang on, nothing is counted: better no answer than a wrong one.
export class NotCounted extends Error {}

const words = (text) => new Set(text.split(" "));
const ANYWHERE = words("placeholder source");
const FIELDS = {
  file: words(
    "format competition rubric scoring topics zones teams judges stages sheets deductions rulings " +
      "draws awards certifications agreements appeals clock",
  ),
  rubric: words("dimensions personal"),
  dimension: words("key name max min step factor guide marked_by"),
  scoring: words(
    "combine drop_high drop_low drop_by min_kept category_weights decimals rounding round_at " +
      "missing_sheet tie_break",
  ),
  team: words(
    "key name short_name organisation zone members withdrawn withdrawn_from disqualified reason seed",
  ),
  judge: words("key name category organisation head conflicts declaration"),
  stage: words(
    "key name release across_matches carry weight advance rounds teams kind max per combine scores " +
      "provisional_until rubric scoring",
  ),
  carry: words("stage weight missing"),
  round: words("key name state matches starts announced planned conference_after"),
  match: words(
    "key topic panel entries starts room void trainees replacements recused accepted_conflicts " +
      "repeats late substitutions conference",
  ),
  entry: words("team side"),
  score: words("team member score"),
  replacement: words("seat from keeps reason at by"),
  recusal: words("judge teams reason at by"),
  sheet: words(
    "match team judge marks state version submitted_at comment history imported personal entered_by",
  ),
  deduction: words("match team points percent phase reason by at"),
  ruling: words("stage teams minutes votes by at"),
};

const VALUES = {
  combine: ["mean", "median", "sum"],
  drop_by: ["dimension", "sheet"],
  rounding: ["half_up", "half_even"],
  missing_sheet: ["wait", "exclude"],
};

const refuse = (what) => {
  throw new NotCounted(what);
};

const checkFields = (part, kind) => {
  for (const name of Object.keys(part)) {
    if (!FIELDS[kind].has(name) && !ANYWHERE.has(name)) refuse(`${kind}.${name}`);
  }
};

const checkEach = (parts, kind) => (parts || []).forEach((part) => checkFields(part, kind));

const checkRule = (scoring, rubric) => {
  checkFields(scoring, "scoring");
  for (const [name, allowed] of Object.entries(VALUES)) {
    if (name in scoring && !allowed.includes(scoring[name])) refuse(`scoring.${name}`);
  }
  for (const where of scoring.round_at || []) {
    if (!["panel", "weighted", "total"].includes(where)) refuse(`scoring.round_at ${where}`);
  }
  checkFields(rubric, "rubric");
  checkEach(rubric.dimensions, "dimension");
  const keys = rubric.dimensions.map((dimension) => dimension.key);
  for (const name of scoring.tie_break || []) {
    if (![...keys, "deductions", "head", "ruling"].includes(name)) {
      refuse(`scoring.tie_break ${name}`);
    }
  }
};

const checkStage = (stage, document) => {
  checkFields(stage, "stage");
  if (!["matches", "paper"].includes(stage.kind || "matches")) refuse(`stage.kind ${stage.kind}`);
  if (stage.kind === "paper") {
    if (!["team", "member"].includes(stage.per)) refuse(`stage.per ${stage.per}`);
    const how = stage.combine || "mean";
    if (!["mean", "sum"].includes(how) && !Number.isInteger(how.best)) refuse("stage.combine");
  } else if (!["mean", "sum", "best"].includes(stage.across_matches || "mean")) {
    refuse(`stage.across_matches ${stage.across_matches}`);
  }
  checkEach(stage.carry, "carry");
  checkEach(stage.scores, "score");
  checkRule(stage.scoring || document.scoring, stage.rubric || document.rubric);
  for (const round of stage.rounds || []) {
    checkFields(round, "round");
    for (const match of round.matches || []) {
      checkFields(match, "match");
      checkEach(match.entries, "entry");
      checkEach(match.replacements, "replacement");
      checkEach(match.recused, "recusal");
    }
  }
};

// Throws NotCounted, naming what this count does not know.
export const checkKnown = (document) => {
  if (document.format !== "accord/1") refuse(String(document.format));
  checkFields(document, "file");
  checkEach(document.teams, "team");
  checkEach(document.judges, "judge");
  checkEach(document.sheets, "sheet");
  checkEach(document.deductions, "deduction");
  checkEach(document.rulings, "ruling");
  document.stages.forEach((stage) => checkStage(stage, document));
};
