// What the tests of the scripts share: tables that Python's tests read too, the vendored scripts
// that a page loads before, and a tablet's entries.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const here = (path) => new URL(path, import.meta.url);

export const readTable = (path) => JSON.parse(readFileSync(here(`../${path}`), "utf-8"));

export const loadVendored = (name) =>
  runInThisContext(readFileSync(here(`../../static/vendor/${name}`), "utf-8"), { filename: name });

export const NINE = Date.parse("2025-05-20T09:00:00Z");

// What Judge Lin has on the tablet for the education union's team.
export const linsEntry = (changes = {}) => ({
  address: "/api/v1/competitions/final/sheets/match-1/education",
  label: "Education",
  page: "/judge/matches/match-1",
  marks: { law: "18", poise: "9" },
  comment: "",
  state: "draft",
  base: 0,
  attempt: null,
  at: NINE,
  ...changes,
});
